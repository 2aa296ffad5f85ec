"""Requests for removal (collection ``takedowns``): filed here, executed by the operator only."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from crawler.clock import utc_now
from crawler.storage.reading.deadline import Deadline, answering

Document = dict[str, Any]

REQUESTED = "requested"
DEADLINE = timedelta(hours=24)
"""Within which a request must be executed or declined."""


@dataclass(frozen=True, slots=True)
class RemovalRequest:
    """What somebody asks for."""

    article: str | None
    """Id of the record, where there is one."""
    url: str
    """Address of the article, or of the copy that is meant."""
    by: str
    """Who asks: a name."""
    contact: str
    """Where the answer goes: a mail address as a rule."""
    reason: str
    """By what right, and why."""
    copies: bool = False
    """Whether every publisher's copy is meant: the requester says that the text is theirs."""
    via: str = "web"


class Takedowns:
    """Files and lists requests. Every method raises TooBroad and DatabaseUnavailable."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._takedowns = database["takedowns"]

    async def file(self, request: RemovalRequest) -> str:
        """Writes a request down and gives its number; nothing else happens to the article."""
        now = utc_now()
        number = f"{now:%Y%m%d}-{secrets.token_hex(4)}"
        document = {"_id": number, "state": REQUESTED, "requested_at": now, "deadline_at": now + DEADLINE}
        with answering():
            await self._takedowns.insert_one(document | asdict(request))
        return number

    async def last(self, limit: int) -> list[Document]:
        """Gives the requests, those still open first, by their deadline; then the others, the latest first."""
        deadline = Deadline()
        with answering():
            cursor = self._takedowns.find({"state": REQUESTED}, max_time_ms=deadline.ms)
            found = await cursor.sort("deadline_at", 1).limit(limit).to_list()
            cursor = self._takedowns.find({"state": {"$ne": REQUESTED}}, max_time_ms=deadline.ms)
            return found + await cursor.sort("requested_at", -1).limit(limit).to_list()
