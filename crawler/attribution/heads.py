"""Which of several copies of one article heads its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.exceptions import UnusableURL
from crawler.hosts import domain_of
from crawler.items import PrimarySource
from crawler.normalisation.identity import identity

BELIEVED = 0.6
"""Confidence from which on a copy's word that the text came from another address counts."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy, as far as the choice needs it."""

    url: str
    primary_source: PrimarySource
    """As judged for this copy alone, without the others."""
    agency_domains: frozenset[str] = field(default_factory=frozenset)
    """Registered domains of the agencies that it credits."""
    published_at: datetime | None = None
    first_seen: datetime | None = None


def choose_head(copies: Sequence[Copy]) -> Copy:
    """Gives the copy that heads the record: the same one in whatever order they were crawled.

    In this order: the credited agency's own copy; the address that other copies name as their source; those that name
    themselves before those that name another; the earliest publication; the first seen; the smallest address, so that
    there is always one answer. Raises ``ValueError`` if there are none.
    """
    if not copies:
        raise ValueError("no copies to choose from")
    agencies = frozenset(domain for copy in copies for domain in copy.agency_domains)
    named = {address for copy in copies if (address := _elsewhere(copy)) is not None}
    return min(
        copies,
        key=lambda copy: (
            domain_of(copy.url) not in agencies,
            _identity(copy.url) not in named,
            _elsewhere(copy) is not None,
            copy.published_at or _NEVER,
            copy.first_seen or _NEVER,
            copy.url,
        ),
    )


_NEVER = datetime.max.replace(tzinfo=UTC)


def _elsewhere(copy: Copy) -> str | None:
    """Gives the identity of another page that a copy names as its source, if it is to be believed."""
    source = copy.primary_source
    if source.evidence in ("publisher", "first-published") or source.confidence < BELIEVED:
        return None
    address = _identity(source.url)
    return None if address == _identity(copy.url) else address


def _identity(url: str) -> str:
    try:
        return identity(url)
    except UnusableURL:
        return url
