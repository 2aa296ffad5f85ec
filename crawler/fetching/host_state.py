"""What is known of hosts and outlives a request: their robots.txt, their rests, their delays, how their pages are read.

The interface the middlewares work against. ``MemoryHostState`` serves one process; the one that all processes
share is kept in the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler


@dataclass(frozen=True, slots=True)
class SiteFile:
    """One of the files by which a site speaks to crawlers, as it was had at some time."""

    status: int | None
    """HTTP status of the answer, after redirects; ``None`` where there was none."""
    body: bytes
    """The first 500 KiB of a 2xx answer; empty otherwise."""
    fetched_at: datetime
    """UTC."""
    reason: str | None = None
    """Why it could not be had (``dns``, ``timeout``, ``http-503``, ...); ``None`` where the site answered for good."""
    retry_at: datetime | None = None
    """Not to be asked for again before (UTC), where it could not be had."""
    is_network: bool = False
    """Whether no server was reached at all."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A host's wish to be left alone."""

    until: datetime
    """UTC."""
    reason: str
    """``http-429`` or ``http-503``."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """What was learned about how the pages of a source must be read."""

    way: Literal["static", "browser"]
    learned_at: datetime
    """UTC."""
    pages: int = 0
    """Pages in a row that spoke for ``way``."""


class HostState(Protocol):
    """Where the state of hosts is kept. Hosts are keys as ``host_of`` gives them, origins as ``origin_of`` does."""

    async def load_file(self, origin: str, path: str) -> SiteFile | None:
        """Gives what was last saved for ``path`` (``/robots.txt``, ...), however old."""

    async def save_file(self, origin: str, path: str, file: SiteFile) -> None:
        """Keeps ``file`` in place of what was there."""

    async def load_rest(self, host: str) -> Rest | None:
        """Gives the host's rest, or ``None`` where there is none or it is over."""

    async def save_rest(self, host: str, rest: Rest) -> None:
        """Keeps a rest; one that ends earlier than the one in force changes nothing."""

    async def save_delay(self, host: str, seconds: float | None) -> None:
        """Keeps the pause that the host's robots.txt asks for between requests; ``None``: it asks for none."""

    async def load_rendering(self, source_id: str) -> Rendering | None:
        """Gives what was learned about a source."""

    async def save_rendering(self, source_id: str, rendering: Rendering) -> None:
        """Keeps what was learned about a source."""


class MemoryHostState:
    """The state of hosts for as long as the process lives."""

    def __init__(self) -> None:
        self.files: dict[tuple[str, str], SiteFile] = {}
        self.rests: dict[str, Rest] = {}
        self.delays: dict[str, float | None] = {}
        self.renderings: dict[str, Rendering] = {}

    async def load_file(self, origin: str, path: str) -> SiteFile | None:
        return self.files.get((origin, path))

    async def save_file(self, origin: str, path: str, file: SiteFile) -> None:
        self.files[origin, path] = file

    async def load_rest(self, host: str) -> Rest | None:
        rest = self.rests.get(host)
        return rest if rest and rest.until > datetime.now(UTC) else None

    async def save_rest(self, host: str, rest: Rest) -> None:
        known = self.rests.get(host)
        if known is None or known.until < rest.until:
            self.rests[host] = rest

    async def save_delay(self, host: str, seconds: float | None) -> None:
        self.delays[host] = seconds

    async def load_rendering(self, source_id: str) -> Rendering | None:
        return self.renderings.get(source_id)

    async def save_rendering(self, source_id: str, rendering: Rendering) -> None:
        self.renderings[source_id] = rendering


_states: WeakKeyDictionary[Crawler, HostState] = WeakKeyDictionary()


def use_host_state(crawler: Crawler, state: HostState) -> None:
    """Makes ``state`` the one that all fetching components of ``crawler`` use. Call it before the first request."""
    _states[crawler] = state


def host_state_of(crawler: Crawler) -> HostState:
    """Gives the state in use by ``crawler``: the one it was told to use, else one of its own in memory."""
    if crawler not in _states:
        _states[crawler] = MemoryHostState()
    return _states[crawler]
