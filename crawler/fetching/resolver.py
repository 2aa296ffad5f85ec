# ruff: noqa: N802, N803 - the names are Twisted's
"""The address guard inside the resolver: what is connected to is what was checked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from scrapy.resolver import CachingHostnameResolver
from scrapy.utils.datatypes import LocalCache
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.fetching.guard import Network, parse_networks, refusal
from crawler.fetching.proxy import proxy_host

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

REMEMBERED_REFUSALS = 10_000


@implementer(IHostnameResolver)
class GuardedResolver(CachingHostnameResolver):
    """Resolves names as Scrapy does, and passes on only addresses that may be fetched.

    Being the reactor's resolver, it sees every name and every address in figures that is connected to, redirects and
    later look-ups of the same name (rebinding) included; Twisted connects to the very address that passed. Set as
    ``TWISTED_DNS_RESOLVER``; reads ``ALLOWED_PRIVATE_NETWORKS``, ``CRAWL_PROXY`` (whose own host is exempt), and
    ``DNS_TIMEOUT`` (seconds a look-up may take, so that a dead name server ends in a failure of each URL instead of a
    run that hangs). It does not raise: a host without a permitted address looks like one that does not exist, and
    ``refused`` tells the two apart.
    """

    def __init__(
        self, reactor: ReactorBase, cache_size: int, *, allowed: Sequence[Network], exempt: str | None, timeout: float
    ) -> None:
        super().__init__(reactor, cache_size)
        self.allowed = tuple(allowed)
        self.exempt = exempt
        self.timeout = timeout
        self._refused: LocalCache[str, str] = LocalCache(REMEMBERED_REFUSALS)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        settings = crawler.settings
        return cls(
            reactor,
            settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0,
            allowed=parse_networks(settings.getlist("ALLOWED_PRIVATE_NETWORKS")),
            exempt=proxy_host(settings.get("CRAWL_PROXY")),
            timeout=settings.getfloat("DNS_TIMEOUT"),
        )

    def refused(self, host: str) -> str | None:
        """Says why the last look-up of ``host`` had addresses but none that may be fetched; ``None`` otherwise."""
        return self._refused.get(host.lower())

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        receiver: Any = _GuardingReceiver(self, resolutionReceiver, hostName)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)

    def judge(self, host: str, address: Any) -> str | None:
        """Says why the Twisted ``address`` of ``host`` may not be connected to, or gives ``None``."""
        if host == self.exempt:
            return None
        return refusal(ip_address(address.host.partition("%")[0]), self.allowed)

    def remember(self, host: str, reason: str | None) -> None:
        """Keeps why ``host`` was refused, or forgets it."""
        if reason is None:
            self._refused.pop(host.lower(), None)
        else:
            self._refused[host.lower()] = reason


async def look_up(resolver: Any, host: str) -> list[str]:
    """Gives the addresses that ``resolver`` passes on for ``host``: under guard, those that may be connected to."""
    receiver: Any = _CollectingReceiver(asyncio.get_running_loop().create_future())
    resolver.resolveHostName(receiver, host)
    addresses: list[str] = await receiver.addresses
    return addresses


@implementer(IResolutionReceiver)
class _CollectingReceiver:
    """Waits for the end of one look-up."""

    def __init__(self, addresses: asyncio.Future[list[str]]) -> None:
        self.addresses = addresses
        self._found: list[str] = []

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        """Nothing to do: only the end counts."""

    def addressResolved(self, address: Any) -> None:
        self._found.append(address.host)

    def resolutionComplete(self) -> None:
        if not self.addresses.done():
            self.addresses.set_result(self._found)


@implementer(IResolutionReceiver)
class _GuardingReceiver:
    """Stands before the receiver of one look-up: drops forbidden addresses, and ends the look-up in time."""

    def __init__(self, guard: GuardedResolver, receiver: IResolutionReceiver, host: str) -> None:
        self._guard = guard
        self._receiver: Any = receiver
        self._host = host
        self._reason: str | None = None
        self._passed = False
        self._timer: Any = None
        self._done = False

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        self._receiver.resolutionBegan(resolution)
        self._timer = self._guard.reactor.callLater(self._guard.timeout, self.resolutionComplete)

    def addressResolved(self, address: IAddress) -> None:
        if self._done:
            return
        reason = self._guard.judge(self._host, address)
        if reason is None:
            self._passed = True
            self._receiver.addressResolved(address)
        else:
            self._reason = reason

    def resolutionComplete(self) -> None:
        if self._done:
            return
        self._done = True
        if self._timer is not None and self._timer.active():
            self._timer.cancel()
        self._guard.remember(self._host, None if self._passed else self._reason)
        self._receiver.resolutionComplete()
