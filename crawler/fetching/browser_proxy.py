"""The only way out for the browser: a forward proxy on loopback that connects to checked addresses alone.

A browser resolves names by itself and follows whatever a page's scripts ask for. Behind this proxy it does neither: the
proxy asks the crawl's guarded resolver and connects to the very address that passed, or goes on to ``CRAWL_PROXY``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from crawler.fetching.guard import Network
from crawler.fetching.guard_middleware import refuse_url
from crawler.fetching.proxy import Proxy
from crawler.fetching.refusals import Refused

logger = logging.getLogger(__name__)

MAX_HEAD = 64 * 1024
MAX_BYTES = 20 * 1024 * 1024
"""What one connection may bring in; scripts and data of a page are a few MiB."""
SECONDS = 30
"""How long a connection may take to open, and stay silent."""
CHUNK = 64 * 1024

Resolve = Callable[[str], Awaitable[list[str]]]
"""Gives the addresses of a host that may be connected to; none where there are none."""


class _RefusedTargetError(Exception):
    """Raised for a target that must not or cannot be reached; answered with 502."""


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a request to a proxy (RFC 9110, section 9.3.6; RFC 9112, section 3.2.2)."""

    method: str
    target: str
    fields: list[bytes]
    host: str
    port: int

    @property
    def is_tunnel(self) -> bool:
        return self.method == "CONNECT"


class BrowserProxy:
    """An HTTP proxy for one browser.

    ``resolve`` is the guarded look-up, ``allowed`` the private networks that spelled-out addresses may lie in,
    ``upstream`` the proxy that everything goes through where the operator has one (then names are its business).
    ``refused`` counts what was turned away. ``async with`` starts and ends it; ``url`` is where it listens.
    """

    def __init__(self, resolve: Resolve, allowed: tuple[Network, ...], upstream: Proxy | None) -> None:
        self._resolve = resolve
        self._allowed = allowed
        self._upstream = upstream
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self.refused = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=MAX_HEAD)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            logger.debug("A connection of the browser ended: %r", error)
        finally:
            self._connections.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                head = _read_head(await reader.readuntil(b"\r\n\r\n"))
                far_reader, far_writer = await self._connect(head)
        except _RefusedTargetError as error:
            self.refused += 1
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            logger.debug("Refused to the browser: %s", error)
            return
        try:
            if head.is_tunnel and self._upstream is None:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                far_writer.write(self._rewritten(head))
                if not head.is_tunnel:
                    writer.write(_closing(await far_reader.readuntil(b"\r\n\r\n")))
            await _join(reader, writer, far_reader, far_writer)
        finally:
            far_writer.close()

    async def _connect(self, head: _Head) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        scheme = "https" if head.is_tunnel else "http"
        netloc = f"[{head.host}]" if ":" in head.host else head.host
        try:
            refuse_url(f"{scheme}://{netloc}:{head.port}/", self._allowed)
        except Refused as refused:
            raise _RefusedTargetError(str(refused)) from refused
        if self._upstream is not None:
            return await asyncio.open_connection(self._upstream.host, self._upstream.port, limit=MAX_HEAD)
        for address in await self._resolve(head.host):
            with contextlib.suppress(OSError):
                return await asyncio.open_connection(address, head.port, limit=MAX_HEAD)
        raise _RefusedTargetError(f"no address of {head.host} can be reached")

    def _rewritten(self, head: _Head) -> bytes:
        """Gives the head to send on: to a server in its own form, to the operator's proxy with its password."""
        target = head.target
        if self._upstream is None:
            parts = urlsplit(head.target)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fields = [field for field in head.fields if _name(field) not in _HOP_BY_HOP]
        if not head.is_tunnel:
            fields.append(b"Connection: close")
        if self._upstream is not None and self._upstream.authorization:
            fields.append(b"Proxy-Authorization: " + self._upstream.authorization)
        first = f"{head.method} {target} HTTP/1.1".encode("latin-1")
        return b"\r\n".join([first, *fields]) + b"\r\n\r\n"


_HOP_BY_HOP = frozenset({b"connection", b"proxy-connection", b"proxy-authorization", b"keep-alive"})


def _name(field: bytes) -> bytes:
    return field.split(b":", 1)[0].strip().lower()


def _read_head(raw: bytes) -> _Head:
    """Reads a request's head; raises ``_RefusedTargetError`` for one that is none."""
    first, *fields = raw.rstrip(b"\r\n").split(b"\r\n")
    try:
        method, target, _ = first.decode("ascii").split(" ")
        parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
        host, port = parts.hostname, parts.port or (443 if method == "CONNECT" else 80)
    except ValueError as error:
        raise _RefusedTargetError("not a request") from error
    if not host or (method != "CONNECT" and parts.scheme != "http"):
        raise _RefusedTargetError(f"not a target for a proxy: {target[:100]}")
    return _Head(method, target, fields, host, port)


def _closing(head: bytes) -> bytes:
    """Makes a response say that its connection ends with it: the next request may be for somebody else."""
    first, *fields = head[:-4].split(b"\r\n")
    kept = [field for field in fields if _name(field) not in _HOP_BY_HOP]
    return b"\r\n".join([first, *kept, b"Connection: close"]) + b"\r\n\r\n"


async def _join(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    far_reader: asyncio.StreamReader,
    far_writer: asyncio.StreamWriter,
) -> None:
    """Carries bytes both ways until a side has no more, the limit is reached, or nothing comes for a while."""
    ways = [asyncio.create_task(_carry(reader, far_writer)), asyncio.create_task(_carry(far_reader, writer))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    carried = 0
    while carried < MAX_BYTES:
        async with asyncio.timeout(SECONDS):
            data = await source.read(CHUNK)
            if not data:
                return
            target.write(data)
            await target.drain()
        carried += len(data)
