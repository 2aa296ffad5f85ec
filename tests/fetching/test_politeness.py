"""Pauses and rests that hosts ask for, seen from the servers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from tests.fetching.conftest import RunCrawl
from tests.fetching.servers import ARTICLE, Asked, Server, page

Serve = Callable[..., Server]
TOLERANCE = 0.05
"""Seconds."""


def _robots(text: str) -> bytes:
    return page(text, content_type="text/plain")


def _pauses(site: Server) -> list[float]:
    return [later - earlier for earlier, later in pairwise(site.times())]


def test_no_request_comes_before_the_delay_of_the_settings(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"*": page(ARTICLE)})
    crawl(*(site.url(f"/{n}") for n in range(3)), settings={"DOWNLOAD_DELAY": 0.8})
    assert len(site.asked) == 4
    # Scrapy counts from when a request leaves its slot; opening the connection takes what it takes.
    assert min(_pauses(site)) >= 0.8 / 2


def test_no_request_comes_before_the_crawl_delay(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/robots.txt": _robots("User-agent: *\nCrawl-delay: 0.6\n"), "*": page(ARTICLE)})
    crawl(*(site.url(f"/{n}") for n in range(3)), settings={"DOWNLOAD_DELAY": 0.1, "DOWNLOAD_DELAY_JITTER": 0.5})
    assert len(site.asked) == 4
    assert min(_pauses(site)) >= 0.6 - TOLERANCE


def test_a_delay_of_the_sources_own_replaces_that_of_the_settings(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"*": page(ARTICLE)})
    crawl(*((site.url(f"/{n}"), {"delay": 0.5}) for n in range(2)), settings={"DOWNLOAD_DELAY": 0})
    assert min(_pauses(site)) >= 0.5 - TOLERANCE


def test_the_crawl_delay_holds_against_a_shorter_one_of_the_sources_own(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/robots.txt": _robots("User-agent: *\nCrawl-delay: 0.5\n"), "*": page(ARTICLE)})
    crawl(*((site.url(f"/{n}"), {"delay": 0.1}) for n in range(2)))
    assert min(_pauses(site)) >= 0.5 - TOLERANCE


def test_with_a_delay_asked_for_requests_do_not_overlap(crawl: RunCrawl, serve: Serve) -> None:
    under_way, most = 0, 0

    async def slowly(asked: Asked, writer: asyncio.StreamWriter) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.4)
        under_way -= 1
        writer.write(page(ARTICLE))

    site = serve({"/robots.txt": _robots("User-agent: *\nCrawl-delay: 0.1\n"), "*": slowly})
    crawl(*(site.url(f"/{n}") for n in range(3)))
    assert most == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("as_date", [False, True], ids=["seconds", "date"])
def test_retry_after_lets_the_whole_host_rest(status: int, as_date: bool, crawl: RunCrawl, serve: Serve) -> None:
    until = datetime.now(UTC) + timedelta(seconds=600)
    value = format_datetime(until, usegmt=True) if as_date else "600"
    busy = serve({"/0": page("", status, Retry_After=value), "*": page(ARTICLE)})
    other_port = serve({"*": page(ARTICLE)})
    settings = {"DOWNLOAD_DELAY": 0.2, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
    done = crawl(*(busy.url(f"/{n}") for n in range(4)), other_port.url("/late"), settings=settings)
    assert busy.targets() == ["/robots.txt", "/0"]
    assert "/late" not in other_port.targets()
    assert done.reasons().count(f"http-{status}") == 1
    assert set(done.reasons()) <= {f"http-{status}", "resting", "robots-resting"}
    for result in done.results:
        assert result["state"] == "pending"
        assert abs(datetime.fromisoformat(result["retry_at"]) - until) < timedelta(seconds=60)


def test_other_hosts_go_on_while_one_rests(crawl: RunCrawl, serve: Serve) -> None:
    busy = serve({"*": page("", 429, Retry_After="600")})
    free = serve({"*": page(ARTICLE)}, host="127.0.0.2")
    settings = {"ALLOWED_PRIVATE_NETWORKS": ["127.0.0.0/8"], "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
    done = crawl(busy.url("/a"), *(free.url(f"/{n}") for n in range(5)), settings=settings)
    assert [result.get("status") for result in done.results].count(200) == 5


def test_too_many_requests_without_a_time_rests_too(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"*": page("", 429)})
    done = crawl(site.url("/a"))
    assert done.only["reason"] == "http-429"
    assert done.only["retry_at"] is not None


def test_unavailable_without_a_time_is_an_ordinary_failure(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"*": page("", 503)})
    done = crawl(site.url("/a"), site.url("/b"))
    assert done.reasons() == ["http-503"] * 2
    assert len(site.asked) == 3


def test_a_rest_of_an_earlier_run_is_kept(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"*": page(ARTICLE)})
    done = crawl(site.url("/a"), known={"rests": {"127.0.0.1": 600}})
    assert site.asked == []
    assert done.only["reason"] in {"resting", "robots-resting"}


def test_a_rest_is_kept_for_other_runs(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"*": page("", 429, Retry_After="600")})
    assert crawl(site.url("/a")).kept["rests"] == ["127.0.0.1"]
