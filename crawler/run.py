"""One run of one crawl process: what all its components share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from crawler.clock import utc_now
from crawler.sources.source import Source

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

    from crawler.storage.storage import Storage


@dataclass(slots=True, eq=False)
class Run:
    """A run: its id, its sources, its storage and its counts."""

    id: str
    storage: Storage
    crawler: Crawler
    sources: dict[str, Source]
    """The selected sources by id."""
    catalogue: list[Source]
    """All sources of the catalogue: they tell whose site an address belongs to."""
    arguments: dict[str, str]
    started_at: datetime = field(default_factory=utc_now)
    pending_at_start: int = 0
    figures: dict[str, Counter[str]] = field(default_factory=dict)
    """Source id to what was counted for it."""

    @property
    def stats(self) -> StatsCollector:
        """Scrapy's stats; there are none before the engine starts."""
        assert self.crawler.stats is not None
        return self.crawler.stats

    def count(self, source_id: str, name: str, amount: int = 1) -> None:
        """Counts for the run and for one of its sources."""
        if amount:
            self.stats.inc_value(name, amount)
            self.figures.setdefault(source_id, Counter())[name] += amount

    def count_settled(self, source_id: str, state: str, reason: str | None = None) -> None:
        """Counts a row of the ledger that has left ``pending``."""
        self.stats.inc_value("ledger/settled")
        self.count(source_id, f"articles/{state}")
        if reason:
            self.count(source_id, f"{state}/{reason}")


DATABASE_LOST = "database_lost"
"""The reason for which a spider is closed when the database does not come back."""

_runs: WeakKeyDictionary[Crawler, Run] = WeakKeyDictionary()


def begin_run(crawler: Crawler, run: Run) -> None:
    """Makes ``run`` the one of a crawler; called once, by its spider."""
    _runs[crawler] = run


def run_of(crawler: Crawler) -> Run:
    """Gives the run of a crawler; raises KeyError before its spider exists."""
    return _runs[crawler]
