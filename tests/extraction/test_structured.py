from __future__ import annotations

from typing import Any

import pytest

from crawler.extraction.structured import Structured, texts_in
from tests.extraction.pages import URL, page, read

HEAD = '<meta property="og:title" content="Council votes to rebuild the harbour">'


def structured(*nodes: dict[str, Any], head: str = HEAD, body: str = "") -> Structured:
    return read(page(head, body, article={"@graph": list(nodes)}))[1]


def test_the_articles_own_node_is_known_by_its_address() -> None:
    other = {"@type": "NewsArticle", "url": "https://www.herald.example/other", "headline": "Council votes", "n": 1}
    own = {"@type": "NewsArticle", "mainEntityOfPage": {"@id": f"{URL}#main"}, "headline": "A new harbour", "n": 2}
    assert structured(other, own).article["n"] == 2


def test_the_articles_own_node_is_known_by_its_headline() -> None:
    other = {"@type": "NewsArticle", "headline": "Rain in the north", "n": 1}
    own = {"@type": "NewsArticle", "headline": "Council votes to rebuild the harbour", "n": 2}
    assert structured(other, own).article["n"] == 2


def test_a_lone_node_of_another_article_is_not_the_pages_own() -> None:
    other = {"@type": "NewsArticle", "url": "https://www.herald.example/other", "headline": "Rain in the north"}
    assert structured(other).article == {}


def test_an_article_within_a_web_page_is_found() -> None:
    assert structured({"@type": "WebPage", "mainEntity": {"@type": "Article", "n": 1}}).article["n"] == 1


def test_two_nodes_of_one_article_complete_each_other() -> None:
    one = {"@type": "NewsArticle", "url": URL, "headline": "A", "datePublished": "2024-05-03", "author": None}
    two = {"@type": "Article", "url": URL, "headline": "A", "datePublished": "2024-05-04", "author": "Jane Doe"}
    merged = structured(one, two).article
    assert (merged["datePublished"], merged["author"]) == ("2024-05-03", "Jane Doe")


def test_a_web_page_stands_in_where_there_is_no_article() -> None:
    assert structured({"@type": "Organization"}, {"@type": "WebPage", "n": 1}).article["n"] == 1


def test_meta_elements_are_found_by_any_of_their_naming_attributes_in_any_case() -> None:
    meta = read(page('<meta property="A" content="1"><meta name="B" content="2"><meta itemprop="C" content="3">'))[
        1
    ].meta
    assert (meta.first("a"), meta.all("b", "c"), meta.first("d")) == ("1", ["2", "3"], None)


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("a", ["a"]),
        (["a", {"name": "b"}, {"@value": "c"}, {"@id": "d"}, 5, None, ""], ["a", "b", "c", "d"]),
        ({}, []),
        (3, []),
    ],
)
def test_properties_of_every_shape_give_their_texts(value: object, texts: list[str]) -> None:
    assert list(texts_in(value)) == texts


@pytest.mark.parametrize(
    "node", [{"@type": 5}, {"@type": [None, {}]}, {"@type": "NewsArticle", "url": {"@id": 5}}, {"url": "http://["}]
)
def test_broken_nodes_are_no_obstacle(node: dict[str, Any]) -> None:
    assert isinstance(structured(node).article, dict)
