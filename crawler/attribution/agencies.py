"""News agencies: who they are, and where a page credits them.

The table is ``agencies.yaml`` next to this file. Short codes such as AP or PA are words in other places, so they count
only where an agency is expected: as a part of a signature, in the brackets of a dateline, in a credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from crawler.hosts import domain_of
from crawler.items import Author, Evidence

MAX_LENGTH = 400
"""Characters of a signature or credit that are read: longer ones are no such thing, or an attack."""


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency or wire service."""

    name: str
    homepage: str
    aliases: tuple[str, ...]
    codes: tuple[str, ...]
    """Abbreviations, in capitals."""


@cache
def agencies() -> tuple[Agency, ...]:
    """Gives the kept table of agencies."""
    rows = yaml.safe_load((files(__package__) / "agencies.yaml").read_text(encoding="utf-8"))
    return tuple(Agency(row["name"], row["homepage"], tuple(row["aliases"]), tuple(row["codes"])) for row in rows)


def agency_of(url: str) -> Agency | None:
    """Gives the agency whose own site an address is on."""
    domain = domain_of(url)
    return _by_domain().get(domain) if domain else None


def credited_agencies(evidence: Evidence, authors: Iterable[Author] = ()) -> list[Agency]:
    """Gives the agencies that a page credits with its text, each once: signatures, dateline, then credits."""
    signatures = [*evidence.creators, *(author.name for author in authors), evidence.byline]
    found = [agency for signature in _short(signatures) for agency in _in_signature(signature)]
    found += [agency for dateline in _short([evidence.dateline]) for agency in _in_dateline(dateline)]
    credit_lines = [*evidence.credits, evidence.source_organization, evidence.copyright_holder]
    found += [agency for line in _short(credit_lines) for agency in _in_credit(line)]
    return list(dict.fromkeys(found))


def _short(texts: Iterable[str | None]) -> Iterator[str]:
    return (" ".join(text[:MAX_LENGTH].split()) for text in texts if text)


def is_agency(name: str) -> bool:
    """Says whether a name is nothing but one or more agencies' ("Reuters", "dpa/afp")."""
    parts = list(_parts(name[:MAX_LENGTH]))
    return bool(parts) and all(part.casefold() in _by_name() for part in parts)


@cache
def _by_domain() -> dict[str, Agency]:
    return {domain: agency for agency in agencies() if (domain := domain_of(agency.homepage))}


@cache
def _by_name() -> dict[str, Agency]:
    return {name.casefold(): agency for agency in agencies() for name in (agency.name, *agency.aliases, *agency.codes)}


@cache
def _in_running_text() -> re.Pattern[str]:
    """Matches agencies amid other words: full names, and codes of three letters and more in capitals."""
    names = {alias for agency in agencies() for alias in agency.aliases if len(alias) > 4}
    codes = {code for agency in agencies() for code in agency.codes if len(code) > 2}
    longest_first = sorted(names | codes, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


_SEPARATOR = re.compile(
    r"\s*[/,;&+|·•]\s*|\s+(?:and|und|et|y|e|con|mit|with|from|for|für|para|pour|via)\s+|\s+[-–—]\s+"
)
_TRIMMINGS = re.compile(
    r"^[\s(\[*©–—-]+|[\s)\].:*–—-]+$|^(?:by|von|par|por|di|da|copyright|\(c\)|source|quelle|fuente|fonte|agencia|agence)\b\s*:?\s*"
    r"|^(?:来源|來源|出典|출처|источник|джерело)\s*[:：]\s*"
    r"|\b(?:19|20)\d{2}\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(([^()]{2,60})\)|/([\w +-]{2,30})/?\s*$")


def _parts(signature: str) -> Iterator[str]:
    for part in _SEPARATOR.split(signature):
        bare, before = part, None
        while bare != before:
            before, bare = bare, _TRIMMINGS.sub("", bare).strip()
        if bare:
            yield bare


def _in_signature(signature: str) -> Iterator[Agency]:
    names = _by_name()
    for part in [signature.strip(), *_parts(signature)]:
        agency = names.get(part.casefold())
        if agency is not None and (part.casefold() not in _common_words() or part.isupper()):
            yield agency
    for match in _BRACKETS.finditer(signature):
        yield from (names[part.casefold()] for part in _parts(match[1] or match[2]) if part.casefold() in names)


@cache
def _common_words() -> frozenset[str]:
    """Codes that are words or initials when they are not written in capitals ("Sita" signs as a person)."""
    return frozenset({"sita", "leta", "petra", "hina", "map", "tap", "nan", "ani", "uni", "spa", "sta", "pa"})


def _in_dateline(dateline: str) -> Iterator[Agency]:
    names = _by_name()
    inner = [match[1] or match[2] for match in _BRACKETS.finditer(dateline)] or [dateline]
    for text in inner:
        yield from (names[part.casefold()] for part in _parts(text) if part.casefold() in names)


def _in_credit(text: str) -> Iterator[Agency]:
    names = _by_name()
    yield from (names[part.casefold()] for part in _parts(text) if part.casefold() in names)
    yield from (names[match[0].casefold()] for match in _in_running_text().finditer(text))
