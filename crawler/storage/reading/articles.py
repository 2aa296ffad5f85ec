"""Reading articles: pages of a list, newest first, and one article with what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from pymongo.asynchronous.database import AsyncDatabase

from crawler.normalisation.identity import url_key
from crawler.storage.articles import LIVE
from crawler.storage.reading.deadline import Deadline, answering
from crawler.storage.reading.order import read_newest

Document = dict[str, Any]

LISTED = (
    "url", "canonical_url", "kind", "headline", "description", "authors", "published_at", "modified_at", "language",
    "keywords", "section", "is_accessible_for_free", "is_truncated", "is_reserved", "word_count", "attribution",
    "also_published_by", "story_id", "source_id", "first_seen_at", "last_seen_at", "revision",
)  # fmt: skip
"""What a list shows of an article; never its text."""

_NEWEST_FIRST = [("published_at", -1), ("_id", -1)]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the order of a list: newest first, those without a date last, then by id."""

    published_at: datetime | None
    id: str

    PATTERN = r"^(-?[0-9]{1,13}|undated)-[0-9a-f]{64}$"
    """How a position is written down: milliseconds since 1970, or ``undated``, and the article's id."""

    @classmethod
    def of(cls, article: Document) -> Self:
        """Where an article stands."""
        return cls(article.get("published_at"), article["_id"])

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads what ``str()`` wrote; raises ValueError for anything else."""
        if not re.fullmatch(cls.PATTERN, text):
            raise ValueError("no position of a list")
        moment, _, article_id = text.rpartition("-")
        return cls(None if moment == "undated" else _EPOCH + timedelta(milliseconds=int(moment)), article_id)

    def __str__(self) -> str:
        if self.published_at is None:
            return f"undated-{self.id}"
        return f"{(self.published_at - _EPOCH) // timedelta(milliseconds=1)}-{self.id}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles are asked for: all that is given must be true of them."""

    sources: Sequence[str] | None = None
    """Source ids; an empty list fits no article."""
    language: str | None = None
    keyword: str | None = None
    """As the page spells it."""
    since: datetime | None = None
    until: datetime | None = None
    """Published from ``since`` on and before ``until``; an article without a date is in no period."""
    words: Sequence[str] = field(default_factory=tuple)
    """Search tokens."""

    def query(self) -> Document:
        """The conditions besides time."""
        query: Document = {"state": LIVE}
        if self.sources is not None:
            query["source_id"] = self.sources[0] if len(self.sources) == 1 else {"$in": list(self.sources)}
        if self.language is not None:
            query["language"] = self.language
        if self.keyword is not None:
            query["keywords"] = self.keyword
        if self.words:
            query["search"] = {"$all": list(self.words)}
        return query


@dataclass(frozen=True, slots=True)
class Page:
    """Some articles of a list, and where the next ones begin (None: there are no more)."""

    articles: list[Document]
    after: Position | None


class ArticleReading:
    """Finds articles. Every method raises TooBroad and DatabaseUnavailable."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._articles = database["articles"]
        self._urls = database["urls"]
        self._revisions = database["revisions"]

    async def page(self, wanted: Wanted, limit: int, after: Position | None = None) -> Page:
        """Gives up to ``limit`` articles (without their text) that follow a position."""
        deadline = Deadline()
        found: list[Document] = []
        with answering():
            for times in _ranges(wanted, after):
                missing = limit + 1 - len(found)
                found += await read_newest(self._articles, wanted.query() | times, LISTED, missing, deadline)
                if len(found) > limit:
                    return Page(found[:limit], Position.of(found[limit - 1]))
        return Page(found, None)

    async def find(self, article_id: str) -> Document | None:
        """Gives one record whole, a removed one's tombstone included."""
        with answering():
            return await self._articles.find_one({"_id": article_id}, {"signature": 0}, max_time_ms=Deadline().ms)

    async def find_by_url(self, url: str) -> Document | None:
        """Gives the live record that an address led to, under any spelling and as any publisher's copy.

        Raises UnusableURL for what is no address.
        """
        deadline = Deadline()
        with answering():
            row = await self._urls.find_one({"_id": url_key(url)}, {"article": 1}, max_time_ms=deadline.ms)
            if row is None or "article" not in row:
                return None
            query = {"_id": row["article"], "state": LIVE}
            return await self._articles.find_one(query, LISTED, max_time_ms=deadline.ms)

    async def related(self, article: Document, limit: int) -> list[Document]:
        """Gives the other articles of the same story, newest first."""
        if article.get("story_id") is None:
            return []
        query = {"story_id": {"$eq": article["story_id"], "$type": "string"}, "state": LIVE}
        query["_id"] = {"$ne": article["_id"]}
        with answering():
            cursor = self._articles.find(query, LISTED, max_time_ms=Deadline().ms)
            return await cursor.sort(_NEWEST_FIRST).limit(limit).to_list()

    async def revisions(self, article_id: str) -> list[Document]:
        """Gives an article's former versions, the latest first."""
        with answering():
            cursor = self._revisions.find({"article": article_id}, max_time_ms=Deadline().ms)
            return await cursor.sort("revision", -1).limit(50).to_list()

    async def languages(self) -> list[str]:
        """Gives the languages there are articles in; an index over the language answers it alone."""
        pipeline: list[Document] = [{"$group": {"_id": "$language"}}]
        with answering():
            cursor = await self._articles.aggregate(pipeline, maxTimeMS=Deadline().ms)
            found = [language["_id"] async for language in cursor]
        return sorted(language for language in found if language)


def _ranges(wanted: Wanted, after: Position | None) -> list[Document]:
    """The list's order as ranges of ``published_at``, so that each is one walk along an index.

    One condition for all of them would be an ``$or``, and MongoDB compares no date with a missing one.
    """
    dated = {name: value for name, value in (("$gte", wanted.since), ("$lt", wanted.until)) if value is not None}
    undated = [] if dated else [{"published_at": None}]
    if after is None:
        return [{"published_at": dated or {"$type": "date"}}, *undated]
    if after.published_at is None:
        return [{"published_at": None, "_id": {"$lt": after.id}}] if undated else []
    moment = after.published_at
    before = min(moment, wanted.until) if wanted.until else moment
    ranges: list[Document] = []
    if (wanted.since or moment) <= moment and (wanted.until is None or moment < wanted.until):
        ranges.append({"published_at": moment, "_id": {"$lt": after.id}})
    return [*ranges, {"published_at": dated | {"$lt": before}}, *undated]
