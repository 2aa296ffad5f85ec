"""What Byline is compared with: a spider that only downloads, and the plain way to store articles.

    http_proxy=... python benchmarks/throughput_spiders.py download|plain URLS [--mongodb-uri URI --database NAME]

Both run with Scrapy's default settings, which have no delay and no robots.txt; only the log level is INFO instead of
DEBUG, to their advantage. Prints the number of pages and of stored documents as JSON.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pymongo
import trafilatura
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class DownloadSpider(Spider):
    """Asks for every page and does nothing with it."""

    name = "download"
    urls: list[str]

    async def start(self) -> AsyncIterator[Any]:
        for url in self.urls:
            yield Request(url)

    def parse(self, response: Response, **_named: Any) -> Any:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value("pages", int(response.status == 200))


class PlainSpider(DownloadSpider):
    """Extracts in the callback."""

    name = "plain"

    def parse(self, response: Response, **_named: Any) -> Iterator[dict[str, Any]]:
        super().parse(response)
        document = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
        if document is not None:
            fields = document if isinstance(document, dict) else document.as_dict()
            yield {name: value for name, value in fields.items() if name not in {"body", "commentsbody"}}


class InsertPipeline:
    """One insert an item."""

    def __init__(self, uri: str, database: str) -> None:
        self.client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(uri)
        self.articles = self.client[database]["articles"]

    @classmethod
    def from_crawler(cls, crawler: Any) -> InsertPipeline:
        return cls(crawler.settings["MONGODB_URI"], crawler.settings["MONGODB_DATABASE"])

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        self.articles.insert_one(dict(item))
        return item

    def close_spider(self) -> None:
        self.client.close()


def main() -> None:
    """Crawls the pages named in a file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("way", choices=["download", "plain"])
    parser.add_argument("urls", type=Path)
    parser.add_argument("--mongodb-uri")
    parser.add_argument("--database")
    arguments = parser.parse_args()
    settings: dict[str, Any] = {"LOG_LEVEL": "INFO"}
    spider: type[Spider] = DownloadSpider
    if arguments.way == "plain":
        spider = PlainSpider
        settings |= {
            "ITEM_PIPELINES": {InsertPipeline: 300},
            "MONGODB_URI": arguments.mongodb_uri,
            "MONGODB_DATABASE": arguments.database,
        }
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    process.crawl(crawler, urls=arguments.urls.read_text(encoding="utf-8").split("\n"))
    process.start()
    stats = crawler.stats
    assert stats is not None
    print(json.dumps({"pages": stats.get_value("pages", 0), "stored": stats.get_value("item_scraped_count", 0)}))


if __name__ == "__main__":
    main()
