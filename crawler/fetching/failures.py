"""What a failure means for a URL: one table for exceptions, one for statuses. Pure.

Counting attempts is the ledger's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from service_identity.exceptions import VerificationError
from twisted.internet import error as network
from twisted.python.failure import Failure
from twisted.web._newclient import _WrapperException

from crawler.fetching.http_client import HeadersTooLargeError
from crawler.fetching.refusals import NotFetched, State
from crawler.fetching.retry_after import parse_retry_after


class Headers(Protocol):
    """What ``judge_status`` needs of response headers; Scrapy's and a plain ``dict`` have it."""

    def get(self, key: str, /) -> bytes | str | None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a URL that could not be fetched."""

    state: State
    """``pending``: asking again may help. ``refused``: it must not be asked for. ``failed``: asking again is no use."""
    reason: str
    """Short and stable, for the ledger and for stats: ``dns``, ``timeout``, ``http-503``, ``robots``, ..."""
    retry_at: datetime | None = None
    """Not before this time (UTC), where somebody named one."""
    is_network: bool = False
    """Whether no server was reached at all; if that is so for every URL, it is our own network that is down."""


USABLE = frozenset({200, 203, 304})
"""203 is a 200 through a proxy that changed something; 304 answers a conditional request."""

# 202 is "come back later" of content networks, 206 is a part nobody asked for; 403 comes and goes with bot walls.
TRANSIENT = frozenset({202, 206, 403, 408, 421, 423, 425, 429})


def judge_status(status: int, headers: Headers, now: datetime | None = None) -> Outcome | None:
    """Says what a response's status means, or gives ``None`` for one whose body can be used.

    ``headers`` are read for ``Retry-After``; ``now`` is UTC-aware and defaults to the present.
    """
    if status in USABLE:
        return None
    if status in TRANSIENT or status >= 500:
        retry_at = parse_retry_after(headers.get("Retry-After"), now or datetime.now(UTC))
        return Outcome("pending", f"http-{status}", retry_at)
    return Outcome("failed", f"http-{status}")


# In this order: the first class that fits decides.
_BY_CLASS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Outcome], ...] = (
    (DownloadCancelledError, Outcome("failed", "too-large")),
    (CannotResolveHostError, Outcome("pending", "dns", is_network=True)),
    (network.DNSLookupError, Outcome("pending", "dns", is_network=True)),
    ((SSL.Error, VerificationError), Outcome("pending", "tls")),
    (
        (DownloadTimeoutError, network.TimeoutError, network.TCPTimedOutError, TimeoutError),
        Outcome("pending", "timeout", is_network=True),
    ),
    (
        (DownloadConnectionRefusedError, network.ConnectionRefusedError, ConnectionRefusedError),
        Outcome("pending", "refused-connection", is_network=True),
    ),
    (network.ConnectError, Outcome("pending", "unreachable", is_network=True)),
    (HeadersTooLargeError, Outcome("failed", "too-large")),
    ((network.ConnectionClosed, ConnectionError), Outcome("pending", "reset")),
    (TunnelError, Outcome("pending", "proxy")),
    ((NotSupported, UnsupportedURLSchemeError), Outcome("refused", "scheme")),
    # What is left of it: status lines, lengths and transfer encodings that make no sense.
    (DownloadFailedError, Outcome("pending", "bad-response")),
)


def judge_failure(exception: BaseException) -> Outcome:
    """Says what the exception that an errback got means for the URL.

    Never raises: what nobody foresaw is ``pending`` with ``error-<class name>``, so that it is tried again,
    counted, and seen.
    """
    if isinstance(exception, NotFetched):
        return Outcome(exception.state, exception.reason, exception.until, exception.is_network)
    if isinstance(exception, ResponseDataLossError):
        return Outcome("pending", "truncated")
    if isinstance(exception, HttpError):
        return judge_status(exception.response.status, exception.response.headers) or Outcome("pending", "http-error")
    for cause in _causes(exception):
        for classes, outcome in _BY_CLASS:
            if isinstance(cause, classes):
                return outcome
    return Outcome("pending", f"error-{type(exception).__name__}")


def _causes(exception: BaseException) -> Iterator[BaseException]:
    """Goes from what lies innermost (the TLS error, the reset) out to ``exception`` itself.

    Scrapy wraps Twisted's failures, and Twisted wraps lists of reasons; only the innermost tells what happened.
    """
    inner: list[BaseException] = []
    if exception.__cause__ is not None:
        inner.append(exception.__cause__)
    if isinstance(exception, _WrapperException):
        inner.extend(reason.value for reason in exception.reasons if isinstance(reason, Failure) and reason.value)
    for cause in inner:
        yield from _causes(cause)
    yield exception
