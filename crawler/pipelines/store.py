"""Writes articles and settles their ledger rows, many at a time; an article has passed when the journal has it."""

from __future__ import annotations

import asyncio
import logging
from typing import Self

from scrapy.crawler import Crawler

from crawler.exceptions import RefusedDocument
from crawler.hosts import host_of
from crawler.items import Article, Entry
from crawler.normalisation.identity import url_key
from crawler.run import Run, run_of
from crawler.storage.ledger import DUPLICATE, REMOVED, STORED, NewRow

logger = logging.getLogger(__name__)

Waiting = tuple[Article, "asyncio.Future[str]"]


class StorePipeline:
    """Collects articles for a moment and stores them in one transaction.

    A batch goes out when it holds ``size`` articles or is ``linger`` seconds old. Small ones: responses wait in memory
    until their article is stored, and Scrapy stops fetching when they are too many.
    """

    def __init__(self, run: Run, size: int, linger: float) -> None:
        self.run = run
        self.size = size
        self.linger = linger
        self._waiting: list[Waiting] = []
        self._timer: asyncio.TimerHandle | None = None
        self._flushes: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler), crawler.settings.getint("STORE_BATCH"), crawler.settings.getfloat("STORE_LINGER"))

    async def process_item(self, item: Article) -> Article:
        """Gives the article back once it, or its sighting, is stored; raises RefusedDocument, DatabaseUnavailable."""
        if item.holder is not None:
            state = await self.run.storage.articles.add_sighting(item, item.holder)
        else:
            state = await self._enqueue(item)
        if state.startswith("refused: "):
            raise RefusedDocument(state.removeprefix("refused: "))
        self._count(item, state)
        return item

    async def close_spider(self) -> None:
        """Waits for the batches under way."""
        self._flush()
        await asyncio.gather(*self._flushes)

    def _enqueue(self, item: Article) -> asyncio.Future[str]:
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[str] = loop.create_future()
        self._waiting.append((item, stored))
        if len(self._waiting) >= self.size:
            self._flush()
        elif self._timer is None:
            self._timer = loop.call_later(self.linger, self._flush)
        return stored

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            batch, self._waiting = self._waiting, []
            flush = asyncio.create_task(self._write(batch))
            self._flushes.add(flush)
            flush.add_done_callback(self._flushes.discard)

    async def _write(self, batch: list[Waiting]) -> None:
        articles = [article for article, _ in batch]
        try:
            states = await self.run.storage.articles.write(articles)
            await self._alias([article for article in articles if states[article.row_id] == STORED])
        except Exception as error:  # noqa: BLE001  whatever it is, each article's own task must hear of it
            for _, stored in batch:
                if not stored.done():
                    stored.set_exception(error)
            return
        self.run.stats.inc_value("store/batches")
        for article, stored in batch:
            stored.set_result(states[article.row_id])

    async def _alias(self, articles: list[Article]) -> None:
        """Writes down the other addresses of what was stored, as rows of their own."""
        rows: dict[str, tuple[NewRow, str]] = {}
        for article in articles:
            for url in {article.url, *article.aliases}:
                key, host = url_key(url), host_of(url)
                if key != article.row_id and host and article.id:
                    row = NewRow(key, url, host, article.source_id, Entry(url), state=DUPLICATE, reason="alias")
                    rows[key] = (row, article.id)
        await self.run.storage.ledger.alias(list(rows.values()))

    def _count(self, item: Article, state: str) -> None:
        if state in (STORED, DUPLICATE, REMOVED):
            self.run.count_settled(item.source_id, state)
        else:
            self.run.stats.inc_value("ledger/lost")
