"""What a failure means for a URL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error as network
from twisted.python.failure import Failure
from twisted.web._newclient import ResponseFailed, ResponseNeverReceived

from crawler.fetching.failures import Outcome, judge_failure, judge_status
from crawler.fetching.http_client import HeadersTooLargeError
from crawler.fetching.refusals import Incomplete, Moved, NotNow, Refused, Unusable

LATER = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def _failed(*causes: Exception, kind: type[ResponseFailed] = ResponseFailed) -> DownloadFailedError:
    error = DownloadFailedError("failed")
    error.__cause__ = kind([Failure(cause) for cause in causes])
    return error


@pytest.mark.parametrize(
    ("exception", "outcome"),
    [
        (Refused("robots"), Outcome("refused", "robots")),
        (NotNow("http-429", LATER), Outcome("pending", "http-429", LATER)),
        (NotNow("robots-dns", None, is_network=True), Outcome("pending", "robots-dns", is_network=True)),
        (Incomplete("cut"), Outcome("pending", "truncated")),
        (Unusable("too-large"), Outcome("failed", "too-large")),
        (Moved("https://b.test/", 301, is_permanent=True), Outcome("refused", "moved")),
        (ResponseDataLossError(), Outcome("pending", "truncated")),
        (DownloadCancelledError(), Outcome("failed", "too-large")),
        (CannotResolveHostError(), Outcome("pending", "dns", is_network=True)),
        (DownloadTimeoutError(), Outcome("pending", "timeout", is_network=True)),
        (TimeoutError(), Outcome("pending", "timeout", is_network=True)),
        (network.TCPTimedOutError(), Outcome("pending", "timeout", is_network=True)),
        (DownloadConnectionRefusedError(), Outcome("pending", "refused-connection", is_network=True)),
        (network.NoRouteError(), Outcome("pending", "unreachable", is_network=True)),
        (network.ConnectionLost(), Outcome("pending", "reset")),
        (_failed(network.ConnectionDone(), kind=ResponseNeverReceived), Outcome("pending", "reset")),
        (_failed(SSL.Error([("SSL routines", "", "certificate verify failed")])), Outcome("pending", "tls")),
        (_failed(HeadersTooLargeError("no end")), Outcome("failed", "too-large")),
        (_failed(ValueError("conflicting lengths")), Outcome("pending", "bad-response")),
        (_failed(KeyError(b"gunzip")), Outcome("pending", "bad-response")),
        (NotSupported("gopher"), Outcome("refused", "scheme")),
        (ZeroDivisionError(), Outcome("pending", "error-ZeroDivisionError")),
        (HttpError(Response("https://a.test/", status=404), ""), Outcome("failed", "http-404")),
    ],
)
def test_an_exception_has_one_meaning(exception: Exception, outcome: Outcome) -> None:
    assert judge_failure(exception) == outcome


@pytest.mark.parametrize("status", [200, 203, 304])
def test_a_usable_status_is_no_failure(status: int) -> None:
    assert judge_status(status, {}) is None


@pytest.mark.parametrize("status", [202, 206, 403, 408, 425, 429, 500, 502, 503, 504, 520, 999])
def test_a_status_that_may_pass_is_asked_for_again(status: int) -> None:
    assert judge_status(status, {}) == Outcome("pending", f"http-{status}")


@pytest.mark.parametrize("status", [204, 300, 302, 400, 401, 402, 404, 410, 451])
def test_a_status_that_will_not_pass_is_a_failure(status: int) -> None:
    assert judge_status(status, {}) == Outcome("failed", f"http-{status}")


def test_a_time_that_the_server_names_is_kept() -> None:
    outcome = judge_status(503, {"Retry-After": "60"}, LATER)
    assert outcome == Outcome("pending", "http-503", LATER + timedelta(seconds=60))
