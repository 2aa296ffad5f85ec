"""Writes every response into WARC files, where the operator wants an archive."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.fetching.archive import ArchiveWriter, Exchange, Fields
from crawler.hosts import origin_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

logger = logging.getLogger(__name__)

SECRET = frozenset({b"authorization", b"cookie", b"proxy-authorization"})


class ArchiveMiddleware:
    """Stands next to the downloader, so that it sees bodies as they came: compressed, redirects and errors too.

    Reads ``WARC_DIR`` (the switch: a folder, none by default), ``WARC_MAX_SIZE`` (bytes a file) and ``USER_AGENT``.
    Files are written in a thread, one record at a time. Where the disk refuses, that is said once and the crawl goes on
    without an archive; counts ``archive/written`` and ``archive/failed``.
    """

    def __init__(self, crawler: Crawler, writer: ArchiveWriter) -> None:
        self.crawler = crawler
        self.writer = writer
        self._turn = asyncio.Lock()
        self._failed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        folder = crawler.settings.get("WARC_DIR")
        if not folder:
            raise NotConfigured
        size = crawler.settings.getint("WARC_MAX_SIZE")
        middleware = cls(crawler, ArchiveWriter(Path(folder), size, crawler.settings["USER_AGENT"]))
        crawler.signals.connect(middleware.close, signal=signals.spider_closed)
        return middleware

    async def process_response(self, request: Request, response: Response) -> Response:
        if self._failed:
            return response
        exchange = Exchange(
            url=request.url,
            method=request.method,
            request_fields=[(b"Host", origin_of(request.url).partition("://")[2].encode()), *_fields(request.headers)],
            status=response.status,
            response_fields=_fields(response.headers),
            body=response.body,
            address=str(response.ip_address) if response.ip_address else None,
            at=datetime.now(UTC),
        )
        async with self._turn:
            if not self._failed and await self._attempt(self.writer.write, exchange):
                self._count("written")
        return response

    async def close(self) -> None:
        """Completes the file that is open."""
        async with self._turn:
            if not self._failed:
                await self._attempt(self.writer.close)

    async def _attempt(self, write: Callable[..., None], *args: Exchange) -> bool:
        try:
            await asyncio.to_thread(write, *args)
        except OSError as error:
            self._failed = True
            self._count("failed")
            logger.error("No archive is written any more: %s", error)
            return False
        return True

    def _count(self, what: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"archive/{what}")


def _fields(headers: Headers) -> Fields:
    return [(name, value) for name in headers for value in headers.getlist(name) if name.lower() not in SECRET]
