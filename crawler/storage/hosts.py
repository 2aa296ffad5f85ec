"""Hosts (collection ``hosts``): who may ask a host now, when next, and what it said about being asked.

Work is leased by host, so that no host is asked by two processes at once. Leases run by the server's clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pymongo import ReturnDocument, UpdateOne
from pymongo.asynchronous.database import AsyncDatabase

from crawler.clock import utc_now
from crawler.storage.owner import Owner
from crawler.storage.retry import persistent

Document = dict[str, Any]

LEASE_SECONDS = 45
RENEW_SECONDS = 15

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_REST_FIELDS = {"rest_until": 1, "rest_reason": 1}


@dataclass(slots=True)
class HostLease:
    """A host that this process holds."""

    host: str
    sources: list[str]
    """Ids of the sources that have endpoints or URLs there."""
    work_seq: int
    """Counts what was listed for the host: a release that doesn't know the last listing is refused."""
    next_request_at: datetime | None = None
    rest_until: datetime | None = None
    """No request before that moment, because the host asked for patience."""
    delay: float | None = None
    """Seconds between requests that the host asked for (``Crawl-delay``)."""
    rest_reason: str | None = None


@dataclass(slots=True)
class ForeignLease:
    """A host with due work that another process holds."""

    host: str
    owner: Document
    until: datetime
    seen: datetime = field(default_factory=utc_now)


class Hosts:
    """Claims, keeps and releases hosts for one owner."""

    def __init__(self, database: AsyncDatabase[Document], owner: Owner) -> None:
        self._hosts = database["hosts"]
        self._owner = owner

    @persistent
    async def wake(self, host_sources: Iterable[tuple[str, str]], at: datetime | None = None) -> None:
        """Says that (host, source) pairs have work from ``at`` on; must come before the rows are written."""
        due = at or utc_now()
        by_host: dict[str, set[str]] = {}
        for host, source in host_sources:
            by_host.setdefault(host, set()).add(source)
        writes = [
            UpdateOne(
                {"_id": host},
                {
                    "$min": {"work_at": due},
                    "$inc": {"work_seq": 1},
                    "$addToSet": {"sources": {"$each": sorted(sources)}},
                },
                upsert=True,
            )
            for host, sources in by_host.items()
        ]
        if writes:
            await self._hosts.bulk_write(writes, ordered=False)

    @persistent
    async def claim(self, sources: Sequence[str], besides: Collection[str]) -> HostLease | None:
        """Leases the free host that has waited longest for its work, or gives None where none has any."""
        now = utc_now()
        query: Document = {
            "work_at": {"$lte": now},
            "sources": {"$in": list(sources)},
            "$expr": {"$lt": [{"$ifNull": ["$lease.until", _NEVER]}, "$$NOW"]},
            "$or": [{"rest_until": {"$exists": False}}, {"rest_until": {"$lte": now}}],
        }
        if besides:
            query["_id"] = {"$nin": list(besides)}
        found = await self._hosts.find_one_and_update(
            query, [{"$set": {"lease": self._lease()}}], sort=[("work_at", 1)], return_document=ReturnDocument.AFTER
        )
        if found is None:
            return None
        return HostLease(
            host=found["_id"],
            sources=found.get("sources", []),
            work_seq=found.get("work_seq", 0),
            next_request_at=found.get("next_request_at"),
            delay=found.get("delay"),
        )

    @persistent
    async def renew(self, hosts: Collection[str]) -> set[str]:
        """Extends the leases of hosts; gives those that are still this process's."""
        ids = list(hosts)
        mine = {"_id": {"$in": ids}, "lease.owner.id": self._owner.id}
        await self._hosts.update_many(mine, [{"$set": {"lease": self._lease()}}])
        return {host["_id"] async for host in self._hosts.find(mine, {"_id": 1})}

    @persistent
    async def release(self, lease: HostLease, next_work_at: datetime | None, next_request_at: datetime | None) -> bool:
        """Lets go of a host, with when its next work is due (None: nothing to do).

        Gives False, and keeps the host, where something was listed for it since `work_seq` was read: the caller looks
        again.
        """
        change: Document = {"$unset": {"lease": ""}, "$set": {}}
        if next_work_at is None:
            change["$unset"]["work_at"] = ""
        else:
            change["$set"]["work_at"] = next_work_at
        if next_request_at is not None:
            change["$set"]["next_request_at"] = next_request_at
        if not change["$set"]:
            del change["$set"]
        query = {"_id": lease.host, "lease.owner.id": self._owner.id, "work_seq": lease.work_seq}
        result = await self._hosts.update_one(query, change)
        return bool(result.matched_count)

    @persistent
    async def read_work(self, host: str) -> int | None:
        """Gives the host's present `work_seq`, or None where this process no longer holds it."""
        found = await self._hosts.find_one({"_id": host, "lease.owner.id": self._owner.id}, {"work_seq": 1})
        return found.get("work_seq", 0) if found else None

    @persistent
    async def abandon_all(self) -> None:
        """Lets go of everything this process holds and leaves the work due, as the end of a run does."""
        await self._hosts.update_many({"lease.owner.id": self._owner.id}, {"$unset": {"lease": ""}})

    @persistent
    async def free_dead(self) -> int:
        """Frees the hosts of processes of this machine that have ended without saying so; gives their number."""
        freed = 0
        held = {"lease.owner.machine": self._owner.machine, "lease.owner.id": {"$ne": self._owner.id}}
        for owner_id, document in {lease["owner"]["id"]: lease["owner"] async for lease in self._leases(held)}.items():
            owner = Owner(**{name: document[name] for name in ("machine", "boot", "pid", "started")})
            if owner.is_dead(self._owner):
                result = await self._hosts.update_many({"lease.owner.id": owner_id}, {"$unset": {"lease": ""}})
                freed += result.modified_count
        return freed

    @persistent
    async def foreign(self, sources: Sequence[str]) -> list[ForeignLease]:
        """Gives the hosts with due work of the sources that other processes hold."""
        query = {
            "work_at": {"$lte": utc_now()},
            "sources": {"$in": list(sources)},
            "lease.owner.id": {"$exists": True, "$ne": self._owner.id},
        }
        return [
            ForeignLease(found["_id"], found["lease"]["owner"], found["lease"]["until"])
            async for found in self._hosts.find(query, {"lease": 1})
        ]

    @persistent
    async def next_work(self, sources: Sequence[str]) -> datetime | None:
        """Gives when the next work of the sources is due at a host that nobody holds."""
        query = {"work_at": {"$type": "date"}, "sources": {"$in": list(sources)}, "lease": {"$exists": False}}
        found = await self._hosts.find_one(query, {"work_at": 1, "rest_until": 1}, sort=[("work_at", 1)])
        if found is None:
            return None
        moments: list[datetime] = [found["work_at"], found.get("rest_until") or found["work_at"]]
        return max(moments)

    @persistent
    async def rest(self, host: str, until: datetime, reason: str) -> None:
        """Keeps the host from being asked before a moment, for every process and run."""
        await self._hosts.update_one(
            {"_id": host}, {"$max": {"rest_until": until}, "$set": {"rest_reason": reason}}, upsert=True
        )

    @persistent
    async def wake_up(self, hosts: Collection[str]) -> None:
        """Forgets that hosts could not be reached: their rests, and the files that could not be had."""
        forgotten = {"rest_until": "", "rest_reason": "", "files": ""}
        await self._hosts.update_many({"_id": {"$in": list(hosts)}}, {"$unset": forgotten})

    @persistent
    async def set_delay(self, host: str, seconds: float | None) -> None:
        """Keeps the host's ``Crawl-delay`` (None: it asks for none)."""
        change = {"$set": {"delay": seconds}} if seconds else {"$unset": {"delay": ""}}
        await self._hosts.update_one({"_id": host}, change, upsert=True)

    @persistent
    async def load_rest(self, host: str) -> tuple[datetime, str] | None:
        """Gives until when a host rests and why, or None where it doesn't."""
        found = await self._hosts.find_one({"_id": host, "rest_until": {"$gt": utc_now()}}, _REST_FIELDS)
        return (found["rest_until"], found.get("rest_reason", "")) if found else None

    @persistent
    async def load_file(self, host: str, address: str) -> Document | None:
        """Reads a file by which a site speaks to crawlers (robots.txt, tdmrep.json), as it was last kept."""
        key = _file_key(address)
        found = await self._hosts.find_one({"_id": host, f"files.{key}": {"$exists": True}}, {f"files.{key}": 1})
        return dict(found["files"][key]) if found else None

    @persistent
    async def save_file(self, host: str, address: str, document: Document) -> None:
        """Keeps such a file, in place of its former version."""
        await self._hosts.update_one({"_id": host}, {"$set": {f"files.{_file_key(address)}": document}}, upsert=True)

    def _lease(self) -> Document:
        owner = self._owner.as_document() | {"id": self._owner.id}
        until = {"$dateAdd": {"startDate": "$$NOW", "unit": "second", "amount": LEASE_SECONDS}}
        return {"owner": {"$literal": owner}, "until": until}

    async def _leases(self, query: Document) -> Any:
        async for found in self._hosts.find(query, {"lease": 1}):
            yield found["lease"]


def _file_key(address: str) -> str:
    """An address as a field name: dots would be taken for a path."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]
