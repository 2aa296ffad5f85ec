"""Which addresses are a source's own."""

from __future__ import annotations

import pickle

import pytest

from crawler.hosts import registered_domain, site_of
from crawler.sources.source import Source

SOURCE = Source(
    id="herald",
    name="Herald",
    homepage="https://www.herald.co.uk/",
    country="GB",
    languages=("en",),
    feeds=("https://feeds.proxy.test/herald",),
    domains=("herald.com",),
)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.herald.co.uk/a",
        "http://sport.herald.co.uk/a",
        "https://HERALD.co.uk./a",
        "https://herald.com/a",
        "https://news.herald.com/a",
    ],
)
def test_a_source_owns_its_registered_domain_and_its_further_ones(url: str) -> None:
    assert SOURCE.owns(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://other.co.uk/a",
        "https://notherald.com/a",
        "https://herald.co.uk.evil.test/a",
        "https://feeds.proxy.test/herald/1",
        "https://example.org/?u=https://www.herald.co.uk/",
        "/relative",
        "mailto:desk@herald.co.uk",
        "https://[broken/",
        "",
    ],
)
def test_a_source_does_not_own_other_sites(url: str) -> None:
    assert not SOURCE.owns(url)


def test_two_sites_on_ports_of_one_address_are_two() -> None:
    source = Source("local", "Local", "http://127.0.0.1:8001/", None, ("en",))
    assert source.owns("http://127.0.0.1:8001/a")
    assert not source.owns("http://127.0.0.1:8002/a")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("timesofindia.indiatimes.com", "indiatimes.com"),
        ("one.blogspot.com", "one.blogspot.com"),
        ("sport.paper.test", "paper.test"),
        ("zeitung.münchen.de", "xn--mnchen-3ya.de"),
        ("192.168.0.1", "192.168.0.1"),
        ("localhost", "localhost"),
        ("co.uk", "co.uk"),
    ],
)
def test_the_registered_domain_follows_the_public_suffix_list(host: str, expected: str) -> None:
    assert registered_domain(host) == expected


def test_an_address_with_an_impossible_port_is_no_site() -> None:
    assert site_of("http://localhost:99999/") is None


def test_a_source_travels_to_a_worker_process() -> None:
    assert pickle.loads(pickle.dumps(SOURCE)) == SOURCE
