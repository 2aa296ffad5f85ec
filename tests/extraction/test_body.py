"""The body of an article: what belongs, what does not, and how it is put together."""

from __future__ import annotations

import json

import pytest
from selectolax.lexbor import SelectolaxError

from crawler.extraction.body import Body, extract_body
from crawler.extraction.document import Document
from crawler.items import body_text
from tests.extraction.newspaper import DEEDS, SUBSCRIBE, headline, page, paragraphs


def read(document: Document, **how: object) -> Body:
    return extract_body(document, **how)  # type: ignore[arg-type]


def text_of(body: Body) -> list[str]:
    return body_text(body.sections).split("\n")


def document_of(body: str, head: str = "") -> Document:
    return Document(f"<html><head>{head}</head><body>{body}</body></html>", "https://valley.test/news/1")


def article(*parts: str) -> str:
    return f"<article><h1>{headline(0)}</h1><div class='article-body'>{''.join(parts)}</div></article>"


NEWS = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
PARAGRAPHS = [f"<p>{text}</p>" for text in paragraphs(0)]


@pytest.mark.parametrize("layout", ["old", "new"])
def test_the_text_is_found_and_what_stands_around_it_is_not(layout: str) -> None:
    assert text_of(read(page(1, layout=layout), headline=headline(1))) == paragraphs(1)


def test_the_headline_is_not_repeated() -> None:
    assert headline(2) not in text_of(read(page(2), headline=headline(2)))


def test_headings_open_sections() -> None:
    body = read(
        document_of(article(*PARAGRAPHS[:3], "<h2>Who will pay for it</h2>", *PARAGRAPHS[3:])), headline=headline(0)
    )
    assert [section.heading for section in body.sections] == [None, "Who will pay for it"]
    assert body.sections[1].paragraphs == paragraphs(0)[3:]


def test_a_heading_without_text_below_it_is_left_out() -> None:
    body = read(document_of(article(*PARAGRAPHS, "<h2>Who will pay for it</h2>")), headline=headline(0))
    assert [section.heading for section in body.sections] == [None]


def test_lists_quotes_and_tables_belong() -> None:
    items = ["two lanes for cars and one for bicycles", "a new lamp on every second pillar of the bridge"]
    quote = "We have waited for this day for a very long time, and now it has come, said the mayor after the vote."
    parts = ["<ul>", *(f"<li>{item}</li>" for item in items), "</ul>", f"<blockquote><p>{quote}</p></blockquote>"]
    found = text_of(read(document_of(article(*PARAGRAPHS[:3], *parts, *PARAGRAPHS[3:])), headline=headline(0)))
    assert [*items, quote] == found[3:6]


def test_old_pages_are_parted_at_double_breaks() -> None:
    text = "<br><br>".join(paragraphs(0))
    document = document_of(f"<h1>{headline(0)}</h1><div class=text>{text}</div>")
    assert text_of(read(document, headline=headline(0))) == paragraphs(0)


def test_a_text_printed_twice_is_kept_once() -> None:
    found = text_of(read(document_of(article(*PARAGRAPHS[:3], PARAGRAPHS[2], *PARAGRAPHS[3:])), headline=headline(0)))
    assert found == paragraphs(0)


def test_no_paragraph_holds_a_newline() -> None:
    lines = [text.replace(", ", ",<br>\n") for text in paragraphs(0)]
    body = read(document_of(article(*(f"<p>{line}</p>" for line in lines))), headline=headline(0))
    assert not any("\n" in text for section in body.sections for text in section.paragraphs)


def test_a_named_summary_that_the_page_describes_itself_with_is_apart() -> None:
    lede = "After two years of waiting the valley gets its crossing back, and the shops hope for their customers."
    document = Document(
        f'<head><meta property="og:description" content="{lede}">{NEWS}</head>'
        f"<body><article><header><h1>{headline(0)}</h1>"
        f'<p class="standfirst">{lede}</p></header><div class="article-body">{"".join(PARAGRAPHS)}</div>'
        "</article></body>",
        "https://valley.test/news/1",
    )
    body = read(document, headline=headline(0))
    assert body.summary == lede
    assert text_of(body) == paragraphs(0)


def test_a_first_paragraph_that_the_description_quotes_stays() -> None:
    meta = f'<meta property="og:description" content="{paragraphs(0)[0]}">{NEWS}'
    body = read(document_of(article(*PARAGRAPHS), meta), headline=headline(0))
    assert body.summary is None
    assert text_of(body) == paragraphs(0)


JAPANESE = (
    "市議会は火曜日の夜、春の洪水以来閉鎖されている古い石橋の修復を決めた。"
    "費用は約二百万円で、その大部分は地域の基金から賄われる見通しだ。"
)
ARABIC = (
    "سيبدأ العمل في إصلاح الجسر القديم في الخريف، بعد أن ظل مغلقا منذ فيضانات الربيع، "
    "وقال رئيس البلدية إن القرار جيد للوادي كله."
)
THAI = "สภาเมืองมีมติเมื่อคืนวันอังคารให้ซ่อมสะพานหินเก่าซึ่งปิดมาตั้งแต่น้ำท่วมในฤดูใบไม้ผลิ นายกเทศมนตรีกล่าวว่าเป็นวันที่ดีสำหรับทั้งหุบเขา"


@pytest.mark.parametrize("sentence", [JAPANESE, ARABIC, THAI], ids=["ja", "ar", "th"])
def test_scripts_of_all_kinds_are_read(sentence: str) -> None:
    written = [f"{sentence} ({number})" for number in range(5)]
    body = read(document_of(article(*(f"<p>{text}</p>" for text in written))), headline=headline(0))
    assert text_of(body) == written


def test_hidden_text_is_read_where_nothing_else_is_shown() -> None:
    document = document_of(f'<div style="display:none">{article(*PARAGRAPHS)}</div>')
    assert text_of(read(document, headline=headline(0))) == paragraphs(0)


def test_the_declared_text_is_taken_where_the_page_shows_none() -> None:
    declared = {"@type": "NewsArticle", "articleBody": "\n\n".join(paragraphs(0))}
    head = f'<script type="application/ld+json">{json.dumps(declared)}</script>'
    body = read(document_of("<div id=root></div>", head))
    assert body.origin == "json-ld"
    assert text_of(body) == paragraphs(0)


def test_selectors_set_by_hand_win() -> None:
    document = document_of("<div class=a><p>Short note.</p><p class=x>Advert.</p></div>" + article(*PARAGRAPHS))
    body = read(document, headline=headline(0), selectors={"body": ".a", "remove": ".x"})
    assert (body.origin, text_of(body)) == ("override", ["Short note."])


def test_a_selector_that_matches_nothing_is_passed_over() -> None:
    body = read(page(1), headline=headline(1), selectors={"body": ".missing"})
    assert text_of(body) == paragraphs(1)


def test_a_selector_that_is_no_css_is_an_error() -> None:
    with pytest.raises(SelectolaxError):
        read(page(1), selectors={"body": "p[["})


def test_the_container_leads_to_the_text() -> None:
    document = page(1)
    body = read(document, headline=headline(1))
    assert body.container is not None
    assert body.node is not None
    (found,) = document.tree.css(body.container)
    assert found.mem_id == body.node.mem_id
    assert DEEDS[0].split("{")[0] in found.text(deep=True)


def test_the_tree_is_not_changed() -> None:
    document = page(1)
    before = document.tree.html
    read(document, headline=headline(1), selectors={"remove": ".newsletter-box"})
    assert document.tree.html == before


def test_a_text_that_breaks_off_at_a_wall_is_truncated() -> None:
    parts = [*PARAGRAPHS[:3], "<p>The mayor said that the town would now have to decide whether the …</p>"]
    wall = "<div class='paywall-box'><p>Subscribe now to read on.</p></div>"
    assert read(document_of(article(*parts) + wall), headline=headline(0)).is_truncated
    assert not read(page(1), headline=headline(1)).is_truncated


@pytest.mark.parametrize(
    "html", ["", "\x00\x00", "<p></p>", "<html><body></body></html>", "<frameset><frame></frameset>", "<" * 5_000]
)
def test_pages_without_text_give_an_empty_body(html: str) -> None:
    body = read(Document(html, "https://valley.test/"))
    assert sum(len(text) for section in body.sections for text in section.paragraphs) in (0, 5_000)


def test_the_newsletter_box_is_no_paragraph() -> None:
    assert SUBSCRIBE not in text_of(read(page(3), headline=headline(3)))


def test_confidence_is_a_share_and_higher_for_an_article() -> None:
    sure = read(page(1), headline=headline(1)).confidence
    unsure = read(document_of("<p>Just a line.</p>")).confidence
    assert 0.0 <= unsure < sure <= 1.0
