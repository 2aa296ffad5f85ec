"""Real pages, under their own host names, through the whole of Byline: from feeds to records in MongoDB."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from tests.crawling import ROOT, Crawls, wait_until
from tests.newsroom import Newsroom
from tests.newsroom.replay import FEED, Saved, replay

CORPUS = ROOT.parent / "shared" / "corpora" / "publishers"
STORED_SHARE = 0.97

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpora is not there"),
]


@pytest.fixture(scope="module")
def corpus() -> Iterator[tuple[Newsroom, list[Saved]]]:
    """A newsroom that serves every saved page."""
    with Newsroom([]) as newsroom:
        yield newsroom, replay(newsroom, CORPUS)


@pytest.fixture(scope="module")
def crawls(
    corpus: tuple[Newsroom, list[Saved]], mongo_uri: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Crawls]:
    """One database with the articles of one whole crawl."""
    folder = tmp_path_factory.mktemp("corpus")
    whole = Crawls(corpus[0], mongo_uri, "test_corpus_crawl", folder)
    done = whole.run()
    assert done.returncode == 0, done.stdout + done.stderr
    yield whole
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        client.drop_database(whole.database)


@pytest.fixture
def stored(crawls: Crawls) -> Iterator[Database[dict[str, Any]]]:
    """The database of the whole crawl."""
    with MongoClient[dict[str, Any]](crawls.mongo_uri, tz_aware=True) as client:
        yield client[crawls.database]


def page_requests(newsroom: Newsroom) -> Counter[str]:
    """Gives how often each saved page was asked for."""
    lists = {FEED, "/robots.txt", "/.well-known/tdmrep.json"}
    return Counter(access.url for access in newsroom.log if access.path not in lists)


def test_every_entry_ends_in_one_state_and_the_books_balance(
    stored: Database[dict[str, Any]], corpus: tuple[Newsroom, list[Saved]]
) -> None:
    states = Counter(row["state"] for row in stored["urls"].find())
    run = stored["runs"].find_one(sort=[("started_at", 1)])
    assert run is not None
    assert sum(states.values()) >= len(corpus[1])
    assert states["pending"] == 0
    assert run["verdict"] == "healthy", run["reasons"]


def test_at_least_97_of_100_pages_are_stored(
    stored: Database[dict[str, Any]], corpus: tuple[Newsroom, list[Saved]]
) -> None:
    others = stored["urls"].find({"state": {"$ne": "stored"}}, {"url": 1, "state": 1, "reason": 1, "_id": 0})
    pages = len(corpus[1])
    assert stored["urls"].count_documents({"state": "stored"}) >= STORED_SHARE * pages, list(others)


def test_every_record_has_publisher_hyperlink_and_headline(stored: Database[dict[str, Any]]) -> None:
    for article in stored["articles"].find():
        attribution = article["attribution"]
        assert attribution["publisher"]["name"], article["url"]
        assert attribution["primary_source"]["url"].startswith(("http://", "https://")), article["url"]
        assert attribution["primary_source"]["url"] in attribution["statement"], article["url"]
        assert article["headline"], article["url"]


def test_bodies_have_several_paragraphs_where_the_page_has_them(
    stored: Database[dict[str, Any]], corpus: tuple[Newsroom, list[Saved]]
) -> None:
    paragraphs = {
        article["url"]: sum(len(section["paragraphs"]) for section in article["sections"])
        for article in stored["articles"].find({"is_reserved": False})
    }
    several = [
        page.url
        for page in corpus[1]
        if page.url in paragraphs and sum(len(section["paragraphs"]) for section in page.case["sections"]) > 1
    ]
    assert several
    assert [url for url in several if paragraphs[url] < 2] == []


def test_a_second_run_fetches_no_page_again(crawls: Crawls, corpus: tuple[Newsroom, list[Saved]]) -> None:
    corpus[0].log.clear()
    done = crawls.run("all=1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert page_requests(corpus[0]) == Counter()
    assert len(corpus[0].log.of(path=FEED)) == len({urlsplit(page.url).netloc for page in corpus[1]})


def test_a_killed_run_and_one_more_complete_the_set(
    corpus: tuple[Newsroom, list[Saved]], mongo_uri: str, database: Database[dict[str, Any]], tmp_path: Path
) -> None:
    newsroom, saved = corpus
    crawls = Crawls(newsroom, mongo_uri, database.name, tmp_path)
    first = crawls.start()
    wait_until(lambda: database["articles"].count_documents({}) >= 40, "40 articles")
    first.kill()
    first.wait()
    before = {row["_id"]: row["state"] for row in database["urls"].find({"state": {"$ne": "pending"}})}
    assert len(before) < len(saved)
    done = crawls.run()
    assert done.returncode == 0, done.stdout + done.stderr
    states = {row["_id"]: row["state"] for row in database["urls"].find()}
    assert "pending" not in states.values()
    assert before.items() <= states.items()
    assert Counter(states.values())["stored"] >= STORED_SHARE * len(saved)
