"""One page through Scrapy's own downloader, with the project's politeness and guards, and nothing stored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcessBase
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.clock import utc_now
from crawler.exceptions import UnusablePage

if TYPE_CHECKING:
    from crawler.workers.tasks import PageTask


class OnePageSpider(Spider):
    """Asks for one address and hands what comes back to ``answers``."""

    name = "one-page"
    custom_settings: dict[Any, Any] | None = {"ITEM_PIPELINES": {}, "EXTENSIONS": {}, "SPIDER_MIDDLEWARES": {}}  # noqa: RUF012

    def __init__(self, url: str, answers: list[PageTask | str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._answers = answers

    async def start(self) -> AsyncIterator[Request]:
        yield Request(self._url, callback=self.parse, errback=self.fail, dont_filter=True)

    def parse(self, response: Response) -> None:
        from crawler.workers.tasks import PageTask  # noqa: PLC0415 (see page_file)

        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        self._answers.append(PageTask(response.body, response.url, headers, utc_now()))

    def fail(self, failure: Failure) -> None:
        self._answers.append(failure.getErrorMessage() or type(failure.value).__name__)


def fetch_page(process: CrawlerProcessBase, url: str, time_zone: str | None = None) -> PageTask:
    """Fetches one page. Runs the reactor, so once a process only; raises ``UnusablePage`` if the page cannot be had."""
    answers: list[PageTask | str] = []
    process.crawl(OnePageSpider, url=url, answers=answers)
    process.start()
    answer = answers[0] if answers else "nothing came back"
    if isinstance(answer, str):
        raise UnusablePage(f"{url}: {answer}")
    return replace(answer, time_zone=time_zone)
