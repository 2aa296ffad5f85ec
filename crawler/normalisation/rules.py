"""The rules that lead from an address to its identity: each takes the parts of an address and gives new ones, or the
same object when it has nothing to say. ``RULES``, at the end, is their order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from crawler.exceptions import UnusableURL
from crawler.hosts import split_host
from crawler.normalisation.address import Parts, read_address
from crawler.normalisation.parameters import Role, role_of
from crawler.normalisation.shape import path_names_article


@dataclass(frozen=True, slots=True)
class Rule:
    """One step towards the identity."""

    name: str
    apply: Callable[[Parts], Parts]


_AMP_CACHE_HOST = ".cdn.ampproject.org"
_AMP_CACHE_PATH = re.compile(r"/(?:[acirvw]|wp|mp)/(s/)?([^/]+)(/.*)?")
_AMP_VIEWER_HOST = re.compile(r"(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}|(?:www\.)?bing\.com")
_AMP_VIEWER_PATH = re.compile(r"/amp/(s/)?([^/]+\.[^/]+)(/.*)?")


def _unwrap_amp_cache(parts: Parts) -> Parts:
    """Gives the publisher's address inside one of an AMP cache or viewer (AMP cache URL format, amp.dev)."""
    while (inner := _inside_amp_cache(parts)) is not None:
        parts = inner
    return parts


def _inside_amp_cache(parts: Parts) -> Parts | None:
    if parts.host.endswith(_AMP_CACHE_HOST):
        inner = _AMP_CACHE_PATH.fullmatch(parts.path)
    elif parts.path.startswith("/amp/") and _AMP_VIEWER_HOST.fullmatch(parts.host):
        inner = _AMP_VIEWER_PATH.fullmatch(parts.path)
    else:
        return None
    if inner is None:
        return None
    try:
        return read_address(
            f"https://{unquote(inner[2])}{inner[3] or '/'}{'?' * bool(parts.query)}{'&'.join(parts.query)}"
        )
    except UnusableURL:
        return None


_DEFAULT_PORT = re.compile(r":(?:80|443)$")


def _drop_default_port(parts: Parts) -> Parts:
    """Drops the default port of http and of https, whichever the scheme: that is ignored too."""
    host = _DEFAULT_PORT.sub("", parts.host)
    return parts if host == parts.host else parts.with_host(host)


def _ignore_scheme(parts: Parts) -> Parts:
    return parts if parts.scheme == "https" else Parts("https", parts.host, parts.path, parts.query, parts.fragment)


_TWIN_LABELS = frozenset({"m", "mobile", "mobil", "amp", "amp2", "wap", "touch"})
_WWW = re.compile(r"www\d{0,2}|ww\d")
_AMP_PREFIX = re.compile(r"^(?:amp-)+")


@lru_cache(maxsize=16_384)
def _desktop_host(host: str) -> str:
    """Gives a host without ``www`` and without the labels of mobile and AMP twins, down to the registered domain."""
    name, colon, port = host.partition(":")
    parts = split_host(name)
    if not parts.subdomain or not parts.suffix:
        return host
    labels = [_AMP_PREFIX.sub("", label) or label for label in parts.subdomain.split(".")]
    kept = [label for label in labels if label not in _TWIN_LABELS]
    while kept and _WWW.fullmatch(kept[0]):
        kept = kept[1:]
    return ".".join(label for label in (*kept, parts.domain, parts.suffix) if label) + colon + port


def _drop_twin_host(parts: Parts) -> Parts:
    host = _desktop_host(parts.host)
    return parts if host == parts.host else parts.with_host(host)


_PATH_SESSION = re.compile(r";(?:jsessionid|sid|phpsessid)=[^/;]*|/\([sSaAfF]\([^/)]*\)\)(?=/)", re.IGNORECASE)


def _drop_path_session(parts: Parts) -> Parts:
    """Drops ``;jsessionid=...`` (Java servlets) and ``/(S(...))`` (ASP.NET without cookies)."""
    if ";" not in parts.path and "/(" not in parts.path:
        return parts
    path = _PATH_SESSION.sub("", parts.path)
    return parts if path == parts.path else parts.with_path(path or "/")


def _drop_roles(*roles: Role) -> Callable[[Parts], Parts]:
    """Makes the rule that drops the parameters of these roles."""

    def drop(parts: Parts) -> Parts:
        if not parts.query:
            return parts
        kept = tuple(pair for pair in parts.query if _role(parts, pair) not in roles)
        return parts if len(kept) == len(parts.query) else parts.with_query(kept)

    return drop


def _role(parts: Parts, pair: str) -> Role:
    name, _, value = pair.partition("=")
    role = role_of(parts.host.partition(":")[0], name, value)
    if role is Role.TRACKS_BESIDE_AN_ARTICLE:
        return Role.TRACKS if path_names_article(parts.path) else Role.IDENTIFIES
    return role


_AMP_SEGMENT = re.compile(
    r"(?:/platform)?(?<!/tag)(?<!/tags)(?<!/topic)(?<!/topics)/amp(?:\.html|-page)?(?=/|$)|(?<=/)amp_", re.IGNORECASE
)
_AMP_SUFFIX = re.compile(r"(?:[.~!]amp)+(?=(?:\.[a-z]{3,5})?$)|_amp(?=\.[a-z]{3,5}$)", re.IGNORECASE)


def _drop_amp_path(parts: Parts) -> Parts:
    """Drops the marks of an AMP twin in the path: ``/amp/``, ``.amp.html``, ``~amp.html``, ``_amp.html``, ``!amp``.

    Not ``-amp``, as the headline of a guitar amplifier ends, nor ``/tag/amp``.
    """
    if "amp" not in parts.path.lower():
        return parts
    path = _AMP_SUFFIX.sub("", _AMP_SEGMENT.sub("", parts.path)) or "/"
    return parts if path == parts.path else parts.with_path(path)


_REPEATED_SLASHES = re.compile(r"//+")
_DIRECTORY_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php\d?|aspx?|jsp|cfm|shtml)$", re.IGNORECASE)


def _shorten_slashes(parts: Parts) -> Parts:
    """Makes one slash of several, and drops it, and a full stop that a sentence left behind, at the end."""
    path = _REPEATED_SLASHES.sub("/", parts.path) if "//" in parts.path else parts.path
    path = path.rstrip("/.") or "/"
    return parts if path == parts.path else parts.with_path(path)


def _drop_directory_index(parts: Parts) -> Parts:
    path = _DIRECTORY_INDEX.sub("", parts.path) or "/"
    return parts if path == parts.path else parts.with_path(path)


_PAGE_EXTENSION = re.compile(r"\.s?html?$", re.IGNORECASE)


def _drop_page_extension(parts: Parts) -> Parts:
    """Drops ``.html`` from an article's path: its AMP twin often ends in ``.amp`` alone. ``/sport.html`` stays."""
    path = _PAGE_EXTENSION.sub("", parts.path)
    return parts.with_path(path) if path != parts.path and path_names_article(path) else parts


def _drop_fragment(parts: Parts) -> Parts:
    """Drops the fragment unless it is the route of a page built by script (``#!/news/7``, ``#/news/7``)."""
    if not parts.fragment or (parts.fragment.startswith(("!/", "/")) and len(parts.fragment) > 2):
        return parts
    return parts.with_fragment("")


_DECOMPOSABLE = re.compile(r"[A-Za-z]?(?:%[89A-F][0-9A-F])+")


def _compose(parts: Parts) -> Parts:
    """Writes a letter that was percent-encoded as letter and accent (as macOS names files) as one (Unicode NFC)."""
    if "%" not in parts.path:
        return parts
    path = _DECOMPOSABLE.sub(_composed, parts.path)
    return parts if path == parts.path else parts.with_path(path)


def _composed(match: re.Match[str]) -> str:
    try:
        text = unquote(match[0], errors="strict")
    except UnicodeDecodeError:
        return match[0]
    return quote(unicodedata.normalize("NFC", text))


RULES: tuple[Rule, ...] = (
    Rule("AMP cache", _unwrap_amp_cache),
    Rule("default port", _drop_default_port),
    Rule("scheme", _ignore_scheme),
    Rule("www, mobile or AMP host", _drop_twin_host),
    Rule("Unicode form", _compose),
    Rule("session in the path", _drop_path_session),
    Rule("repeated or trailing slash", _shorten_slashes),
    Rule("AMP twin", _drop_amp_path),
    Rule("index page", _drop_directory_index),
    Rule("page extension", _drop_page_extension),
    Rule("AMP, print or one-page parameter", _drop_roles(Role.LAYOUT)),
    Rule("session parameter", _drop_roles(Role.SESSION)),
    Rule("tracking parameter", _drop_roles(Role.TRACKS)),
    Rule("fragment", _drop_fragment),
)
"""An address is unwrapped before its host is read, and its path is final before parameters are judged by it."""
