"""Source state (collection ``sources``): what was learned about a source; what it is stands in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument, UpdateOne
from pymongo.asynchronous.database import AsyncDatabase

from crawler.clock import utc_now
from crawler.storage.retry import persistent

Document = dict[str, Any]

RUNS_REMEMBERED = 3
"""Runs after which a source that worked in all of them counts as reliable."""


@dataclass(slots=True)
class FirstSight:
    """How much of a source was taken when it was seen for the first time."""

    at: datetime
    taken: int
    """Entries of the first listings that were taken."""
    cut: datetime | None
    """The oldest publication time among them: what is older is skipped."""


class SourceStates:
    """Reads and writes the state of sources."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._sources = database["sources"]

    @persistent
    async def first_sight(self, source_id: str) -> FirstSight:
        """Gives the source's first sight, which is now where there was none."""
        # The record may be there already: it also holds whether the source worked, and how its pages are read.
        began = {
            "first_seen_at": {"$ifNull": ["$first_seen_at", utc_now()]},
            "first_taken": {"$ifNull": ["$first_taken", 0]},
            "first_cut": {"$ifNull": ["$first_cut", None]},
        }
        found = await self._sources.find_one_and_update(
            {"_id": source_id}, [{"$set": began}], upsert=True, return_document=ReturnDocument.AFTER
        )
        assert found is not None  # an upsert that gives the document after it
        return FirstSight(found["first_seen_at"], found["first_taken"], found["first_cut"])

    @persistent
    async def take_first(self, source_id: str, count: int, oldest: datetime | None) -> None:
        """Adds entries to what was taken at first sight."""
        change: Document = {"$inc": {"first_taken": count}}
        if oldest is not None:
            change["$set"] = {"first_cut": oldest}
        await self._sources.update_one({"_id": source_id}, change)

    @persistent
    async def remember(self, worked: dict[str, bool]) -> list[str]:
        """Notes for each source whether it worked; gives those that had worked in all of their last three runs."""
        if not worked:
            return []
        found = self._sources.find({"_id": {"$in": list(worked)}}, {"worked": 1})
        history = {source["_id"]: source.get("worked", []) async for source in found}
        writes = [
            UpdateOne(
                {"_id": source_id}, {"$push": {"worked": {"$each": [value], "$slice": -RUNS_REMEMBERED}}}, upsert=True
            )
            for source_id, value in worked.items()
        ]
        await self._sources.bulk_write(writes, ordered=False)
        return [source for source, past in history.items() if len(past) >= RUNS_REMEMBERED and all(past)]

    @persistent
    async def load_rendering(self, source_id: str) -> Document | None:
        """Gives what was learned about how the source's pages must be read."""
        found = await self._sources.find_one({"_id": source_id}, {"rendering": 1})
        return (found or {}).get("rendering")

    @persistent
    async def save_rendering(self, source_id: str, rendering: Document) -> None:
        """Keeps what was learned about how the source's pages must be read."""
        await self._sources.update_one({"_id": source_id}, {"$set": {"rendering": rendering}}, upsert=True)
