"""TLS certificates are verified unless a source says otherwise."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from tests.fetching.conftest import RunCrawl
from tests.fetching.servers import ARTICLE, Server, page

NAMES = {"news.test": [["127.0.0.1"]], "other.test": [["127.0.0.1"]]}
NO_ROBOTS = {"ROBOTSTXT_OBEY": False}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls_port(authority: trustme.CA, serve: Callable[..., Server]) -> int:
    """The port of an https server that has a certificate of the authority's for ``news.test``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.test").configure_cert(context)
    return serve({"*": page(ARTICLE)}, tls=context).port


def test_a_certificate_nobody_vouches_for_is_a_tls_failure(crawl: RunCrawl, tls_port: int) -> None:
    done = crawl(f"https://news.test:{tls_port}/a", names=NAMES, settings=NO_ROBOTS)
    assert done.only["state"] == "pending"
    assert done.only["reason"] == "tls"
    assert done.only["is_network"] is False


def test_a_source_may_lift_the_verification(crawl: RunCrawl, tls_port: int) -> None:
    lifted = {"verify_certificates": False}
    done = crawl((f"https://news.test:{tls_port}/a", lifted), names=NAMES)
    assert done.only["status"] == 200


def test_a_certificate_for_another_name_is_a_tls_failure(
    crawl: RunCrawl, tls_port: int, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    urls = [f"https://{host}:{tls_port}/a" for host in ("news.test", "other.test")]
    done = crawl(*urls, names=NAMES, settings=NO_ROBOTS | {"CONCURRENT_REQUESTS": 1})
    assert done.results[0]["status"] == 200
    assert done.results[1]["reason"] == "tls"


def test_a_verified_request_does_not_use_an_unverified_connection(crawl: RunCrawl, tls_port: int) -> None:
    url = f"https://news.test:{tls_port}/a"
    settings = NO_ROBOTS | {"CONCURRENT_REQUESTS": 1}
    done = crawl((url, {"verify_certificates": False}), url, names=NAMES, settings=settings)
    assert [result.get("status") or result["reason"] for result in done.results] == [200, "tls"]
