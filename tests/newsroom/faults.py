"""What goes wrong on the way: named faults that take the place of a page's own answer.

A fault either changes the response or writes something else to the connection in its own way. ``named("hang")`` gives
one by name, for the control address of the command form.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import brotli  # type: ignore[import-untyped]
import zstandard

from tests.newsroom.messages import Request, Response
from tests.newsroom.messages import redirect as redirection

Change = Callable[[Request, Response], Response]
Delivery = Callable[[Response, asyncio.StreamWriter], Awaitable[None]]

FOREVER = 3600.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One way of going wrong: another response, another way to send it, or both."""

    name: str
    change: Change | None = None
    deliver: Delivery | None = None
    """Writes to the connection, which is closed afterwards."""
    silent: bool = False
    """Whether the client sees no status line."""


def status(code: int, retry_after: str | int | None = None) -> Fault:
    """Answers with a status and a short page; ``retry_after`` in seconds or as an HTTP date."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    body = f"<!doctype html><title>{code}</title><h1>Error {code}</h1>".encode()
    return Fault(f"status {code}", lambda _request, _response: Response(code, body, headers=dict(headers)))


def redirect(location: str, code: int = 302) -> Fault:
    """Answers with a redirect to any address, good or bad."""
    return Fault(f"redirect {code}", lambda _request, _response: redirection(location, code))


def redirect_loop() -> Fault:
    """Redirects a page to itself under an ever longer query."""
    return Fault(
        "redirect loop",
        lambda request, _response: redirection(f"{request.target}{'&' if '?' in request.target else '?'}again=1", 302),
    )


def meta_refresh(location: str) -> Fault:
    """Answers with a page that sends browsers on."""
    body = f'<!doctype html><meta http-equiv="refresh" content="0; url={location}"><title>One moment</title>'.encode()
    return Fault("meta refresh", lambda _request, _response: Response(200, body))


def replaced(body: str | bytes, content_type: str = "text/html; charset=utf-8") -> Fault:
    """Answers with other content, e.g. HTML in place of a feed, with status 200."""
    content = body.encode() if isinstance(body, str) else body
    return Fault("replaced", lambda _request, _response: Response(200, content, content_type))


def header(name: str, value: str) -> Fault:
    """Adds or replaces a header of the page's own answer."""
    return Fault(
        f"header {name}", lambda _request, response: replace(response, headers=response.headers | {name: value})
    )


def empty() -> Fault:
    """Answers 200 with nothing."""
    return Fault("empty", lambda _request, response: Response(200, b"", response.content_type))


def not_modified() -> Fault:
    """Says 304 to everything, also where nothing was asked conditionally."""
    return Fault("not modified", lambda _request, _response: Response(304, content_type=None))


def stale_validators() -> Fault:
    """Sends the true content, always under the same ETag and Last-Modified."""
    lies = {"ETag": '"always-the-same"', "Last-Modified": "Sat, 01 Jan 2022 00:00:00 GMT"}
    return Fault("stale validators", lambda _request, response: replace(response, headers=response.headers | lies))


def wrong_charset(charset: str = "utf-8") -> Fault:
    """Declares a charset in the header that the bytes are not in."""
    return Fault(
        "wrong charset", lambda _request, response: replace(response, content_type=f"text/html; charset={charset}")
    )


def slow(seconds: float) -> Fault:
    """Answers rightly, but only after some seconds."""

    async def deliver(response: Response, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        writer.write(response.encode())

    return Fault("slow", deliver=deliver)


def hang(seconds: float = FOREVER) -> Fault:
    """Takes the request and answers nothing."""

    async def deliver(_response: Response, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)

    return Fault("hang", deliver=deliver, silent=True)


def reset() -> Fault:
    """Resets the connection instead of an answer."""

    async def deliver(_response: Response, writer: asyncio.StreamWriter) -> None:
        _reset(writer)

    return Fault("reset", deliver=deliver, silent=True)


def close() -> Fault:
    """Closes the connection instead of an answer."""

    async def deliver(_response: Response, _writer: asyncio.StreamWriter) -> None:
        return

    return Fault("close", deliver=deliver, silent=True)


def short(share: float = 0.5) -> Fault:
    """Declares the whole length, sends a share of it and closes."""

    async def deliver(response: Response, writer: asyncio.StreamWriter) -> None:
        writer.write(response.head(len(response.body)) + response.body[: int(len(response.body) * share)])

    return Fault("short", deliver=deliver)


def cut_chunk(share: float = 0.5) -> Fault:
    """Sends chunks and closes in the middle of one."""

    async def deliver(response: Response, writer: asyncio.StreamWriter) -> None:
        part = response.body[: int(len(response.body) * share)]
        writer.write(_chunked_head(response) + b"%x\r\n%s" % (len(response.body), part))

    return Fault("cut chunk", deliver=deliver)


def missing_last_chunk(share: float = 0.5) -> Fault:
    """Sends whole chunks and closes without the last, empty one."""

    async def deliver(response: Response, writer: asyncio.StreamWriter) -> None:
        part = response.body[: int(len(response.body) * share)]
        writer.write(_chunked_head(response) + b"%x\r\n%s\r\n" % (len(part), part))

    return Fault("missing last chunk", deliver=deliver)


def truncated_gzip(share: float = 0.5) -> Fault:
    """Sends the beginning of a gzip stream, under a length that fits what is sent."""

    def change(_request: Request, response: Response) -> Response:
        whole = gzip.compress(response.body, mtime=0)
        return Response(
            200,
            whole[: int(len(whole) * share)],
            response.content_type,
            response.headers | {"Content-Encoding": "gzip"},
        )

    return Fault("truncated gzip", change)


def gzip_without_trailer() -> Fault:
    """Sends a gzip stream whose checksum and length are missing."""

    def change(_request: Request, response: Response) -> Response:
        whole = gzip.compress(response.body, mtime=0)
        return Response(200, whole[:-8], response.content_type, response.headers | {"Content-Encoding": "gzip"})

    return Fault("gzip without trailer", change)


def drip(bytes_a_second: int = 20) -> Fault:
    """Sends the true content, a few bytes at a time."""

    async def deliver(response: Response, writer: asyncio.StreamWriter) -> None:
        writer.write(response.head(len(response.body)))
        for start in range(0, len(response.body), bytes_a_second):
            writer.write(response.body[start : start + bytes_a_second])
            await writer.drain()
            await asyncio.sleep(1)

    return Fault("drip", deliver=deliver)


def endless_headers() -> Fault:
    """Sends headers without end."""

    async def deliver(_response: Response, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        line = b"X-Filler: " + b"a" * 4000 + b"\r\n"
        while not writer.is_closing():
            writer.write(line * 16)
            await writer.drain()

    return Fault("endless headers", deliver=deliver)


def endless_body() -> Fault:
    """Sends a page without end."""

    async def deliver(_response: Response, writer: asyncio.StreamWriter) -> None:
        writer.write(Response().head(None) + b"<!doctype html><title>Endless</title>")
        while not writer.is_closing():
            writer.write(b"<p>" + b"All work and no rest. " * 700)
            await writer.drain()

    return Fault("endless body", deliver=deliver)


def bomb(encoding: str = "gzip", megabytes: int = 200) -> Fault:
    """Sends little that unpacks to much: ``gzip``, ``br``, ``zstd`` or ``gzip, gzip``."""
    content = _bomb(encoding, megabytes)
    return Fault(
        f"bomb {encoding}", lambda _request, _response: Response(200, content, headers={"Content-Encoding": encoding})
    )


@lru_cache(maxsize=8)
def _bomb(encoding: str, megabytes: int) -> bytes:
    block = b" " * (1 << 20)
    match encoding:
        case "br":
            brotler = brotli.Compressor(quality=5)
            return b"".join([*(brotler.process(block) for _ in range(megabytes)), brotler.finish()])
        case "zstd":
            packer = zstandard.ZstdCompressor().compressobj()
            return b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])
        case "gzip, gzip":
            return gzip.compress(_gzip_bomb(megabytes), mtime=0)
        case "gzip":
            return _gzip_bomb(megabytes)
    raise ValueError(f"no bomb is made of {encoding}")


@lru_cache(maxsize=2)
def _gzip_bomb(megabytes: int) -> bytes:
    """One member (RFC 1952): after a full flush a deflate block stands for itself, so one is packed and repeated."""
    block = b" " * (1 << 20)
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(megabytes):
        checksum = zlib.crc32(block, checksum)
    head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    return head + packed * megabytes + packer.flush() + struct.pack("<II", checksum, megabytes << 20)


def named(name: str, **parameters: Any) -> Fault:
    """Gives a fault by the name of its function; raises ValueError for an unknown one or for wrong parameters."""
    if name not in BY_NAME:
        raise ValueError(f"no fault is called {name!r}; there are {', '.join(sorted(BY_NAME))}")
    try:
        return BY_NAME[name](**parameters)
    except TypeError as error:
        raise ValueError(str(error)) from error


BY_NAME: dict[str, Callable[..., Fault]] = {
    maker.__name__: maker
    for maker in (
        status,
        redirect,
        redirect_loop,
        meta_refresh,
        replaced,
        header,
        empty,
        not_modified,
        stale_validators,
        wrong_charset,
        slow,
        hang,
        reset,
        close,
        short,
        cut_chunk,
        missing_last_chunk,
        truncated_gzip,
        gzip_without_trailer,
        drip,
        endless_headers,
        endless_body,
        bomb,
    )
}


def _chunked_head(response: Response) -> bytes:
    return replace(response, headers=response.headers | {"Transfer-Encoding": "chunked"}).head(None)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Closes with RST: lingering for no time drops what is unsent and unread."""
    connection = writer.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
