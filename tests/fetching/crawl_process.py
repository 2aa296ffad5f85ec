"""A crawl with Byline's fetching and nothing else, run as a program: a plan on stdin, what came of it on stdout.

In a process of its own, because a reactor starts only once. The plan is one JSON object: ``requests`` (each ``url`` and
``meta``), ``settings``, and ``names`` (host name to the addresses its look-ups give, one list for each look-up in turn,
the last one repeated; names that are not there do not exist).
"""

from __future__ import annotations

import json
import resource
import socket
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.fetching.failures import judge_failure, judge_status

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


def main() -> None:
    plan = json.load(sys.stdin)
    _stub_names(plan.get("names", {}))
    results: list[dict[str, Any]] = []
    process = AsyncCrawlerProcess(plan["settings"])
    crawler = process.create_crawler(PlanSpider)
    process.crawl(crawler, plan=plan, results=results)
    process.start()
    stats = {key: value for key, value in crawler.stats.get_stats().items() if isinstance(value, int | float | str)}
    stats["playwright_loaded"] = "playwright" in sys.modules
    stats["peak_memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    json.dump({"results": results, "stats": stats}, sys.stdout)


if __name__ == "__main__":
    main()
