"""From the bytes of a page to what it says: pure functions that know no Scrapy and no database."""

from __future__ import annotations

from crawler.extraction.document import Document, parse_document
from crawler.extraction.page import extract

__all__ = ["Document", "extract", "parse_document"]
