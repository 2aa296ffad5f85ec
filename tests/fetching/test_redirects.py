"""Redirects followed on one host, handed back where they leave it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fetching.conftest import RunCrawl
from tests.fetching.servers import ARTICLE, Server, page, redirect

Serve = Callable[..., Server]
BOTH_HOSTS = {"ALLOWED_PRIVATE_NETWORKS": ["127.0.0.0/8"]}


def _refreshing(url: str, seconds: int = 0) -> bytes:
    return page(f'<html><head><meta http-equiv="refresh" content="{seconds}; url={url}"></head><body></body></html>')


def test_a_redirect_on_the_same_host_is_followed_and_its_chain_kept(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": redirect("/b", 301), "/b": redirect("/c", 302), "/c": page(ARTICLE)})
    done = crawl((site.url("/a"), {"row": 7}))
    assert done.only["url"] == site.url("/c")
    assert done.only["meta"] == {
        "redirect_urls": [site.url("/a"), site.url("/b")],
        "redirect_reasons": [301, 302],
        "row": 7,
    }
    assert done.stats["redirects/followed"] == 2


def test_another_port_of_the_same_host_is_the_same_host(crawl: RunCrawl, serve: Serve) -> None:
    other = serve({"/b": page(ARTICLE)})
    site = serve({"/a": redirect(other.url("/b"))})
    assert crawl(site.url("/a")).only["url"] == other.url("/b")


@pytest.mark.parametrize(
    ("status", "is_permanent"), [(301, True), (308, True), (302, False), (303, False), (307, False)]
)
def test_a_redirect_to_another_host_is_handed_back(
    status: int, is_permanent: bool, crawl: RunCrawl, serve: Serve
) -> None:
    other = serve({"/b": page(ARTICLE)}, host="127.0.0.2")
    site = serve({"/a": redirect(other.url("/b"), status)})
    done = crawl((site.url("/a"), {"row": 7}), settings=BOTH_HOSTS)
    assert other.asked == []
    assert done.only["error"] == "Moved"
    assert done.only["target"] == other.url("/b")
    assert done.only["is_permanent"] is is_permanent
    assert done.only["meta"]["row"] == 7


def test_one_temporary_hop_makes_the_whole_move_temporary(crawl: RunCrawl, serve: Serve) -> None:
    other = serve(host="127.0.0.2")
    site = serve({"/a": redirect("/b", 302), "/b": redirect(other.url("/c"), 301)})
    done = crawl(site.url("/a"), settings=BOTH_HOSTS)
    assert done.only["is_permanent"] is False
    assert done.only["meta"]["redirect_urls"] == [site.url("/a")]


def test_a_redirect_to_another_host_is_followed_where_the_request_says_so(crawl: RunCrawl, serve: Serve) -> None:
    other = serve({"/b": page(ARTICLE)}, host="127.0.0.2")
    site = serve({"/a": redirect(other.url("/b"))})
    done = crawl((site.url("/a"), {"follow_across_hosts": True}), settings=BOTH_HOSTS)
    assert done.only["url"] == other.url("/b")
    assert other.targets() == ["/robots.txt", "/b"]


def test_a_url_that_was_fetched_before_is_fetched_again_behind_a_redirect(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": redirect("/b"), "/b": page(ARTICLE)})
    done = crawl(site.url("/b"), site.url("/a"), settings={"CONCURRENT_REQUESTS": 1})
    assert [result["url"] for result in done.results] == [site.url("/b")] * 2


@pytest.mark.parametrize("target", ["http://[::1", "http://news.test:port/", "https:///path", "http://a..b/"])
def test_a_redirect_to_what_is_no_address_is_refused(target: str, crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": redirect(target)})
    done = crawl(site.url("/a"))
    assert done.only["state"] == "refused"
    assert done.only["reason"] == "bad-address"


def test_a_redirect_in_a_circle_is_refused(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": redirect("/b"), "/b": redirect("/a")})
    done = crawl(site.url("/a"))
    assert done.only["reason"] == "redirect-loop"
    assert len(site.asked) == 3


def test_a_redirect_without_a_target_is_a_failure(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": page("", 302)})
    done = crawl(site.url("/a"))
    assert done.only["state"] == "failed"
    assert done.only["reason"] == "http-302"


def test_a_meta_refresh_is_followed(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": _refreshing("/b"), "/b": page(ARTICLE)})
    done = crawl(site.url("/a"))
    assert done.only["url"] == site.url("/b")
    assert done.only["meta"]["redirect_reasons"] == ["meta refresh"]


def test_a_meta_refresh_to_another_host_is_handed_back(crawl: RunCrawl, serve: Serve) -> None:
    other = serve(host="127.0.0.2")
    site = serve({"/a": _refreshing(other.url("/b"))})
    done = crawl(site.url("/a"), settings=BOTH_HOSTS)
    assert other.asked == []
    assert done.only["target"] == other.url("/b")
    assert done.only["is_permanent"] is False


@pytest.mark.parametrize("refresh", [("/a", 0), ("/a#top", 0), ("/b", 300), ("javascript:go()", 0), ("http://[::1", 0)])
def test_a_page_that_leads_nowhere_else_is_a_page(refresh: tuple[str, int], crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": _refreshing(*refresh)})
    done = crawl(site.url("/a"))
    assert done.only["url"] == site.url("/a")
    assert done.only["status"] == 200


def test_no_referer_is_sent(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": redirect("/b"), "/b": page(ARTICLE)})
    crawl(site.url("/a"))
    assert all("referer" not in asked.headers for asked in site.asked)
