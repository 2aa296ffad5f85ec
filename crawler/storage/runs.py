"""Runs (collection ``runs``): one record per `scrapy crawl`, alive by its heartbeat, closed with its verdict."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase
from pymongo.database import Database

from crawler.clock import utc_now
from crawler.storage.retry import persistent

Document = dict[str, Any]

HEARTBEAT_SECONDS = 5
DEAD_AFTER = timedelta(seconds=60)
"""A run without a heartbeat for that long has been killed."""


class Runs:
    """Writes the record of one run."""

    def __init__(self, database: AsyncDatabase[Document], run_id: str) -> None:
        self._runs = database["runs"]
        self._id = run_id

    @persistent
    async def begin(self, values: Document) -> None:
        """Opens the record."""
        now = utc_now()
        record = {"_id": self._id, "started_at": now, "heartbeat_at": now, "ended_at": None} | values
        await self._runs.replace_one({"_id": self._id}, record, upsert=True)

    @persistent
    async def beat(self, stats: Mapping[str, Any]) -> None:
        """Says that the run lives, and how far it is."""
        await self._runs.update_one({"_id": self._id}, {"$set": {"heartbeat_at": utc_now(), "stats": storable(stats)}})

    @persistent
    async def end(self, values: Document) -> None:
        """Closes the record with its verdict."""
        now = utc_now()
        change = {"$set": {"ended_at": now, "heartbeat_at": now} | values}
        await self._runs.update_one({"_id": self._id}, change)

    @persistent
    async def others_since(self, moment: datetime) -> int:
        """Counts the other runs that were at work at some time since a moment."""
        query = {
            "_id": {"$ne": self._id},
            "$or": [{"ended_at": {"$gte": moment}}, {"ended_at": None, "heartbeat_at": {"$gte": moment - DEAD_AFTER}}],
        }
        return await self._runs.count_documents(query)


def new_run_id() -> str:
    """Gives an id that sorts by time and is easy to type: ``20261123T021500-3f9a``."""
    return f"{utc_now():%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"


def last_runs(database: Database[Document], limit: int) -> list[Document]:
    """Gives the newest run records, newest first."""
    return list(database["runs"].find().sort("started_at", -1).limit(limit))


def find_run(database: Database[Document], run_id: str) -> Document | None:
    """Gives the run whose id is or begins with ``run_id``; None where none or several do."""
    exact = database["runs"].find_one({"_id": run_id})
    if exact or not run_id:
        return exact
    upper = run_id + "\uffff"
    matching = list(database["runs"].find({"_id": {"$gte": run_id, "$lt": upper}}).limit(2))
    return matching[0] if len(matching) == 1 else None


def status_of(run: Document, now: datetime) -> str:
    """Gives ``running``, ``killed`` (no heartbeat any more) or the verdict."""
    if run.get("ended_at") is None:
        return "running" if now - run["heartbeat_at"] < DEAD_AFTER else "killed"
    return str(run.get("verdict", "unknown"))


def storable(stats: Mapping[str, Any]) -> Document:
    """Gives stats as a document: values MongoDB cannot hold become text, dots in names stay as they are."""
    plain = (bool, int, float, str, datetime, type(None))
    return {name: value if isinstance(value, plain) else str(value) for name, value in stats.items()}
