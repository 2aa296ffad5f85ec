"""How fast each host may be asked in this crawl: the rests and delays that its components share, without a database."""

from __future__ import annotations

from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler

from crawler.fetching.host_state import Rest
from crawler.fetching.refusals import NotNow


class Pace:
    """What hosts asked for: rests, looked at just before a request leaves, and delays between requests."""

    def __init__(self) -> None:
        self._rests: dict[str, Rest] = {}
        self._delays: dict[str, dict[str, float]] = {}

    def rest(self, host: str, rest: Rest) -> None:
        """Lets ``host`` rest; a rest that ends earlier than the one in force changes nothing."""
        known = self._rests.get(host)
        if known is None or known.until < rest.until:
            self._rests[host] = rest

    def check(self, host: str, now: datetime | None = None) -> None:
        """Raises ``NotNow`` while ``host`` rests. ``now`` is UTC-aware."""
        rest = self._rests.get(host)
        if rest is None:
            return
        if rest.until <= (now or datetime.now(UTC)):
            del self._rests[host]
            return
        raise NotNow("resting", rest.until)

    def ask_delay(self, host: str, origin: str, seconds: float | None) -> None:
        """Keeps the delay that an origin on ``host`` asks for, or that it asks for none."""
        delays = self._delays.setdefault(host, {})
        if seconds is None:
            delays.pop(origin, None)
        else:
            delays[origin] = seconds

    def delay(self, host: str) -> float | None:
        """Gives the longest delay in seconds that an origin on ``host`` asks for, ``None`` where none does."""
        return max(self._delays.get(host, {}).values(), default=None)


_paces: WeakKeyDictionary[Crawler, Pace] = WeakKeyDictionary()


def pace_of(crawler: Crawler) -> Pace:
    """Gives the pace of a crawl, the same to all of its components."""
    return _paces.setdefault(crawler, Pace())
