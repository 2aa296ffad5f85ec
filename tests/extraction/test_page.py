from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from crawler.exceptions import UnusablePage
from crawler.extraction import extract
from crawler.items import Entry
from tests.extraction.pages import TEXT, URL, article_page, page

NODE = {
    "@type": "NewsArticle", "headline": "Council votes to rebuild the harbour", "articleSection": "Politics",
    "datePublished": "2024-05-03T09:30:00+02:00", "keywords": ["harbour"],
    "author": [{"@type": "Person", "name": "Jane Doe"}],
}  # fmt: skip


def full_page() -> bytes:
    script = f'<script type="application/ld+json">{json.dumps(NODE)}</script>'
    return article_page(f'{script}<meta property="og:description" content="After ten years a decision.">')


def test_all_fields_of_an_article_are_read() -> None:
    found = extract(full_page(), URL)
    assert (found.kind, found.headline, found.section, found.keywords) == (
        "article",
        NODE["headline"],
        "Politics",
        ["harbour"],
    )
    assert [author.name for author in found.authors] == ["Jane Doe"]
    assert found.published_at == datetime(2024, 5, 3, 7, 30, tzinfo=UTC)
    assert (found.language, found.utc_offset, found.description) == ("en", 120, "After ten years a decision.")
    assert [line for section in found.sections for line in section.paragraphs] == TEXT


def test_every_field_says_where_it_was_found() -> None:
    origins = extract(full_page(), URL).origins
    assert {name: origins[name] for name in ("authors", "published_at", "description", "sections")} == {
        "authors": "json-ld", "published_at": "json-ld", "description": "opengraph", "sections": "body",
    }  # fmt: skip


def test_selectors_by_hand_win_over_all_else() -> None:
    content = full_page().replace(
        b"</main>",
        b"<div id='h'>Another headline</div><div id='a'>By Ann Poe</div>"
        b"<time id='t' datetime='2024-04-01T08:00:00Z'></time><div id='b'><p>This paragraph alone is the body of the "
        b"article, says the operator of this site.</p><p class='ad'>Buy!</p></div></main>",
    )
    selectors = {
        "headline": "#h",
        "authors": "#a",
        "published_at": "#t",
        "body": "#b",
        "remove": ".ad",
        "section": "#a",
    }
    found = extract(content, URL, selectors=selectors)
    assert (found.headline, [author.name for author in found.authors]) == ("Another headline", ["Ann Poe"])
    assert found.published_at == datetime(2024, 4, 1, 8, 0, tzinfo=UTC)
    assert "operator" in found.body
    assert "Buy" not in found.body
    assert {found.origins[name] for name in ("headline", "authors", "published_at", "section")} == {"override"}


def test_selectors_that_match_nothing_change_nothing() -> None:
    plain = extract(full_page(), URL)
    assert (
        extract(
            full_page(), URL, selectors={"headline": "#none", "body": "#none", "authors": "#none", "remove": "#none"}
        )
        == plain
    )


def test_the_feed_fills_what_the_page_does_not_say() -> None:
    entry = Entry(URL, published_at=datetime(2024, 5, 3, 8, 0, tzinfo=UTC), summary="From the feed.")
    found = extract(article_page(), URL, entry=entry)
    assert (found.published_at, found.origins["published_at"]) == (entry.published_at, "feed")
    assert (found.description, found.origins["description"]) == ("From the feed.", "feed")


def test_the_charset_of_the_headers_is_used() -> None:
    content = "<p>Größe</p>".encode("latin-1")
    assert (
        "Größe"
        in extract(
            content + b"<title>Gr\xf6\xdfe des Hafens</title>",
            URL,
            headers={"Content-Type": "text/html; charset=latin-1"},
        ).headline
        or ""
    )


@pytest.mark.parametrize("content", [b"", b"   ", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_page_raises(content: bytes) -> None:
    with pytest.raises(UnusablePage):
        extract(content, URL)


@pytest.mark.parametrize(
    "content",
    [
        b"<", b"<html>", b"plain text", b"{}", b"<p>" * 3000, b"<div>" * 20_000, b"<b><p>" * 2000, b"<script>" * 2000,
        b"<a " + b"x=1 " * 20_000 + b">", b"<p>" + b"a" * 500_000, b"<title>" + b"a | " * 50_000, b"<!--" * 1000,
        b"\xff\xfe\xfd" * 100, b"<meta name='date' content='" + b"9" * 100_000 + b"'>", b"<p>\xed\xa0\x80&#xD800;</p>",
    ],
)  # fmt: skip
def test_hostile_pages_give_a_record_that_can_be_stored(content: bytes) -> None:
    record = json.dumps(asdict(extract(content, URL)), default=str, ensure_ascii=False)
    record.encode("utf-8")


def test_lone_surrogates_and_control_characters_never_come_out() -> None:
    node = {
        **NODE,
        "headline": "Rain \ud800 and\x07 wind",
        "keywords": ["a\udc00b"],
        "author": {"@type": "Person", "name": "Jane \ud83d Doe"},
    }
    found = extract(page(body="<h1>x</h1>", article=node), URL)
    text = json.dumps(asdict(found), default=str, ensure_ascii=False)
    assert text.encode("utf-8")
    assert "\x07" not in (found.headline or "")
