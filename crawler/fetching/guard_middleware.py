"""The address guard as the crawl sees it: refusals by exception, and no crawl without the guard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError
from scrapy.utils.httpobj import urlparse_cached

from crawler.exceptions import BylineError
from crawler.fetching.guard import Network, literal_address, parse_networks, refusal
from crawler.fetching.refusals import Refused
from crawler.fetching.resolver import GuardedResolver

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector


LONGEST_NAME, LONGEST_LABEL = 253, 63


def refuse_url(url: str, allowed: Sequence[Network]) -> None:
    """Raises ``Refused`` for a URL that can be judged by its looks.

    That is: a scheme other than http and https, a host that cannot be one, and a forbidden address spelled out. Names
    pass: they are judged when they are resolved, or by the proxy.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
        parts.port  # noqa: B018 - raises ValueError where the port is none
    except ValueError as error:
        raise Refused("bad-address", str(error)) from error
    if parts.scheme.lower() not in ("http", "https"):
        raise Refused("scheme", parts.scheme)
    if not host or not _could_exist(host):
        raise Refused("bad-address", host or "no host")
    address = literal_address(host)
    reason = refusal(address, allowed) if address is not None else None
    if reason:
        raise Refused("guard", f"{host} is {reason}", host=host)


def _could_exist(host: str) -> bool:
    """Says whether the DNS could hold ``host`` (RFC 1035, section 2.3.4); Twisted's look-up of another never ends."""
    name = host.removesuffix(".")
    return ":" in name or (
        len(name) <= LONGEST_NAME and all(0 < len(part) <= LONGEST_LABEL for part in name.split("."))
    )


class GuardMiddleware:
    """Refuses forbidden schemes and spelled-out addresses before anything is sent, and names the resolver's refusals.

    Reads ``ALLOWED_PRIVATE_NETWORKS``. Raises ``Refused`` (``guard``, ``scheme``, ``bad-address``); counts
    ``guard/refused`` and ``guard/refused/<reason>``. Where names are not resolved under guard, no request gets past it.
    """

    def __init__(self, stats: StatsCollector, allowed: Sequence[Network]) -> None:
        self.stats = stats
        self.allowed = tuple(allowed)
        self._resolver: GuardedResolver | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats is not None
        return cls(crawler.stats, parse_networks(crawler.settings.getlist("ALLOWED_PRIVATE_NETWORKS")))

    @property
    def resolver(self) -> GuardedResolver:
        """The reactor's resolver; looked up at the first request, as a process may install it after its crawlers.

        Raises ``BylineError`` where names are resolved by anything else, or under other rules than this crawl's.
        """
        if self._resolver is None:
            from twisted.internet import reactor  # noqa: PLC0415 - importing it installs it

            resolver = reactor.nameResolver
            if not isinstance(resolver, GuardedResolver):
                raise BylineError(f"TWISTED_DNS_RESOLVER must be a GuardedResolver, not {type(resolver).__name__}")
            if set(resolver.allowed) != set(self.allowed):
                raise BylineError("ALLOWED_PRIVATE_NETWORKS must be the same for all spiders of a process")
            self._resolver = resolver
        return self._resolver

    def process_request(self, request: Request) -> None:
        try:
            refuse_url(request.url, self.resolver.allowed)
        except Refused as refused:
            self._count(refused.reason)
            raise

    def process_exception(self, request: Request, exception: Exception) -> None:
        host = urlparse_cached(request).hostname or ""
        if isinstance(exception, ValueError) and "invalid hostname" in str(exception):
            # Twisted's word for a name that no name server could hold: empty or overlong labels.
            self._count("bad-address")
            raise Refused("bad-address", host) from exception
        if not isinstance(exception, CannotResolveHostError):
            return
        reason = self.resolver.refused(host)
        if reason:
            self._count("guard")
            raise Refused("guard", f"{host} is {reason}", host=host) from exception

    def _count(self, reason: str) -> None:
        self.stats.inc_value("guard/refused")
        self.stats.inc_value(f"guard/refused/{reason}")
