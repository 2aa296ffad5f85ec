"""Small HTTP servers on loopback that answer exactly the bytes a test wants, and remember who asked for what, when."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Self

Answer = Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    at: float
    """Seconds of ``time.monotonic``."""


@dataclass
class Server:
    """A server on ``host`` (a loopback address) at a port of its own, in a thread of its own."""

    host: str = "127.0.0.1"
    answers: dict[str, bytes | Answer] = field(default_factory=dict)
    """By target; ``"*"`` answers for all others. Bytes are sent as they are, and the connection is closed."""
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    """0: any that is free."""
    tls: ssl.SSLContext | None = None

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        assert started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def origin(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.host}:{self.port}"

    def url(self, target: str) -> str:
        return self.origin + target

    def targets(self) -> list[str]:
        return [asked.target for asked in self.asked]

    def times(self) -> list[float]:
        return [asked.at for asked in self.asked]

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, self.host, self.port, ssl=self.tls))
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            asked = _read_head(head)
            self.asked.append(asked)
            answer = self.answers.get(asked.target, self.answers.get("*", page(b"nothing here", 404)))
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(asked, writer)
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            return
        finally:
            writer.close()


def _read_head(head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return Asked(method, target, {name.strip().lower(): value.strip() for name, value in pairs}, time.monotonic())


def page(body: bytes | str = b"", status: int = 200, /, content_type: str = "text/html", **headers: str) -> bytes:
    """Gives a whole response. Header names are written with underscores for hyphens."""
    data = body.encode() if isinstance(body, str) else body
    lines = [
        f"HTTP/1.1 {status} X",
        f"Content-Length: {len(data)}",
        f"Content-Type: {content_type}",
        "Connection: close",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def redirect(location: str, status: int = 302) -> bytes:
    """Gives a redirect."""
    return page(b"", status, Location=location)


ROBOTS_ALLOW_ALL = page("User-agent: *\nDisallow:\n", content_type="text/plain")
ARTICLE = (
    "<html><head><title>A bridge reopens</title></head><body><p>The bridge over the river reopened.</p></body></html>"
)
