"""Reading stories: the articles about one event, as ``story_id`` links them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from crawler.storage.articles import LIVE
from crawler.storage.reading.articles import LISTED, Position
from crawler.storage.reading.deadline import Deadline, answering

Document = dict[str, Any]

_NEWEST_FIRST = [("published_at", -1), ("_id", -1)]
MEMBERS = 100
"""Articles shown of one story."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story and its articles, newest first (not their text)."""

    id: str
    articles: list[Document]


class StoryReading:
    """Finds stories. Every method raises TooBroad and DatabaseUnavailable."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._articles = database["articles"]

    async def page(self, limit: int, after: Position | None = None) -> tuple[list[Story], Position | None]:
        """Gives up to ``limit`` stories and the position of the last one, or None where no more follow.

        A story stands where its newest article stands, so that it is met once however long the list is.
        """
        deadline = Deadline()
        stories: list[Story] = []
        with answering():
            async with aclosing(self._heads(after, deadline)) as heads:
                async for head in heads:
                    if len(stories) == limit:
                        return stories, Position.of(stories[-1].articles[0])
                    stories.append(Story(head["story_id"], await self._members(head["story_id"], deadline)))
        return stories, None

    async def find(self, story_id: str) -> Story | None:
        """Gives one story."""
        with answering():
            articles = await self._members(story_id, Deadline())
        return Story(story_id, articles) if articles else None

    async def _heads(self, after: Position | None, deadline: Deadline) -> AsyncGenerator[Document, None]:
        """Gives the newest article of each story, in the order of the list."""
        query: Document = {"story_id": {"$type": "string"}, "state": LIVE, "published_at": {"$type": "date"}}
        if after is not None and after.published_at is not None:
            query["published_at"] = {"$lte": after.published_at}
        elif after is not None:
            return
        fields = {"story_id": 1, "published_at": 1}
        cursor = self._articles.find(query, fields, max_time_ms=deadline.ms).sort(_NEWEST_FIRST)
        met: set[str] = set()
        async with cursor:
            async for article in cursor:
                passed = after is not None and (article["published_at"], article["_id"]) >= (
                    after.published_at,
                    after.id,
                )
                if passed or article["story_id"] in met:
                    continue
                met.add(article["story_id"])
                if after is None or await self._is_newest(article, deadline):
                    yield article

    async def _is_newest(self, article: Document, deadline: Deadline) -> bool:
        query = {"story_id": article["story_id"], "state": LIVE}
        newest = await self._articles.find_one(query, {"_id": 1}, sort=_NEWEST_FIRST, max_time_ms=deadline.ms)
        return newest is not None and bool(newest["_id"] == article["_id"])

    async def _members(self, story_id: str, deadline: Deadline) -> list[Document]:
        cursor = self._articles.find({"story_id": story_id, "state": LIVE}, LISTED, max_time_ms=deadline.ms)
        return await cursor.sort(_NEWEST_FIRST).limit(MEMBERS).to_list()
