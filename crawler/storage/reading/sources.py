"""Reading what is known of sources: their endpoints, hosts, last articles and failures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from crawler.storage.ledger import FAILED, QUARANTINED, REFUSED, STATES
from crawler.storage.reading.deadline import Deadline, answering

Document = dict[str, Any]

_HOST_FIELDS = {"files": 0, "work_seq": 0}
"""A host's robots.txt may be half a megabyte long."""


@dataclass(slots=True)
class SourceSummary:
    """One source among all."""

    id: str
    state: Document = field(default_factory=dict)
    """Its document in ``sources``."""
    endpoints: int = 0
    failing: int = 0
    """Endpoints whose last poll failed."""
    next_poll_at: datetime | None = None
    polled_at: datetime | None = None
    """Last poll that was answered."""
    last_article_at: datetime | None = None
    """When its newest article was published."""
    lease_until: datetime | None = None
    """The lease on one of its hosts that a crawl process holds."""


class SourceReading:
    """Finds sources. Every method raises TooBroad and DatabaseUnavailable."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._database = database

    async def states(self) -> dict[str, Document]:
        """Gives the documents of all sources by id."""
        with answering():
            cursor = self._database["sources"].find({}, {"profile": 0}, max_time_ms=Deadline().ms)
            return {source["_id"]: source async for source in cursor}

    async def summaries(self) -> dict[str, SourceSummary]:
        """Gives every source that a run has met, by id."""
        deadline = Deadline()
        found = {source: SourceSummary(source, state) for source, state in (await self.states()).items()}
        with answering():
            await self._add_endpoints(found, deadline)
            await self._add_last_articles(found, deadline)
            await self._add_leases(found, deadline)
        return found

    async def endpoints(self, source_id: str) -> list[Document]:
        """Gives a source's endpoints, the children of sitemap indexes among them (at most 500)."""
        with answering():
            cursor = self._database["endpoints"].find({"source_id": source_id}, max_time_ms=Deadline().ms)
            return await cursor.sort([("parent", 1), ("kind", 1), ("url", 1)]).limit(500).to_list()

    async def hosts(self, source_id: str) -> list[Document]:
        """Gives the hosts where a source has endpoints or pages."""
        with answering():
            found = self._database["hosts"].find({"sources": source_id}, _HOST_FIELDS, max_time_ms=Deadline().ms)
            return await found.sort("_id", 1).limit(100).to_list()

    async def failures(self, source_id: str, limit: int) -> list[Document]:
        """Gives the rows of a source that failed, were refused or quarantined, the latest first."""
        query = {"source_id": source_id, "state": {"$in": [FAILED, QUARANTINED, REFUSED]}}
        with answering():
            found = self._database["urls"].find(query, max_time_ms=Deadline().ms)
            return await found.sort("settled_at", -1).limit(limit).to_list()

    async def profile(self, source_id: str) -> Document | None:
        """Gives what was learned about the frame of a source's pages."""
        with answering():
            found = await self._database["sources"].find_one(
                {"_id": source_id}, {"profile": 1}, max_time_ms=Deadline().ms
            )
        return (found or {}).get("profile")

    async def evidence(self, row_ids: list[str]) -> dict[str, Document]:
        """Gives what was kept in quarantine of rows, by row id."""
        with answering():
            cursor = self._database["quarantine"].find({"_id": {"$in": row_ids}}, max_time_ms=Deadline().ms)
            return {kept["_id"]: kept async for kept in cursor}

    async def row_counts(self, source_id: str) -> dict[str, int]:
        """Counts a source's rows in the ledger by state."""
        deadline = Deadline()
        rows = self._database["urls"]
        with answering():
            counts = {
                state: await rows.count_documents({"source_id": source_id, "state": state}, maxTimeMS=deadline.ms)
                for state in STATES
            }
        return {state: number for state, number in counts.items() if number}

    async def _add_endpoints(self, found: dict[str, SourceSummary], deadline: Deadline) -> None:
        pipeline: list[Document] = [
            {
                "$group": {
                    "_id": "$source_id",
                    "endpoints": {"$sum": 1},
                    "failing": {"$sum": {"$cond": [{"$gt": ["$failures", 0]}, 1, 0]}},
                    "next_poll_at": {"$min": "$next_poll_at"},
                    "polled_at": {"$max": "$polled_at"},
                }
            }
        ]
        cursor = await self._database["endpoints"].aggregate(pipeline, maxTimeMS=deadline.ms)
        async for group in cursor:
            summary = found.setdefault(group["_id"], SourceSummary(group["_id"]))
            for name in ("endpoints", "failing", "next_poll_at", "polled_at"):
                setattr(summary, name, group[name])

    async def _add_last_articles(self, found: dict[str, SourceSummary], deadline: Deadline) -> None:
        # In the order of the index over source and time, so that MongoDB jumps from source to source.
        pipeline: list[Document] = [
            {"$sort": {"source_id": 1, "published_at": -1}},
            {"$group": {"_id": "$source_id", "at": {"$first": "$published_at"}}},
        ]
        cursor = await self._database["articles"].aggregate(pipeline, maxTimeMS=deadline.ms)
        async for group in cursor:
            if group["_id"] is not None:  # a tombstone has no source
                found.setdefault(group["_id"], SourceSummary(group["_id"])).last_article_at = group["at"]

    async def _add_leases(self, found: dict[str, SourceSummary], deadline: Deadline) -> None:
        query = {"lease.owner.id": {"$type": "string"}}
        cursor = self._database["hosts"].find(query, {"lease.until": 1, "sources": 1}, max_time_ms=deadline.ms)
        async for host in cursor:
            for source in host.get("sources", []):
                if source in found:
                    found[source].lease_until = host["lease"]["until"]
