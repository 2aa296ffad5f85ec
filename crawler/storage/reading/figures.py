"""The state of the whole in a few numbers, for the metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from crawler.clock import utc_now
from crawler.storage.ledger import PENDING
from crawler.storage.reading.deadline import Deadline, answering
from crawler.storage.reading.takedowns import REQUESTED

Document = dict[str, Any]

SCRAPE_SECONDS = 2.0
"""A scrape may take longer than a page; Prometheus waits ten seconds."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts as of now."""

    articles: int
    """Records, those of removed articles included."""
    urls: int
    pending: int
    endpoints: int
    endpoints_due: int
    endpoints_failing: int
    hosts_leased: int
    quarantined: int
    takedowns_open: int
    takedown_deadline: datetime | None
    """The earliest deadline of an open request."""


class FigureReading:
    """Counts. Raises TooBroad and DatabaseUnavailable."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._database = database

    async def now(self) -> Figures:
        """Gives the figures."""
        deadline, now = Deadline(SCRAPE_SECONDS), utc_now()

        async def count(collection: str, query: Document) -> int:
            return await self._database[collection].count_documents(query, maxTimeMS=deadline.ms)

        async def total(collection: str) -> int:
            return await self._database[collection].estimated_document_count(maxTimeMS=deadline.ms)

        with answering():
            first = await self._database["takedowns"].find_one(
                {"state": REQUESTED}, sort=[("deadline_at", 1)], max_time_ms=deadline.ms
            )
            return Figures(
                articles=await total("articles"),
                urls=await total("urls"),
                pending=await self._pending(deadline),
                endpoints=await total("endpoints"),
                endpoints_due=await count("endpoints", {"next_poll_at": {"$lte": now}}),
                endpoints_failing=await count("endpoints", {"failures": {"$gt": 0}}),
                hosts_leased=await count("hosts", {"lease.until": {"$gt": now}}),
                quarantined=await total("quarantine"),
                takedowns_open=await count("takedowns", {"state": REQUESTED}),
                takedown_deadline=first["deadline_at"] if first else None,
            )

    async def _pending(self, deadline: Deadline) -> int:
        """The scheduler's index holds exactly these rows; without the hint every row would be looked at."""
        return await self._database["urls"].count_documents({"state": PENDING}, hint="scheduler", maxTimeMS=deadline.ms)
