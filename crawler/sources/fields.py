"""Reads the fields of a source from YAML nodes, each with the check that belongs to it.

Nodes and not values, because YAML's own typing loses what was written: ``no`` (Norwegian, Norway) becomes False,
``2024-01-01`` a date, ``007`` a number. Here a scalar stays the text in the file, and each field says what it takes
it for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from typing import NoReturn
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import yaml
from babel import Locale
from babel.core import get_global
from cssselect import SelectorError
from cssselect import parse as parse_css

from crawler.hosts import ascii_host
from crawler.sources.source import SELECTOR_FIELDS, Politeness

MAX_DELAY_S = 120.0
MAX_CONCURRENCY = 16
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_HOST_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_NO_COUNTRY = frozenset(("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"))
"""Territory codes of the CLDR that are no ISO 3166-1 country."""


class FieldError(ValueError):
    """Raised for one wrong field; ``line`` counts from 1."""

    def __init__(self, message: str, node: yaml.Node, key: str | None = None) -> None:
        super().__init__(message)
        self.line = node.start_mark.line + 1
        self.key = key


def did_you_mean(word: str, known: list[str] | tuple[str, ...] | frozenset[str]) -> str:
    """Gives ``; did you mean 'x'?`` for a near miss, else an empty string."""
    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean '{by_lower[close[0]]}'?" if close else ""


def is_null(node: yaml.Node) -> bool:
    """Tells whether nothing was written: ``key:``, ``null`` or ``~``, unquoted."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.tag == "tag:yaml.org,2002:null"


def describe(node: yaml.Node) -> str:
    """Names what a node is, for an error message."""
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    return "nothing" if is_null(node) else f"{shorten(node.value)!r}"


def shorten(text: str) -> str:
    """Cuts a text to what fits into an error message."""
    return text if len(text) <= 80 else f"{text[:77]}..."


def text(node: yaml.Node) -> str:
    """Reads one line of text."""
    if not isinstance(node, yaml.ScalarNode) or is_null(node):
        _wrong(node, "a text")
    value = " ".join(str(node.value).split())
    if not value:
        raise FieldError("must not be empty", node)
    return value


def slug(node: yaml.Node) -> str:
    """Reads an id: lower-case letters, digits and single hyphens, at most 64."""
    value = text(node)
    if len(value) > 64 or not _SLUG.match(value):
        better = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")[:64]
        hint = f", for example '{better}'" if better else ""
        raise FieldError(f"'{shorten(value)}' is no id: lower-case letters, digits and hyphens, at most 64{hint}", node)
    return value


def url(node: yaml.Node) -> str:
    """Reads an absolute http or https address without credentials."""
    value = text(node)
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise FieldError(f"'{shorten(value)}' is no address: {error}", node) from None
    if parts.scheme not in ("http", "https"):
        raise FieldError(f"'{shorten(value)}' cannot be fetched: it must begin with https:// or http://", node)
    if not host or " " in value or port == 0:
        raise FieldError(f"'{shorten(value)}' is no address: write it as https://www.example.org/path", node)
    if ":" not in host and not _is_host(host):
        raise FieldError(f"'{shorten(value)}' is no address: '{host}' is no host name", node)
    if parts.username or parts.password:
        raise FieldError("must not hold a user name or password", node)
    return value


def domain(node: yaml.Node) -> str:
    """Reads a bare host name."""
    value = text(node).lower().rstrip(".")
    if "." not in value or not _is_host(value):
        raise FieldError(f"'{shorten(value)}' is no domain: write the bare name, for example 'example.org'", node)
    return ascii_host(value)


def country(node: yaml.Node) -> str | None:
    """Reads an ISO 3166-1 code, in either case; null for an international source.

    Gives alpha-2; alpha-3, numeric codes and the UK's exceptional reservation are understood (territory aliases of
    the CLDR).
    """
    if is_null(node):
        return None
    value = text(node)
    code = value.upper()
    known_as = get_global("territory_aliases").get(code, ())
    if len(known_as) == 1:  # a state that fell apart has several successors
        code = known_as[0]
    if code not in _countries():
        names = {name.lower(): known for known, name in _countries().items()}
        better = names.get(value.lower())
        hint = f"; use '{better}'" if better else ", such as 'DE', or null for an international source"
        raise FieldError(f"'{shorten(value)}' is no country code (ISO 3166 alpha-2){hint}", node)
    return code


def language(node: yaml.Node) -> str:
    """Reads an ISO 639 code, in either case."""
    value = text(node)
    code = value.lower()
    if code not in _languages():
        names = {name.lower(): known for known, name in _languages().items()}
        base = re.split(r"[-_]", code)[0]
        better = names.get(code) or (base if base in _languages() else None)
        hint = f"; use '{better}'" if better else ", such as 'de'"
        raise FieldError(f"'{shorten(value)}' is no language code (ISO 639){hint}", node)
    return code


def time_zone(node: yaml.Node) -> str:
    """Reads an IANA time zone."""
    value = text(node)
    if value not in _time_zones():
        hint = did_you_mean(value, _time_zones()) or ", such as 'Europe/Berlin'"
        raise FieldError(f"'{shorten(value)}' is no time zone of the IANA database{hint}", node)
    return value


def boolean(node: yaml.Node) -> bool:
    """Reads true or false, also as yes/no and on/off."""
    value = text(node).lower()
    if value in ("true", "yes", "on"):
        return True
    if value in ("false", "no", "off"):
        return False
    raise FieldError(f"must be true or false, not '{shorten(value)}'", node)


def rendering(node: yaml.Node) -> str:
    """Reads ``never``, ``auto`` or ``always``."""
    value = text(node).lower()
    if value not in ("never", "auto", "always"):
        raise FieldError(f"must be never, auto or always, not '{shorten(value)}'", node)
    return value


def politeness(node: yaml.Node) -> Politeness:
    """Reads a mapping of ``delay`` (seconds) and ``concurrency`` (requests)."""
    delay: float | None = None
    concurrency: int | None = None
    for key, value in mapping(node, ("delay", "concurrency")):
        if key == "delay":
            delay = _number(value, 0, MAX_DELAY_S)
        else:
            concurrency = int(_number(value, 1, MAX_CONCURRENCY, whole=True))
    return Politeness(delay, concurrency)


def selectors(node: yaml.Node) -> dict[str, str]:
    """Reads CSS selectors by field of the article."""
    chosen = {}
    for key, value in mapping(node, SELECTOR_FIELDS):
        css = text(value)
        try:
            parse_css(css)
        except SelectorError as error:
            raise FieldError(f"'{shorten(css)}' is no CSS selector: {error}", value, key) from None
        chosen[key] = css
    return chosen


def mapping(node: yaml.Node, known: tuple[str, ...]) -> list[tuple[str, yaml.Node]]:
    """Reads a mapping whose keys are known, each once; keys with nothing after the colon are left out."""
    if not isinstance(node, yaml.MappingNode):
        _wrong(node, f"a mapping of {', '.join(known)}")
    pairs: list[tuple[str, yaml.Node]] = []
    for key_node, value in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
        if key not in known:
            hint = did_you_mean(key, known) or f"; known are {', '.join(known)}"
            raise FieldError(f"unknown key{hint}", key_node, key)
        if key in (name for name, _ in pairs):
            raise FieldError("given twice", key_node, key)
        if not is_null(value):
            pairs.append((key, value))
    return pairs


def items(node: yaml.Node) -> list[yaml.Node]:
    """Gives the entries of a list; a missing list is empty."""
    if is_null(node):
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise FieldError(f"must be a list, not {describe(node)}; begin each entry with '- ' or write [...]", node)
    return list(node.value)


Reader = Callable[[yaml.Node], object]


def _wrong(node: yaml.Node, expected: str) -> NoReturn:
    raise FieldError(f"must be {expected}, not {describe(node)}", node)


def _number(node: yaml.Node, least: float, most: float, whole: bool = False) -> float:
    value = text(node)
    try:
        number = float(int(value)) if whole else float(value)
    except ValueError:
        number = -1.0
    if not least <= number <= most:
        kind = "whole number" if whole else "number"
        raise FieldError(f"must be a {kind} from {least:g} to {most:g}, not '{shorten(value)}'", node)
    return number


def _is_host(host: str) -> bool:
    name = ascii_host(host)
    return len(name) <= 253 and all(_HOST_LABEL.match(label) for label in name.split("."))


@cache
def _countries() -> dict[str, str]:
    names: dict[str, str] = dict(Locale("en").territories)
    return {code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY}


@cache
def _languages() -> dict[str, str]:
    names: dict[str, str] = dict(Locale("en").languages)
    return {code: name for code, name in names.items() if code.isalpha() and code not in ("und", "mul", "zxx")}


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())
