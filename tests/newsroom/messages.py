"""HTTP/1.1 messages as the newsroom reads and writes them."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

MAX_BODY = 1 << 20
HTML = "text/html; charset=utf-8"


class BadRequestError(Exception):
    """Raised for a request that cannot be read; the connection is closed after a 400."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, wherever it came in: in absolute form, through a tunnel or straight to a port."""

    method: str
    scheme: str
    host: str
    """Lower case, without the port."""
    target: str
    """Path and query as sent."""
    headers: dict[str, str]
    """Names in lower case; the last of several of one name."""
    body: bytes
    arrived: float
    """``time.monotonic()`` when its head was complete."""
    arrived_at: datetime

    @property
    def path(self) -> str:
        """The target without its query, percent-decoded."""
        return unquote(self.target.partition("?")[0])

    @property
    def user_agent(self) -> str:
        return self.headers.get("user-agent", "")


@dataclass(slots=True)
class Response:
    """One answer; ``Content-Length`` is added when it is written."""

    status: int = 200
    body: bytes = b""
    content_type: str | None = HTML
    headers: dict[str, str] = field(default_factory=dict)

    def head(self, length: int | None) -> bytes:
        """Gives status line and headers; without a length for a body that ends with the connection or in chunks."""
        lines = [f"HTTP/1.1 {self.status} {_phrase(self.status)}"]
        if self.content_type and "content-type" not in {name.lower() for name in self.headers}:
            lines.append(f"Content-Type: {self.content_type}")
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if length is not None:
            lines.append(f"Content-Length: {length}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def encode(self, *, body: bool = True) -> bytes:
        """Gives the whole message; without its body for HEAD and for statuses that have none."""
        if self.status in (204, 304) or self.status < 200:
            return self.head(None)
        return self.head(len(self.body)) + (self.body if body else b"")


def redirect(location: str, status: int = 301) -> Response:
    """Gives a redirect, which stays in force for 301 and 308."""
    return Response(
        status, f'<p>Moved to <a href="{location}">{location}</a>.</p>'.encode(), headers={"Location": location}
    )


def compressed(response: Response) -> Response:
    """Gives the same response in gzip."""
    headers = response.headers | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(response.status, gzip.compress(response.body, 6, mtime=0), response.content_type, headers)


def conditional(request: Request, response: Response, changed_at: datetime) -> Response:
    """Adds validators, and answers 304 to a request that has the same content already (RFC 9110, 13.1.2 and 13.1.3)."""
    etag = f'"{hashlib.sha256(response.body).hexdigest()[:16]}"'
    validators = {"ETag": etag, "Last-Modified": http_date(changed_at)}
    if "if-none-match" in request.headers:
        is_known = request.headers["if-none-match"] == etag
    else:
        is_known = request.headers.get("if-modified-since") == validators["Last-Modified"]
    if is_known:
        return Response(304, content_type=None, headers=validators)
    response.headers |= validators
    return response


def http_date(moment: datetime) -> str:
    """Gives a time as headers and RSS print it, in GMT."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


async def read_request(reader: asyncio.StreamReader, scheme: str, host: str | None) -> Request | None:
    """Reads the next request of a connection; None when the client has hung up.

    ``host`` is the name a tunnel was opened for; without it the name comes from the absolute form or from ``Host``.
    Raises BadRequestError for what is no HTTP/1.x.
    """
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    except asyncio.LimitOverrunError as error:
        raise BadRequestError("the head is too long") from error
    arrived, arrived_at = time.monotonic(), datetime.now(UTC)
    lines = head.decode("latin-1").split("\r\n")
    try:
        method, target, _version = lines[0].split(" ")
    except ValueError as error:
        raise BadRequestError(f"no request line: {lines[0]!r}") from error
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)
    }
    scheme, named, target = _locate(method, scheme, target)
    name = host or named or headers.get("host", "")
    body = await _read_body(reader, headers)
    return Request(method, scheme, _bare(name), target, headers, body, arrived, arrived_at)


def _locate(method: str, scheme: str, target: str) -> tuple[str, str, str]:
    """Splits a request target into scheme, host (may be empty) and path with query."""
    if method == "CONNECT":
        return scheme, target, ""
    if "://" not in target.partition("?")[0]:
        return scheme, "", target
    parts = urlsplit(target)
    path = parts.path or "/"
    return parts.scheme, parts.netloc.rpartition("@")[2], f"{path}?{parts.query}" if parts.query else path


def _bare(authority: str) -> str:
    """Drops the port of an authority; an IPv6 literal keeps its brackets."""
    host = authority.lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].rstrip(".")


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    try:
        length = int(headers.get("content-length", "0"))
    except ValueError as error:
        raise BadRequestError("Content-Length is no number") from error
    if not 0 <= length <= MAX_BODY:
        raise BadRequestError(f"a body of {length} bytes")
    return await reader.readexactly(length) if length else b""


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
