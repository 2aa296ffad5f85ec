from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extraction.dates import Times, read_times
from crawler.extraction.moments import Reading
from crawler.extraction.overrides import Overrides
from crawler.extraction.surroundings import Surroundings
from crawler.extraction.zones import zone_of
from crawler.items import Entry
from tests.extraction.pages import article_page, page, read

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
PLAIN = "https://www.herald.example/council-votes"


def times(
    content: bytes, url: str = PLAIN, entry: Entry | None = None, zone: str | None = None, country: str | None = None
) -> Times:
    document, structured = read(content, url)
    reading = Reading("en", country, NOW, zone_of(zone))
    return read_times(document, structured, reading, entry, Overrides(document), Surroundings(document, None))


def test_date_published_wins_over_date_created() -> None:
    node = {"@type": "NewsArticle", "dateCreated": "2024-05-01T08:00:00Z", "datePublished": "2024-05-03T09:30:00+02:00"}
    found = times(page(article=node))
    assert (found.published_at, found.published_origin) == (datetime(2024, 5, 3, 7, 30, tzinfo=UTC), "json-ld")


def test_date_created_is_better_than_nothing() -> None:
    assert times(page(article={"@type": "NewsArticle", "dateCreated": "2024-05-01T08:00:00Z"})).published_at is not None


def test_the_time_of_a_related_article_is_not_taken() -> None:
    nodes = [
        {"@type": "NewsArticle", "url": "/other", "headline": "Another one", "datePublished": "2024-01-01T00:00:00Z"},
        {"@type": "NewsArticle", "url": PLAIN, "headline": "Mine", "datePublished": "2024-05-03T09:30:00Z"},
    ]
    assert times(page(article={"@graph": nodes})).published_at == datetime(2024, 5, 3, 9, 30, tzinfo=UTC)


def test_an_impossible_value_gives_way_to_the_next_witness() -> None:
    head = '<meta property="article:published_time" content="2024-05-03T09:30:00Z">'
    found = times(page(head, article={"@type": "NewsArticle", "datePublished": "2026-13-45"}))
    assert (found.published_at, found.published_origin) == (datetime(2024, 5, 3, 9, 30, tzinfo=UTC), "opengraph")


@pytest.mark.parametrize("raw", ["2031-05-03T09:30:00Z", "2026-13-45", "tomorrow 06:24 +13:00", "0001-01-01T00:00:00Z"])
def test_future_and_impossible_values_are_none_with_their_words_kept(raw: str) -> None:
    found = times(page(article={"@type": "NewsArticle", "datePublished": raw}))
    assert (found.published_at, found.published_raw) == (None, raw)


def test_a_day_alone_takes_its_time_from_a_later_witness() -> None:
    content = article_page(
        '<meta property="article:published_time" content="2024-05-03">',
        '<time datetime="2024-05-03T09:30:00+02:00">3 May</time>',
    )
    found = times(content)
    assert (found.published_at, found.has_time) == (datetime(2024, 5, 3, 7, 30, tzinfo=UTC), True)


def test_a_day_alone_is_midnight_utc_and_says_so() -> None:
    found = times(page('<meta name="date" content="2024-05-03">'), zone="America/New_York")
    assert (found.published_at, found.has_time) == (datetime(2024, 5, 3, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("zone", "country", "hour", "origin"),
    [
        ("Asia/Tokyo", "DE", 0, "source"),
        (None, "DE", 7, "country"),
        (None, "US", 9, "unknown"),
        (None, None, 9, "unknown"),
    ],
)
def test_a_time_without_zone_is_read_in_the_sources_else_the_countrys(
    zone: str | None, country: str | None, hour: int, origin: str
) -> None:
    found = times(
        page('<meta property="article:published_time" content="2024-05-03T09:30:00">'), zone=zone, country=country
    )
    assert (found.published_at, found.zone_origin) == (datetime(2024, 5, 3, hour, 30, tzinfo=UTC), origin)


def test_a_time_without_zone_takes_the_zone_of_a_witness_to_the_same_moment() -> None:
    head = (
        '<meta property="article:published_time" content="2024-05-03T09:30:00">'
        '<meta name="date" content="2024-05-03T09:30:00-04:00">'
    )
    assert times(page(head), country="DE").published_at == datetime(2024, 5, 3, 13, 30, tzinfo=UTC)


def test_the_offset_of_the_publishers_clock_is_kept() -> None:
    found = times(page(article={"@type": "NewsArticle", "datePublished": "2024-05-03T09:30:00-04:00"}))
    assert found.utc_offset == -240


def test_a_z_says_nothing_of_the_publishers_clock() -> None:
    node = {"@type": "NewsArticle", "datePublished": "2024-05-03T09:30:00Z"}
    assert (times(page(article=node)).utc_offset, times(page(article=node), country="DE").utc_offset) == (None, 120)


def test_the_feeds_time_counts_before_printed_dates() -> None:
    entry = Entry(PLAIN, published_at=datetime(2024, 5, 3, 9, 30, tzinfo=UTC))
    found = times(article_page(before="<p class='date'>1 April 2024</p>"), entry=entry)
    assert (found.published_at, found.published_origin) == (datetime(2024, 5, 3, 9, 30, tzinfo=UTC), "feed")


def test_a_date_printed_beside_the_headline_is_found() -> None:
    found = times(article_page(before="<p class='byline-date'>Posted 3 May 2024, 9.30am</p>"), country="GB")
    assert (found.published_at, found.published_origin) == (datetime(2024, 5, 3, 8, 30, tzinfo=UTC), "body")


def test_a_date_printed_without_any_mark_is_found() -> None:
    assert times(article_page(before="<div>3 May 2024</div>")).published_at == datetime(2024, 5, 3, tzinfo=UTC)


def test_a_printed_update_is_not_the_publication() -> None:
    before = (
        "<time datetime='2024-05-09T10:00Z' class='updated'>Updated 9 May</time>"
        "<time datetime='2024-05-03T10:00Z'>3 May</time>"
    )
    assert times(article_page(before=before)).published_at == datetime(2024, 5, 3, 10, 0, tzinfo=UTC)


def test_dates_of_comments_and_teasers_are_not_taken_for_the_articles() -> None:
    after = (
        "<div class='comments'><time datetime='2024-05-20T10:00Z'>20 May</time></div>"
        "<aside><time>21 May 2024</time></aside><p class='entry-footer'>Posted 3 May 2024</p>"
    )
    assert times(article_page(after=after)).published_at == datetime(2024, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/2024/05/03/x",
        "https://a.example/x-2024-05-03.html",
        "https://a.example/03-05-2024/x",
        "https://a.example/x20240503",
    ],
)
def test_the_address_gives_the_day_at_last(url: str) -> None:
    found = times(article_page(), url)
    assert (found.published_at, found.published_origin) == (datetime(2024, 5, 3, tzinfo=UTC), "url")


def test_nothing_is_invented_where_nothing_is_said() -> None:
    assert (
        times(article_page(before="<p>2024 was a year of 365 days; tomorrow at 06:24 it rains.</p>")).published_at
        is None
    )


def test_modification_is_kept_apart() -> None:
    node = {"@type": "NewsArticle", "datePublished": "2024-05-03T09:30:00Z", "dateModified": "2024-05-04T10:00:00Z"}
    assert times(page(article=node)).modified_at == datetime(2024, 5, 4, 10, 0, tzinfo=UTC)


def test_a_modification_before_the_publication_is_none() -> None:
    node = {"@type": "NewsArticle", "datePublished": "2024-05-03T09:30:00Z", "dateModified": "2024-05-02T10:00:00Z"}
    assert times(page(article=node)).modified_at is None


def test_microdata_of_the_article_is_read_and_that_of_its_comments_is_not() -> None:
    body = (
        '<div itemscope itemtype="https://schema.org/NewsArticle"><div itemscope itemtype="https://schema.org/Comment">'
        '<meta itemprop="datePublished" content="2024-05-20"></div>'
        '<time itemprop="datePublished" datetime="2024-05-03T09:30:00Z"></div>'
    )
    content = page(body=body)
    assert times(content.replace(b"<meta itemprop", b"<span itemprop")).published_at == datetime(
        2024, 5, 3, 9, 30, tzinfo=UTC
    )
