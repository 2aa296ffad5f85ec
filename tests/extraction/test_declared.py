from __future__ import annotations

import pytest

from crawler.extraction.declared import read_keywords, set_declared
from crawler.items import Extraction
from tests.extraction.pages import page, read


def declared(content: bytes, url: str = "https://h.example/story.html") -> Extraction:
    extraction = Extraction("article")
    set_declared(extraction, *read(content, url))
    return extraction


@pytest.mark.parametrize(
    ("url", "following"),
    [
        ("https://h.example/story.html", "https://h.example/story-2.html"), ("https://h.example/story/", "https://h.example/story/2/"),
        ("https://h.example/story", "https://h.example/story/seite-2"), ("https://h.example/story?id=7", "https://h.example/story?id=7&page=2"),
        ("https://h.example/story/2/", "https://h.example/story/3/"),
    ],
)  # fmt: skip
def test_the_next_page_of_an_article_is_found(url: str, following: str) -> None:
    assert declared(page(f'<link rel="next" href="{following}">'), url).next_url == following


@pytest.mark.parametrize(
    "following",
    ["https://h.example/another-story.html", "https://other.example/story-2.html", "https://h.example/story.html"],
)
def test_the_next_post_of_a_blog_is_no_next_page(following: str) -> None:
    assert declared(page(f'<link rel="next" href="{following}">')).next_url is None


def test_canonical_and_amp_addresses_become_absolute() -> None:
    found = declared(page('<link rel="canonical" href="/c"><link rel="amphtml" href="/amp/c">'))
    assert (found.canonical_url, found.amp_url) == ("https://h.example/c", "https://h.example/amp/c")


def test_a_canonical_address_that_is_none_gives_way_to_the_opengraph_one() -> None:
    head = '<link rel="canonical" href="javascript:x"><meta property="og:url" content="https://h.example/og">'
    assert declared(page(head)).canonical_url == "https://h.example/og"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, True),
        ("False", False),
        ("http://schema.org/True", True),
        (0, False),
        ("perhaps", None),
        ([], None),
        (None, None),
    ],
)
def test_whether_it_is_free_is_read_in_every_spelling(value: object, expected: bool | None) -> None:
    assert (
        declared(page(article={"@type": "NewsArticle", "isAccessibleForFree": value})).is_accessible_for_free
        is expected
    )


@pytest.mark.parametrize(
    ("head", "article", "expected"),
    [
        ("", {"keywords": ["harbour", "council", "harbour"]}, ["harbour", "council"]),
        ("", {"keywords": "harbour, council;vote"}, ["harbour", "council", "vote"]),
        (
            '<meta property="article:tag" content="harbour"><meta property="article:tag" content="council">',
            {},
            ["harbour", "council"],
        ),
        ('<meta name="keywords" content="harbour,council">', {"keywords": [None, 5, {}]}, ["harbour", "council"]),
        ("", {}, []),
    ],
)
def test_keywords_are_read_from_the_first_source_that_has_any(
    head: str, article: dict[str, object], expected: list[str]
) -> None:
    assert read_keywords(read(page(head, article={"@type": "NewsArticle", **article}))[1]) == expected


def test_each_field_says_where_it_was_found() -> None:
    found = declared(
        page(
            '<link rel="canonical" href="/c">',
            article={"@type": "NewsArticle", "articleSection": "Politics", "keywords": "a1"},
        )
    )
    assert {name: found.origins[name] for name in ("section", "keywords", "canonical_url")} == {
        "section": "json-ld",
        "keywords": "json-ld",
        "canonical_url": "meta",
    }
