"""What a front page tells of its site."""

from __future__ import annotations

import pytest

from crawler.discovery.front_page import find_feeds, find_sitemaps, read_front_page

URL = "https://www.courier.test/"
PAGE = """<!DOCTYPE html><html lang="de-AT"><head><title>News of the coast | Courier</title>
<meta property="og:site_name" content="The Courier">
<link rel="alternate" type="application/rss+xml" title="Courier" href="/feed/">
<link rel="ALTERNATE" type="application/atom+xml" href="https://feeds.proxy.test/courier">
<link rel="alternate" type="application/rss+xml" title="Courier » Comments" href="/comments/feed/">
<link rel="alternate" type="text/html" hreflang="en" href="/en/"><link rel="stylesheet" href="/feed.css">
</head><body><nav><a href="/politics/">Politics</a><a href="/sport">Sport</a><a href="/login">Log in</a>
<a href="/politics/local/">Local</a><a href="https://other.test/world/">World</a><a href="/?x=1">X</a></nav>
<a href="/rss">All our feeds</a><a href="/sport/rss.xml">RSS</a><a href="/feeding-the-birds">Birds</a>
<a href="javascript:rss">x</a><a href="/feed/#top">Feed</a></body></html>"""


def test_declared_feeds_come_first_then_links_that_look_like_one() -> None:
    assert find_feeds(PAGE, URL) == [
        f"{URL}feed/",
        "https://feeds.proxy.test/courier",
        f"{URL}rss",
        f"{URL}sport/rss.xml",
    ]


def test_a_front_page_gives_name_language_country_and_menu() -> None:
    front = read_front_page(PAGE, URL)
    assert (front.name, front.language, front.country) == ("The Courier", "de", "AT")
    assert front.sections == [f"{URL}politics/", f"{URL}sport"]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<meta name="application-name" content="Courier App">', "Courier App"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsMediaOrganization", "name": "C"}]}</script>',
            "C",
        ),
        ('<script type="application/ld+json">[{"@type": ["WebSite"], "name": "C &amp; D"}]</script>', "C &amp; D"),
        ('<script type="application/ld+json">{broken</script><title>Courier - News of the coast</title>', "Courier"),
        ("<title>News of the coast | The Courier</title>", "The Courier"),
        ("", None),
    ],
)
def test_the_name_is_taken_from_where_it_is_declared(head: str, name: str | None) -> None:
    assert read_front_page(f"<html><head>{head}</head></html>", URL).name == name


@pytest.mark.parametrize(
    ("url", "lang", "country"),
    [
        ("https://www.paper.co.uk/", "en", "GB"),
        ("https://zeitung.de/", "en-US", "DE"),
        ("https://zeitung.at", "de-DE", "AT"),
        ("https://paper.com/", "en-ZA", "ZA"),
        ("https://paper.com/", "en-US", None),
        ("https://paper.tv/", "en", None),
        ("https://paper.org/", "", None),
    ],
)
def test_the_country_is_that_of_the_domain_else_of_the_language(url: str, lang: str, country: str | None) -> None:
    assert read_front_page(f'<html lang="{lang}"></html>', url).country == country


@pytest.mark.parametrize(
    "html",
    [
        "",
        "\x00\x01",
        "<html",
        "<a href='http://[x'>y</a><link rel=alternate type=application/rss+xml href='http://[x'>",
    ],
)
def test_any_page_can_be_read(html: str) -> None:
    assert read_front_page(html, URL).feeds == []


def test_the_sitemaps_of_robots_txt_are_found_news_first() -> None:
    robots = (
        "User-agent: *\r\nDisallow: /x\r\nSitemap: https://www.courier.test/sitemap.xml\r\n"
        "sitemap:/news-sitemap.xml\n  SITEMAP : ftp://x.test/a.xml\n# Sitemap: https://www.courier.test/old.xml\n"
    )
    assert find_sitemaps(robots, URL) == [f"{URL}news-sitemap.xml", f"{URL}sitemap.xml"]
