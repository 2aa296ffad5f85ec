"""The browser itself, without a crawl around it."""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from crawler.fetching.browser import EXECUTABLES, Browser, Document
from crawler.fetching.browser_proxy import BrowserProxy
from crawler.fetching.guard import parse_networks
from tests.fetching.servers import Server, page

needs_browser = pytest.mark.skipif(not any(map(shutil.which, EXECUTABLES)), reason="no Chromium is installed")
TEXT = "The harbour master said on Tuesday that the ferry would run again from next week, weather permitting."
DOCUMENT = Document(
    "http://app.test/a", 200, {"Content-Type": "text/html"},
    f"<div id=root></div><script>root.innerHTML = '<p>{TEXT}</p>'.repeat(4)</script>".encode(),
)  # fmt: skip


async def _nowhere(host: str) -> list[str]:
    return ["127.0.0.1"] if host == "here.test" else []


@pytest.fixture
async def proxy() -> AsyncIterator[BrowserProxy]:
    """A proxy that knows one name, and nothing on loopback but by it."""
    async with BrowserProxy(_nowhere, (), None) as started:
        yield started


async def _say(proxy: BrowserProxy, request: bytes) -> bytes:
    port = int(proxy.url.rsplit(":", 1)[1])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


@needs_browser
@pytest.mark.browser
async def test_a_browser_that_died_is_started_again() -> None:
    browser = Browser(BrowserProxy(_nowhere, (), None), "Byline/0.1", None, lambda _: True)
    try:
        first = await browser.render(DOCUMENT)
        assert browser._chromium is not None
        await browser._chromium.close()
        second = await browser.render(DOCUMENT)
    finally:
        await browser.close()
    assert f"<p>{TEXT}</p><p>{TEXT}</p>" in first.html
    assert second.html == first.html


async def test_the_proxy_sends_a_request_on_in_the_servers_own_form(proxy: BrowserProxy) -> None:
    with Server(answers={"/x?y=1": page("found", X_Answer="yes")}) as site:
        url = f"http://here.test:{site.port}/x?y=1"
        answer = await _say(
            proxy, f"GET {url} HTTP/1.1\r\nHost: here.test\r\nProxy-Connection: keep-alive\r\n\r\n".encode()
        )
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"X-Answer: yes" in answer
    assert b"\r\nConnection: close\r\n" in answer
    assert answer.endswith(b"found")
    assert site.asked[0].headers == {"host": "here.test", "connection": "close"}


async def test_the_proxy_tunnels_to_a_name_that_it_knows(proxy: BrowserProxy) -> None:
    with Server(answers={"/x": page("found")}) as site:
        answer = await _say(proxy, f"CONNECT here.test:{site.port} HTTP/1.1\r\n\r\nGET /x HTTP/1.1\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200")
    assert answer.endswith(b"found")


@pytest.mark.parametrize(
    "request_line",
    [
        "GET http://127.0.0.1/ HTTP/1.1",
        "CONNECT 127.1:443 HTTP/1.1",
        "CONNECT [::ffff:7f00:1]:443 HTTP/1.1",
        "CONNECT nobody.test:443 HTTP/1.1",
        "GET file:///etc/passwd HTTP/1.1",
        "GET /relative HTTP/1.1",
        "GET https://here.test/ HTTP/1.1",
        "CONNECT here.test:port HTTP/1.1",
        "nonsense",
    ],
)
async def test_the_proxy_refuses_all_else(request_line: str, proxy: BrowserProxy) -> None:
    answer = await _say(proxy, f"{request_line}\r\nHost: x\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 502")
    assert proxy.refused == 1


async def test_a_head_without_end_is_given_up(proxy: BrowserProxy) -> None:
    answer = b""
    with suppress(ConnectionError):  # whether the close comes as an end or as a reset is a matter of timing
        answer = await _say(proxy, b"GET http://here.test/ HTTP/1.1\r\nX: " + b"y" * 10_000_000)
    assert answer == b""


async def test_allowed_networks_are_reached() -> None:
    with Server(answers={"/x": page("found")}) as site:
        async with BrowserProxy(_by_figures, parse_networks(["127.0.0.1/32"]), None) as proxy:
            answer = await _say(proxy, f"GET {site.url('/x')} HTTP/1.1\r\n\r\n".encode())
    assert answer.endswith(b"found")


async def _by_figures(host: str) -> list[str]:
    return [socket.inet_ntoa(socket.inet_aton(host))]
