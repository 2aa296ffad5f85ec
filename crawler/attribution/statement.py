"""The sentence that says in print whose an article is, with the hyperlink to where it came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import urlsplit

from crawler.normalisation.text import clean_text

MAX_HEADLINE = 300
"""Characters of a headline that are printed."""

_CREATIVE_COMMONS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses/(?P<kind>by(?:-[a-z]{2}){0,2})/(?P<version>\d\.\d)|publicdomain/(?P<zero>zero|mark))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name with the address behind it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a statement says."""

    headline: str | None
    authors: Sequence[str]
    agencies: Sequence[str]
    primary: Named
    found_at: Named | None = None
    """The page it was read on, where that is not the primary source."""
    published_at: datetime | None = None
    copyright_holder: str | None = None
    license: str | None = None
    """A name or an address."""
    is_reserved: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    """One of the two forms of a statement: how a text and a link are written in it."""

    is_html: bool

    def text(self, text: str) -> str:
        return escape(text) if self.is_html else text

    def link(self, target: Named) -> str:
        name = self.text(_line(target.name) or "the publisher")
        if not is_web_address(target.url):
            return name
        return f'<a href="{escape(target.url)}">{name}</a>' if self.is_html else f"{name} ({target.url})"


def plain_statement(facts: Facts) -> str:
    """Gives the statement as plain text, addresses in brackets after the names."""
    return _statement(facts, _Form(is_html=False))


def html_statement(facts: Facts) -> str:
    """Gives the statement as HTML: escaped, the names linked, only to http and https addresses."""
    return _statement(facts, _Form(is_html=True))


def is_web_address(url: str) -> bool:
    """Says whether an address may stand in a page as a link: http or https, with a host, and no white space in it."""
    try:
        split = urlsplit(url)
    except ValueError:
        return False
    return split.scheme in ("http", "https") and bool(split.netloc) and url == "".join(url.split())


def _statement(facts: Facts, form: _Form) -> str:
    date = f" on {facts.published_at.day} {facts.published_at:%B %Y}" if facts.published_at else ""
    if facts.found_at is None:
        published = f"was published by {form.link(facts.primary)}{date}"
    else:
        published = (
            f"was first published by {form.link(facts.primary)} and printed by {form.link(facts.found_at)}{date}"
        )
    remarks = "".join(f"; {remark}" for remark in _remarks(facts, form))
    return f"{form.text(_work(facts))} {published}{remarks}."


def _work(facts: Facts) -> str:
    """Gives headline and makers: “Pier closed” by Jane Doe and John Roe (Reuters)."""
    headline = _line(facts.headline)
    work = f"“{_without_double_quotes(_cut(headline))}”" if headline else "This article"
    authors = _distinct(facts.authors)
    shown = {_line(facts.primary.name), _line(facts.found_at.name) if facts.found_at else None}
    agencies = [name for name in _distinct(facts.agencies) if name not in shown]
    if authors and agencies:
        return f"{work} by {_listed(authors)} ({_listed(agencies)})"
    return f"{work} by {_listed(authors or agencies)}" if authors or agencies else work


def _remarks(facts: Facts, form: _Form) -> list[str]:
    remarks = []
    holder = _line(facts.copyright_holder)
    if holder and holder != _line(facts.primary.name):
        remarks.append(form.text(f"© {holder}"))
    license_text = _line(facts.license)
    if license_text and is_web_address(license_text):
        remarks.append(f"licence: {form.link(Named(license_name(license_text), license_text))}")
    elif license_text:
        remarks.append(form.text(f"licence: {_cut(license_text)}"))
    if facts.is_reserved:
        remarks.append("text and data mining is reserved by the publisher")
    return remarks


def license_name(url: str) -> str:
    """Gives the short name of a Creative Commons licence, "terms of use" for any other address."""
    match = _CREATIVE_COMMONS.match(url)
    if match is None:
        return "terms of use"
    if match["zero"]:
        return "CC0 1.0" if match["zero"].lower() == "zero" else "public domain"
    return f"CC {match['kind'].upper()} {match['version']}"


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _distinct(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(line for name in names if (line := _line(name))))


def _line(text: str | None) -> str | None:
    return clean_text(text)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_HEADLINE else f"{text[: MAX_HEADLINE - 1].rstrip()}…"


def _without_double_quotes(headline: str) -> str:
    """Makes quotations within the quoted headline single."""
    return headline.translate(str.maketrans("“”„", "‘’‘")).replace('"', "'")
