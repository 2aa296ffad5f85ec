"""Sitemaps: news, plain, indexes, text."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from crawler.discovery.listing import Child, Rejected
from crawler.discovery.sitemaps import MAX_CHILDREN, MAX_SITEMAP_ENTRIES

from .conftest import Read

SITE = "https://www.courier.test"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(*urls: str) -> str:
    body = "".join(f"<url>{url}</url>" for url in urls)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {SPACES}>{body}</urlset>\n'


def loc(path: str, lastmod: str | None = None) -> str:
    return f"<loc>{SITE}{path}</loc>" + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "")


def index(*children: str) -> str:
    return f"<sitemapindex {SPACES}>" + "".join(f"<sitemap>{child}</sitemap>" for child in children) + "</sitemapindex>"


def test_a_news_sitemap_gives_title_language_and_publication(read: Read) -> None:
    listing = read(
        urlset(
            loc("/city/new-tram-line-opens")
            + "<image:image><image:loc>https://img.test/1.jpg</image:loc><image:title>Tram</image:title></image:image>"
            "<news:news><news:publication><news:name>Courier</news:name><news:language>de</news:language></news:publication>"
            "<news:publication_date>2024-05-30T10:00:00+02:00</news:publication_date>"
            "<news:title>New line &amp; new trams</news:title></news:news>"
        ),
        "news-sitemap",
    )
    [entry] = listing.entries
    assert (listing.format, listing.language) == ("news-sitemap", "de")
    assert (entry.url, entry.title) == (f"{SITE}/city/new-tram-line-opens", "New line & new trams")
    assert (entry.published_at, entry.modified_at) == (datetime(2024, 5, 30, 8, 0, tzinfo=UTC), None)


def test_a_plain_sitemap_is_read_by_lastmod_newest_first(read: Read) -> None:
    listing = read(
        urlset(loc("/city/first-story-of-all", "2024-05-01"), loc("/city/second-story-of-all", "2024-05-02T10:00:00Z"))
    )
    assert listing.format == "sitemap"
    assert [entry.url.split("/")[-1] for entry in listing.entries] == ["second-story-of-all", "first-story-of-all"]
    assert listing.entries[0].modified_at == datetime(2024, 5, 2, 10, 0, tzinfo=UTC)
    assert listing.entries[0].published_at is None


def test_pages_of_a_plain_sitemap_that_are_no_articles_are_rejected(read: Read) -> None:
    listing = read(
        urlset(loc("/"), loc("/politics/"), loc("/contact"), "<loc> </loc>", loc("/city/story-about-the-tram"))
    )
    assert [entry.url for entry in listing.entries] == [f"{SITE}/city/story-about-the-tram"]
    assert sorted(rejected.reason for rejected in listing.rejected) == [
        "front-page",
        "no-link",
        "section-page",
        "service-page",
    ]


def test_a_plain_sitemap_is_capped_at_its_newest_entries(read: Read) -> None:
    stories = [loc(f"/city/story-number-{n:05}", f"2024-05-{1 + n % 28:02}") for n in range(MAX_SITEMAP_ENTRIES + 56)]
    listing = read(urlset(*stories))
    assert len(listing.entries) == MAX_SITEMAP_ENTRIES
    assert listing.rejected == [Rejected(None, "beyond-cap", 56)]
    assert listing.total == MAX_SITEMAP_ENTRIES + 56
    assert min(entry.modified_at for entry in listing.entries if entry.modified_at) > datetime(
        2024, 5, 1, 12, 0, tzinfo=UTC
    )


def test_a_long_sitemap_without_dates_is_read_at_both_ends(read: Read) -> None:
    listing = read(urlset(*(loc(f"/city/story-number-{n:05}") for n in range(2 * MAX_SITEMAP_ENTRIES))))
    assert len(listing.entries) == MAX_SITEMAP_ENTRIES
    assert listing.entries[0].url.endswith("00000")
    assert listing.entries[-1].url.endswith(f"{2 * MAX_SITEMAP_ENTRIES - 1:05}")


@pytest.mark.parametrize(
    "spaces", [SPACES, "", 'xmlns="http://www.google.com/schemas/sitemap/0.84"', 'xmlns="urn:wrong"']
)
def test_the_namespace_does_not_matter(read: Read, spaces: str) -> None:
    assert read(urlset(loc("/city/story-about-the-tram")).replace(SPACES, spaces)).entries


def test_prefixed_elements_are_read(read: Read) -> None:
    text = f'<s:urlset xmlns:s="urn:x"><s:url><s:loc>{SITE}/city/story-about-the-tram</s:loc></s:url></s:urlset>'
    assert len(read(text).entries) == 1


def test_a_sitemap_that_breaks_off_keeps_its_whole_entries(read: Read) -> None:
    text = urlset(loc("/city/story-about-the-tram"), loc("/city/story-about-the-bus"))
    listing = read(text[: text.rindex("the-bus") + 5])
    assert [entry.url for entry in listing.entries] == [f"{SITE}/city/story-about-the-tram"]
    assert not listing.is_complete


def test_bare_ampersands_and_undefined_entities_cost_nothing(read: Read) -> None:
    listing = read(urlset(loc("/read?id=1001&page=2"), "&lol;" + loc("/city/story-about-the-tram")))
    assert listing.entries[0].url == f"{SITE}/read?id=1001&page=2"
    assert len(listing.entries) == 2


def test_a_billion_laughs_costs_its_own_text_alone(read: Read) -> None:
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE urlset [<!ENTITY l0 "lol">{entities}]>'
    text = urlset(loc("/city/story-about-the-tram"), "<loc>&l9;</loc>").replace("<urlset", f"{bomb}<urlset")
    assert [entry.url for entry in read(text).entries] == [f"{SITE}/city/story-about-the-tram"]


@pytest.mark.parametrize("text", ["<urlset/>", "<urlset></urlset>", f"<urlset {SPACES} />"])
def test_an_empty_sitemap_is_no_error(read: Read, text: str) -> None:
    assert (read(text).total, read(text).is_complete) == (0, True)


@pytest.mark.parametrize("text", ["<urlset>", "<urlset><url><loc>https://www.cour"])
def test_a_sitemap_that_breaks_off_at_once_has_no_entries(read: Read, text: str) -> None:
    assert (read(text).total, read(text).is_complete) == (0, False)


def test_a_gzipped_sitemap_is_unpacked_whatever_it_is_called(read: Read) -> None:
    text = urlset(loc("/city/story-about-the-tram")).encode()
    for content in (
        gzip.compress(text),
        gzip.compress(gzip.compress(text)),
        gzip.compress(text[:50]) + gzip.compress(text[50:]),
    ):
        assert len(read(content, content_type="text/html").entries) == 1
        assert read(content).is_complete


def test_half_an_archive_gives_the_entries_of_its_half(read: Read) -> None:
    text = urlset(*(loc(f"/city/story-{number * 7919 % 10007}-about-the-tram") for number in range(2000)))
    packed = gzip.compress(text.encode())
    listing = read(packed[: len(packed) // 2])
    assert 100 < len(listing.entries) < 2000
    assert not listing.is_complete


def test_an_index_gives_its_newest_children(read: Read) -> None:
    listing = read(index(*(loc(f"/sitemap-{n}.xml", f"2024-05-{n:02}") for n in range(1, 11))))
    assert listing.format == "sitemap-index"
    assert [child.url for child in listing.children] == [
        f"{SITE}/sitemap-{n}.xml" for n in range(10, 10 - MAX_CHILDREN, -1)
    ]
    assert listing.children_skipped == 10 - MAX_CHILDREN
    assert listing.total == 0


@pytest.mark.parametrize(
    ("names", "newest"),
    [
        (["/post-sitemap.xml", "/post-sitemap2.xml", "/post-sitemap10.xml"], "/post-sitemap10.xml"),
        (["/sitemap-2023-12.xml", "/sitemap-2024-01.xml", "/sitemap-2022-11.xml"], "/sitemap-2024-01.xml"),
        (["/2024-april.xml", "/2024-may.xml", "/2023-december.xml"], "/2024-may.xml"),
        (["/archive.xml?yyyy=2024&amp;mm=05", "/archive.xml?yyyy=2023&amp;mm=12"], "/archive.xml?yyyy=2024&mm=05"),
        (["/articles-9.xml", "/news.xml"], "/news.xml"),
    ],
)
def test_without_lastmod_the_newest_child_is_told_by_its_name(read: Read, names: list[str], newest: str) -> None:
    assert read(index(*(loc(name) for name in names))).children[0].url == SITE + newest


@pytest.mark.parametrize(
    "name",
    [
        "/category-sitemap.xml",
        "/post_tag-sitemap2.xml",
        "/author-sitemap.xml",
        "/page-sitemap.xml",
        "/wp-sitemap-taxonomies-category-1.xml",
        "/wp-sitemap-users-1.xml",
        "/wp-sitemap-posts-page-1.xml",
        "/sitemap-videos.xml.gz",
        "/sitemaps/images/1.xml",
        "/image-sitemap-index.xml",
    ],
)
def test_child_sitemaps_of_other_things_than_articles_are_skipped(read: Read, name: str) -> None:
    listing = read(index(loc(name), loc("/post-sitemap.xml")))
    assert listing.children == [Child(f"{SITE}/post-sitemap.xml")]
    assert listing.children_skipped == 1


@pytest.mark.parametrize(
    "address",
    ["https://other.test/s.xml", "file:///etc/passwd", "ftp://www.courier.test/s.xml", "", "http://[broken/s.xml"],
)
def test_child_sitemaps_elsewhere_are_not_taken(read: Read, address: str) -> None:
    assert read(index(f"<loc>{address}</loc>", loc("/post-sitemap.xml"))).children == [
        Child(f"{SITE}/post-sitemap.xml")
    ]


def test_a_text_sitemap_is_read(read: Read) -> None:
    listing = read(f"\ufeff{SITE}/city/story-about-the-tram\r\n\r\n{SITE}/city/story-about-the-bus\r\n", "sitemap")
    assert listing.format == "text-sitemap"
    assert len(listing.entries) == 2
