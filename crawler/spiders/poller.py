"""Ends each poll: what an endpoint's answer brings, and when it is asked again."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from scrapy.http import Response

from crawler.clock import utc_now
from crawler.discovery.schedule import PollOutcome, PollState, after_poll
from crawler.exceptions import BylineError, UnusableListing, WorkerLost
from crawler.fetching.failures import Outcome
from crawler.hosts import host_of
from crawler.run import Run
from crawler.sources.source import Source
from crawler.spiders.lister import Listed, Lister
from crawler.storage.endpoints import EndpointState
from crawler.workers.pool import WorkerPool
from crawler.workers.tasks import ListingReading, ListTask, read_list

logger = logging.getLogger(__name__)

Document = dict[str, Any]


class Poller:
    """Reads what endpoints answer, in the workers, and keeps what each poll teaches."""

    def __init__(self, run: Run, lister: Lister, workers: WorkerPool) -> None:
        self._run = run
        self._storage = run.storage
        self._lister = lister
        self._workers = workers

    async def answered(self, endpoint: EndpointState, source: Source, response: Response) -> Sequence[str]:
        """Handles a response; gives the hosts that have new work."""
        self._polled(endpoint)
        try:
            return await self._handle(endpoint, source, response)
        except BylineError:
            raise
        except Exception as error:  # a mistake in reading costs one poll, and is seen
            logger.exception("Could not handle %s", endpoint.location)
            await self._failed(endpoint, Outcome("failed", f"error-{type(error).__name__}"))
            return []

    async def _handle(self, endpoint: EndpointState, source: Source, response: Response) -> Sequence[str]:
        if response.status == 304:
            await self._unchanged(endpoint)
            return []
        try:
            reading = await self._read(endpoint, source, response)
        except (UnusableListing, WorkerLost) as error:
            logger.warning("%s: %s holds no list of articles: %s", source.id, endpoint.url, error)
            kind = "worker-lost" if isinstance(error, WorkerLost) else "unusable-listing"
            await self._failed(endpoint, Outcome("failed", kind))
            return []
        if reading.body_hash == endpoint.body_hash:
            await self._unchanged(endpoint)
            return []
        listed = await self._lister.list(endpoint, reading)
        await self._learned(endpoint, reading, listed, response)
        return listed.hosts

    async def failed(self, endpoint: EndpointState, outcome: Outcome) -> None:
        """Counts a poll that got no answer, and puts the next one off."""
        self._polled(endpoint)
        await self._failed(endpoint, outcome)

    async def _failed(self, endpoint: EndpointState, outcome: Outcome) -> None:
        self._run.count(endpoint.source_id, "polls/failed")
        self._run.count(endpoint.source_id, f"polls/failed/{outcome.reason}")
        values = self._next(endpoint, PollOutcome(failed=True), outcome.retry_at)
        values |= {"failures": endpoint.failures + 1, "failure": outcome.reason, "failed_at": utc_now()}
        await self._storage.endpoints.save(endpoint.id, values)

    async def moved(self, endpoint: EndpointState, target: str, host: str, *, is_permanent: bool) -> None:
        """Follows an endpoint to another host: it is due there now."""
        values: Document = {"location": target, "host": host, "hops": endpoint.hops + 1, "next_poll_at": utc_now()}
        if is_permanent:
            values["moved_to"] = target
            logger.warning("%s has moved for good to %s: mend the catalogue", endpoint.url, target)
            self._run.count(endpoint.source_id, "polls/moved")
        await self._storage.hosts.wake([(host, endpoint.source_id)])
        await self._storage.endpoints.save(endpoint.id, values)

    def _polled(self, endpoint: EndpointState) -> None:
        """Counts a poll, and its source at its first one."""
        figures = self._run.figures.get(endpoint.source_id)
        if figures is None or not figures["polls"]:
            self._run.stats.inc_value("sources/polled")
        self._run.count(endpoint.source_id, "polls")

    async def _read(self, endpoint: EndpointState, source: Source, response: Response) -> ListingReading:
        content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None
        task = ListTask(response.body, response.url, endpoint.kind, content_type, source, utc_now())
        return await self._workers.run(read_list, task)

    async def _unchanged(self, endpoint: EndpointState) -> None:
        self._run.count(endpoint.source_id, "polls/unchanged")
        values = self._next(endpoint, PollOutcome(unchanged=True)) | self._succeeded(endpoint)
        await self._storage.endpoints.save(endpoint.id, values)

    async def _learned(
        self, endpoint: EndpointState, reading: ListingReading, listed: Listed, response: Response
    ) -> None:
        self._run.count(endpoint.source_id, "polls/read")
        outcome = PollOutcome(
            new=listed.new,
            known=listed.known,
            entries_published_at=[entry.published_at for entry in reading.listing.entries if entry.published_at],
            hint=reading.listing.interval_hint,
        )
        values = self._next(endpoint, outcome) | self._succeeded(endpoint)
        values |= {"format": reading.listing.format, "entries": len(reading.listing.entries)}
        if reading.listing.is_complete:  # what broke off is to be asked for again, whole
            values |= {
                "body_hash": reading.body_hash,
                "etag": _header(response, b"ETag"),
                "last_modified": _header(response, b"Last-Modified"),
            }
        if listed.new:
            values["last_new_at"] = utc_now()
        await self._storage.endpoints.save(endpoint.id, values)

    def _next(self, endpoint: EndpointState, outcome: PollOutcome, not_before: datetime | None = None) -> Document:
        now = utc_now()
        state = after_poll(PollState.from_document(endpoint.schedule), outcome, now)
        due = max(now + state.interval, not_before or now)
        return {"schedule": state.as_document(), "next_poll_at": due}

    def _succeeded(self, endpoint: EndpointState) -> Document:
        """A poll that was answered ends a temporary move: the next one asks the catalogue's address again."""
        values: Document = {"polls": endpoint.polls + 1, "failures": 0, "hops": 0, "polled_at": utc_now()}
        if endpoint.location != endpoint.url and not endpoint.moved_to:
            values |= {"location": endpoint.url, "host": host_of(endpoint.url) or ""}
        return values


def _header(response: Response, name: bytes) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
