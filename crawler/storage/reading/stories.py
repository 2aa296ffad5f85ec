"""Reading stories: the articles about one event, as ``story_id`` links them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from crawler.storage.articles import LIVE
from crawler.storage.reading.articles import LISTED, Position
from crawler.storage.reading.deadline import Deadline, answering
from crawler.storage.reading.order import read_newest

Document = dict[str, Any]

_NEWEST_FIRST = [("published_at", -1), ("_id", -1)]
MEMBERS = 100
"""Articles shown of one story."""
LISTED_MEMBERS = 10
"""Articles shown of each story in a list."""
_PLACE = {"story_id": 1, "published_at": 1}
_STEP = 200
"""Articles looked at in one go to find the heads of stories."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story and its newest articles (not their text)."""

    id: str
    size: int
    """Articles it has."""
    articles: list[Document]
    """Newest first."""


class StoryReading:
    """Finds stories. Every method raises TooBroad and DatabaseUnavailable."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._articles = database["articles"]

    async def page(self, limit: int, after: Position | None = None) -> tuple[list[Story], Position | None]:
        """Gives up to ``limit`` stories and the position of the last one, or None where no more follow.

        A story stands where its newest article stands, so that it is met once however long the list is.
        """
        deadline, heads = Deadline(), dict[str, Document]()
        with answering():
            while len(heads) <= limit:
                seen = await self._next(after, deadline)
                newest = await self._newest([article["story_id"] for article in seen], deadline)
                for article in seen:
                    group = newest.get(article["story_id"])
                    if group is not None and group["members"][0] == article["_id"]:
                        heads[article["story_id"]] = group | {"position": Position.of(article)}
                if len(seen) < _STEP:
                    break
                after = Position.of(seen[-1])
            shown = dict(list(heads.items())[:limit])
            articles = await self._listed([key for group in shown.values() for key in group["members"]], deadline)
        stories = [
            Story(story, group["size"], [articles[key] for key in group["members"] if key in articles])
            for story, group in shown.items()
        ]
        return stories, list(shown.values())[-1]["position"] if len(heads) > len(shown) else None

    async def find(self, story_id: str) -> Story | None:
        """Gives one story."""
        deadline = Deadline()
        query: Document = {"story_id": {"$eq": story_id, "$type": "string"}, "state": LIVE}
        with answering():
            cursor = self._articles.find(query, LISTED, max_time_ms=deadline.ms)
            articles = await cursor.sort(_NEWEST_FIRST).limit(MEMBERS).to_list()
            size = len(articles)
            if size == MEMBERS:
                size = await self._articles.count_documents(query, maxTimeMS=deadline.ms)
        return Story(story_id, size, articles) if articles else None

    async def _next(self, after: Position | None, deadline: Deadline) -> list[Document]:
        """Gives the articles of any story that follow a position, as ids and times."""
        query: Document = {"story_id": {"$type": "string"}, "state": LIVE}
        times: list[Document] = [{"published_at": {"$type": "date"}}]
        if after is not None:
            if after.published_at is None:
                return []
            same_time = {"published_at": after.published_at, "_id": {"$lt": after.id}}
            times = [same_time, {"published_at": {"$lt": after.published_at}}]
        found: list[Document] = []
        for time in times:
            missing = _STEP - len(found)
            if missing:
                found += await read_newest(self._articles, query | time, _PLACE, missing, deadline)
        return found

    async def _newest(self, story_ids: list[str], deadline: Deadline) -> dict[str, Document]:
        """Gives for each story its size and the ids of its newest articles."""
        first = {"n": LISTED_MEMBERS, "sortBy": {"published_at": -1, "_id": -1}, "output": "$_id"}
        pipeline: list[Document] = [
            {"$match": {"story_id": {"$in": sorted(set(story_ids)), "$type": "string"}, "state": LIVE}},
            {"$group": {"_id": "$story_id", "size": {"$sum": 1}, "members": {"$topN": first}}},
        ]
        cursor = await self._articles.aggregate(pipeline, maxTimeMS=deadline.ms)
        return {group["_id"]: group async for group in cursor}

    async def _listed(self, ids: list[str], deadline: Deadline) -> dict[str, Document]:
        cursor = self._articles.find({"_id": {"$in": ids}, "state": LIVE}, LISTED, max_time_ms=deadline.ms)
        return {article["_id"]: article async for article in cursor}
