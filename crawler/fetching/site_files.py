"""The files by which a site speaks to crawlers (robots.txt, tdmrep.json): asked for once, kept a day, shared by all."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.exceptions import StopDownload
from scrapy.http.request import NO_CALLBACK

from crawler.fetching.failures import judge_failure, judge_status
from crawler.fetching.host_state import SiteFile, host_state_of
from crawler.fetching.refusals import Refused
from crawler.hosts import request_host

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

FIRST_BYTES = 500 * 1024
"""How much of a file counts: the 500 KiB that RFC 9309, section 2.5, wants read at least."""
MAX_AGE = timedelta(hours=24)
"""How long a file may be used (RFC 9309, section 2.4)."""
UNREACHABLE_AGE = timedelta(minutes=5)
"""After which time a file that could not be had is asked for again, where the server named no time."""
PRIORITY = 1000

INHERITED_META = ("verify_certificates", "delay")
"""What the request for a file takes over from the request that needs it."""


class SiteFiles:
    """Gets one path of every origin, however many requests wait for it at once.

    ``path`` is the file's (``/robots.txt``); ``obeys_robots`` says whether robots.txt is asked before. What a site
    answered is kept in ``HostState``, a failure to reach it in memory too. All waiting requests share one task: on
    Scrapy's own way, which shares a Deferred between coroutines, most of them were told that there is no file.
    """

    def __init__(self, crawler: Crawler, path: str, *, obeys_robots: bool) -> None:
        self.crawler = crawler
        self.path = path
        self.obeys_robots = obeys_robots
        self._tasks: dict[str, asyncio.Task[SiteFile]] = {}
        self._unreachable: dict[str, SiteFile] = {}
        self._received: WeakKeyDictionary[Request, int] = WeakKeyDictionary()
        self._in_flight = 0

    async def get(self, origin: str, asking: Request) -> SiteFile:
        """Gives the file of ``origin``, from memory, ``HostState`` or the site, for the request ``asking``.

        A file that cannot be had is a result too (``SiteFile.reason``). Raises ``Refused`` where the origin's own host
        must not be asked at all.
        """
        task = self._tasks.get(origin)
        if task is None:
            task = asyncio.create_task(self._find(origin, asking))
            self._tasks[origin] = task
            task.add_done_callback(lambda done: self._forget(origin, done))
        return await asyncio.shield(task)

    def _forget(self, origin: str, task: asyncio.Task[SiteFile]) -> None:
        del self._tasks[origin]
        if not task.cancelled():
            task.exception()  # looked at, so that a failure nobody waited for any more is not reported as forgotten

    async def _find(self, origin: str, asking: Request) -> SiteFile:
        now = datetime.now(UTC)
        state = host_state_of(self.crawler)
        known = self._unreachable.get(origin) or await state.load_file(origin, self.path)
        if known is not None and is_usable(known, now):
            return known
        self._unreachable.pop(origin, None)
        file = await self._fetch(origin, asking)
        if file.reason is not None:
            self._unreachable[origin] = file
        if not file.is_network:
            # When nothing can be reached it is our network that fails: the next run should not wait for it.
            await state.save_file(origin, self.path, file)
        return file

    async def _fetch(self, origin: str, asking: Request) -> SiteFile:
        request = self._request(origin, asking)
        engine = self.crawler.engine
        assert engine is not None
        self._watch(1)
        try:
            response = await engine.download_async(request)
        except Exception as error:  # judged, never lost: any failure means that the file cannot be had now
            if isinstance(error, Refused) and error.host == request_host(origin):
                raise
            return unreachable(error, datetime.now(UTC))
        finally:
            self._watch(-1)
        return read(response, datetime.now(UTC))

    def _request(self, origin: str, asking: Request) -> Request:
        meta: dict[str, Any] = {key: asking.meta[key] for key in INHERITED_META if key in asking.meta}
        meta |= {
            "dont_obey_robotstxt": not self.obeys_robots,
            "follow_across_hosts": True,
            "first_bytes": FIRST_BYTES,
            "download_maxsize": 0,  # a longer file is cut, not refused
        }
        return Request(
            origin + self.path,
            meta=meta,
            # The first bytes of a compressed file are not the first bytes of the file.
            headers={"Accept": "*/*", "Accept-Encoding": "identity"},
            priority=PRIORITY,
            callback=NO_CALLBACK,
            dont_filter=True,
        )

    def _watch(self, change: int) -> None:
        """Listens to arriving bytes while a file is under way, and only then: each chunk of every page would cost."""
        before, self._in_flight = self._in_flight, self._in_flight + change
        if before == 0:
            self.crawler.signals.connect(self._stop_in_time, signal=signals.bytes_received)
        elif self._in_flight == 0:
            self.crawler.signals.disconnect(self._stop_in_time, signal=signals.bytes_received)

    def _stop_in_time(self, data: bytes, request: Request) -> None:
        limit = request.meta.get("first_bytes")
        if limit is None:
            return
        received = self._received.get(request, 0) + len(data)
        self._received[request] = received
        if received >= limit:
            raise StopDownload(fail=False)


def is_usable(file: SiteFile, now: datetime) -> bool:
    """Says whether ``file`` may still be gone by at ``now`` (UTC-aware)."""
    if file.reason is None:
        return file.fetched_at <= now < file.fetched_at + MAX_AGE
    return file.retry_at is not None and now < file.retry_at


def read(response: Response, now: datetime) -> SiteFile:
    """Takes a file from its response by RFC 9309, section 2.3.1: 4xx: there is none; 5xx: nobody knows."""
    status = response.status
    if 200 <= status < 300:
        return SiteFile(status, response.body[:FIRST_BYTES], now)
    if status < 500 and status != 429:
        return SiteFile(status, b"", now)
    outcome = judge_status(status, response.headers, now)
    retry_at = outcome.retry_at if outcome else None
    return SiteFile(status, b"", now, f"http-{status}", retry_at or now + UNREACHABLE_AGE)


def unreachable(error: Exception, now: datetime) -> SiteFile:
    """Gives the file that could not be had because of ``error``.

    Redirects without end mean that there is none (RFC 9309, section 2.3.1.2), as does a robots.txt that forbids it.
    """
    outcome = judge_failure(error)
    if outcome.reason in ("redirect-limit", "redirect-loop", "robots"):
        return SiteFile(None, b"", now)
    return SiteFile(None, b"", now, outcome.reason, outcome.retry_at or now + UNREACHABLE_AGE, outcome.is_network)
