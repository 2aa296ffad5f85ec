"""The keys of a site: host and origin."""

from __future__ import annotations

import pytest

from crawler.fetching.hosts import host_of, origin_of


@pytest.mark.parametrize(
    ("url", "host", "origin"),
    [
        ("http://News.Test/a", "news.test", "http://news.test"),
        ("https://news.test:443/a", "news.test", "https://news.test"),
        ("http://news.test:80", "news.test", "http://news.test"),
        ("https://news.test:8443/a", "news.test", "https://news.test:8443"),
        ("http://user:secret@news.test./a", "news.test", "http://news.test"),
        ("http://[::1]:8080/", "::1", "http://[::1]:8080"),
        ("https://zeitung-für.test/", "xn--zeitung-fr-ieb.test", "https://xn--zeitung-fr-ieb.test"),
    ],
)
def test_host_and_origin_of_a_url(url: str, host: str, origin: str) -> None:
    assert host_of(url) == host
    assert origin_of(url) == origin


@pytest.mark.parametrize("url", ["", "mailto:desk@news.test", "/relative", "http://", "http:///path", "http://[::1"])
def test_a_url_without_a_host_is_an_error(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        host_of(url)
