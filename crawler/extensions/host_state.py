"""Lets the fetching components share what hosts said with every other process, through the database."""

from __future__ import annotations

from dataclasses import asdict
from typing import Self

from scrapy.crawler import Crawler

from crawler.fetching.host_state import Rendering, Rest, SiteFile, use_host_state
from crawler.hosts import request_host
from crawler.run import run_of
from crawler.storage.storage import Storage


class SharedHostState:
    """The `HostState` that all processes share."""

    def __init__(self, storage: Storage) -> None:
        self.hosts = storage.hosts
        self.sources = storage.sources

    async def load_file(self, origin: str, path: str) -> SiteFile | None:
        found = await self.hosts.load_file(request_host(origin), origin + path)
        return SiteFile(**found) if found else None

    async def save_file(self, origin: str, path: str, file: SiteFile) -> None:
        await self.hosts.save_file(request_host(origin), origin + path, asdict(file))

    async def load_rest(self, host: str) -> Rest | None:
        found = await self.hosts.load_rest(host)
        return Rest(*found) if found else None

    async def save_rest(self, host: str, rest: Rest) -> None:
        await self.hosts.rest(host, rest.until, rest.reason)

    async def save_delay(self, host: str, seconds: float | None) -> None:
        await self.hosts.set_delay(host, seconds)

    async def load_rendering(self, source_id: str) -> Rendering | None:
        found = await self.sources.load_rendering(source_id)
        return Rendering(**found) if found else None

    async def save_rendering(self, source_id: str, rendering: Rendering) -> None:
        await self.sources.save_rendering(source_id, asdict(rendering))


class HostStateSharing:
    """Puts `SharedHostState` in the place of the one that a process keeps for itself."""

    def __init__(self, crawler: Crawler) -> None:
        use_host_state(crawler, SharedHostState(run_of(crawler).storage))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)
