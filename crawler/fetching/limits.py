"""Bodies as they should be: not too large, and all there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import HtmlResponse, TextResponse
from scrapy.responsetypes import responsetypes

from crawler.fetching.compression import decode
from crawler.fetching.refusals import Incomplete, Unusable

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector

UNLIMITED = 2**63 - 1
OPENED = re.compile(rb"<(?:html|body)[\s>]", re.IGNORECASE)
CLOSED = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)


class CompressionMiddleware(HttpCompressionMiddleware):
    """Asks for compressed bodies and unpacks them, whole or not at all.

    Reads ``DOWNLOAD_MAXSIZE`` (also ``download_maxsize`` in ``Request.meta``), which holds for the unpacked body and
    for each step to it. A request with ``first_bytes`` in its meta gets that many bytes at most, of a broken body too.
    Raises ``Unusable`` and ``Incomplete``; counts ``limits/<reason>``.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        encodings = [name for value in response.headers.getlist("Content-Encoding") for name in value.split(b",")]
        if not encodings or request.method == "HEAD":
            return response
        first_bytes = request.meta.get("first_bytes")
        limit = first_bytes or request.meta.get("download_maxsize", self._max_size) or UNLIMITED
        try:
            body = decode(
                response.body, [name.decode("latin-1") for name in encodings], limit, whole=first_bytes is None
            )
        except Unusable as error:
            self._count(error.reason)
            raise
        except Incomplete:
            self._count("truncated")
            raise
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        if issubclass(kind, TextResponse):
            # The encoding was guessed from compressed bytes; let it be found again.
            return response.replace(cls=kind, headers=headers, body=body, encoding=None)
        return response.replace(cls=kind, headers=headers, body=body)

    def _count(self, reason: str) -> None:
        if self.stats is not None:
            self.stats.inc_value(f"limits/{reason}")


class TruncationMiddleware:
    """Refuses pages that break off although HTTP saw nothing wrong.

    A body of undeclared length ends with its connection, and a server that dies may close it as cleanly as one that is
    done (RFC 9112, section 6.3). HTML that opens its document and does not close it is then taken for cut; other bodies
    cannot be told apart. Lengths, chunks and compression are checked by the client and by ``CompressionMiddleware``.
    Raises ``Incomplete``; counts ``limits/truncated``.
    """

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats is not None
        return cls(crawler.stats)

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        if "partial" in response.flags and isinstance(response, HtmlResponse) and breaks_off(response.body):
            self.stats.inc_value("limits/truncated")
            raise Incomplete("the connection was closed before the end of the document")
        return response


def breaks_off(html: bytes) -> bool:
    """Says whether a document was opened (``<html>`` or ``<body>``) and never closed."""
    return OPENED.search(html) is not None and CLOSED.search(html) is None
