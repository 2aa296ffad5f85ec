"""All sites of the newsroom in one crawl: what is stored is the truth, and everything else ends where it should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from crawler.fetching.browser import find_installed
from crawler.normalisation.identity import url_key
from tests.crawling import Crawls
from tests.newsroom import Article, Newsroom, Site, listings
from tests.newsroom.article import REJECTED, STORED
from tests.newsroom.layouts import wordpress
from tests.newsroom.sites import BUILDERS

Records = Database[dict[str, Any]]

STATIC = [name for name in BUILDERS if name not in {"dawn-app", "storm-gazette"}]
RESERVED = "corriere-vernia"
BOLD_HEADINGS = "vesti-porta"
"""Its headings are bold lines between line breaks: nothing tells them from a sentence in bold."""


@pytest.fixture(scope="module")
def crawled() -> Iterator[Newsroom]:
    """A newsroom of all static sites that work, after a crawl."""
    with Newsroom(STATIC) as newsroom:
        yield newsroom


@pytest.fixture(scope="module")
def records(crawled: Newsroom, mongo_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    """The database of that crawl."""
    crawls = Crawls(crawled, mongo_uri, "test_newsroom_crawl", tmp_path_factory.mktemp("newsroom"))
    done = crawls.run(DOWNLOAD_DELAY="0.05")
    assert done.returncode == 0, done.stdout + done.stderr
    with MongoClient[dict[str, Any]](mongo_uri, tz_aware=True) as client:
        yield client[crawls.database]
        client.drop_database(crawls.database)


def plain(newsroom: Newsroom, name: str) -> list[Article]:
    """Gives a site's articles that must be stored, whole."""
    return [a for a in newsroom.site(name).articles if a.expected == STORED]


def record_of(records: Records, article: Article) -> dict[str, Any]:
    """Gives the record that an article's row in the ledger leads to."""
    row = records["urls"].find_one({"_id": url_key(article.url)})
    assert row is not None, article.url
    record = records["articles"].find_one({"_id": row.get("article")})
    assert record is not None, (article.url, row["state"], row.get("reason"))
    return record


def paragraphs(record: dict[str, Any]) -> list[str]:
    return [paragraph for section in record["sections"] for paragraph in section["paragraphs"]]


@pytest.mark.parametrize("name", STATIC)
def test_every_entry_ends_in_the_state_that_is_expected(crawled: Newsroom, records: Records, name: str) -> None:
    wrong = []
    for entry in crawled.site(name).listed():
        row = records["urls"].find_one({"_id": url_key(entry.url)}) if entry.url else None
        state = row["state"] if row else "rejected"
        if state not in entry.expected:
            wrong.append((entry.url, state, row and row.get("reason"), sorted(entry.expected), entry.why))
    assert wrong == []


@pytest.mark.parametrize("name", STATIC)
def test_records_name_headline_publisher_language_and_time(crawled: Newsroom, records: Records, name: str) -> None:
    articles = plain(crawled, name)
    assert articles
    for article in articles:
        record = record_of(records, article)
        publisher = record["attribution"]["publisher"]["name"]
        said = (record["headline"], publisher, record["language"], record["published_at"])
        assert said == (article.headline, article.publisher, article.language, article.published_at), article.url


@pytest.mark.parametrize("name", STATIC)
def test_records_name_the_people_who_signed(crawled: Newsroom, records: Records, name: str) -> None:
    for article in plain(crawled, name):
        names = tuple(author["name"] for author in record_of(records, article)["authors"])
        assert names == article.authors, article.url


def test_records_say_what_kind_of_article_it_is(crawled: Newsroom, records: Records) -> None:
    for article in plain(crawled, "mixed-post"):
        assert record_of(records, article)["kind"] == article.kind, article.url


@pytest.mark.parametrize("name", [name for name in STATIC if name != RESERVED])
def test_bodies_have_every_paragraph_in_order_and_nothing_of_the_frame(
    crawled: Newsroom, records: Records, name: str
) -> None:
    for article in plain(crawled, name):
        found = paragraphs(record_of(records, article))
        assert [paragraph for paragraph in found if paragraph in article.paragraphs] == list(article.paragraphs)
        others = [other for other in crawled.site(name).articles if other.url != article.url]
        frame = {text for other in others for text in (other.headline, other.description)}
        assert frame.isdisjoint(found), article.url


@pytest.mark.parametrize("name", [name for name in STATIC if name not in {RESERVED, BOLD_HEADINGS}])
def test_headings_keep_their_paragraphs(crawled: Newsroom, records: Records, name: str) -> None:
    for article in plain(crawled, name):
        found = {section["heading"]: section["paragraphs"] for section in record_of(records, article)["sections"]}
        for section in article.sections:
            if section.heading:
                assert found.get(section.heading) == list(section.paragraphs), article.url


def test_reserved_articles_keep_headline_description_and_hyperlink_only(crawled: Newsroom, records: Records) -> None:
    for article in crawled.site(RESERVED).articles:
        record = record_of(records, article)
        assert record["is_reserved"]
        assert record["headline"] == article.headline
        assert not record["sections"]
        assert not record["body"]
        assert record["attribution"]["primary_source"]["url"] == article.url


def test_copies_of_a_story_are_one_record_with_its_sightings(crawled: Newsroom, records: Records) -> None:
    verbatim = [article for article in crawled.group("wire") if article.sections == crawled.group("wire")[0].sections]
    found = {record_of(records, article)["_id"] for article in verbatim}
    assert len(found) == 1
    record = records["articles"].find_one({"_id": found.pop()})
    assert record is not None
    names = {record["attribution"]["publisher"]["name"], *(s["publisher"]["name"] for s in record["also_published_by"])}
    assert {article.publisher for article in verbatim} <= names


def test_no_request_was_disallowed_and_none_left_the_newsroom(crawled: Newsroom, records: Records) -> None:
    assert records["articles"].count_documents({}) > 0
    assert crawled.log.of("northern-herald.test", "/internal/budget-notes/") == []
    assert [access.url for access in crawled.log if access.status == 502] == []
    assert crawled.log.of("ads.test") == []


def test_robots_txt_was_asked_for_before_any_page_of_a_host(crawled: Newsroom, records: Records) -> None:
    assert records["runs"].count_documents({}) == 1
    for site in crawled.sources:
        paths = [access.path for access in crawled.log.of(site.host)]
        assert paths[0] == "/robots.txt"
        assert Counter(paths)["/robots.txt"] == 1


def test_a_rejected_entry_never_becomes_a_url(crawled: Newsroom, records: Records) -> None:
    rejected = [entry.url for entry in crawled.listed if entry.expected == REJECTED and entry.url]
    assert rejected
    assert records["urls"].count_documents({"_id": {"$in": [url_key(url) for url in rejected]}}) == 0


@pytest.mark.browser
@pytest.mark.skipif(find_installed() is None, reason="there is no Chromium")
def test_client_rendered_articles_are_stored_as_a_reader_sees_them(
    mongo_uri: str, database: Records, tmp_path: Path
) -> None:
    with Newsroom(["dawn-app"]) as newsroom:
        done = Crawls(newsroom, mongo_uri, database.name, tmp_path).run()
        assert done.returncode == 0, done.stdout + done.stderr
        for article in newsroom.site("dawn-app").articles:
            record = record_of(database, article)
            assert record["headline"] == article.headline
            assert [text for text in paragraphs(record) if text in article.paragraphs] == list(article.paragraphs)
            assert len(newsroom.log.of(article.host, article.path)) == 1


@pytest.fixture
def secure_site(empty_newsroom: Newsroom) -> Site:
    """A site that lists itself under https."""
    site = Site(
        "secure",
        "The Secure Paper",
        "secure.test",
        "GB",
        "en",
        wordpress.page,
        empty_newsroom.clock,
        scheme="https",
        listings={"/feed/": listings.rss},
        catalogue={"feeds": ["/feed/"]},
    )
    site.write(3)
    return empty_newsroom.add_site(site)


def test_https_is_crawled_through_the_proxys_tunnel(
    empty_newsroom: Newsroom, secure_site: Site, mongo_uri: str, database: Records, tmp_path: Path
) -> None:
    crawls = Crawls(empty_newsroom, mongo_uri, database.name, tmp_path)
    done = crawls.run(**empty_newsroom.environment(https=True))
    assert done.returncode == 0, done.stdout + done.stderr
    assert {record["url"] for record in database["articles"].find()} == {a.url for a in secure_site.articles}


def test_a_certificate_that_nobody_vouches_for_is_a_reason_in_the_ledger(
    empty_newsroom: Newsroom, secure_site: Site, mongo_uri: str, database: Records, tmp_path: Path
) -> None:
    secure_site.scheme = "http"  # its list can be read, its articles are said to be under https
    empty_newsroom.distrust(secure_site.host)
    crawls = Crawls(empty_newsroom, mongo_uri, database.name, tmp_path)
    crawls.run(**empty_newsroom.environment(https=True))
    assert database["articles"].count_documents({}) == 0
    keys = [url_key(article.url) for article in secure_site.articles]
    rows = list(database["urls"].find({"_id": {"$in": keys}}))
    assert {row["state"] for row in rows} == {"pending"}
    assert "robots-tls" in {row.get("reason") for row in rows}
    assert [access for access in empty_newsroom.log.of(secure_site.host) if access.scheme == "https"] == []
