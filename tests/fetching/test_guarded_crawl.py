"""No crawl reaches an address it may not reach, whoever leads it there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fetching.conftest import RunCrawl
from tests.fetching.servers import ARTICLE, Server, page, redirect
from tests.fetching.spellings import CANARY, NAMES, SPELLINGS

Serve = Callable[..., Server]
IN_PLACE = {"follow_across_hosts": True}


def _bad_urls(canary: Server) -> dict[str, str]:
    return {odd: f"http://{host}:{canary.port}/secret" for odd, host in SPELLINGS.items()}


def _refreshing(url: str) -> bytes:
    return page(f'<html><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={url}"></head></html>')


def test_no_spelling_in_a_link_reaches_the_canary(crawl: RunCrawl, serve: Serve) -> None:
    canary = serve(host=CANARY)
    urls = _bad_urls(canary)
    done = crawl(*urls.values(), names=NAMES)
    assert canary.asked == []
    assert len(done.results) == len(urls)
    assert {result["reason"] for result in done.results} == {"guard"}
    assert {result["state"] for result in done.results} == {"refused"}
    assert done.stats["guard/refused/guard"] == len(urls)


@pytest.mark.parametrize("lead", ["redirect", "meta refresh"])
def test_no_spelling_in_a_redirect_or_refresh_reaches_the_canary(lead: str, crawl: RunCrawl, serve: Serve) -> None:
    canary = serve(host=CANARY)
    urls = _bad_urls(canary)
    make = redirect if lead == "redirect" else _refreshing
    site = serve({f"/{n}": make(url) for n, url in enumerate(urls.values())})
    done = crawl(*((site.url(f"/{n}"), IN_PLACE) for n in range(len(urls))), names=NAMES)
    assert canary.asked == []
    assert len(done.results) == len(urls)
    assert {result["reason"] for result in done.results} == {"guard"}


def test_a_redirect_of_robots_txt_does_not_reach_the_canary(crawl: RunCrawl, serve: Serve) -> None:
    canary = serve(host=CANARY)
    site = serve({"/robots.txt": redirect(canary.url("/secret")), "/a": page(ARTICLE)})
    done = crawl(site.url("/a"))
    assert canary.asked == []
    assert done.only["reason"] == "robots-guard"
    assert done.only["state"] == "pending"


def test_a_name_that_turns_to_a_forbidden_address_is_refused_at_the_next_look_up(crawl: RunCrawl, serve: Serve) -> None:
    canary = serve(host=CANARY)
    site = serve({"*": page(ARTICLE)})
    urls = [f"http://turncoat.test:{port}/{n}" for n, port in enumerate((site.port, canary.port))]
    done = crawl(
        *urls,
        names={"turncoat.test": [["127.0.0.1"], [CANARY]]},
        settings={"DNSCACHE_ENABLED": False, "CONCURRENT_REQUESTS": 1, "ROBOTSTXT_OBEY": False},
    )
    assert canary.asked == []
    assert site.targets() == ["/0"]
    assert [result.get("reason") for result in done.results] == [None, "guard"]


def test_of_several_addresses_only_the_permitted_are_connected_to(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": page(ARTICLE)})
    canary = serve(host=CANARY, port=site.port)
    done = crawl(f"http://mixed.test:{site.port}/a", names={"mixed.test": [[CANARY, "127.0.0.1"]]})
    assert done.only["status"] == 200
    assert canary.asked == []


@pytest.mark.parametrize("scheme", ["file", "ftp", "data", "s3", "gopher"])
def test_schemes_other_than_http_are_refused(scheme: str, crawl: RunCrawl) -> None:
    done = crawl(f"{scheme}://news.example.org/etc/passwd")
    assert done.only["state"] == "refused"
    assert done.only["reason"] == "scheme"


def test_a_redirect_to_another_scheme_is_refused(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": redirect("file:///etc/passwd")})
    done = crawl((site.url("/a"), IN_PLACE))
    assert done.only["reason"] == "scheme"


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".test", ".".join(["y" * 60] * 5)])
def test_a_name_that_cannot_exist_is_refused_without_a_look_up(host: str, crawl: RunCrawl) -> None:
    done = crawl(f"http://{host}/")
    assert done.only["reason"] == "bad-address"


def test_an_allowed_network_is_fetched(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": page(ARTICLE)}, host=CANARY)
    done = crawl(site.url("/a"), settings={"ALLOWED_PRIVATE_NETWORKS": ["127.0.0.0/8"]})
    assert done.only["status"] == 200


def test_a_name_that_nobody_knows_is_a_failure_of_the_network(crawl: RunCrawl) -> None:
    done = crawl("http://nobody.test/", settings={"ROBOTSTXT_OBEY": False})
    assert done.only["reason"] == "dns"
    assert done.only["state"] == "pending"
    assert done.only["is_network"] is True


def test_a_name_server_that_does_not_answer_is_given_up_before_the_request_is(crawl: RunCrawl) -> None:
    settings = {"DNS_TIMEOUT": 0.5, "DOWNLOAD_TIMEOUT": 1.5}
    done = crawl("http://silent.test/", names={"silent.test": [["hang"]]}, settings=settings)
    assert done.only["reason"] == "robots-dns"


def test_without_the_guard_in_the_resolver_nothing_is_sent(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": page(ARTICLE)})
    done = crawl(site.url("/a"), settings={"TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver"})
    assert site.asked == []
    assert done.only["error"] == "BylineError"
