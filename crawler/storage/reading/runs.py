"""Reading run records."""

from __future__ import annotations

from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from crawler.clock import utc_now
from crawler.storage.reading.deadline import Deadline, answering
from crawler.storage.runs import DEAD_AFTER

Document = dict[str, Any]

_SHORT = {"sources": 0}
"""The figures of every source make a record long; lists do without."""


class RunReading:
    """Finds runs, newest first. Every method raises TooBroad and DatabaseUnavailable."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._runs = database["runs"]

    async def running(self) -> list[Document]:
        """Gives the runs that are under way: not ended, and with a heartbeat."""
        query = {"ended_at": None, "heartbeat_at": {"$gt": utc_now() - DEAD_AFTER}}
        with answering():
            cursor = self._runs.find(query, _SHORT, max_time_ms=Deadline().ms)
            return await cursor.sort("started_at", -1).limit(50).to_list()

    async def last(self, limit: int, before: str | None = None) -> list[Document]:
        """Gives the newest runs, or those that follow a run's id: ids sort by their start."""
        query = {} if before is None else {"_id": {"$lt": before}}
        with answering():
            cursor = self._runs.find(query, _SHORT, max_time_ms=Deadline().ms)
            return await cursor.sort("_id", -1).limit(limit).to_list()

    async def find(self, run_id: str) -> Document | None:
        """Gives one run with the figures of its sources."""
        with answering():
            return await self._runs.find_one({"_id": run_id}, max_time_ms=Deadline().ms)

    async def last_ended(self, limit: int) -> list[Document]:
        """Gives the newest runs that have ended."""
        with answering():
            cursor = self._runs.find({"ended_at": {"$type": "date"}}, _SHORT, max_time_ms=Deadline().ms)
            return await cursor.sort("_id", -1).limit(limit).to_list()

    async def yields(self, limit: int) -> list[dict[str, Document]]:
        """Gives the figures per source of the last ``limit`` ended runs that polled anything, oldest first."""
        query = {"ended_at": {"$type": "date"}, "stats.polls": {"$gt": 0}}
        with answering():
            cursor = self._runs.find(query, {"sources": 1}, max_time_ms=Deadline().ms)
            found = await cursor.sort("_id", -1).limit(limit).to_list()
        return [run.get("sources") or {} for run in reversed(found)]
