"""The reservation of a page's rights, looked up at its site."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.fetching.conftest import RunCrawl
from tests.fetching.servers import ARTICLE, Server, page

Serve = Callable[..., Server]
PATH = "/.well-known/tdmrep.json"
CHECK = {"check_tdm": True}


def _tdmrep(*entries: object) -> bytes:
    return page(json.dumps(entries), content_type="application/json")


def test_a_reserved_page_comes_with_its_reservation(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({PATH: _tdmrep({"location": "/a", "tdm-reservation": 1, "tdm-policy": "https://n.test/p"})})
    site.answers["*"] = page(ARTICLE)
    done = crawl((site.url("/a"), CHECK), (site.url("/b"), CHECK), settings={"CONCURRENT_REQUESTS": 1})
    assert [result["meta"]["tdm"] for result in done.results] == [
        {"reservation": "1", "policy": "https://n.test/p"},
        None,
    ]
    assert site.targets().count(PATH) == 1
    assert done.stats["tdm/reserved"] == 1


@pytest.mark.parametrize("answer", [page("none", 404), page("", 500), page("<html>oops</html>")])
def test_a_site_that_says_nothing_reserves_nothing(answer: bytes, crawl: RunCrawl, serve: Serve) -> None:
    site = serve({PATH: answer, "*": page(ARTICLE)})
    done = crawl((site.url("/a"), CHECK))
    assert done.only["status"] == 200
    assert done.only["meta"]["tdm"] is None


def test_only_pages_that_want_it_are_checked(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"*": page(ARTICLE)})
    crawl(site.url("/feed.xml"))
    assert site.targets() == ["/robots.txt", "/feed.xml"]


def test_robots_txt_is_obeyed_for_it(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/robots.txt": page("User-agent: *\nDisallow: /.well-known/"), "*": page(ARTICLE)})
    done = crawl((site.url("/a"), CHECK))
    assert site.targets() == ["/robots.txt", "/a"]
    assert done.only["meta"]["tdm"] is None
