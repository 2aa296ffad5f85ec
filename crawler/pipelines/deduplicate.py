"""Finds out whether an article is there already, under its identity or with the same text."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from crawler.items import Article
from crawler.run import Run, run_of


class DeduplicatePipeline:
    """Gives each article the record that it is a copy of. Merges nothing: the store pipeline does."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler))

    async def process_item(self, item: Article) -> Article:
        """Sets ``holder`` where a record of another address holds the article."""
        holder = await self.run.storage.articles.find_holder(item)
        if holder is not None and holder.url != item.url:
            item.holder = holder
        return item
