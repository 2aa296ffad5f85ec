"""Reading the quarantine."""

from __future__ import annotations

from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from crawler.storage.reading.deadline import Deadline, answering

Document = dict[str, Any]


class QuarantineReading:
    """Finds pages that were given up. Every method raises TooBroad and DatabaseUnavailable."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._quarantine = database["quarantine"]

    async def last(self, limit: int, source_id: str | None = None) -> list[Document]:
        """Gives the latest entries, of one source or of all."""
        query = {} if source_id is None else {"source_id": source_id}
        with answering():
            found = self._quarantine.find(query, max_time_ms=Deadline().ms)
            return await found.sort("at", -1).limit(limit).to_list()
