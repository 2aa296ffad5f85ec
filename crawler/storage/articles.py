"""Articles (collection ``articles``): one record an article, written once, never brought back once taken down."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from bson.errors import BSONError
from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import (
    BulkWriteError,
    DocumentTooLarge,
    DuplicateKeyError,
    OperationFailure,
    PyMongoError,
    WriteError,
)

from crawler.exceptions import RefusedDocument
from crawler.items import Article, Holder, Sighting
from crawler.storage.ledger import DUPLICATE, REMOVED, STORED, Ledger, Transition
from crawler.storage.retry import persistent

Document = dict[str, Any]
T = TypeVar("T")

LIVE = "live"

_REFUSALS = (2, 121, 10334, 17280, 17419)
"""Server codes for a document that can never be stored: bad value, failed validation, too large."""


class Articles:
    """Looks up and writes article records for one owner's ledger."""

    def __init__(self, database: AsyncDatabase[Document], ledger: Ledger) -> None:
        self._articles = database["articles"]
        self._client = database.client
        self._ledger = ledger

    @persistent
    async def find_holder(self, article: Article) -> Holder | None:
        """Gives the record with the article's identity, else the one with its fingerprint."""
        keys: list[Document] = [{"_id": article.id}]
        if article.fingerprint:
            keys.append({"fingerprint": article.fingerprint})
        fields = {"state": 1, "url": 1, "attribution.publisher.domain": 1, "fingerprint": 1}
        query = {"$or": keys} if len(keys) > 1 else keys[0]
        found = await self._articles.find(query, fields).to_list(None)
        holders = [_holder(document) for document in found]
        return next((holder for holder in holders if holder.id == article.id), holders[0] if holders else None)

    @persistent
    async def write(self, articles: Sequence[Article]) -> dict[str, str]:
        """Writes new articles and settles their rows in one transaction; gives each row's id its final state.

        Where the batch meets a record that is there already, each article is written on its own. A state of ``lost``
        says that another process has taken the row over. Raises RefusedDocument only for a single article.
        """
        try:
            return await self._write_together(articles)
        except (DuplicateKeyError, BulkWriteError, RefusedDocument):
            if len(articles) == 1:
                return {articles[0].row_id: await self._write_alone(articles[0])}
            states: dict[str, str] = {}
            for article in articles:
                try:
                    states[article.row_id] = await self._write_alone(article)
                except RefusedDocument as error:
                    states[article.row_id] = f"refused: {error}"
            return states

    @persistent
    async def add_sighting(self, article: Article, holder: Holder) -> str:
        """Keeps with a record that the article is its copy, and settles the row as duplicate; gives its state."""
        if holder.state == REMOVED:
            return await self._settle_only(Transition(article.row_id, REMOVED, "taken-down", holder.id))
        change, query = _sighting_change(article, holder)
        transition = Transition(article.row_id, DUPLICATE, "same-text", holder.id)

        async def work(session: AsyncClientSession) -> str:
            await self._articles.update_one(query, change, session=session)
            return _state_of(await self._ledger.settle_within(session, [transition]), DUPLICATE)

        return await self._in_transaction(work)

    async def _write_together(self, articles: Sequence[Article]) -> dict[str, str]:
        upserts = [_upsert(article) for article in articles]
        transitions = [Transition(article.row_id, STORED, None, article.id) for article in articles]

        async def work(session: AsyncClientSession) -> dict[str, str]:
            await self._articles.bulk_write(upserts, ordered=False, session=session)
            counted = await self._ledger.settle_within(session, transitions)
            if counted["lost"]:
                # Rare (a lapsed lease): one by one it becomes clear whose row it was.
                raise DuplicateKeyError("rows were taken over", 11000)
            return {article.row_id: STORED for article in articles}

        return await self._in_transaction(work)

    async def _write_alone(self, article: Article) -> str:
        async def work(session: AsyncClientSession) -> str:
            await self._articles.bulk_write([_upsert(article)], session=session)
            transition = Transition(article.row_id, STORED, None, article.id)
            return _state_of(await self._ledger.settle_within(session, [transition]), STORED)

        for _ in range(3):
            try:
                return await self._in_transaction(work)
            except (DuplicateKeyError, BulkWriteError):
                holder = await self.find_holder(article)
            if holder is None:
                continue  # it was there a moment ago and has been replaced since
            if holder.state == REMOVED or holder.id != article.id:
                return await self.add_sighting(article, holder)
        raise RefusedDocument(f"{article.url}: the record changes faster than it can be read")

    async def _settle_only(self, transition: Transition) -> str:
        counted = await self._ledger.settle([transition])
        return _state_of(counted, transition.state)

    async def _in_transaction(self, work: Callable[[AsyncClientSession], Awaitable[T]]) -> T:
        try:
            async with self._client.start_session() as session:
                return await session.with_transaction(work)
        except (BSONError, DocumentTooLarge, OverflowError, UnicodeEncodeError) as error:
            raise RefusedDocument(str(error)) from error
        except (DuplicateKeyError, BulkWriteError) as error:
            refusal = _refusal(error)
            if refusal:
                raise RefusedDocument(refusal) from error
            raise
        except (WriteError, OperationFailure) as error:
            if error.code in _REFUSALS:
                raise RefusedDocument(str(error)) from error
            raise


def to_document(article: Article) -> Document:
    """Gives the fields that each write of an article sets; those set once are the upsert's."""
    extraction = article.extraction
    document: Document = {
        "url": article.url,
        "canonical_url": article.canonical_url or article.url,
        "aliases": article.aliases,
        "kind": extraction.kind,
        "headline": extraction.headline,
        "description": extraction.description,
        "sections": [asdict(section) for section in extraction.sections],
        "body": extraction.body or None,
        "authors": [asdict(author) for author in extraction.authors],
        "published_at": extraction.published_at,
        "published_raw": extraction.published_raw,
        "modified_at": extraction.modified_at,
        "language": extraction.language,
        "keywords": extraction.keywords,
        "section": extraction.section,
        "images": [asdict(image) for image in extraction.images],
        "is_accessible_for_free": extraction.is_accessible_for_free,
        "is_truncated": extraction.is_truncated,
        "is_reserved": article.is_reserved,
        "word_count": article.word_count,
        "origins": extraction.origins,
        "body_confidence": extraction.body_confidence,
        "attribution": asdict(article.attribution) if article.attribution else None,
        "evidence": asdict(extraction.evidence),
        "fingerprint": article.fingerprint,
        "signature": article.signature,
        "source_id": article.source_id,
        "run_id": article.run_id,
        "last_seen_at": article.retrieved_at,
    }
    if document["fingerprint"] is None:
        # The unique index covers strings only, but a missing field is clearer than a null nobody may match.
        del document["fingerprint"]
    return document


def sighting_of(article: Article, similarity: float = 1.0) -> Sighting:
    """Gives the article as another publisher's copy."""
    assert article.attribution is not None
    published = article.extraction.published_at
    url = article.canonical_url or article.url
    return Sighting(article.attribution.publisher, url, article.retrieved_at, similarity, published)


def _upsert(article: Article) -> UpdateOne:
    once: Document = {
        "first_seen_at": article.retrieved_at,
        "also_published_by": [],
        "story_id": None,
        "revision": 1,
        "state": LIVE,
    }
    query = {"_id": article.id, "state": {"$ne": REMOVED}}
    return UpdateOne(query, {"$set": to_document(article), "$setOnInsert": once}, upsert=True)


def _sighting_change(article: Article, holder: Holder) -> tuple[Document, Document]:
    """The publisher's own second address is an alias; another publisher's is a sighting."""
    assert article.attribution is not None
    query: Document = {"_id": holder.id, "state": LIVE}
    seen: Document = {"$max": {"last_seen_at": article.retrieved_at}}
    if article.attribution.publisher.domain == holder.publisher_domain:
        return seen | {"$addToSet": {"aliases": article.url}}, query
    sighting = sighting_of(article)
    query["also_published_by.url"] = {"$ne": sighting.url}
    return seen | {"$push": {"also_published_by": asdict(sighting)}}, query


def _holder(document: Document) -> Holder:
    publisher = ((document.get("attribution") or {}).get("publisher") or {}).get("domain", "")
    return Holder(
        document["_id"], document.get("state", LIVE), document.get("url", ""), publisher, document.get("fingerprint")
    )


def _state_of(counted: dict[str, int], state: str) -> str:
    return state if counted.get(state) else "lost"


def _refusal(error: PyMongoError) -> str | None:
    details = getattr(error, "details", None) or {}
    for write_error in details.get("writeErrors", []):
        if write_error.get("code") in _REFUSALS:
            return str(write_error.get("errmsg", error))
    return None
