"""Keeps what holds an article, and of it what its publisher's rights leave to us."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.attribution.rights import Treatment, treatment
from crawler.items import Article

ARTICLE_KINDS = frozenset({"article", "live-blog", "opinion", "press-release", "paywall-stub"})
"""Kinds of page that are stored."""


class NotStored(DropItem):
    """The page holds no article that we keep; ``reason`` goes into the ledger."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NormalisePipeline:
    """Refuses pages that are no articles and applies the rights policy. Does not change what an article says."""

    def __init__(self, policy: dict[str, str]) -> None:
        self.policy = policy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getdict("RIGHTS_POLICY"))

    def process_item(self, item: Article) -> Article:
        """Gives the article back or raises NotStored."""
        extraction = item.extraction
        if extraction.kind not in ARTICLE_KINDS:
            raise NotStored(f"kind-{extraction.kind}")
        if not extraction.headline:
            raise NotStored("no-headline")
        decision = treatment(extraction.rights, self.policy)
        if decision is Treatment.REFUSE:
            raise NotStored("rights")
        if decision is Treatment.HEADLINE:
            _reserve(item)
        elif not extraction.sections and extraction.kind != "paywall-stub":
            raise NotStored("no-text")
        return item


def _reserve(item: Article) -> None:
    """Keeps headline, description and hyperlink; a fingerprint or signature of the text would be use of it."""
    item.is_reserved = True
    item.fingerprint = item.signature = None
    item.extraction.sections = []
    item.extraction.images = []
    item.word_count = 0
