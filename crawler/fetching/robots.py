"""robots.txt obeyed as RFC 9309 has it."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

from crawler.fetching.host_state import SiteFile, host_state_of
from crawler.fetching.pace import pace_of
from crawler.fetching.refusals import NotNow, Refused
from crawler.fetching.robots_rules import RobotsRules
from crawler.fetching.site_files import FIRST_BYTES, SiteFiles, is_usable
from crawler.hosts import origin_of, request_host

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

CACHED_BYTES = 2 * 1024 * 1024
"""How much robots.txt is kept parsed, some hundreds of files; a hostile one takes sixty times as much memory."""


class RobotsMiddleware:
    """Refuses what robots.txt forbids, and makes no request to an origin whose robots.txt cannot be had.

    Stands in for Scrapy's own middleware. ``ROBOTSTXT_OBEY`` is the switch, ``ROBOTSTXT_USER_AGENT`` the product token.
    4xx means that there are no rules, whatever the body; 5xx, 429 and any failure mean "not now". Crawl-delay goes to
    ``Pace`` and ``HostState``. Requests with ``dont_obey_robotstxt`` in their meta pass: robots.txt itself.

    Raises ``Refused`` (``robots``) and ``NotNow`` (``robots-<reason>``); counts ``robots/forbidden``, ``robots/read``,
    ``robots/unreachable`` and ``robots/unreachable/<reason>``.
    """

    def __init__(self, crawler: Crawler, agent: str) -> None:
        self.crawler = crawler
        self.agent = agent
        self._files = SiteFiles(crawler, "/robots.txt", obeys_robots=False)
        self._rules: OrderedDict[str, tuple[SiteFile, RobotsRules]] = OrderedDict()
        self._cached_bytes = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        agent = crawler.settings.get("ROBOTSTXT_USER_AGENT") or crawler.settings["USER_AGENT"]
        return cls(crawler, agent)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self.rules_for(request)
        if not rules.allows(request.url):
            self._count("forbidden")
            raise Refused("robots")

    def allows_as_known(self, url: str) -> bool:
        """Says whether ``url`` is allowed by what is known already; asks nobody, and allows where nothing is known."""
        try:
            kept = self._rules.get(origin_of(url))
        except ValueError:
            return True
        return kept is None or kept[1].allows(url)

    async def rules_for(self, request: Request) -> RobotsRules:
        """Gives the rules for ``request``'s origin. Raises ``NotNow`` where they cannot be had."""
        origin = origin_of(request.url)
        kept = self._rules.get(origin)
        if kept is not None and is_usable(kept[0], datetime.now(UTC)):
            self._rules.move_to_end(origin)
            return kept[1]
        file = await self._files.get(origin, request)
        if file.reason is not None:
            self._count("unreachable")
            self._count(f"unreachable/{file.reason}")
            raise NotNow(f"robots-{file.reason}", file.retry_at, is_network=file.is_network)
        kept = self._rules.get(origin)
        if kept is not None and kept[0] is file:  # another request that waited for the same file parsed it
            return kept[1]
        return await self._learn(origin, file)

    async def _learn(self, origin: str, file: SiteFile) -> RobotsRules:
        rules = RobotsRules(file.body, self.agent, is_cut=len(file.body) >= FIRST_BYTES)
        self._keep(origin, file, rules)
        host = request_host(origin)
        pace_of(self.crawler).ask_delay(host, origin, rules.delay)
        await host_state_of(self.crawler).save_delay(host, pace_of(self.crawler).delay(host))
        self._count("read")
        return rules

    def _keep(self, origin: str, file: SiteFile, rules: RobotsRules) -> None:
        self._drop(origin)
        self._rules[origin] = (file, rules)
        self._cached_bytes += len(file.body)
        while self._cached_bytes > CACHED_BYTES:
            self._drop(next(iter(self._rules)))

    def _drop(self, origin: str) -> None:
        dropped = self._rules.pop(origin, None)
        if dropped is not None:
            self._cached_bytes -= len(dropped[0].body)

    def _count(self, what: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"robots/{what}")
