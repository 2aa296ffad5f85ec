"""Which links may lead to an article of a source."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.discovery.links import MAX_URL, article_shape, judge_link
from crawler.sources.source import Source

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
SITE = "https://www.courier.test"


@pytest.mark.parametrize(
    "path",
    [
        "/politics/council-votes-for-a-new-tram",
        "/council-votes-for-a-new-tram/",
        "/politics/2024/05/03/tram-vote.html",
        "/2024/may/03/tram-vote/",
        "/news/12345678",
        "/news,142489.html",
        "/story/tram-101.html",
        "/a/OklJOk/tram",
        "/article/20250121-QBJP5I25BBIG5IZ76XZNDHDB5Q/",
        "/index.php?id=4711",
        "/?p=815",
        "/spip.php?article717",
        "/authors/jane-doe/why-the-tram-will-come-after-all",
        "/thema/verkehr/die-neue-linie-kommt-2026",
        "/archive/63076",
        "/video-assistant-referee-explained-at-last",
        "/sponsored-terrorism-in-the-region-report-says",
        "/politik/%D8%A7%D9%84%D8%B3%D8%AE%D8%B1%D9%8A%D8%A9-%D9%84%D8%BA%D8%B2-%D9%84%D9%88%D9%86",
        "/newsroom/the-search-for-the-tram-goes-on",
        "/食品/東京都が新しい路面電車を計画",
    ],
)
def test_an_address_like_an_articles_is_accepted(source: Source, path: str) -> None:
    assert judge_link(SITE + path, source) is None


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("", "front-page"),
        ("/", "front-page"),
        ("/index.html", "front-page"),
        ("/de/", "front-page"),
        ("/politics/", "section-page"),
        ("/politics/local", "section-page"),
        ("/news/page/2", "section-page"),
        ("/politics/page/17/", "section-page"),
        ("/2024/05/", "section-page"),
        ("/tag/tram", "tag-page"),
        ("/topics/the-war-in-ukraine", "tag-page"),
        ("/category/sports/", "tag-page"),
        ("/author/jane-doe/", "author-page"),
        ("/autoren/jane-doe-1234567", "author-page"),
        ("/advertorial/the-best-sofas-of-the-year-12345", "advert"),
        ("/sponsored/the-best-sofas-of-the-year-12345", "advert"),
        ("/world/gallery/2024/may/03/trams-in-pictures", "gallery"),
        ("/fotostrecke/die-schoensten-trams-fotostrecke-1234.html", "gallery"),
        ("/video/tram-derails-in-the-city-123456", "video"),
        ("/search?q=tram", "search"),
        ("/?s=tram", "search"),
        ("/suche/tram", "search"),
        ("/login", "service-page"),
        ("/newsletter", "service-page"),
        ("/impressum.html", "service-page"),
        ("/contact-us/", "service-page"),
        ("/abo/angebote", "service-page"),
        ("/politics/council-votes-for-a-new-tram/?replytocom=17", "service-page"),
        ("/images/tram.jpg", "media-file"),
        ("/documents/report-on-the-new-tram-2024.PDF", "media-file"),
        ("/politics/council-votes.mp3?x=1", "media-file"),
        ("/politics/rss", "feed"),
        ("/politics/council-votes-for-a-new-tram/feed/", "feed"),
        ("/sitemap.xml", "feed"),
    ],
)
def test_pages_of_other_kinds_are_refused_by_name(source: Source, path: str, reason: str) -> None:
    assert judge_link(SITE + path, source) == reason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://other.test/council-votes-for-a-new-tram", "other-site"),
        ("https://www.courier.test.evil.test/council-votes-for-a-new-tram", "other-site"),
        ("https://www.courier.test@evil.test/council-votes-for-a-new-tram", "other-site"),
        ("https://ad.doubleclick.net/?adurl=https://www.courier.test/", "other-site"),
        ("mailto:desk@courier.test", "not-http"),
        ("javascript:void(0)", "not-http"),
        ("ftp://www.courier.test/a-b-c", "not-http"),
        ("file:///etc/passwd", "not-http"),
        ("data:text/html,x", "not-http"),
        ("//www.courier.test/council-votes-for-a-new-tram", "not-http"),
        ("", "not-http"),
        ("https://", "bad-url"),
        ("https:///path", "bad-url"),
        ("https://[::1/", "bad-url"),
        ("https://www.courier.test:port/", "bad-url"),
        ("https://www.courier.test:99999/", "bad-url"),
        ("https://<b>.test/", "bad-url"),
        (f"{SITE}/{'a' * MAX_URL}", "too-long"),
    ],
)
def test_addresses_elsewhere_and_nowhere_are_refused(source: Source, url: str, reason: str) -> None:
    assert judge_link(url, source) == reason


def test_a_further_domain_of_the_source_is_its_own(source: Source) -> None:
    assert judge_link("https://www.courier-plus.test/council-votes-for-a-new-tram", source) is None


def test_an_entry_with_a_title_need_not_look_like_an_article(source: Source) -> None:
    assert judge_link(f"{SITE}/politics/tram", source) == "section-page"
    assert judge_link(f"{SITE}/politics/tram", source, title="The tram is coming") is None


@pytest.mark.parametrize(
    "title", ["Anzeige: Sofas", "ANZEIGE – Sofas", "[Anzeige] Sofas", "Sponsored | Sofas", "Publicidad: x"]
)
def test_a_title_that_says_so_is_an_advert(source: Source, title: str) -> None:
    assert judge_link(f"{SITE}/home/sofas-for-the-summer", source, title=title) == "advert"


@pytest.mark.parametrize(
    "title", ["Anzeigenblatt wird verkauft: Ende", "Werbung in Schulen verboten", "Anzeige gegen Minister"]
)
def test_a_title_about_adverts_is_none(source: Source, title: str) -> None:
    assert judge_link(f"{SITE}/home/what-the-city-says", source, title=title) is None


def test_more_of_an_articles_marks_give_more_points() -> None:
    assert article_shape(f"{SITE}/politics/") == 0
    assert article_shape(f"{SITE}/politics/tram-vote-council") == 2
    assert article_shape(f"{SITE}/politics/2024/05/03/tram-vote-council-says") == 5
    assert article_shape(f"{SITE}/news/2024/05/03/tram-vote-council-says-1234567.html") == 8


@pytest.mark.skipif(not CORPORA.is_dir(), reason="needs the folder shared/corpora next to the checkout")
def test_every_article_of_the_publishers_corpus_is_accepted() -> None:
    lines = (CORPORA / "publishers" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    refused = {}
    for url in (json.loads(line)["url"] for line in lines):
        parts = urlsplit(url)
        own = Source("own", "Own", f"{parts.scheme}://{parts.netloc}/", None, ("en",))
        if reason := judge_link(url, own):
            refused[url] = reason
    assert not refused
