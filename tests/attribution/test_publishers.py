from __future__ import annotations

import pytest

from crawler.attribution.publishers import PublisherIndex, publisher_at, publisher_of
from crawler.items import Evidence, Publisher
from tests.attribution.pages import CATALOGUE, COURIER, HERALD, URL, TestSource

HERALDS = Publisher("Northern Herald", "herald.test", "https://www.herald.test/")


@pytest.mark.parametrize("url", [URL, "https://sport.herald.test/1", "https://www.herald-live.test/1"])
def test_a_page_on_the_sources_sites_is_the_sources_whatever_it_calls_itself(url: str) -> None:
    evidence = Evidence(publisher_name="THE HERALD | News")
    assert publisher_of(url, HERALD, evidence, CATALOGUE.publisher_of) == HERALDS


def test_a_page_elsewhere_is_named_by_the_catalogue() -> None:
    evidence = Evidence(publisher_name="Herald!")
    assert publisher_of(URL, COURIER, evidence, CATALOGUE.publisher_of) == HERALDS


def test_then_by_the_page_and_then_by_its_domain() -> None:
    url = "https://www.gazette.test/story/12345"
    named = publisher_of(url, HERALD, Evidence(publisher_name=" Harbour\nGazette "), CATALOGUE.publisher_of)
    assert named == Publisher("Harbour Gazette", "gazette.test", "https://www.gazette.test/")
    nameless = publisher_of(url, HERALD, Evidence(publisher_name="x" * 200), CATALOGUE.publisher_of)
    assert nameless.name == "gazette.test"


def test_an_agencys_site_is_the_agencys() -> None:
    assert publisher_at("https://apnews.com/article/x", CATALOGUE.publisher_of).name == "Associated Press"


def test_sources_that_share_a_domain_keep_their_own_hosts() -> None:
    sources = [TestSource("Sport", "https://sport.paper.test/", ()), TestSource("Paper", "https://www.paper.test/", ())]
    index = PublisherIndex(sources)
    found = {url: publisher.name for url in PAPER_URLS if (publisher := index.publisher_of(url))}
    assert found == dict(zip(PAPER_URLS, ["Paper", "Sport", "Paper"], strict=True))


PAPER_URLS = ["https://paper.test/1", "https://sport.paper.test/1", "https://other.paper.test/1"]


@pytest.mark.parametrize("url", ["https://unknown.test/", "no address", "http://["])
def test_the_catalogue_knows_nothing_of_others(url: str) -> None:
    assert CATALOGUE.publisher_of(url) is None
