"""The URL ledger (collection ``urls``): every address ever seen is a row and is in exactly one state.

The ledger is the scheduler: what is ``pending`` will be fetched, newest first, by whoever holds the lease on its host.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from crawler.clock import utc_now
from crawler.items import Entry
from crawler.storage.retry import persistent

Document = dict[str, Any]

PENDING, STORED, DUPLICATE, REFUSED = "pending", "stored", "duplicate", "refused"
QUARANTINED, FAILED, SKIPPED, REMOVED = "quarantined", "failed", "skipped", "removed"
STATES = (PENDING, STORED, DUPLICATE, REFUSED, QUARANTINED, FAILED, SKIPPED, REMOVED)
LASTING = (STORED, DUPLICATE, REMOVED)
"""States whose rows never expire: they are what keeps an article from coming in twice."""

ROW_LIFETIME = timedelta(days=180)
"""How long another row is kept after it was last listed."""


@dataclass(slots=True)
class Row:
    """A pending row in the hands of this process."""

    id: str
    url: str
    host: str
    source_id: str
    entry: Entry
    attempts: int
    hops: int
    """Redirects to other hosts that led here."""


@dataclass(slots=True)
class NewRow:
    """A URL to be listed: where it is, whose it is and in which state it starts."""

    id: str
    """SHA-256 of the URL's identity."""
    url: str
    host: str
    source_id: str
    entry: Entry
    state: str = PENDING
    reason: str | None = None
    hops: int = 0


@dataclass(slots=True)
class Transition:
    """A row's way out of ``pending`` (or, with ``state="pending"``, its postponement)."""

    row_id: str
    state: str
    reason: str | None = None
    article_id: str | None = None
    not_before: datetime | None = None
    moved_to: str | None = None
    """The address the row's URL redirected to, if it did."""


class Ledger:
    """Lists, hands out and settles rows for one owner (a crawl process)."""

    def __init__(self, database: AsyncDatabase[Document], owner: str, run_id: str) -> None:
        self._urls = database["urls"]
        self._owner = owner
        self._run_id = run_id

    @persistent
    async def known(self, ids: Iterable[str]) -> set[str]:
        """Gives those of the row ids that are in the ledger already."""
        wanted = list(ids)
        cursor = self._urls.find({"_id": {"$in": wanted}}, {"_id": 1})
        return {row["_id"] async for row in cursor}

    @persistent
    async def add(self, rows: Sequence[NewRow]) -> set[str]:
        """Writes rows down unless they are known, which only renews their expiry; gives the ids of the new ones."""
        if not rows:
            return set()
        now = utc_now()
        known = await self.known(row.id for row in rows)
        renewal = {"last_listed_at": now}
        if known:
            ids = list(known)
            await self._urls.update_many({"_id": {"$in": ids}}, {"$set": renewal})
            lasting = {"_id": {"$in": ids}, "expires_at": {"$type": "date"}}
            await self._urls.update_many(lasting, {"$set": {"expires_at": now + ROW_LIFETIME}})
        fresh = [row for row in rows if row.id not in known]
        if not fresh:
            return set()
        # Another process may list the same URL at this moment: an upsert under the unique _id makes one row, and only
        # the process whose upsert inserted it counts it as new.
        writes = [UpdateOne({"_id": row.id}, {"$setOnInsert": self._document(row, now)}, upsert=True) for row in fresh]
        mine: set[str] = set()

        async def insert() -> None:
            result = await self._urls.bulk_write(writes, ordered=False)
            mine.update(result.upserted_ids.values() if result.upserted_ids else ())

        await insert()
        return mine

    @persistent
    async def take(self, host: str, sources: Sequence[str], limit: int) -> list[Row]:
        """Hands out the newest rows of a host that are due, at most ``limit``, marked as this owner's."""
        now = utc_now()
        query = {"host": host, "state": PENDING, "source_id": {"$in": list(sources)}, "not_before": {"$lte": now}}
        query["owner"] = {"$ne": self._owner}
        found = [row async for row in self._urls.find(query).sort("newest", -1).limit(limit)]
        if found:
            ids = [row["_id"] for row in found]
            await self._urls.update_many({"_id": {"$in": ids}, "state": PENDING}, {"$set": {"owner": self._owner}})
        return [_row(document) for document in found]

    @persistent
    async def give_back(self, row_ids: Sequence[str]) -> None:
        """Lets go of rows that were taken and not fetched; they stay pending."""
        await self._urls.update_many({"_id": {"$in": list(row_ids)}, "owner": self._owner}, {"$unset": {"owner": ""}})

    @persistent
    async def settle(self, transitions: Sequence[Transition]) -> Counter[str]:
        """Moves rows out of pending; counts as `settle_within` does."""
        return await self.settle_within(None, transitions)

    async def settle_within(
        self, session: AsyncClientSession | None, transitions: Sequence[Transition]
    ) -> Counter[str]:
        """Moves rows out of pending as part of a transaction; counts by state the rows that moved.

        A row that another owner has taken over in the meantime, or that is settled already, stays as it is and is
        counted under ``"lost"``. Does not try again by itself: the transaction has to, as a whole.
        """
        counted: Counter[str] = Counter()
        by_state: dict[str, list[Transition]] = {}
        for transition in transitions:
            by_state.setdefault(transition.state, []).append(transition)
        for state, together in by_state.items():
            writes = [
                UpdateOne({"_id": one.row_id, "state": PENDING, "owner": self._owner}, self._change(one))
                for one in together
            ]
            moved = (await self._urls.bulk_write(writes, ordered=False, session=session)).matched_count
            if moved < len(writes):
                # A commit whose acknowledgement was lost is tried again: then the rows have moved already, by us.
                ours = {"_id": {"$in": [one.row_id for one in together]}, "state": state, "run_id": self._run_id}
                moved = await self._urls.count_documents(ours, session=session)
            counted[state] += moved
            counted["lost"] += len(writes) - moved
        return counted

    @persistent
    async def alias(self, rows: Sequence[tuple[NewRow, str]]) -> None:
        """Writes down further addresses, each with the id of its article, so that they need no request of their own.

        Only addresses that no row has yet: a pending row of the same identity is settled when it is fetched.
        """
        if not rows:
            return
        now = utc_now()
        writes = [
            UpdateOne(
                {"_id": row.id},
                {"$setOnInsert": self._document(row, now) | {"article": article_id}},
                upsert=True,
            )
            for row, article_id in rows
        ]
        await self._urls.bulk_write(writes, ordered=False)

    @persistent
    async def postpone(self, transition: Transition) -> int:
        """Keeps a row pending until ``not_before``; gives how often it has been tried, this time included."""
        row = await self._urls.find_one_and_update(
            {"_id": transition.row_id, "state": PENDING, "owner": self._owner},
            self._change(transition) | {"$inc": {"attempts": 1}},
            projection={"attempts": 1},
            return_document=ReturnDocument.AFTER,
        )
        return int(row["attempts"]) if row else 0

    @persistent
    async def move(self, row_id: str, url: str, host: str) -> None:
        """Gives a pending row another address of the same identity, at another host."""
        await self._urls.update_one(
            {"_id": row_id, "state": PENDING, "owner": self._owner},
            {"$set": {"url": url, "host": host}, "$inc": {"hops": 1}, "$unset": {"owner": ""}},
        )

    @persistent
    async def next_due(self, host: str) -> datetime | None:
        """Gives when the host's next row may be fetched that is not in hand; None where there is none."""
        query = {"host": host, "state": PENDING, "owner": {"$ne": self._owner}}
        row = await self._urls.find_one(query, {"not_before": 1}, sort=[("not_before", 1)])
        return row["not_before"] if row else None

    @persistent
    async def due_hosts(self, sources: Sequence[str]) -> list[tuple[str, str]]:
        """Gives the (host, source) pairs that have a pending row."""
        pipeline: list[Document] = [
            {"$match": {"state": PENDING, "source_id": {"$in": list(sources)}}},
            {"$group": {"_id": {"host": "$host", "source": "$source_id"}}},
        ]
        cursor = await self._urls.aggregate(pipeline)
        return [(found["_id"]["host"], found["_id"]["source"]) async for found in cursor]

    @persistent
    async def count_pending(self, sources: Sequence[str]) -> int:
        """Counts the pending rows of the sources."""
        return await self._urls.count_documents({"state": PENDING, "source_id": {"$in": list(sources)}})

    @persistent
    async def skip_stale(self, sources: Sequence[str], before: datetime) -> int:
        """Settles rows that were listed before a moment and are still pending as skipped; gives their number."""
        query = {"state": PENDING, "source_id": {"$in": list(sources)}, "last_listed_at": {"$lt": before}}
        change = self._change(Transition("", SKIPPED, "pending-too-long"))
        return (await self._urls.update_many(query, change)).modified_count

    def _document(self, row: NewRow, now: datetime) -> Document:
        entry = row.entry
        document: Document = {
            "url": row.url,
            "host": row.host,
            "source_id": row.source_id,
            "state": row.state,
            "reason": row.reason,
            "entry": {name: getattr(entry, name) for name in Entry.__slots__ if getattr(entry, name) is not None},
            "newest": entry.published_at or entry.modified_at or now,
            "listed_at": now,
            "last_listed_at": now,
            "not_before": now,
            "attempts": 0,
            "hops": row.hops,
            "run_id": self._run_id,
        }
        if row.state not in LASTING:
            document["expires_at"] = now + ROW_LIFETIME
        return document

    def _change(self, transition: Transition) -> Document:
        now = utc_now()
        values: Document = {"state": transition.state, "reason": transition.reason, "settled_at": now}
        values["run_id"] = self._run_id
        unset = {"owner": ""}
        for name, value in (("article", transition.article_id), ("moved_to", transition.moved_to)):
            if value is not None:
                values[name] = value
        if transition.state == PENDING:
            values["not_before"] = transition.not_before or now
        if transition.state in LASTING:
            unset["expires_at"] = ""
        return {"$set": values, "$unset": unset}


def _row(document: Document) -> Row:
    return Row(
        id=document["_id"],
        url=document["url"],
        host=document["host"],
        source_id=document["source_id"],
        entry=Entry(**document["entry"]),
        attempts=document["attempts"],
        hops=document.get("hops", 0),
    )
