"""Which of a page's declared canonical links to believe.

A canonical link says "this is my address". Many are not true: templates that name the homepage or the section on every
page, a script's address without the parameter that chose the article, placeholders. And one to another site says
something else: where the text came from. That is evidence for attribution, never identity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from crawler.hosts import domain_of
from crawler.normalisation.identity import identity
from crawler.normalisation.parameters import Role, role_of
from crawler.normalisation.shape import path_names_article

_PLACEHOLDER = re.compile(r"(?:^|[/=])(?:undefined|null)(?:[/?#&]|$)|\{\{|%7B%7B|\[object|<|%3C", re.IGNORECASE)


class Claim(StrEnum):
    """What a canonical link turns out to be."""

    OWN = "own"
    """Another or the same spelling of the page's address: believed."""
    ELSEWHERE = "elsewhere"
    """A page of another site: evidence of where the text came from."""
    UNUSABLE = "unusable"
    """No http(s) address, or a template's placeholder."""
    HOMEPAGE = "homepage"
    SECTION = "section"
    """No article's address, where the page's own is one."""
    OTHER_PARAMETERS = "other parameters"
    """The same script with another identifying parameter, or without it."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """A canonical link, made absolute, and what it is; ``url`` is ``None`` where it is unusable."""

    claim: Claim
    url: str | None


def judge_canonical(page_url: str, canonical: str | None, domains: Iterable[str] = ()) -> Canonical:
    """Judges the canonical link of a page.

    ``canonical`` may be relative. ``domains`` are registered domains that belong to the same publisher besides the
    page's own. A link to the page's own identity is always ``OWN``. Raises ``UnusableURL`` for ``page_url`` only.
    """
    page_identity = identity(page_url)
    url = _absolute(page_url, canonical)
    if url is None:
        return Canonical(Claim.UNUSABLE, None)
    canonical_identity = identity(url)
    if canonical_identity == page_identity:
        return Canonical(Claim.OWN, url)
    return Canonical(_claim(page_identity, canonical_identity, {*domains}), url)


def validate_canonical(page_url: str, canonical: str | None, domains: Iterable[str] = ()) -> str | None:
    """Gives the canonical link, absolute, if it can be believed to be this page's address, else ``None``."""
    judged = judge_canonical(page_url, canonical, domains)
    return judged.url if judged.claim is Claim.OWN else None


def _absolute(page_url: str, canonical: str | None) -> str | None:
    if not canonical or not canonical.strip() or _PLACEHOLDER.search(canonical):
        return None
    try:
        url = urljoin(page_url, canonical.strip())
        identity(url)
    except ValueError:  # UnusableURL is one
        return None
    return url


def _claim(page: str, canonical: str, domains: set[str]) -> Claim:
    """Compares two different identities."""
    if domain_of(page) != domain_of(canonical) and domain_of(canonical) not in domains:
        return Claim.ELSEWHERE
    page_parts, canonical_parts = urlsplit(page), urlsplit(canonical)
    if canonical_parts.path == "/" and not canonical_parts.query:
        return Claim.HOMEPAGE
    page_named = path_names_article(page_parts.path)
    if page_parts.path == canonical_parts.path and not page_named:
        return Claim.OWN if _chooses_the_same(_identifying(page), _identifying(canonical)) else Claim.OTHER_PARAMETERS
    if path_names_article(canonical_parts.path) or _identifying(canonical):
        return Claim.OWN
    return Claim.SECTION if page_named or _identifying(page) else Claim.OWN


def _chooses_the_same(page: set[str], canonical: set[str]) -> bool:
    """Some parameters may be needless (``?f=4&t=167`` is ``?t=167``), but not all of them; none may be another."""
    return canonical <= page and bool(canonical) == bool(page)


def _identifying(url: str) -> set[str]:
    """The parameters of an identity that may choose the article: those known to and unknown ones that hold a number."""
    split = urlsplit(url)
    pairs = [pair for pair in split.query.split("&") if pair]
    return {pair for pair in pairs if _may_identify(split.hostname or "", *pair.partition("=")[::2])}


def _may_identify(host: str, name: str, value: str) -> bool:
    role = role_of(host, name, value)
    return role is Role.IDENTIFIES or (role is Role.UNKNOWN and any(character.isdigit() for character in value or name))
