"""What Scrapy logs about items: their addresses, never their text. The signatures are Scrapy's."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult


class QuietLogFormatter(LogFormatter):
    """Names items by their URL; a dropped item is an entry of the ledger, not a warning."""

    def scraped(self, item: Any, response: Any, spider: Any) -> LogFormatterResult:  # noqa: ARG002
        """An article was stored, or kept as a sighting."""
        return {"level": logging.DEBUG, "msg": "Kept %(url)s", "args": {"url": item.url}}

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Any) -> LogFormatterResult:  # noqa: ARG002
        """A page held nothing that we keep."""
        return {
            "level": logging.INFO,
            "msg": "Not kept %(url)s: %(reason)s",
            "args": {"url": item.url, "reason": str(exception)},
        }

    def item_error(self, item: Any, exception: BaseException, response: Any, spider: Any) -> LogFormatterResult:  # noqa: ARG002
        """A pipeline failed over an article."""
        return {
            "level": logging.ERROR,
            "msg": "Could not handle %(url)s",
            "args": {"url": item.url},
        }
