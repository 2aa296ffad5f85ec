from __future__ import annotations

import pytest

from crawler.attribution.source_links import is_plain, names_article, source_link
from crawler.items import Link

ARTICLE = "https://courier.test/2026/05/pier-closed-for-repairs-until-autumn"
HEADLINE = "Pier closed for repairs after cracks found"


@pytest.mark.parametrize(
    "text",
    [
        "Source link",
        "Read the original",
        "The post Pier first appeared on Bay Courier.",
        "Full story",
        "Zum Originalartikel",
    ],
)
def test_its_words_make_a_link_plain(text: str) -> None:
    assert is_plain(Link("https://courier.test/", text), None)


def test_repeating_the_headline_makes_a_link_plain() -> None:
    assert is_plain(Link(ARTICLE, "Bay Courier"), HEADLINE)
    assert is_plain(Link("https://courier.test/?p=1", "Pier closed for repairs"), HEADLINE)


def test_a_reference_is_not_plain() -> None:
    assert not is_plain(Link("https://courier.test/2024/01/report-on-harbours-of-the-north", "Bay Courier"), HEADLINE)
    assert not is_plain(Link(ARTICLE, "Bay Courier"), None)


def test_the_plain_link_to_an_article_is_taken() -> None:
    links = [
        Link("https://gazette.test/2024/01/another-report-on-piers", "Gazette"),
        Link("https://courier.test/", "Source link"),
        Link(ARTICLE, "Bay Courier"),
    ]
    assert source_link(links, HEADLINE) == links[2]


def test_a_homepage_is_taken_where_there_is_nothing_else() -> None:
    assert source_link([Link("https://courier.test/", "Bay Courier")], HEADLINE) is not None


@pytest.mark.parametrize(
    "address",
    [
        "https://unsplash.com/photos/a-pier-in-the-rain-OLaa2RO2RRo",
        "https://www.facebook.com/herald/posts/1234567890",
        "https://herald-rights.test/licences/text-12345",
        "https://courier.test/images/pier-closed-for-repairs.jpg",
    ],
)
def test_pictures_licences_and_networks_are_no_source(address: str) -> None:
    assert source_link([Link(address, "Source link")], HEADLINE) is None


def test_no_links_no_source() -> None:
    assert source_link([], HEADLINE) is None


@pytest.mark.parametrize(
    "address", ["", "javascript:alert(1)", "https://courier.test/", "https://courier.test/?utm_source=x"]
)
def test_what_names_no_article(address: str) -> None:
    assert not names_article(address)
