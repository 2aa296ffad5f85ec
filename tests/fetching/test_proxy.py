"""Every request through the operator's proxy, or none."""

from __future__ import annotations

import asyncio
import base64
import os
import re
from collections.abc import Callable

import pytest

from crawler.fetching.proxy import Proxy, parse_proxy, proxy_host
from tests.fetching.conftest import RunCrawl
from tests.fetching.servers import ARTICLE, Asked, Server, page
from tests.fetching.spellings import SPELLINGS

Serve = Callable[..., Server]


@pytest.mark.parametrize(
    ("address", "proxy"),
    [
        ("http://proxy.test:3128", Proxy("proxy.test", 3128)),
        ("http://proxy.test", Proxy("proxy.test", 80)),
        ("proxy.test:3128", Proxy("proxy.test", 3128)),
        ("http://[::1]:3128/", Proxy("::1", 3128)),
        ("http://me:p%40ss@proxy.test:1", Proxy("proxy.test", 1, b"Basic " + base64.b64encode(b"me:p@ss"))),
        ("", None),
        (None, None),
    ],
)
def test_the_address_of_a_proxy_is_read(address: str | None, proxy: Proxy | None) -> None:
    assert parse_proxy(address) == proxy
    assert proxy_host(address) == (proxy.host if proxy else None)


@pytest.mark.parametrize(
    "address", ["socks5://proxy.test:1080", "https://proxy.test", "http://", "http://p.test:x", "http://p.test/x"]
)
def test_what_is_no_http_proxy_is_an_error(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_proxy(address)


def test_a_password_is_not_part_of_the_proxys_address() -> None:
    proxy = parse_proxy("http://me:secret@proxy.test:1")
    assert proxy is not None
    assert proxy.url == "http://proxy.test:1"


def test_every_request_goes_through_the_proxy_robots_txt_included(crawl: RunCrawl, serve: Serve) -> None:
    proxy = serve({"http://news.test/robots.txt": page("User-agent: *\nDisallow: /no"), "*": page(ARTICLE)})
    done = crawl("http://news.test/a", "http://news.test/no", settings={"CRAWL_PROXY": proxy.origin})
    assert proxy.targets() == ["http://news.test/robots.txt", "http://news.test/a"]
    assert sorted(result["reason"] or "" for result in done.results) == ["", "robots"]


def test_the_proxys_own_name_is_exempt_from_the_guard(crawl: RunCrawl, serve: Serve) -> None:
    proxy = serve({"*": page(ARTICLE)})
    done = crawl(
        "http://news.test/a",
        names={"proxy.test": [["127.0.0.1"]]},
        settings={
            "CRAWL_PROXY": f"http://proxy.test:{proxy.port}",
            "ALLOWED_PRIVATE_NETWORKS": [],
            "ROBOTSTXT_OBEY": False,
        },
    )
    assert done.only["status"] == 200


def test_the_proxy_is_told_its_password_and_nobody_else(crawl: RunCrawl, serve: Serve) -> None:
    proxy = serve({"*": page(ARTICLE)})
    settings = {"CRAWL_PROXY": f"http://me:secret@127.0.0.1:{proxy.port}", "ROBOTSTXT_OBEY": False}
    crawl("http://news.test/a", settings=settings)
    assert proxy.asked[0].headers["proxy-authorization"] == "Basic " + base64.b64encode(b"me:secret").decode()


def test_https_goes_by_connect(crawl: RunCrawl, serve: Serve) -> None:
    async def refuse(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")

    proxy = serve({"*": refuse})
    settings = {"CRAWL_PROXY": proxy.origin, "ROBOTSTXT_OBEY": False}
    done = crawl("https://news.test/a", settings=settings)
    assert [(asked.method, asked.target) for asked in proxy.asked] == [("CONNECT", "news.test:443")]
    assert done.only["reason"] == "proxy"
    assert done.only["state"] == "pending"


def test_through_a_proxy_every_spelled_out_address_is_refused_before_sending(crawl: RunCrawl, serve: Serve) -> None:
    proxy = serve({"*": page(ARTICLE)})
    hosts = [host for odd, host in SPELLINGS.items() if odd != "name of its own"] + ["localhost", "feeds.localhost"]
    done = crawl(
        *(f"{scheme}://{host}/secret" for host in hosts for scheme in ("http", "https")),
        settings={"CRAWL_PROXY": proxy.origin, "ALLOWED_PRIVATE_NETWORKS": []},
    )
    assert proxy.asked == []
    assert {result["reason"] for result in done.results} == {"guard"}


def test_proxies_of_the_environment_are_ignored(crawl: RunCrawl, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = serve({"*": page("trapped")})
    site = serve({"/a": page(ARTICLE)})
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, trap.origin)
    assert re.search("proxy", " ".join(os.environ), re.IGNORECASE)
    done = crawl((site.url("/a"), {"proxy": trap.origin}))
    assert trap.asked == []
    assert done.only["status"] == 200


def test_a_proxy_that_is_not_there_is_a_failure_of_the_network(crawl: RunCrawl) -> None:
    settings = {"CRAWL_PROXY": "http://127.0.0.1:1", "ROBOTSTXT_OBEY": False}
    done = crawl("http://news.test/a", "https://news.test/a", settings=settings)
    assert done.reasons() == ["refused-connection"] * 2
    assert all(result["is_network"] for result in done.results)
