"""No response takes more than its share, and none that breaks off is taken for whole."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from tests.fetching.conftest import RunCrawl
from tests.fetching.servers import ARTICLE, Answer, Asked, Server, page

Serve = Callable[..., Server]
MIB = 1024 * 1024
BODY = ("<html><body>" + "<p>The ferry is back in service.</p>" * 3000 + "</body></html>").encode()


def _raw(*lines: str, body: bytes = b"") -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *lines]).encode() + b"\r\n\r\n" + body


def _packed(body: bytes, encoding: str) -> bytes:
    return page(body, Content_Encoding=encoding)


async def _reset(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Sends half a page of undeclared length, then cuts the connection."""
    writer.write(_raw("Connection: close", body=BODY[: len(BODY) // 2]))
    await writer.drain()
    await asyncio.sleep(0.3)
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _endless_headers(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    number = 0
    while True:
        writer.write(b"".join(b"X-%d: %s\r\n" % (number + n, b"y" * 1000) for n in range(100)))
        number += 100
        await writer.drain()


async def _endless_interim_responses(asked: Asked, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n" * 100)
        await writer.drain()


async def _endless_body(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(_raw())
    while True:
        writer.write(bytes(MIB))
        await writer.drain()


async def _endless_status_line(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 ")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


TRUNCATED: dict[str, bytes | Answer] = {
    "short Content-Length": _raw(f"Content-Length: {len(BODY) + 1000}", body=BODY),
    "cut chunk": _raw("Transfer-Encoding: chunked", body=b"%x\r\n" % len(BODY) + BODY[:5000]),
    "no last chunk": _raw("Transfer-Encoding: chunked", body=b"%x\r\n%s\r\n" % (len(BODY), BODY)),
    "gzip without its trailer": _packed(gzip.compress(BODY)[:-8], "gzip"),
    "gzip cut in the middle": _packed(gzip.compress(BODY)[:300], "gzip"),
    "deflate without its end": _packed(zlib.compress(BODY)[:-4], "deflate"),
    "brotli without its end": _packed(brotli.compress(BODY)[:-1], "br"),
    "zstd without its end": _packed(zstandard.compress(BODY)[:-1], "zstd"),
    "connection reset": _reset,
    "closed before the document was": _raw("Connection: close", body=BODY[: len(BODY) // 2]),
}


@pytest.mark.parametrize("how", TRUNCATED)
def test_a_truncated_body_is_never_taken_as_whole(how: str, crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": TRUNCATED[how]})
    done = crawl(site.url("/a"))
    assert done.only["state"] == "pending"
    assert done.only["reason"] == "truncated"


WHOLE: dict[str, bytes] = {
    "Content-Length": page(BODY),
    "chunked": _raw("Transfer-Encoding: chunked", body=b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)),
    "closed connection": _raw("Connection: close", body=BODY),
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY,
    "gzip": _packed(gzip.compress(BODY), "gzip"),
    "brotli": _packed(brotli.compress(BODY), "br"),
    "zstd": _packed(zstandard.compress(BODY), "zstd"),
    "gzip twice": _packed(gzip.compress(gzip.compress(BODY)), "gzip, gzip"),
}


@pytest.mark.parametrize("how", WHOLE)
def test_a_whole_body_is_taken(how: str, crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": WHOLE[how]})
    done = crawl(site.url("/a"))
    assert done.only["status"] == 200
    assert done.only["size"] == len(BODY)


def test_a_fragment_without_html_tags_may_end_with_its_connection(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": _raw("Connection: close", body=b"<p>An old page that never had a body tag.</p>")})
    assert crawl(site.url("/a")).only["status"] == 200


LARGE: dict[str, bytes | Answer] = {
    "declared": _raw(f"Content-Length: {11 * MIB}", body=bytes(11 * MIB)),
    "endless": _endless_body,
    "gzip bomb": _packed(gzip.compress(bytes(500 * MIB)), "gzip"),
    "brotli bomb": _packed(brotli.compress(bytes(500 * MIB), quality=5), "br"),
    "zstd bomb": _packed(zstandard.compress(bytes(500 * MIB)), "zstd"),
    "nested bomb": _packed(gzip.compress(gzip.compress(bytes(500 * MIB))), "gzip, gzip"),
    "endless headers": _endless_headers,
    "endless interim responses": _endless_interim_responses,
}


@pytest.mark.parametrize("how", LARGE)
def test_what_is_too_large_is_given_up_in_bounded_memory(how: str, crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": LARGE[how], "/b": page(ARTICLE)})
    done = crawl(site.url("/a"), site.url("/b"))
    by_path = {result["url"].rsplit("/", 1)[1]: result for result in done.results}
    assert by_path["a"]["state"] == "failed"
    assert by_path["a"]["reason"] == "too-large"
    assert by_path["b"]["status"] == 200
    assert done.stats["peak_memory"] < 200 * MIB


def test_an_endless_status_line_is_given_up(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": _endless_status_line})
    done = crawl(site.url("/a"))
    assert done.only["state"] == "pending"
    assert done.stats["peak_memory"] < 200 * MIB


def test_a_layered_encoding_beyond_reason_is_refused(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": _packed(BODY, ", ".join(["gzip"] * 500))})
    assert crawl(site.url("/a")).only["reason"] == "encoding"


def test_an_answer_that_takes_too_long_is_a_timeout(crawl: RunCrawl, serve: Serve) -> None:
    async def drip(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(_raw("Content-Length: 100000"))
        while True:
            writer.write(b"x")
            await asyncio.sleep(0.05)

    site = serve({"/a": drip})
    done = crawl(site.url("/a"), settings={"DOWNLOAD_TIMEOUT": 1})
    assert done.only["reason"] == "timeout"


def test_nine_redirects_are_one_too_many(crawl: RunCrawl, serve: Serve) -> None:
    hops = {f"/{n}": page("", 302, Location=f"/{n + 1}") for n in range(20)}
    site = serve({**hops, "/arrived": page(ARTICLE)})
    done = crawl(site.url("/0"))
    assert done.only["reason"] == "redirect-limit"
    assert site.targets() == ["/robots.txt", *(f"/{n}" for n in range(9))]
