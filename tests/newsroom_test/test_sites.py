"""The sites: every list names the truth, and every page says it."""

from __future__ import annotations

import gzip
import html
import json
from datetime import timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest
import trafilatura

from tests.newsroom import Article, Newsroom
from tests.newsroom.article import STORED
from tests.newsroom.sites import BUILDERS
from tests.newsroom_test.fetching import fetch

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
STATIC = [name for name in BUILDERS if name not in {"dawn-app", "storm-gazette"}]


def page_text(newsroom: Newsroom, article: Article) -> str:
    """Gives an article's page in its site's own encoding, entities resolved."""
    return html.unescape(fetch(newsroom, article.url).body.decode(newsroom.site(article.host).encoding))


@pytest.mark.parametrize("name", STATIC)
def test_each_page_says_the_truth_about_its_article(newsroom: Newsroom, name: str) -> None:
    for article in newsroom.site(name).articles:
        text = page_text(newsroom, article)
        said = [article.headline, article.description, *article.headings, *article.paragraphs, *article.authors]
        assert [part for part in said if part not in text] == []


@pytest.mark.parametrize("name", STATIC)
def test_articles_are_distinct_and_of_several_paragraphs(newsroom: Newsroom, name: str) -> None:
    articles = [article for article in newsroom.site(name).articles if article.expected == STORED]
    texts = [" ".join(article.paragraphs) for article in articles]
    assert len(set(texts)) == len(texts) >= 3
    for article, text in zip(articles, texts, strict=True):
        assert len(article.paragraphs) >= 4
        assert 60 <= len(text.split()) <= 700 or article.language == "ja"


def test_addresses_are_unique(newsroom: Newsroom) -> None:
    urls = [article.url for article in newsroom.articles]
    assert len(urls) == len(set(urls))


def test_the_same_seed_writes_the_same_and_another_seed_does_not() -> None:
    first, again, other = Newsroom(["almarsa"]), Newsroom(["almarsa"]), Newsroom(["almarsa"], seed="other")
    texts = [[article.sections for article in newsroom.articles] for newsroom in (first, again, other)]
    assert texts[0] == texts[1] != texts[2]
    for newsroom in (first, again, other):
        newsroom.stop()


@pytest.mark.parametrize(
    "name", ["northern-herald", "tagblatt-nord", "courrier-skerra", "vesti-porta", "corriere-vernia", "roundup"]
)
def test_feeds_name_every_entry(newsroom: Newsroom, name: str) -> None:
    site = newsroom.site(name)
    feed = feedparser.parse(fetch(newsroom, site.catalogue_entry()["feeds"][0]).body)
    found = {entry.get("link") for entry in feed.entries}
    assert {entry.url for entry in site.listed() if entry.url} <= found
    titles = {entry.title for entry in feed.entries}
    assert {article.headline for article in site.articles if article.is_listed} <= titles


def test_the_json_feed_names_every_entry(newsroom: Newsroom) -> None:
    feed = json.loads(fetch(newsroom, "http://minato-news.test/feed.json").body)
    assert feed["version"].startswith("https://jsonfeed.org/version/1")
    assert {item["url"] for item in feed["items"]} == {entry.url for entry in newsroom.site("minato-news").listed()}


def test_the_news_sitemap_names_articles_and_their_amp_twins(newsroom: Newsroom) -> None:
    tree = ET.fromstring(fetch(newsroom, "http://faro-del-norte.test/sitemap-news.xml").body)
    found = {element.text for element in tree.iter(f"{SITEMAP}loc")}
    assert found == {entry.url for entry in newsroom.site("faro-del-norte").listed()}
    twins = [url for url in found if url and url.endswith("/amp/")]
    assert len(twins) == 2
    canonical = twins[0].removesuffix("amp/")
    assert f'rel="canonical" href="{canonical}"' in fetch(newsroom, twins[0]).text
    assert f'rel="amphtml" href="{twins[0]}"' in fetch(newsroom, canonical).text


def test_the_sitemap_index_leads_to_gzipped_children_that_name_every_article(newsroom: Newsroom) -> None:
    index = ET.fromstring(fetch(newsroom, "http://almarsa.test/sitemap_index.xml").body)
    children = [element.text or "" for element in index.iter(f"{SITEMAP}loc")]
    dates = [element.text for element in index.iter(f"{SITEMAP}lastmod")]
    assert len(children) == 3
    assert dates == sorted(dates, key=str, reverse=True)
    trees = [ET.fromstring(gzip.decompress(fetch(newsroom, child).body)) for child in children]
    found = {element.text for tree in trees for element in tree.iter(f"{SITEMAP}loc")}
    assert found == {article.url for article in newsroom.site("almarsa").articles}


def test_section_pages_link_to_the_articles_of_their_rubric(newsroom: Newsroom) -> None:
    site = newsroom.site("harbour-post")
    rubric = site.articles[0].rubric
    text = fetch(newsroom, site.url(f"/{rubric}/")).text
    for article in site.articles:
        assert (f'href="{article.url}"' in text) == (article.rubric == rubric)


def test_a_client_rendered_page_is_empty_and_its_story_is_beside_it(newsroom: Newsroom) -> None:
    article = newsroom.site("dawn-app").articles[0]
    assert article.headline not in fetch(newsroom, article.url).text
    assert json.loads(fetch(newsroom, f"{article.url}.json").body)["headline"] == article.headline


def test_listed_addresses_that_redirect_lead_to_their_article(newsroom: Newsroom) -> None:
    site = newsroom.site("northern-herald")
    redirected = [entry for entry in site.listed() if entry.article and entry.article.listed_at]
    assert len(redirected) == 2
    for entry in redirected:
        assert entry.article is not None
        assert fetch(newsroom, entry.url).url == entry.article.url


def test_the_moved_feed_redirects_for_good(newsroom: Newsroom) -> None:
    answer = fetch(newsroom, "http://mixed-post.test/old/rss.xml", follow=False)
    assert (answer.status, answer.headers["Location"]) == (301, "http://mixed-post.test/feed/")


def test_reserved_rights_are_in_the_header_and_at_the_well_known_address(newsroom: Newsroom) -> None:
    article = newsroom.site("corriere-vernia").articles[0]
    assert fetch(newsroom, article.url).headers["TDM-Reservation"] == "1"
    rules = json.loads(fetch(newsroom, "http://corriere-vernia.test/.well-known/tdmrep.json").body)
    assert rules[0]["tdm-reservation"] == 1


def test_four_publishers_and_an_aggregator_print_the_wire_story(newsroom: Newsroom) -> None:
    printed = newsroom.group("wire")
    assert len({article.site for article in printed}) == 5
    assert len({article.sections for article in printed}) == 3
    assert printed[0].site == "northern-herald"
    assert f'<a href="{printed[0].url}">Source link</a>' in fetch(newsroom, printed[-1].url).text


def test_the_planned_revision_appears_at_its_moment(newsroom: Newsroom) -> None:
    before = newsroom.site("tagblatt-nord").articles[0]
    text = page_text(newsroom, before)
    newsroom.clock.advance(hours=1, seconds=1)
    after = newsroom.article(before.url)
    assert after.sections[:-1] == before.sections
    assert after.paragraphs[-1] not in text
    assert after.paragraphs[-1] in page_text(newsroom, before)


def test_what_is_published_shows_in_lists_and_pages(newsroom: Newsroom) -> None:
    article = newsroom.publish("vesti-porta", headline="Новый мост открыт")
    assert article in newsroom.articles
    assert "Новый мост открыт" in fetch(newsroom, "http://vesti-porta.test/rss.xml").body.decode("windows-1251")
    assert article.paragraphs[0] in page_text(newsroom, article)


def test_a_change_shows_at_once_or_from_its_moment_on(newsroom: Newsroom) -> None:
    article = newsroom.site("almarsa").articles[0]
    changed = newsroom.change(article, headline="عنوان جديد")
    assert newsroom.article(article.url) == changed
    assert "عنوان جديد" in page_text(newsroom, article)
    newsroom.change(changed, at=newsroom.clock.now() + timedelta(minutes=5), headline="عنوان آخر")
    assert "عنوان آخر" not in page_text(newsroom, article)
    newsroom.clock.advance(minutes=6)
    assert "عنوان آخر" in page_text(newsroom, article)


def test_a_withdrawn_article_is_gone_from_page_and_lists(newsroom: Newsroom) -> None:
    article = newsroom.site("roundup").articles[0]
    newsroom.withdraw(article, status=410)
    assert fetch(newsroom, article.url).status == 410
    assert article.url not in fetch(newsroom, "http://roundup.test/feed/").text


def test_a_new_frame_changes_the_page_and_not_the_article(newsroom: Newsroom) -> None:
    article = newsroom.site("northern-herald").articles[0]
    before = fetch(newsroom, article.url).text
    newsroom.renew_frame("northern-herald")
    after = fetch(newsroom, article.url).text
    assert before != after
    assert newsroom.article(article.url) == article
    assert all(html.escape(paragraph) in after for paragraph in article.paragraphs)


def test_every_list_says_what_should_become_of_each_entry() -> None:
    newsroom = Newsroom(["all"])
    states = {"stored", "duplicate", "refused", "failed", "quarantined", "pending", "rejected"}
    for entry in newsroom.listed:
        assert entry.expected
        assert entry.expected <= states
        assert entry.why or entry.expected == STORED
    newsroom.stop()


def test_the_catalogue_names_every_source_with_addresses_that_answer(newsroom: Newsroom) -> None:
    catalogue = newsroom.catalogue()
    assert [entry["id"] for entry in catalogue] == [name for name in BUILDERS if name != "storm-gazette"]
    for entry in catalogue:
        for key in ("feeds", "news_sitemaps", "sitemaps", "sections"):
            for url in entry.get(key, []):
                assert fetch(newsroom, url).status == 200


def test_scale_writes_more_articles_a_site() -> None:
    small, large = Newsroom(["almarsa", "minato-news"]), Newsroom(["almarsa", "minato-news"], scale=10)
    assert len(large.articles) == len(small.articles) + 20
    small.stop()
    large.stop()


def test_an_unknown_site_or_a_host_twice_is_an_error(newsroom: Newsroom) -> None:
    with pytest.raises(ValueError, match="no site is called moon-times"):
        Newsroom(["moon-times"])
    with pytest.raises(ValueError, match=r"almarsa\.test is served already"):
        newsroom.add_site(newsroom.site("almarsa"))


def test_the_text_of_plain_layouts_can_be_extracted(newsroom: Newsroom) -> None:
    """Another extractor finds most of the text: the pages are like real ones, neither trivial nor impossible."""
    for name in ("northern-herald", "tagblatt-nord", "courrier-skerra", "vesti-porta", "faro-del-norte", "almarsa"):
        article = newsroom.site(name).articles[-1]
        text = trafilatura.extract(fetch(newsroom, article.url).body) or ""
        found = [paragraph for paragraph in article.paragraphs if paragraph in text]
        assert len(found) >= 0.7 * len(article.paragraphs), name
