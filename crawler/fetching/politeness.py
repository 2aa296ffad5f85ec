"""Not faster than the host allows: pauses between requests, and rests that servers ask for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import signals

from crawler.fetching.host_state import Rest, host_state_of
from crawler.fetching.pace import pace_of
from crawler.fetching.refusals import NotNow
from crawler.fetching.retry_after import parse_retry_after
from crawler.hosts import request_host

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

REST_WITHOUT_TIME = timedelta(minutes=5)
"""How long a host rests that says 429 (Too Many Requests) but not for how long."""


class PolitenessMiddleware:
    """Keeps each host's requests apart by what it asks for, and stops asking a host that says 429 or 503.

    The delay is set on the downloader's live slot whenever a request enters it, since slots come and go: the host's
    Crawl-delay (see ``RobotsMiddleware``) or the request's own ``delay`` (``Request.meta``, seconds), whichever is
    longer, without jitter, from the end of one answer to the next request; ``DOWNLOAD_DELAY`` for all others. A host
    has one slot, whatever the port.

    A rest counts for the whole host, for requests that already wait in its slot, and through ``HostState`` for other
    processes and later runs. Raises ``NotNow`` (``http-429``, ``http-503``, ``resting``); counts
    ``politeness/rests/<status>`` and ``politeness/resting``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.pace = pace_of(crawler)
        self._known_hosts: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.set_delay, signal=signals.request_reached_downloader)
        crawler.signals.connect(middleware.restart_delay, signal=signals.response_downloaded)
        return middleware

    async def process_request(self, request: Request) -> None:
        host = request_host(request.url)
        # A redirect to another host brings the former host's slot along.
        request.meta["download_slot"] = host
        if host not in self._known_hosts:
            self._known_hosts.add(host)
            rest = await host_state_of(self.crawler).load_rest(host)
            if rest is not None:
                self.pace.rest(host, rest)
        try:
            self.pace.check(host)
        except NotNow:
            self._count("resting")
            raise

    async def process_response(self, request: Request, response: Response) -> Response:
        if response.status not in (429, 503):
            return response
        now = datetime.now(UTC)
        until = parse_retry_after(response.headers.get("Retry-After"), now)
        if until is None and response.status == 429:
            until = now + REST_WITHOUT_TIME
        if until is None:
            return response
        reason = f"http-{response.status}"
        rest = Rest(until, reason)
        host = request_host(request.url)
        self.pace.rest(host, rest)
        self._count(f"rests/{response.status}")
        await host_state_of(self.crawler).save_rest(host, rest)
        raise NotNow(reason, until)

    def set_delay(self, request: Request) -> None:
        """Sets the pause on the slot that ``request`` just entered."""
        assert self.crawler.engine is not None
        downloader = self.crawler.engine.downloader
        slot = downloader.slots[request.meta["download_slot"]]
        asked = self._asked(request)
        if asked is not None:
            slot.delay, slot.jitter, slot.concurrency = asked, 0.0, 1
        else:
            slot.delay, slot.jitter = downloader._delay, downloader._jitter
            slot.concurrency = downloader.domain_concurrency

    def restart_delay(self, request: Request) -> None:
        """Counts the pause from the end of an answer where one was asked for, or may be by this answer (robots.txt).

        Scrapy counts from when a request leaves its slot. What its connection took to open would be missing from the
        pause that the server sees.
        """
        assert self.crawler.engine is not None
        slot = self.crawler.engine.downloader.slots.get(request.meta["download_slot"])
        if slot is not None and (self._asked(request) is not None or "first_bytes" in request.meta):
            slot.lastseen = monotonic()

    def _asked(self, request: Request) -> float | None:
        """Gives the pause in seconds that the host or the source asks for."""
        asked = (self.pace.delay(request.meta["download_slot"]), request.meta.get("delay"))
        return max((seconds for seconds in asked if seconds is not None), default=None)

    def _count(self, what: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"politeness/{what}")
