"""Links to articles on a front page or a section page."""

from __future__ import annotations

import pytest

from crawler.discovery.section_page import MAX_SECTION_ENTRIES, learn_shapes, read_section_page, url_shape
from crawler.exceptions import UnusableListing
from crawler.sources.source import Source

from .conftest import Read

URL = "https://www.courier.test/politics/"
PAGE = """<!DOCTYPE html><html lang="de"><head><title>Politics - Courier</title><base href="/politics/"></head><body>
<header><nav class="main-nav"><a href="/">Home</a><a href="/sport/">Sport</a>
  <a href="/service/how-to-reach-our-subscription-desk-12345.html">How to reach our subscription desk</a></nav></header>
<main>
  <article><a href="tram-line-to-the-harbour-opens-100201.html"><img src="x.jpg"></a>
    <h2><a href="tram-line-to-the-harbour-opens-100201.html">Tram line to the harbour opens</a></h2></article>
  <article><a href="mayor-resigns-after-vote-100202.html#top"><h3>Mayor resigns after vote</h3></a>
  </article>
  <ul><li><a href="budget-passed-by-one-vote-100203.html">Budget</a></li>
      <li><a href="/sport/cup-final-ends-in-rain-100204.html">The cup final ends in rain and laughter</a></li></ul>
  <aside class="most-read"><a href="/city/the-oldest-tree-has-fallen-100205.html">The oldest tree of all has fallen</a>
  </aside>
  <div class="ad"><h3><a href="https://shop.test/sofas-for-your-summer-house-1.html">Sofas</a></h3></div>
  <h3><a href="/advertorial/sofas-for-your-summer-house-100206.html">Sofas for your summer house</a></h3>
  <a href="/tag/tram">Everything about the tram and its lines</a> <a href="javascript:void(0)">More</a>
  <a href="mailto:desk@courier.test">desk@courier.test</a> <a href="?page=2">Next page of all the politics stories</a>
</main>
<footer><a href="/legal/terms-of-use-of-this-site-12345.html">Terms of use of this site</a>
  <a href="/imprint">Imprint</a></footer>
</body></html>"""


def names(listing_urls: list[str]) -> list[str]:
    return [url.rsplit("-", 1)[-1] for url in listing_urls]


def test_articles_are_told_from_menus_adverts_and_other_sites(source: Source) -> None:
    listing = read_section_page(PAGE, url=URL, source=source)
    assert names([entry.url for entry in listing.entries]) == [
        f"{n}.html" for n in (100201, 100202, 100203, 100204, 100205)
    ]
    assert (listing.format, listing.title, listing.language) == ("html", "Politics - Courier", "de")


def test_the_longest_text_of_the_links_to_an_article_is_its_title(source: Source) -> None:
    titles = [entry.title for entry in read_section_page(PAGE, url=URL, source=source).entries]
    assert titles[:2] == ["Tram line to the harbour opens", "Mayor resigns after vote"]


def test_what_is_known_of_a_site_lets_its_articles_through(source: Source) -> None:
    page = '<main><a href="/p/a1b2c3d4">Tram</a><a href="/politics">Politics</a></main>'
    learned = learn_shapes(f"https://www.courier.test/p/x{number}y{number}z" for number in range(10, 14))
    listing = read_section_page(page, url=f"{URL}x/", source=source, learned=learned)
    assert [entry.url for entry in listing.entries] == ["https://www.courier.test/p/a1b2c3d4"]


def test_a_shape_is_learned_from_several_articles_and_only_if_it_tells_something() -> None:
    site = "https://a.test"
    stories = [f"{site}/city/story-of-the-{word}-1234" for word in ("tram", "bus", "ship")]
    pages = [f"{site}/city/{word}" for word in ("tram", "bus", "ship", "train")]
    assert learn_shapes([*stories, *pages, f"{site}/2024/single"]) == {"a.test/w/S-N"}
    assert learn_shapes([stories[0]] * 9) == frozenset()


def test_links_that_are_no_addresses_are_passed_over(source: Source) -> None:
    page = PAGE.replace("</main>", "<a href='http://[broken/'>x</a><a href='//'>y</a><a href>z</a></main>")
    assert len(read_section_page(page, url=URL, source=source).entries) == 5


@pytest.mark.parametrize(
    "page", ["", "<html><body><div id='root'></div><script src='app.js'></script></body></html>", "<<<>>>"]
)
def test_a_page_without_articles_says_so(source: Source, page: str) -> None:
    with pytest.raises(UnusableListing, match="no-article-links: "):
        read_section_page(page, url=URL, source=source)


def test_a_page_of_endless_links_is_capped(source: Source) -> None:
    links = "".join(
        f"<h2><a href='the-story-of-the-day-{n}.html'>The story of the day {n}</a></h2>"
        for n in range(10**5, 10**5 + 900)
    )
    assert len(read_section_page(links, url=URL, source=source).entries) == MAX_SECTION_ENTRIES


def test_only_a_section_may_be_a_web_page(read: Read) -> None:
    assert len(read(PAGE, "section").entries) >= 4
    with pytest.raises(UnusableListing, match="html-page: a web page instead of a feed"):
        read(PAGE, "feed")


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("https://a.test/sport/the-final-in-pictures-12345.html", "a.test/w/S-N.html"),
        ("https://a.test/2024/05/03/the-final-in-pictures/", "a.test/N/N/N/S"),
        ("https://a.test/news/12345", "a.test/w/N"),
        ("https://a.test/a/4fk29d81", "a.test/w/C"),
        ("https://a.test/read?page=2&id=5", "a.test/w?id&page"),
        ("https://a.test/", "a.test/"),
    ],
)
def test_the_shape_of_an_address_is_what_its_kind_shares(url: str, shape: str) -> None:
    assert url_shape(url) == shape
