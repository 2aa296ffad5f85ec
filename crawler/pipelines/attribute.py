"""Says of each article who wrote it, who published it and where it came from."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from crawler.attribution.attribute import attribute
from crawler.attribution.publishers import PublisherIndex
from crawler.items import Article
from crawler.run import Run, run_of


class AttributePipeline:
    """Attributes every article; none passes without the hyperlink to its source."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.publishers = PublisherIndex(run.catalogue)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler))

    def process_item(self, item: Article) -> Article:
        """Sets ``attribution``."""
        item.attribution = attribute(
            item.extraction,
            url=item.canonical_url or item.url,
            source=self.run.sources[item.source_id],
            retrieved_at=item.retrieved_at,
            known_publisher=self.publishers.publisher_of,
        )
        return item
