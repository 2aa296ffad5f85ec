"""Which lists of a site are proposed for the catalogue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crawler.discovery.front_page import FrontPage
from crawler.discovery.listing import Child, Listing, Rejected
from crawler.discovery.proposal import Finding, Proposal, propose
from crawler.items import Entry

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
SITE = "https://www.courier.de"


def finding(
    path: str, stories: range, kind: str = "rss", *, age: timedelta = timedelta(0), parent: str | None = None
) -> Finding:
    entries = [
        Entry(f"{SITE}/story-{n}", "Die Straßenbahn fährt wieder", NOW - age - timedelta(hours=n)) for n in stories
    ]
    return Finding(SITE + path, Listing(kind, entries), parent)


def proposed(*findings: Finding, country: str | None = "DE", taken: tuple[str, ...] = ()) -> Proposal:
    return propose(FrontPage(f"{SITE}/", name="Courier", country=country), findings, taken=taken, now=NOW)


def test_the_fewest_feeds_that_bring_all_stories_are_taken() -> None:
    proposal = proposed(
        finding("/sport.xml", range(10, 15)), finding("/all.xml", range(20)), finding("/local.xml", range(15, 25))
    )
    assert proposal.source.feeds == (f"{SITE}/all.xml", f"{SITE}/local.xml")
    assert proposal.passed_over == {f"{SITE}/sport.xml": "brings nothing that the others do not"}


def test_each_list_is_described_with_its_freshness() -> None:
    comments = proposed(finding("/all.xml", range(20), age=timedelta(minutes=12))).comments
    assert comments[f"{SITE}/all.xml"] == "rss, 20 articles, newest 12 min ago"


def test_comment_feeds_and_feeds_of_other_sites_are_passed_over() -> None:
    foreign = Finding(f"{SITE}/x.xml", Listing("rss", rejected=[Rejected("https://o.test/", "other-site")] * 3))
    comments = finding("/comments/feed/", range(30))
    proposal = proposed(finding("/all.xml", range(5)), foreign, comments)
    assert proposal.source.feeds == (f"{SITE}/all.xml",)
    assert proposal.passed_over[foreign.url] == "no article of this site among 3 entries"
    assert proposal.passed_over[comments.url] == "readers' comments"


def test_a_stale_feed_is_taken_only_where_nothing_is_fresher() -> None:
    stale = finding("/old.xml", range(50, 60), age=timedelta(days=90))
    assert proposed(stale, finding("/all.xml", range(5))).source.feeds == (f"{SITE}/all.xml",)
    assert proposed(stale).source.feeds == (f"{SITE}/old.xml",)


def test_a_news_sitemap_inside_an_index_is_taken_itself() -> None:
    index = Finding(f"{SITE}/sitemap.xml", Listing("sitemap-index", children=[Child(f"{SITE}/news.xml")]))
    proposal = proposed(index, finding("/news.xml", range(5), "news-sitemap", parent=index.url))
    assert proposal.source.news_sitemaps == (f"{SITE}/news.xml",)
    assert proposal.source.sitemaps == (f"{SITE}/sitemap.xml",)


def test_a_news_sitemap_of_one_day_is_taken_by_its_index() -> None:
    index = Finding(f"{SITE}/sitemap.xml", Listing("sitemap-index", children=[Child(f"{SITE}/news-2024-06-01.xml")]))
    proposal = proposed(index, finding("/news-2024-06-01.xml", range(5), "news-sitemap", parent=index.url))
    assert proposal.source.news_sitemaps == (f"{SITE}/sitemap.xml",)
    assert proposal.source.sitemaps == ()


def test_section_pages_are_taken_only_without_feeds_and_for_what_they_add() -> None:
    pages = [
        finding("/", range(20), "html"),
        finding("/sport", range(10), "html"),
        finding("/city", range(15, 30), "html"),
    ]
    assert proposed(*pages).source.sections == (f"{SITE}/", f"{SITE}/city")
    assert proposed(*pages, finding("/all.xml", range(5))).source.sections == ()


def test_the_id_is_free_and_the_rest_is_filled_in() -> None:
    source = proposed(finding("/all.xml", range(5)), taken=("courier",)).source
    assert (source.id, source.name, source.country, source.time_zone) == (
        "courier-de",
        "Courier",
        "DE",
        "Europe/Berlin",
    )
    assert source.languages == ("de",)
    assert proposed(taken=("courier", "courier-de")).source.id == "courier-de-2"


def test_what_was_guessed_is_said() -> None:
    proposal = proposed(finding("/all.xml", range(5)), country=None)
    assert proposal.comments["languages"] == "guessed from the headlines"
    assert "put the ISO 3166 code here" in proposal.comments["country"]


def test_a_site_without_any_list_gives_a_source_without_endpoints() -> None:
    assert proposed().source.endpoints() == []
