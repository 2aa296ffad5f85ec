"""``scrapy sources add``: from a homepage to an entry of the catalogue, over real HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.sources.catalogue import load_catalogue
from crawler.sources.source import Source
from tests.newsroom import Newsroom

ROOT = Path(__file__).parents[2]


def add(newsroom: Newsroom, url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "sources", "add", url, *arguments]
    environment = {**os.environ, "CRAWL_PROXY": newsroom.proxy_url, "DOWNLOAD_DELAY": "0.01"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def proposed(newsroom: Newsroom, url: str, tmp_path: Path) -> Source:
    """Gives the proposed source, read as the catalogue would read it."""
    result = add(newsroom, url)
    assert result.returncode == 0, result.stderr
    path = tmp_path / "proposed.yaml"
    path.write_text(result.stdout, encoding="utf-8")
    return load_catalogue(path)[0]


def test_a_declared_feed_and_the_sitemap_of_robots_txt_are_proposed(newsroom: Newsroom, tmp_path: Path) -> None:
    source = proposed(newsroom, "http://northern-herald.test", tmp_path)
    assert (source.id, source.name, source.languages) == ("northern-herald", "The Northern Herald", ("en",))
    assert source.feeds == ("http://northern-herald.test/feed/",)
    assert source.sitemaps == ("http://northern-herald.test/sitemap.xml",)


def test_a_news_sitemap_is_found_without_being_named(newsroom: Newsroom, tmp_path: Path) -> None:
    source = proposed(newsroom, "http://faro-del-norte.test/", tmp_path)
    assert source.news_sitemaps == ("http://faro-del-norte.test/sitemap-news.xml",)


def test_a_site_without_any_feed_is_read_by_its_front_page(newsroom: Newsroom, tmp_path: Path) -> None:
    source = proposed(newsroom, "http://harbour-post.test", tmp_path)
    assert source.endpoints()[0].kind == "section"
    assert source.sections[0] == "http://harbour-post.test/"


def test_the_proposal_says_how_fresh_each_list_is_and_what_is_known(newsroom: Newsroom, tmp_path: Path) -> None:
    catalogue = newsroom.write_catalogue(tmp_path / "known.yaml")
    result = add(newsroom, "http://northern-herald.test/", "--catalogue", str(catalogue))
    assert "# rss, " in result.stdout
    assert " min ago" in result.stdout
    assert "the catalogue has 'northern-herald' on this site already" in result.stderr
    assert "- id: northern-herald-test" in result.stdout


@pytest.mark.parametrize(
    ("url", "status", "words"),
    [
        ("http://nowhere.test/", 4, "http://nowhere.test/ cannot be reached"),
        ("http://127.0.0.1:9/", 4, "cannot be reached"),
        ("courier.test", 2, "courier.test is no address: write it as https://www.example.org"),
        ("file:///etc/passwd", 2, "is no address"),
    ],
)
def test_a_site_that_cannot_be_had_is_an_error(newsroom: Newsroom, url: str, status: int, words: str) -> None:
    result = add(newsroom, url)
    assert (result.returncode, result.stdout.count("- id")) == (status, 0)
    assert words in result.stderr
    assert "Traceback" not in result.stderr
