"""Keeps the record of a run: alive by its heartbeat, closed with its books and its verdict."""

from __future__ import annotations

import asyncio
import logging
import signal
from types import FrameType
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from crawler.exceptions import DatabaseUnavailable
from crawler.extensions.verdict import DATABASE, INTERRUPTED, TERMINATED, Books, Verdict, judge
from crawler.run import DATABASE_LOST, Run, run_of
from crawler.storage.runs import HEARTBEAT_SECONDS, storable

logger = logging.getLogger(__name__)

CLOSING_SECONDS = 5


class RunRecorder:
    """Writes the run's record at its start, every few seconds, and at its end; decides its exit status.

    The exit status is left in the stat ``run/exit_status``, where the crawl command reads it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.run: Run = run_of(crawler)
        self._heartbeat: asyncio.Task[None] | None = None
        self._signal: int | None = None
        self._lost: DatabaseUnavailable | None = None
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        recorder = cls(crawler)
        crawler.signals.connect(recorder.spider_opened, signals.spider_opened)
        crawler.signals.connect(recorder.note_signals, signals.engine_started)
        crawler.signals.connect(recorder.note_failure, signals.spider_error)
        crawler.signals.connect(recorder.note_failure, signals.item_error)
        crawler.signals.connect(recorder.spider_closed, signals.spider_closed)
        crawler.signals.connect(recorder.engine_stopped, signals.engine_stopped)
        return recorder

    async def spider_opened(self) -> None:
        """Opens the record."""
        assert self.crawler.spider is not None
        await self.run.storage.runs.begin(
            {
                "spider": self.crawler.spider.name,
                "version": self.crawler.settings["VERSION"],
                "arguments": self.run.arguments,
                "sources_selected": len(self.run.sources),
            }
        )
        self._heartbeat = asyncio.create_task(self._beat())

    def note_signals(self) -> None:
        """Remembers which signal ends the run: Scrapy itself only says ``shutdown``."""
        for number in (signal.SIGTERM, signal.SIGINT):
            scrapys = signal.getsignal(number)
            if callable(scrapys):
                signal.signal(number, self._noting(scrapys))

    def note_failure(self, failure: Failure) -> None:
        """Ends the run when the database is lost: what isn't stored stays pending."""
        if isinstance(failure.value, DatabaseUnavailable) and self._lost is None:
            self._lost = failure.value
            logger.error("The database is lost, the run ends: %s", failure.value)
            assert self.crawler.engine is not None
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=DATABASE_LOST))

    async def spider_closed(self) -> None:
        """Closes the record with the verdict."""
        if self._heartbeat is not None:
            self._heartbeat.cancel()
        try:
            verdict, books = await self._judge()
            if self._lost is None:
                await self.run.storage.runs.end(self._record(verdict, books))
        except DatabaseUnavailable as error:
            verdict = Verdict("database lost", DATABASE, [str(error)])
        stats = self.run.stats
        stats.set_value("run/verdict", verdict.name)
        stats.set_value("run/exit_status", verdict.exit_status)
        stats.set_value("run/reasons", verdict.reasons)
        log = logger.info if verdict.exit_status == 0 else logger.error
        log("Run %s: %s%s", self.run.id, verdict.name, "".join(f"; {reason}" for reason in verdict.reasons))

    async def engine_stopped(self) -> None:
        """Closes the database, once nobody needs it any more; one that is lost is not waited for."""
        closing = asyncio.ensure_future(self.run.storage.close())
        await asyncio.wait([closing], timeout=CLOSING_SECONDS)

    async def _judge(self) -> tuple[Verdict, Books | None]:
        if self._lost is not None:
            return Verdict("database lost", DATABASE, [str(self._lost)]), None
        books = await self._balance()
        figure = self.run.stats.get_value
        failing, reliable = await self._sources()
        verdict = judge(
            polled=figure("polls", 0),
            answered=figure("downloader/response_count", 0),
            failing=failing,
            reliable=reliable,
            fetched=figure("pages/fetched", 0),
            kept=figure("articles/stored", 0) + figure("articles/duplicate", 0),
            books=books,
            entries={name: figure(f"entries/{name}", 0) for name in ("found", "new", "known", "rejected")},
        )
        if self._signal == signal.SIGTERM:
            return Verdict("terminated", TERMINATED, ["SIGTERM"]), books
        if self._signal == signal.SIGINT:
            return Verdict("stopped", INTERRUPTED, ["SIGINT"]), books
        return verdict, books

    async def _balance(self) -> Books:
        figure = self.run.stats.get_value
        storage = self.run.storage
        return Books(
            at_start=self.run.pending_at_start,
            listed=figure("ledger/listed", 0),
            settled=figure("ledger/settled", 0),
            at_end=await storage.ledger.count_pending(sorted(self.run.sources)),
            others=await storage.runs.others_since(self.run.started_at),
        )

    async def _sources(self) -> tuple[list[str], int]:
        """Gives the sources that failed though they used to work, and how many that used to work were polled."""
        polled = {source: counted for source, counted in self.run.figures.items() if counted["polls"]}
        worked = {source: counted["polls"] > counted["polls/failed"] for source, counted in polled.items()}
        reliable = await self.run.storage.sources.remember(worked)
        return [source for source in reliable if not worked[source]], len(reliable)

    def _record(self, verdict: Verdict, books: Books | None) -> dict[str, Any]:
        figures = {source: dict(counted) for source, counted in self.run.figures.items()}
        return {
            "verdict": verdict.name,
            "exit_status": verdict.exit_status,
            "reasons": verdict.reasons,
            "books": None if books is None else {name: getattr(books, name) for name in Books.__slots__},
            "sources": figures,
            "stats": storable(self.run.stats.get_stats()),
        }

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            try:
                await self.run.storage.runs.beat(self.run.stats.get_stats())
            except DatabaseUnavailable as error:
                logger.warning("No heartbeat written: %s", error)

    def _noting(self, scrapys: Any) -> Any:
        def handler(number: int, frame: FrameType | None) -> None:
            self._signal = number
            scrapys(number, frame)

        return handler
