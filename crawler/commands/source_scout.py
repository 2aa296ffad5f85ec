"""Looks a site over through Scrapy's own downloader, with the project's politeness and guards; nothing is stored."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcessBase
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.clock import utc_now
from crawler.discovery.body import decode
from crawler.discovery.front_page import (
    FEED_PATHS,
    SITEMAP_PATHS,
    FrontPage,
    find_feeds,
    find_sitemaps,
    read_front_page,
)
from crawler.discovery.proposal import Finding
from crawler.discovery.read import read_listing
from crawler.exceptions import UnusableListing, WorkerLost
from crawler.sources.source import Source
from crawler.workers.pool import WorkerPool

MAX_REQUESTS = 60
"""Requests that one look takes at most."""
MAX_FEED_PAGES = 3
"""Pages that list feeds (``/rss``) which are read for links to them."""
MAX_SECTION_PAGES = 8


@dataclass(slots=True)
class Survey:
    """What a look at a site found."""

    front: FrontPage | None = None
    findings: list[Finding] = field(default_factory=list)
    unusable: dict[str, str] = field(default_factory=dict)
    """Address that the site names, or its homepage, to why nothing came of it."""
    guesses: int = 0
    """Addresses that were tried without the site naming them, in vain."""


class SourceScout(Spider):
    """Fetches a homepage, then whatever may be a list of its articles, and fills a ``Survey``."""

    name = "source-scout"

    def __init__(self, url: str, survey: Survey, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._survey = survey
        self._tried = {url}
        self._pages: dict[str, Response] = {}

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Leaves out all that belongs to a crawl: nothing is recorded and nothing is stored."""
        super().update_settings(settings)
        settings.setdict({"ITEM_PIPELINES": {}, "EXTENSIONS": {}, "SPIDER_MIDDLEWARES": {}}, priority="spider")

    async def start(self) -> AsyncIterator[Request]:
        yield self._request(self._url, callback=self.look, errback=self.fail)

    def fail(self, failure: Failure) -> None:
        """Notes why the homepage cannot be had."""
        self._survey.unusable[self._url] = failure.getErrorMessage()

    async def look(self, response: Response) -> None:
        """Asks for one list after the other; what is found decides what is asked next."""
        settings = self.settings
        workers = WorkerPool(1, settings.getfloat("WORKER_SECONDS"), settings.getint("WORKER_MEMORY"))
        try:
            if self._is_good(response, self._url):
                await self._look(response, workers)
        finally:
            workers.close()

    async def _look(self, response: Response, workers: WorkerPool) -> None:
        self._workers = workers
        try:
            front = await workers.run(_read_front_page, response.body, response.url, _content_type(response))
        except WorkerLost as error:
            self._survey.unusable[response.url] = f"the page cannot be read: {error}"
            return
        self._survey.front = front
        self._source = Source("new", front.name or "new", front.url, front.country, ("en",))
        robots = await self._fetch(urljoin(front.url, "/robots.txt"))
        maps = find_sitemaps(decode(robots.body), front.url) if robots else []
        await self._try(front.feeds, "feed")
        await self._try(maps, "sitemap")
        await self._read_feed_pages()
        if not self._has("rss", "atom", "json-feed"):
            await self._guess(FEED_PATHS, "feed")
        if not self._has("news-sitemap"):
            await self._guess(SITEMAP_PATHS, "sitemap")
        if not self._has("rss", "atom", "json-feed", "news-sitemap"):
            await self._read(response.replace(url=front.url), front.url, "section")
            await self._try(front.sections[:MAX_SECTION_PAGES], "section")

    def _has(self, *formats: str) -> bool:
        return any(finding.listing.format in formats and finding.listing.entries for finding in self._survey.findings)

    async def _read_feed_pages(self) -> None:
        """Follows pages that only list the site's feeds."""
        for url, response in list(self._pages.items())[:MAX_FEED_PAGES]:
            links = await self._workers.run(_find_feeds, response.body, url, _content_type(response))
            await self._try(links, "feed")

    async def _guess(self, paths: Iterable[str], kind: str) -> None:
        """Tries where publishing systems put their lists; that none is there needs no word each."""
        assert self._survey.front is not None
        known = dict(self._survey.unusable)
        await self._try((urljoin(self._survey.front.url, path) for path in paths), kind)
        self._survey.guesses += len(self._survey.unusable) - len(known)
        self._survey.unusable = known

    async def _try(self, urls: Iterable[str], kind: str, parent: str | None = None) -> None:
        for url in urls:
            response = await self._fetch(url)
            if response is not None:
                await self._read(response, url, kind, parent)

    async def _read(self, response: Response, url: str, kind: str, parent: str | None = None) -> None:
        try:
            listing = await self._workers.run(_read_list, response.body, response.url, kind, self._source)
        except (UnusableListing, WorkerLost) as error:
            if kind == "feed" and str(error).startswith("html-page"):
                self._pages[response.url] = response
            self._survey.unusable[url] = str(error)
            return
        self._survey.findings.append(Finding(response.url, listing, parent))
        await self._try((child.url for child in listing.children), "sitemap", parent or response.url)

    async def _fetch(self, url: str) -> Response | None:
        """Gives a good answer, each address once; notes why there is none."""
        if url in self._tried or len(self._tried) >= MAX_REQUESTS:
            return None
        self._tried.add(url)
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(self._request(url))
        except Exception as error:  # noqa: BLE001  (whatever a download fails with, the next one is tried)
            self._survey.unusable[url] = str(error) or type(error).__name__
            return None
        return response if self._is_good(response, url) else None

    def _request(self, url: str, **how: Any) -> Request:
        meta = {"follow_across_hosts": True, "handle_httpstatus_all": True}
        return Request(url, dont_filter=True, meta=meta, **how)

    def _is_good(self, response: Response, url: str) -> bool:
        self._tried.add(response.url)
        if 200 <= response.status < 300:
            return True
        self._survey.unusable[url] = f"HTTP status {response.status}"
        return False


def survey_site(process: CrawlerProcessBase, url: str) -> Survey:
    """Looks a site over; runs the reactor, so once a process only."""
    survey = Survey()
    process.crawl(SourceScout, url=url, survey=survey)
    process.start()
    return survey


def _content_type(response: Response) -> str | None:
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None


def _read_front_page(body: bytes, url: str, content_type: str | None) -> FrontPage:
    return read_front_page(decode(body, content_type), url)


def _find_feeds(body: bytes, url: str, content_type: str | None) -> list[str]:
    return find_feeds(decode(body, content_type), url)


def _read_list(body: bytes, url: str, kind: str, source: Source) -> Any:
    return read_listing(body, url=url, kind=kind, source=source, now=utc_now())
