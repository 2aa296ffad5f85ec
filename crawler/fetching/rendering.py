"""Pages that show their article only in a browser, read in one."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.http import HtmlResponse

from crawler.fetching.browser import Browser, Document, NoBrowserError, Rendered, RenderingError
from crawler.fetching.browser_proxy import BrowserProxy
from crawler.fetching.guard import parse_networks
from crawler.fetching.host_state import Rendering, host_state_of
from crawler.fetching.proxy import parse_proxy
from crawler.fetching.refusals import NotRendered, Postponed
from crawler.fetching.rendering_signs import has_article, is_client_rendered
from crawler.fetching.resolver import look_up
from crawler.fetching.robots import RobotsMiddleware
from crawler.hosts import request_host

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

PASSED_ON = ("Content-Type", "Content-Security-Policy", "Set-Cookie")
"""Headers of the document that change what its scripts do."""
WITHOUT_BROWSER = timedelta(hours=1)
"""After which time a page is tried again that found no browser."""


class RenderingMiddleware:
    """Puts in place of a page without an article what a browser makes of it, where the source wants that.

    ``rendering`` in ``Request.meta``: ``always``; ``auto``, where the page has no article text but the signs of a
    client-rendered one, or its source is known for such pages (``source_id``); ``never`` or nothing. What was learned
    is kept through ``HostState``; since the page as fetched is looked at every time, a source whose pages can be read
    without a browser again is noticed with its next page. Sets ``rendered`` in ``Request.meta``.

    Reads ``RENDERING_BUDGET`` (pages a run), ``BROWSER_EXECUTABLE``, ``USER_AGENT``, ``CRAWL_PROXY`` and
    ``ALLOWED_PRIVATE_NETWORKS``. Raises ``Postponed`` (``rendering-budget``, ``no-browser``) and ``NotRendered``;
    counts ``rendering/<what>``: ``rendered``, ``recovered``, ``empty``, ``failed``, ``rendering-budget``,
    ``no-browser``, ``refused-subrequests``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._budget = crawler.settings.getint("RENDERING_BUDGET")
        self._known: dict[str, Rendering | None] = {}
        self._browser: Browser | None = None
        self._proxy: BrowserProxy | None = None
        self._is_missing = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.close, signal=signals.spider_closed)
        return middleware

    async def process_response(self, request: Request, response: Response) -> Response:
        way = request.meta.get("rendering", "never")
        if way == "never" or response.status != 200 or not isinstance(response, HtmlResponse):
            return response
        source = request.meta.get("source_id")
        if way != "always" and not await self._needs_browser(source, response.body):
            return response
        if self._is_missing:
            raise self._postpone("no-browser", WITHOUT_BROWSER)
        if self._budget <= 0:
            raise self._postpone("rendering-budget")
        self._budget -= 1
        rendered = await self._render(request, response)
        self._count("rendered")
        has_one = has_article(rendered.body)
        self._count("recovered" if has_one else "empty")
        if has_one and source is not None:
            await self._learn(source, "browser")
        request.meta["rendered"] = True
        return rendered

    async def close(self) -> None:
        """Ends the browser, if there is one."""
        if self._browser is not None:
            await self._browser.close()
        if self._proxy is not None and self._proxy.refused:
            self._count("refused-subrequests", self._proxy.refused)

    async def _needs_browser(self, source: str | None, html: bytes) -> bool:
        if has_article(html):
            if source is not None and await self._is_known_for_browser(source):
                await self._learn(source, "static")
            return False
        return is_client_rendered(html) or (source is not None and await self._is_known_for_browser(source))

    async def _render(self, request: Request, response: HtmlResponse) -> HtmlResponse:
        document = Document(response.url, response.status, _headers(response), response.body)
        verify = request.meta.get("verify_certificates", self.crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"))
        try:
            rendered = await self._open().render(document, verify_certificates=verify)
        except NoBrowserError as error:
            if not self._is_missing:
                self._is_missing = True
                logger.error("%s", error)
            raise self._postpone("no-browser", WITHOUT_BROWSER) from error
        except RenderingError as error:
            self._count("failed")
            logger.info("Cannot render %s: %s", response.url, error)
            raise NotRendered(str(error)) from error
        return _response(response, rendered)

    def _open(self) -> Browser:
        """Gives the browser, not started yet; the guarded resolver is in place by the time of the first page."""
        if self._browser is None:
            from twisted.internet import reactor  # noqa: PLC0415 - importing it installs it

            settings = self.crawler.settings
            self._proxy = BrowserProxy(
                lambda host: look_up(reactor.nameResolver, host),
                parse_networks(settings.getlist("ALLOWED_PRIVATE_NETWORKS")),
                parse_proxy(settings.get("CRAWL_PROXY")),
            )
            robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
            may_load = robots.allows_as_known if robots is not None else lambda _: True
            self._browser = Browser(self._proxy, settings["USER_AGENT"], settings.get("BROWSER_EXECUTABLE"), may_load)
        return self._browser

    async def _is_known_for_browser(self, source: str) -> bool:
        if source not in self._known:
            self._known[source] = await host_state_of(self.crawler).load_rendering(source)
        known = self._known[source]
        return known is not None and known.way == "browser"

    async def _learn(self, source: str, way: str) -> None:
        known = self._known.get(source)
        pages = known.pages + 1 if known is not None and known.way == way else 1
        learned = Rendering("browser" if way == "browser" else "static", datetime.now(UTC), pages)
        self._known[source] = learned
        await host_state_of(self.crawler).save_rendering(source, learned)

    def _postpone(self, reason: str, rest: timedelta | None = None) -> Postponed:
        self._count(reason)
        return Postponed(reason, datetime.now(UTC) + rest if rest else None)

    def _count(self, what: str, count: int = 1) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"rendering/{what}", count)


def _headers(response: HtmlResponse) -> dict[str, str]:
    values = {name: response.headers.getlist(name) for name in PASSED_ON}
    # Playwright wants several cookies a line each; all else is one list.
    return {
        name: ("\n" if name == "Set-Cookie" else ", ").join(value.decode("latin-1") for value in found)
        for name, found in values.items()
        if found
    }


def _response(fetched: HtmlResponse, rendered: Rendered) -> HtmlResponse:
    """Gives the response as the browser left it; its scripts may have led to another address of the host."""
    headers = fetched.headers.copy()
    headers["Content-Type"] = "text/html; charset=utf-8"
    url = rendered.url if _is_same_host(rendered.url, fetched.url) else fetched.url
    body = rendered.html.encode("utf-8", "replace")
    flags = [*fetched.flags, "rendered"]
    return fetched.replace(url=url, headers=headers, body=body, encoding="utf-8", flags=flags)


def _is_same_host(url: str, other: str) -> bool:
    try:
        return request_host(url) == request_host(other)
    except ValueError:
        return False
