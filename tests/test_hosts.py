"""Hosts, origins and sites of addresses."""

from __future__ import annotations

import pytest

from crawler.hosts import domain_of, host_of, origin_of, registered_domain, request_host, same_site


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("WWW.Spiegel.DE.", "spiegel.de"),
        ("one.wordpress.com", "one.wordpress.com"),
        ("deep.newsroom.test", "newsroom.test"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("co.uk", "co.uk"),
        ("xn--e1aybc.xn--p1ai", "xn--e1aybc.xn--p1ai"),
    ],
)
def test_registered_domain(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


def test_subdomains_are_one_site() -> None:
    assert same_site("http://news.bbc.co.uk/1", "https://www.bbc.co.uk/2")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://a.blogspot.com/", "https://b.blogspot.com/"),
        ("https://bbc.co.uk/", "https://itv.co.uk/"),
        ("https://example.org/", "/relative"),
        ("/relative", "/relative"),
        ("http://[", "http://["),
    ],
)
def test_other_sites_are_not(first: str, second: str) -> None:
    assert not same_site(first, second)


def test_a_broken_address_has_no_host_and_no_domain() -> None:
    assert host_of("http://[::1") is None
    assert domain_of("mailto:someone") is None


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
        request_host(url)
