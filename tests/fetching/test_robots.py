"""robots.txt as RFC 9309 has it, over real connections."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable

import pytest

from tests.fetching.conftest import RunCrawl
from tests.fetching.servers import ARTICLE, Answer, Asked, Server, page, redirect

Serve = Callable[..., Server]


def _robots(text: str | bytes, status: int = 200, **headers: str) -> bytes:
    return page(text, status, content_type="text/plain", **headers)


async def _close(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def _say_nothing(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


def test_a_disallowed_page_is_not_asked_for(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/robots.txt": _robots("User-agent: *\nDisallow: /closed\n"), "*": page(ARTICLE)})
    done = crawl(site.url("/open"), site.url("/closed/1"))
    assert sorted(site.targets()) == ["/open", "/robots.txt"]
    assert sorted(result["reason"] or "" for result in done.results) == ["", "robots"]
    assert done.stats["robots/forbidden"] == 1


def test_of_many_requests_waiting_for_one_robots_txt_none_slips_through(crawl: RunCrawl, serve: Serve) -> None:
    async def slowly(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.5)
        writer.write(_robots("User-agent: *\nDisallow: /\n"))

    site = serve({"/robots.txt": slowly, "*": page(ARTICLE)})
    done = crawl(*(site.url(f"/{n}") for n in range(16)))
    assert site.targets() == ["/robots.txt"]
    assert done.reasons() == ["robots"] * 16


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_a_robots_txt_that_is_not_there_allows_whatever_its_body_says(
    status: int, crawl: RunCrawl, serve: Serve
) -> None:
    site = serve({"/robots.txt": _robots("User-agent: *\nDisallow: /\n", status), "/a": page(ARTICLE)})
    assert crawl(site.url("/a")).only["status"] == 200


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_robots_txt_that_fails_means_not_now(status: int, crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/robots.txt": _robots("", status), "*": page(ARTICLE)})
    done = crawl(site.url("/a"), site.url("/b"))
    assert site.targets() == ["/robots.txt"]
    assert done.reasons() == [f"robots-http-{status}"] * 2
    assert all(result["state"] == "pending" and result["retry_at"] for result in done.results)


@pytest.mark.parametrize(("answer", "reason"), [(_close, "robots-reset"), (_say_nothing, "robots-timeout")])
def test_a_robots_txt_that_cannot_be_had_means_not_now(
    answer: Answer, reason: str, crawl: RunCrawl, serve: Serve
) -> None:
    site = serve({"/robots.txt": answer, "*": page(ARTICLE)})
    done = crawl(site.url("/a"), settings={"DOWNLOAD_TIMEOUT": 1})
    assert site.targets() == ["/robots.txt"]
    assert done.only["reason"] == reason
    assert done.stats[f"robots/unreachable/{reason.removeprefix('robots-')}"] == 1


def test_the_first_500_kib_of_a_huge_file_count(crawl: RunCrawl, serve: Serve) -> None:
    filler = b"# nothing\n" * 60_000
    text = b"User-agent: *\nDisallow: /early\n" + filler + b"Disallow: /late\n" + filler * 30
    site = serve({"/robots.txt": _robots(text), "*": page(ARTICLE)})
    done = crawl(site.url("/early"), site.url("/late"))
    assert sorted(site.targets()) == ["/late", "/robots.txt"]
    assert sorted(result["reason"] or "" for result in done.results) == ["", "robots"]


def test_a_compressed_file_counts_as_far_as_its_first_500_kib_too(crawl: RunCrawl, serve: Serve) -> None:
    text = b"User-agent: *\nDisallow: /early\n" + b"# nothing\n" * 3_000_000
    site = serve({"/robots.txt": _robots(gzip.compress(text), Content_Encoding="gzip"), "*": page(ARTICLE)})
    done = crawl(site.url("/early"), site.url("/late"))
    assert sorted(result["reason"] or "" for result in done.results) == ["", "robots"]


def test_redirects_of_robots_txt_are_followed_to_other_hosts(crawl: RunCrawl, serve: Serve) -> None:
    other = serve({"/robots.txt": _robots("User-agent: *\nDisallow: /closed\n")}, host="127.0.0.2")
    site = serve({"/robots.txt": redirect(other.url("/robots.txt"), 301), "*": page(ARTICLE)})
    settings = {"ALLOWED_PRIVATE_NETWORKS": ["127.0.0.0/8"]}
    done = crawl(site.url("/closed"), site.url("/open"), settings=settings)
    assert sorted(result["reason"] or "" for result in done.results) == ["", "robots"]


def test_redirects_of_robots_txt_without_end_mean_that_there_is_none(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/robots.txt": redirect("/robots.txt"), "/a": page(ARTICLE)})
    assert crawl(site.url("/a")).only["status"] == 200


def test_a_page_reached_by_redirect_is_checked_too(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/robots.txt": _robots("User-agent: *\nDisallow: /closed\n"), "/a": redirect("/closed")})
    done = crawl(site.url("/a"))
    assert site.targets() == ["/robots.txt", "/a"]
    assert done.only["reason"] == "robots"


def test_every_port_has_a_robots_txt_of_its_own(crawl: RunCrawl, serve: Serve) -> None:
    closed = serve({"/robots.txt": _robots("User-agent: *\nDisallow: /\n"), "*": page(ARTICLE)})
    open_ = serve({"*": page(ARTICLE)})
    done = crawl(closed.url("/a"), open_.url("/a"))
    assert closed.targets() == ["/robots.txt"]
    assert sorted(result["reason"] or "" for result in done.results) == ["", "robots"]


def test_the_switch_turns_it_off(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/robots.txt": _robots("User-agent: *\nDisallow: /\n"), "/a": page(ARTICLE)})
    done = crawl(site.url("/a"), settings={"ROBOTSTXT_OBEY": False})
    assert site.targets() == ["/a"]
    assert done.only["status"] == 200


def test_robots_txt_is_asked_for_by_name(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": page(ARTICLE)})
    crawl(site.url("/a"))
    assert {asked.headers["user-agent"] for asked in site.asked} == {"Byline/0.1 (+mailto:operator@example.org)"}


def test_a_robots_txt_that_is_known_is_not_asked_for_again_within_a_day(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"*": page(ARTICLE)})
    known = {"files": [[site.origin, "/robots.txt", 200, "User-agent: *\nDisallow: /closed\n", 23]]}
    done = crawl(site.url("/open"), site.url("/closed"), known=known)
    assert site.targets() == ["/open"]
    assert sorted(result["reason"] or "" for result in done.results) == ["", "robots"]


def test_a_robots_txt_older_than_a_day_is_asked_for_again(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"*": page(ARTICLE)})
    known = {"files": [[site.origin, "/robots.txt", 200, "User-agent: *\nDisallow: /closed\n", 25]]}
    done = crawl(site.url("/closed"), known=known)
    assert site.targets() == ["/robots.txt", "/closed"]
    assert done.only["status"] == 200


def test_an_old_robots_txt_is_no_help_when_the_new_one_cannot_be_had(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/robots.txt": _robots("", 500), "*": page(ARTICLE)})
    known = {"files": [[site.origin, "/robots.txt", 200, "User-agent: *\nAllow: /\n", 25]]}
    done = crawl(site.url("/a"), known=known)
    assert done.only["reason"] == "robots-http-500"


def test_what_was_learned_is_kept_for_other_runs(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/robots.txt": _robots("User-agent: *\nCrawl-delay: 0.1\n"), "*": page(ARTICLE)})
    done = crawl(site.url("/a"))
    assert done.kept["files"] == [[site.origin, "/robots.txt"]]
    assert done.kept["delays"] == {"127.0.0.1": 0.1}


def test_a_network_that_is_down_is_not_held_against_the_host(crawl: RunCrawl) -> None:
    done = crawl("http://nobody.test/a", "http://nobody.test/b")
    assert done.reasons() == ["robots-dns"] * 2
    assert done.kept["files"] == []
