"""An http(s) address taken apart, in the one spelling that w3lib gives it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from urllib.parse import urlsplit

import idna
from w3lib.url import canonicalize_url

from crawler.exceptions import UnusableURL

MAX_URL_LENGTH = 8_192
"""Characters; longer ones are traps or data (RFC 9110 asks servers for 8,000 octets at least)."""


@dataclass(frozen=True, slots=True)
class Parts:
    """An address taken apart; everything percent-encoded as w3lib writes it."""

    scheme: str
    host: str
    """With the port, where it has one."""
    path: str
    query: tuple[str, ...]
    """``name=value`` pairs, sorted."""
    fragment: str

    def with_host(self, host: str) -> Parts:
        return Parts(self.scheme, host, self.path, self.query, self.fragment)

    def with_path(self, path: str) -> Parts:
        return Parts(self.scheme, self.host, path, self.query, self.fragment)

    def with_query(self, query: tuple[str, ...]) -> Parts:
        return Parts(self.scheme, self.host, self.path, query, self.fragment)

    def with_fragment(self, fragment: str) -> Parts:
        return Parts(self.scheme, self.host, self.path, self.query, fragment)

    def __str__(self) -> str:
        query = f"?{'&'.join(self.query)}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{self.host}{self.path}{query}{fragment}"


def read_address(url: str) -> Parts:
    """Takes a URL apart after normalising its spelling: case, percent-encoding, dot segments, order of parameters, IDN.

    Raises ``UnusableURL`` for anything that is not http or https, has no host, or cannot be written in UTF-8.
    """
    if not isinstance(url, str):
        raise UnusableURL(f"not an address: {url!r}")
    text = url.strip()
    if len(text) > MAX_URL_LENGTH:
        raise UnusableURL(f"longer than {MAX_URL_LENGTH} characters: {_shown(text[:80])}…")
    try:
        split = urlsplit(canonicalize_url(_prepared(text), keep_fragments=True))
        host = _host_with_port(split.netloc)
    except ValueError as error:
        raise UnusableURL(f"{error}: {_shown(text)}") from error
    if split.scheme not in ("http", "https"):
        raise UnusableURL(f"not an http or https address: {_shown(text)}")
    query = tuple(pair for pair in split.query.split("&") if pair not in ("", "="))
    return Parts(split.scheme, host, split.path or "/", query, split.fragment)


_CHARACTER_REFERENCE = re.compile(r"&(?:amp|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)


def _prepared(text: str) -> str:
    """Undoes what lists and markup do to a URL: escaped characters, letters written as two code points."""
    if "&" in text and ";" in text:
        text = _CHARACTER_REFERENCE.sub(lambda reference: unescape(reference[0]), text)
    if text.isascii():
        return text
    return _START.sub(lambda start: f"{start[1]}{_ascii_netloc(start[2])}", unicodedata.normalize("NFC", text))


_START = re.compile(r"^(https?://)([^/?#]*)", re.IGNORECASE)


def _ascii_netloc(netloc: str) -> str:
    """Writes a host in other letters in Punycode by IDNA 2008, where ``straße.de`` is not ``strasse.de``."""
    if netloc.isascii():
        return netloc
    user, at, host = netloc.rpartition("@")
    name, colon, port = host.partition(":")
    return f"{user}{at}{idna.encode(name, uts46=True).decode('ascii')}{colon}{port}"


def _shown(text: str) -> str:
    return ascii(text[:200])


_HOST = re.compile(r"(?:(?!-)[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}|\[[0-9a-f:.]+\]")


@lru_cache(maxsize=16_384)
def _host_with_port(netloc: str) -> str:
    """Gives host and port of a network location without user and password; raises ``ValueError`` if it is no host."""
    split = urlsplit(f"//{netloc.rpartition('@')[2]}")
    host = (split.hostname or "").rstrip(".")
    if not _HOST.fullmatch(f"[{host}]" if ":" in host else host):
        raise ValueError("no host" if not host else f"no host name: {host[:80]!r}")
    shown = f"[{host}]" if ":" in host else host
    return shown if split.port is None else f"{shown}:{split.port}"
