"""The main job: polls what is due, fetches what is pending, and sends articles down the pipelines."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.clock import utc_now
from crawler.exceptions import DatabaseUnavailable
from crawler.items import Article
from crawler.pipelines.normalise import NotStored
from crawler.run import DATABASE_LOST, Run, begin_run
from crawler.spiders.arguments import selection
from crawler.spiders.feeder import Feeder, Fetch, Job, Poll
from crawler.spiders.lister import Lister
from crawler.spiders.poller import Poller
from crawler.spiders.reader import PageReader
from crawler.spiders.setbacks import Setbacks
from crawler.spiders.settler import Settler
from crawler.storage.ledger import REFUSED
from crawler.storage.runs import new_run_id
from crawler.storage.storage import Storage
from crawler.workers.pool import WorkerPool

PENDING_TOO_LONG = timedelta(days=30)
"""Rows that have waited longer will never be fetched: their news is old."""


class NewsSpider(Spider):
    """Crawls the sources of a catalogue. Arguments: catalogue, sources, country, all.

    A thin adapter: the feeder says what to ask, the poller and the reader handle answers, setbacks the rest.
    """

    name = "news"

    def __init__(self, run: Run, crawler: Crawler, *, poll_all: bool) -> None:
        super().__init__()
        settings = crawler.settings
        limit = settings.getfloat("RUN_TIME_LIMIT")
        self.run = run
        self.poll_all = poll_all
        self.workers = WorkerPool(
            settings.getint("WORKERS"), settings.getfloat("WORKER_SECONDS"), settings.getint("WORKER_MEMORY")
        )
        self.feeder = Feeder(
            run.storage,
            sorted(run.sources),
            hosts_at_once=settings.getint("HOSTS_AT_ONCE"),
            window=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
            delay_of=_delays(run, settings.getfloat("DOWNLOAD_DELAY")),
            deadline=time.monotonic() + limit if limit else None,
        )
        self.settler = Settler(run)
        self.reader = PageReader(run, self.workers, self.settler)
        self.poller = Poller(run, Lister(run, settings.getint("FIRST_SIGHT_ENTRIES")), self.workers)
        self.setbacks = Setbacks(run, self.feeder, self.poller, self.settler, has_answer=lambda: self._answered)
        self._answered = False
        self._storing: dict[str, Fetch] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, **arguments: Any) -> Self:
        """Reads the arguments and opens the run; raises CatalogueError, UnusableArgument."""
        chosen = selection(**arguments)
        run_id = new_run_id()
        run = Run(
            id=run_id,
            storage=Storage(crawler.settings["MONGODB_URI"], crawler.settings["MONGODB_DATABASE"], run_id),
            crawler=crawler,
            sources={source.id: source for source in chosen.sources},
            catalogue=chosen.catalogue,
            arguments=arguments,
        )
        begin_run(crawler, run)
        spider = cls(run, crawler, poll_all=chosen.all)
        spider._set_crawler(crawler)
        crawler.signals.connect(spider.item_stored, signals.item_scraped)
        crawler.signals.connect(spider.item_dropped, signals.item_dropped)
        crawler.signals.connect(spider.item_failed, signals.item_error)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Makes the work known, then hands out jobs until none is due."""
        await self._prepare()
        async for job in self.feeder.jobs():
            yield self._request(job)

    async def closed(self, reason: str) -> None:
        """Gives everything back that was not done; a database that is lost frees it by itself when the leases lapse."""
        if reason == DATABASE_LOST:
            self.feeder.abandon()
        else:
            await self.setbacks.forget()
            await self.feeder.close()
        self.workers.close()

    async def parse_listing(self, response: Response, job: Poll) -> None:
        """Handles what an endpoint answered."""
        self._answered = True
        try:
            source = self.run.sources[job.source_id]
            self.feeder.listed(await self.poller.answered(job.endpoint, source, response))
        finally:
            self.feeder.done(job)

    async def parse_page(self, response: Response, job: Fetch) -> AsyncIterator[Article]:
        """Reads a page; its host's place is free again once its row is settled, here or behind the pipelines."""
        self._answered = True
        article = None
        try:
            article = await self.reader.read(response, job)
        finally:
            if article is None:
                self.feeder.done(job)
        if article is not None:
            self._storing[job.row.id] = job
            yield article

    async def failed(self, failure: Failure) -> None:
        """Ends a job whose request got no usable response."""
        job: Job = failure.request.cb_kwargs["job"]  # type: ignore[attr-defined]
        assert failure.value is not None
        try:
            await self.setbacks.handle(job, failure.value)
        finally:
            self.feeder.done(job)

    def item_stored(self, item: Article) -> None:
        """Frees the host's place: the row is settled."""
        self._finish(item)

    async def item_dropped(self, item: Article, exception: DropItem) -> None:
        """Settles the row of a page that holds no article we keep."""
        job = self._storing.get(item.row_id)
        if job is not None and isinstance(exception, NotStored):
            await self.settler.settle(job.row, REFUSED, exception.reason)
        elif job is not None:
            await self.settler.quarantine(job.row, "dropped", str(exception))
        self._finish(item)

    async def item_failed(self, item: Article, failure: Failure) -> None:
        """Quarantines an article that a pipeline could not handle; without a database its row stays pending."""
        job = self._storing.get(item.row_id)
        if job is not None and not isinstance(failure.value, DatabaseUnavailable):
            await self.settler.quarantine(job.row, f"error-{type(failure.value).__name__}", str(failure.value))
        self._finish(item)

    def _finish(self, item: Article) -> None:
        job = self._storing.pop(item.row_id, None)
        if job is not None:
            self.feeder.done(job)

    async def _prepare(self) -> None:
        run, storage, ids = self.run, self.run.storage, sorted(self.run.sources)
        run.pending_at_start = await storage.ledger.count_pending(ids)
        stale = await storage.ledger.skip_stale(ids, utc_now() - PENDING_TOO_LONG)
        run.stats.inc_value("ledger/settled", stale)
        run.stats.inc_value("articles/skipped", stale)
        await storage.endpoints.sync(run.sources.values())
        if self.poll_all:
            await storage.endpoints.poke_all(ids)
        due = await storage.endpoints.due_hosts(ids)
        await storage.hosts.wake({*due, *await storage.ledger.due_hosts(ids)})
        run.stats.set_value("sources/selected", len(ids))
        run.stats.set_value("sources/total", len({source for _, source in due}))

    def _request(self, job: Job) -> Request:
        source = self.run.sources[job.source_id]
        meta: dict[str, Any] = {
            "source_id": source.id,
            "delay": source.politeness.delay,
            "verify_certificates": source.verify_certificates,
        }
        if isinstance(job, Fetch):
            meta |= {"rendering": source.rendering, "check_tdm": True}
            return self._make(job, job.row.url, self.parse_page, meta)
        meta["handle_httpstatus_list"] = [304]
        return self._make(job, job.endpoint.location, self.parse_listing, meta, job.endpoint.conditions())

    def _make(
        self, job: Job, url: str, callback: Any, meta: dict[str, Any], headers: dict[str, str] | None = None
    ) -> Request:
        return Request(
            url, callback, errback=self.failed, dont_filter=True, headers=headers, meta=meta, cb_kwargs={"job": job}
        )


def _delays(run: Run, default: float) -> Any:
    """Gives the function from a source's id to the seconds between two requests to one of its hosts."""
    own = {source.id: source.politeness.delay for source in run.sources.values()}
    return lambda source_id: default if own[source_id] is None else own[source_id]
