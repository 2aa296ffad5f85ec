"""Whether a run was healthy, judged from its figures alone: pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

HEALTHY, USAGE, UNHEALTHY, NOTHING_REACHABLE, DATABASE = 0, 2, 3, 4, 5
INTERRUPTED, TERMINATED = 130, 143

FAILING_SHARE = 0.3
"""Share of the sources that used to work and now fail, above which a run is unhealthy."""

STORED_SHARE = 0.5
"""Share of fetched pages that must end as a record."""

FEW = 10
"""Fewer fetched pages or sources than that say nothing about a share."""


@dataclass(slots=True)
class Verdict:
    """The outcome of a run."""

    name: str
    """``healthy``, ``nothing due``, ``unhealthy``, ``nothing reachable``, ``database lost``, ``stopped`` (Ctrl-C) or
    ``terminated``."""
    exit_status: int
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Books:
    """The ledger's sum over a run: at_start + listed = settled + at_end."""

    at_start: int
    listed: int
    settled: int
    at_end: int
    others: int = 0
    """Other runs at work on the same sources meanwhile: then the sum cannot be this run's alone."""

    @property
    def difference(self) -> int:
        """Rows that appeared (positive) or vanished (negative) unaccounted for."""
        return self.settled + self.at_end - self.at_start - self.listed


def judge(
    *,
    polled: int,
    answered: int,
    failing: Sequence[str],
    reliable: int,
    fetched: int,
    kept: int,
    books: Books | None,
    entries: Mapping[str, int],
) -> Verdict:
    """Judges a run that came to its end.

    ``polled`` endpoints were asked and ``answered`` of them (or of the pages) gave any answer; ``failing`` are the
    sources that failed though they worked in their last three runs, out of ``reliable`` that were polled; ``kept`` of
    ``fetched`` pages became a record or a sighting; ``entries`` counts found, new, known and rejected.
    """
    if not polled and not fetched and not answered:
        return Verdict("nothing due", HEALTHY)
    if not answered:
        return Verdict("nothing reachable", NOTHING_REACHABLE, [f"none of {polled} polls reached a server"])
    reasons = [
        *_about_sources(failing, reliable),
        *_about_pages(fetched, kept),
        *_about_books(books),
        *_about_entries(entries),
    ]
    return Verdict("unhealthy", UNHEALTHY, reasons) if reasons else Verdict("healthy", HEALTHY)


def _about_sources(failing: Sequence[str], reliable: int) -> Iterator[str]:
    if len(failing) > 1 and len(failing) > FAILING_SHARE * reliable:
        names = ", ".join(sorted(failing)[:10])
        yield f"{len(failing)} of {reliable} sources that worked in their last runs fail: {names}"


def _about_pages(fetched: int, kept: int) -> Iterator[str]:
    if fetched >= FEW and kept < STORED_SHARE * fetched:
        yield f"only {kept} of {fetched} fetched pages were stored"


def _about_books(books: Books | None) -> Iterator[str]:
    if books is not None and not books.others and books.difference:
        yield (
            f"the ledger does not balance: {books.at_start} pending at the start + {books.listed} listed "
            f"is not {books.settled} settled + {books.at_end} pending at the end"
        )


def _about_entries(entries: Mapping[str, int]) -> Iterator[str]:
    found = entries.get("found", 0)
    parts = sum(entries.get(part, 0) for part in ("new", "known", "rejected"))
    if found != parts:
        yield f"{found} entries were found but {parts} accounted for"
