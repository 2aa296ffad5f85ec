"""Looks up what a site's tdmrep.json says of the pages that are fetched."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.utils.datatypes import LocalCache

from crawler.fetching.host_state import SiteFile
from crawler.fetching.site_files import SiteFiles, is_usable
from crawler.fetching.tdmrep import Rule, parse_tdmrep, reservation_for
from crawler.hosts import origin_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

CACHED_ORIGINS = 1000


class TdmMiddleware:
    """Puts into ``Request.meta["tdm"]`` what the origin's tdmrep.json says of the page.

    Only for requests with ``check_tdm`` in their meta, so that feeds cost nothing. The value is ``{"reservation": "1"
    or "0", "policy": address or None}``, or ``None`` where the site says nothing: by having no such file, by one that
    cannot be read, or by not answering. The file is asked for once a day an origin, in turn with the pages and by
    robots.txt. Judges nothing and refuses nothing; counts ``tdm/reserved`` and ``tdm/unreachable``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._files = SiteFiles(crawler, "/.well-known/tdmrep.json", obeys_robots=True)
        self._rules: LocalCache[str, tuple[SiteFile, list[Rule]]] = LocalCache(CACHED_ORIGINS)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if not request.meta.get("check_tdm"):
            return
        reservation = reservation_for(await self._rules_for(request), request.url)
        request.meta["tdm"] = asdict(reservation) if reservation else None
        if reservation and reservation.reservation == "1":
            self._count("reserved")

    async def _rules_for(self, request: Request) -> list[Rule]:
        origin = origin_of(request.url)
        kept = self._rules.get(origin)
        if kept is not None and is_usable(kept[0], datetime.now(UTC)):
            return kept[1]
        file = await self._files.get(origin, request)
        if file.reason is not None:
            self._count("unreachable")
        rules = parse_tdmrep(file.body)
        self._rules[origin] = (file, rules)
        return rules

    def _count(self, what: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"tdm/{what}")
