"""How a request leaves the process: over the bounded client, and not while its host rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from crawler.fetching.certificates import tls_policy
from crawler.fetching.http_client import BoundedClientFactory
from crawler.fetching.pace import pace_of
from crawler.hosts import request_host

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class BoundedHandler(HTTP11DownloadHandler):
    """Scrapy's handler over the bounded client. ``verify``: whether certificates must be good."""

    def __init__(self, crawler: Crawler, *, verify: bool) -> None:
        super().__init__(crawler)
        self._pool._factory = BoundedClientFactory
        self._contextFactory = tls_policy(crawler, verify=verify)


class DownloadHandler(BaseDownloadHandler):
    """Sends http and https requests; set in ``DOWNLOAD_HANDLERS`` for both.

    Reads ``DOWNLOAD_VERIFY_CERTIFICATES`` and, from ``Request.meta``, ``verify_certificates``, which overrules it for
    one request: both kinds have connections of their own: no verified request goes over an unverified connection.
    Raises ``NotNow`` for a request whose host began to rest while it waited in its slot.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._verify = crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        self._handlers: dict[bool, BoundedHandler] = {}

    async def download_request(self, request: Request) -> Response:
        pace_of(self.crawler).check(request_host(request.url))
        verify = bool(request.meta.get("verify_certificates", self._verify))
        return await self._handler(verify).download_request(request)

    async def close(self) -> None:
        for handler in self._handlers.values():
            await handler.close()

    def _handler(self, verify: bool) -> BoundedHandler:
        if verify not in self._handlers:
            self._handlers[verify] = BoundedHandler(self.crawler, verify=verify)
        return self._handlers[verify]
