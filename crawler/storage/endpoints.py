"""Endpoints (collection ``endpoints``): the feeds, sitemaps and section pages that are polled, and when next.

What to poll is the catalogue's; what was learned by polling is here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.asynchronous.database import AsyncDatabase

from crawler.clock import utc_now
from crawler.discovery.listing import Child
from crawler.hosts import host_of
from crawler.sources.source import Source
from crawler.storage.retry import persistent

Document = dict[str, Any]


@dataclass(slots=True)
class EndpointState:
    """One endpoint, as the last poll left it."""

    id: str
    source_id: str
    url: str
    """As the catalogue has it, or a child of a sitemap index."""
    kind: str
    """``feed``, ``news-sitemap``, ``sitemap`` or ``section``."""
    host: str
    location: str
    """Where to ask: the URL itself, or where it has moved to."""
    polls: int = 0
    """Successful polls so far."""
    failures: int = 0
    """Failed polls since the last successful one."""
    hops: int = 0
    """Redirects to other hosts since the last successful poll."""
    next_poll_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    schedule: Document = field(default_factory=dict)
    """What the polling rhythm needs to remember."""
    parent: str | None = None
    """The sitemap index that lists it, for a child."""
    moved_to: str | None = None

    def conditions(self) -> dict[str, str]:
        """The request headers that ask for the list only if it has changed (RFC 9110, section 13)."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


class Endpoints:
    """Reads and writes the state of endpoints for one owner (a crawl process)."""

    def __init__(self, database: AsyncDatabase[Document], owner: str) -> None:
        self._endpoints = database["endpoints"]
        self._owner = owner

    @persistent
    async def sync(self, sources: Iterable[Source]) -> list[EndpointState]:
        """Writes down every endpoint of the sources, forgets those a catalogue dropped; gives the new ones."""
        listed = [(source, endpoint) for source in sources for endpoint in source.endpoints()]
        states = [_fresh(source.id, endpoint.url, endpoint.kind) for source, endpoint in listed]
        wanted = {state.id: state for state in states}
        source_ids = sorted({state.source_id for state in wanted.values()})
        dropped = {"source_id": {"$in": source_ids}, "parent": None, "_id": {"$nin": list(wanted)}}
        await self._endpoints.delete_many(dropped)
        return await self._add(wanted.values())

    @persistent
    async def add_children(self, parent: EndpointState, children: Sequence[Child]) -> list[EndpointState]:
        """Makes the sitemaps that an index lists its children, forgets the others; gives those that are due now.

        A child is due when it is new or when the index says that it has changed since its last poll.
        """
        fresh = [_fresh(parent.source_id, child.url, parent.kind, parent.id) for child in children]
        states = {state.id: state for state in fresh}
        await self._endpoints.delete_many({"parent": parent.id, "_id": {"$nin": list(states)}})
        new = await self._add(states.values())
        changed = {endpoint_id(parent.source_id, child.url): child.modified_at for child in children}
        polled = self._endpoints.find({"_id": {"$in": list(states)}, "polled_at": {"$type": "date"}}, {"polled_at": 1})
        stale = [
            found["_id"] async for found in polled if (moment := changed[found["_id"]]) and moment > found["polled_at"]
        ]
        await self.poke(stale)
        return [*new, *(states[child_id] for child_id in stale)]

    @persistent
    async def poke(self, endpoint_ids: Sequence[str]) -> None:
        """Makes endpoints due now."""
        await self._mark(endpoint_ids, {"$set": {"next_poll_at": utc_now()}})

    @persistent
    async def poke_all(self, sources: Sequence[str]) -> None:
        """Makes every endpoint of the sources due now."""
        query = {"source_id": {"$in": list(sources)}}
        await self._endpoints.update_many(query, {"$set": {"next_poll_at": utc_now()}})

    @persistent
    async def take(self, host: str, sources: Sequence[str]) -> list[EndpointState]:
        """Hands out the due endpoints of a host, marked as this owner's: feeds, then sitemaps, then section pages."""
        query: Document = {"host": host, "source_id": {"$in": list(sources)}, "next_poll_at": {"$lte": utc_now()}}
        query["owner"] = {"$ne": self._owner}
        found = [_state(document) async for document in self._endpoints.find(query)]
        await self._mark([state.id for state in found], {"$set": {"owner": self._owner}})
        return sorted(found, key=lambda state: (_ORDER.get(state.kind, 9), state.url))

    @persistent
    async def give_back(self, endpoint_ids: Sequence[str]) -> None:
        """Lets go of endpoints that were taken and not polled; they stay due."""
        await self._mark(endpoint_ids, {"$unset": {"owner": ""}})

    @persistent
    async def due_hosts(self, sources: Sequence[str]) -> list[tuple[str, str]]:
        """Gives the (host, source) pairs that have a due endpoint."""
        query = {"source_id": {"$in": list(sources)}, "next_poll_at": {"$lte": utc_now()}}
        found = self._endpoints.find(query, {"host": 1, "source_id": 1})
        return sorted({(state["host"], state["source_id"]) async for state in found})

    @persistent
    async def next_due(self, host: str) -> datetime | None:
        """Gives when the host's next endpoint is due that is not in hand."""
        query = {"host": host, "owner": {"$ne": self._owner}}
        found = await self._endpoints.find_one(query, {"next_poll_at": 1}, sort=[("next_poll_at", 1)])
        return found["next_poll_at"] if found else None

    @persistent
    async def save(self, endpoint_id: str, values: Document) -> None:
        """Writes down what a poll taught, and lets go of the endpoint."""
        change = {"$set": values, "$unset": {"owner": ""}}
        await self._endpoints.update_one({"_id": endpoint_id}, change)

    async def _mark(self, endpoint_ids: Sequence[str], change: Document) -> None:
        if endpoint_ids:
            await self._endpoints.update_many({"_id": {"$in": list(endpoint_ids)}}, change)

    async def _add(self, states: Iterable[EndpointState]) -> list[EndpointState]:
        states = list(states)
        if not states:
            return []
        ids = [state.id for state in states]
        kinds = {
            found["_id"]: found["kind"] async for found in self._endpoints.find({"_id": {"$in": ids}}, {"kind": 1})
        }
        now = utc_now()
        writes = [
            UpdateOne(
                {"_id": state.id},
                {"$set": {"kind": state.kind}, "$setOnInsert": _document(state) | {"next_poll_at": now}},
                upsert=True,
            )
            for state in states
            if kinds.get(state.id) != state.kind
        ]
        if writes:
            await self._endpoints.bulk_write(writes, ordered=False)
        return [state for state in states if state.id not in kinds]


_ORDER = {"feed": 0, "news-sitemap": 1, "sitemap": 2, "section": 3}


def endpoint_id(source_id: str, url: str) -> str:
    """Names an endpoint: the same URL may serve two sources."""
    return hashlib.sha256(f"{source_id} {url}".encode()).hexdigest()[:32]


def _fresh(source_id: str, url: str, kind: str, parent: str | None = None) -> EndpointState:
    """Gives an endpoint that was never polled."""
    return EndpointState(
        id=endpoint_id(source_id, url),
        source_id=source_id,
        url=url,
        kind=kind,
        host=host_of(url) or "",
        location=url,
        parent=parent,
    )


def _document(state: EndpointState) -> Document:
    return {
        name: getattr(state, name) for name in EndpointState.__slots__ if name not in ("id", "kind", "next_poll_at")
    }


def _state(document: Document) -> EndpointState:
    values = {name: document[name] for name in EndpointState.__slots__ if name in document}
    return EndpointState(id=document["_id"], **values)
