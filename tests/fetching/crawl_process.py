"""A crawl with Byline's fetching and nothing else, in a process of its own, because a reactor starts only once.

The plan holds ``requests`` (each ``url`` and ``meta``), ``settings``, ``names`` (host name to the addresses its
look-ups give, one list for each look-up in turn, the last one repeated; names that are not there do not exist),
``known`` (what earlier runs left behind), and ``environment``.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.fetching.failures import judge_failure, judge_status
from crawler.fetching.host_state import MemoryHostState, Rendering, Rest, SiteFile, use_host_state

KEPT_META = ("redirect_urls", "redirect_reasons", "tdm", "rendered", "row")


class PlanSpider(scrapy.Spider):
    """Fetches what the plan says and reports each answer and each failure."""

    name = "plan"

    def __init__(self, plan: dict[str, Any], results: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plan = plan
        self.results = results

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for wanted in self.plan["requests"]:
            yield scrapy.Request(
                wanted["url"], meta=wanted.get("meta", {}), callback=self.keep, errback=self.fail, dont_filter=True
            )

    def keep(self, response: Response) -> None:
        outcome = judge_status(response.status, response.headers)
        self.results.append(
            {
                "url": response.url,
                "status": response.status,
                "body": response.body[:4000].decode("utf-8", "replace"),
                "size": len(response.body),
                "flags": response.flags,
                "state": outcome.state if outcome else None,
                "reason": outcome.reason if outcome else None,
                "meta": _kept(response.meta),
            }
        )

    def fail(self, failure: Failure) -> None:
        error = failure.value
        outcome = judge_failure(error)
        self.results.append(
            {
                "url": failure.request.url,  # type: ignore[attr-defined]
                "error": type(error).__name__,
                "message": str(error),
                "state": outcome.state,
                "reason": outcome.reason,
                "retry_at": outcome.retry_at.isoformat() if outcome.retry_at else None,
                "is_network": outcome.is_network,
                "target": getattr(error, "url", None),
                "is_permanent": getattr(error, "is_permanent", None),
                "meta": _kept(failure.request.meta),  # type: ignore[attr-defined]
            }
        )


def _kept(meta: dict[str, Any]) -> dict[str, Any]:
    return {key: meta[key] for key in KEPT_META if key in meta}


def _stub_names(names: dict[str, list[list[str]]]) -> None:
    """Puts a table in place of the system's look-up of names; figures are still read by the system."""
    real = socket.getaddrinfo
    asked: dict[str, int] = {}

    def look_up(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name in names:
            turn = asked.get(name, 0)
            asked[name] = turn + 1
            addresses = names[name][min(turn, len(names[name]) - 1)]
            if addresses == ["hang"]:
                time.sleep(3)
                addresses = []
            return [answer for address in addresses for answer in real(address, port, *args, **kwargs)]
        try:
            return real(name, port, *args, flags=socket.AI_NUMERICHOST)
        except socket.gaierror:
            raise socket.gaierror(socket.EAI_NONAME, "no such name in this test") from None

    from twisted.internet import _resolver

    _resolver.GAIResolver.__init__.__defaults__ = (None, look_up)


def _host_state(known: dict[str, Any]) -> MemoryHostState:
    """What earlier runs left behind: ``files`` (origin, path, status, body, hours ago), ``rests`` (host to seconds from
    now), ``renderings`` (source to way)."""
    state = MemoryHostState()
    now = datetime.now(UTC)
    for origin, path, status, body, hours in known.get("files", []):
        state.files[origin, path] = SiteFile(status, body.encode(), now - timedelta(hours=hours))
    for host, seconds in known.get("rests", {}).items():
        state.rests[host] = Rest(now + timedelta(seconds=seconds), "http-429")
    for source, way in known.get("renderings", {}).items():
        state.renderings[source] = Rendering(way, now, 1)
    return state


def run(plan: dict[str, Any], told: Path, log: Path) -> None:
    """Runs the crawl of ``plan`` in this process, once: writes what came of it to ``told``, its log to ``log``."""
    with log.open("wb") as file:
        os.dup2(file.fileno(), 2)
    os.environ.clear()
    os.environ.update(plan["environment"])
    _stub_names(plan["names"])
    results: list[dict[str, Any]] = []
    process = AsyncCrawlerProcess(plan["settings"])
    crawler = process.create_crawler(PlanSpider)
    state = _host_state(plan["known"])
    use_host_state(crawler, state)
    process.crawl(crawler, plan=plan, results=results)
    process.start()
    stats = {key: value for key, value in crawler.stats.get_stats().items() if isinstance(value, int | float | str)}
    stats["playwright_loaded"] = "playwright" in sys.modules
    stats["peak_memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    kept = {"files": sorted(map(list, state.files)), "rests": sorted(state.rests), "delays": state.delays,
            "renderings": {source: learned.way for source, learned in state.renderings.items()}}  # fmt: skip
    told.write_text(json.dumps({"results": results, "stats": stats, "kept": kept}))
