"""Writes what a listing holds into the ledger: every entry ends as new, known or rejected."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.discovery.listing import Listing
from crawler.hosts import host_of
from crawler.items import Entry
from crawler.run import Run
from crawler.storage.endpoints import EndpointState
from crawler.storage.ledger import PENDING, SKIPPED, NewRow
from crawler.workers.tasks import ListingReading

logger = logging.getLogger(__name__)

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Listed:
    """What came of one listing."""

    new: int
    known: int
    hosts: list[str]
    """Hosts that have new work."""


class Lister:
    """Lists the entries of one run's listings; on first sight of a source only its newest ``first_entries``."""

    def __init__(self, run: Run, first_entries: int) -> None:
        self._run = run
        self._storage = run.storage
        self._first_entries = first_entries

    async def list(self, endpoint: EndpointState, reading: ListingReading) -> Listed:
        """Writes a listing down; its children, if it is an index, become endpoints."""
        hosts = await self._add_children(endpoint, reading.listing)
        rows = self._rows(endpoint, reading)
        fresh = [row for row in rows if row.id not in await self._storage.ledger.known(r.id for r in rows)]
        await self._cut(endpoint, fresh)
        work = sorted({row.host for row in fresh if row.state == PENDING})
        await self._storage.hosts.wake((host, endpoint.source_id) for host in work)
        new = await self._storage.ledger.add(rows)
        self._count(endpoint.source_id, reading.listing, rows, new)
        return Listed(len(new), len(rows) - len(new), [*hosts, *work])

    def _rows(self, endpoint: EndpointState, reading: ListingReading) -> Sequence[NewRow]:
        """Two entries of one listing may have one identity: the first, newest one stands for both."""
        rows: dict[str, NewRow] = {}
        for key, entry in zip(reading.keys, reading.listing.entries, strict=True):
            rows.setdefault(key, NewRow(key, entry.url, host_of(entry.url) or "", endpoint.source_id, entry))
        return list(rows.values())

    async def _cut(self, endpoint: EndpointState, fresh: Sequence[NewRow]) -> None:
        """Marks as skipped what is older than the source's first cut, or more than its first listings may bring."""
        sight = await self._storage.sources.first_sight(endpoint.source_id)
        is_first = endpoint.polls == 0 and (endpoint.parent is None or sight.at >= self._run.started_at)
        room = self._first_entries - sight.taken if is_first else len(fresh)
        taken, cut = 0, sight.cut
        for row in sorted(fresh, key=lambda row: _when(row.entry), reverse=True):
            if sight.cut is not None and row.entry.published_at is not None and row.entry.published_at <= sight.cut:
                row.state, row.reason = SKIPPED, "older-than-first-cut"
            elif taken >= room:
                row.state, row.reason = SKIPPED, "beyond-first-sight"
                cut = max(filter(None, (cut, row.entry.published_at)), default=None)
            else:
                taken += 1
        if is_first:
            await self._storage.sources.take_first(endpoint.source_id, taken, cut)

    async def _add_children(self, endpoint: EndpointState, listing: Listing) -> Sequence[str]:
        if not listing.children:
            return []
        children = await self._storage.endpoints.add_children(endpoint, listing.children)
        hosts = sorted({child.host for child in children})
        await self._storage.hosts.wake((host, endpoint.source_id) for host in hosts)
        return hosts

    def _count(self, source_id: str, listing: Listing, rows: Sequence[NewRow], new: set[str]) -> None:
        count = self._run.count
        pending = sum(row.id in new and row.state == PENDING for row in rows)
        count(source_id, "entries/found", listing.total)
        count(source_id, "entries/new", len(new))
        count(source_id, "entries/known", len(listing.entries) - len(new))
        count(source_id, "entries/skipped", len(new) - pending)
        count(source_id, "ledger/listed", pending)
        for rejected in listing.rejected:
            count(source_id, "entries/rejected", rejected.count)
            count(source_id, f"rejected/{rejected.reason}", rejected.count)


def _when(entry: Entry) -> datetime:
    return entry.published_at or entry.modified_at or _LONG_AGO
