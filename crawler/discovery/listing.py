"""What a list of links says, once read: plain data, cheap to send between processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.items import Entry


@dataclass(slots=True)
class Rejected:
    """Entries of a list that are not articles of its source."""

    url: str | None
    """``None`` where the entry names no address, or where several are counted together."""
    reason: str
    """One of the reasons of ``judge_link``, or ``no-link``, ``enclosure-only``, ``repeated``, ``beyond-cap``."""
    count: int = 1


@dataclass(slots=True)
class Child:
    """A sitemap that an index points to."""

    url: str
    modified_at: datetime | None = None


@dataclass(slots=True)
class Listing:
    """A feed, a sitemap or a section page. Every entry is in ``entries`` or in ``rejected``."""

    format: str
    """``rss``, ``atom``, ``json-feed``, ``news-sitemap``, ``sitemap``, ``sitemap-index``, ``text-sitemap`` or
    ``html``."""
    entries: list[Entry] = field(default_factory=list)
    """Newest first, each address once."""
    rejected: list[Rejected] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    """Of a sitemap index: the newest child sitemaps, newest first, at most ``MAX_CHILDREN``."""
    children_skipped: int = 0
    """Of a sitemap index: how many others it has (older ones, and those of pictures, tags and authors)."""
    title: str | None = None
    language: str | None = None
    """As declared, e.g. ``de`` or ``en-GB``."""
    interval_hint: timedelta | None = None
    """How often it says it changes (``<ttl>``, ``sy:updatePeriod``); not bounded."""
    self_url: str | None = None
    """The address it gives itself (Atom ``rel=self``, JSON Feed ``feed_url``)."""
    moved_to: str | None = None
    """The address where it says it lives now (``itunes:new-feed-url``)."""
    is_complete: bool = True
    """False for one that breaks off: its entries are good, its validators (ETag, Last-Modified) must not be kept."""

    @property
    def total(self) -> int:
        """How many entries the list has."""
        return len(self.entries) + sum(rejected.count for rejected in self.rejected)
