"""Replaying saved pages under their own host names."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import feedparser
import pytest

from tests.newsroom import Newsroom
from tests.newsroom.replay import read_cases, replay
from tests.newsroom_test.fetching import fetch

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "publishers"
CASES = [
    ("a.html.gz", "https://www.saved.example/news/big-day-1?id=1#top", "<p>one</p>"),
    ("b.html.gz", "https://www.saved.example/news/big-day-1?id=2", "<p>two</p>"),
    ("c.html.gz", "https://other.example/story/", "<p>drei €</p>"),
    ("d.html.gz", "https://other.example/story/", "<p>three, later</p>"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of four saved pages of two hosts, two of them from one address."""
    (tmp_path / "pages").mkdir()
    lines = []
    for file, url, content in CASES:
        (tmp_path / "pages" / file).write_bytes(gzip.compress(content.encode()))
        lines.append(json.dumps({"file": file, "url": url, "country": "de", "publisher": "Gespeichert"}))
    (tmp_path / "cases.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_pages_are_served_under_their_own_addresses_by_http_and_https(empty_newsroom: Newsroom, folder: Path) -> None:
    saved = replay(empty_newsroom, folder)
    assert [page.url for page in saved[:3]] == [
        "http://www.saved.example/news/big-day-1?id=1",
        "http://www.saved.example/news/big-day-1?id=2",
        "http://other.example/story/",
    ]
    assert fetch(empty_newsroom, saved[1].url).text == "<p>two</p>"
    assert fetch(empty_newsroom, "https://other.example/story/").text == "<p>drei €</p>"


def test_a_second_page_of_one_address_has_an_address_of_its_own(empty_newsroom: Newsroom, folder: Path) -> None:
    later = replay(empty_newsroom, folder)[3]
    assert later.url.startswith("http://other.example/story/?")
    assert fetch(empty_newsroom, later.url).text == "<p>three, later</p>"


def test_each_host_has_a_feed_in_the_catalogue_and_an_open_robots_txt(empty_newsroom: Newsroom, folder: Path) -> None:
    saved = replay(empty_newsroom, folder)
    catalogue = empty_newsroom.catalogue()
    assert [entry["homepage"] for entry in catalogue] == ["http://www.saved.example/", "http://other.example/"]
    assert {entry["country"] for entry in catalogue} == {"DE"}
    links = []
    for entry in catalogue:
        links += [item.link for item in feedparser.parse(fetch(empty_newsroom, entry["feeds"][0]).body).entries]
        assert fetch(empty_newsroom, f"{entry['homepage']}robots.txt").text == "User-agent: *\nDisallow:\n"
    assert links == [page.url for page in saved]


def test_the_feed_gives_away_neither_headline_nor_date(empty_newsroom: Newsroom, folder: Path) -> None:
    replay(empty_newsroom, folder)
    feed = feedparser.parse(fetch(empty_newsroom, empty_newsroom.catalogue()[0]["feeds"][0]).body)
    assert feed.entries[0].title == "big day 1"
    assert "published" not in feed.entries[0]


def test_only_chosen_pages_are_served(empty_newsroom: Newsroom, folder: Path) -> None:
    replay(empty_newsroom, folder, choose=lambda page: "id=1" in page.url)
    assert fetch(empty_newsroom, "http://www.saved.example/news/big-day-1?id=2").status == 404
    assert fetch(empty_newsroom, "http://other.example/story/").status == 502


def test_a_folder_without_cases_is_an_error(empty_newsroom: Newsroom, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replay(empty_newsroom, tmp_path)


@pytest.mark.corpora
@pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpora is not there")
def test_every_page_of_the_corpus_is_served_byte_for_byte(empty_newsroom: Newsroom) -> None:
    saved = replay(empty_newsroom, CORPUS)
    assert len(saved) == len(read_cases(CORPUS)) == 201
    for page in saved:
        assert fetch(empty_newsroom, page.url).body == gzip.decompress(page.path.read_bytes())
