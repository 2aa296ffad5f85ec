from __future__ import annotations

import pytest

from crawler.extraction import extract
from crawler.items import Evidence, Link
from tests.extraction.pages import TEXT, URL, article_page, page


def evidence(content: bytes) -> Evidence:
    return extract(content, URL).evidence


def with_first(line: str) -> bytes:
    return article_page().replace(TEXT[0].encode(), f"{line}{TEXT[0]}".encode())


def with_last(line: str) -> bytes:
    return article_page().replace(TEXT[-1].encode(), f"{TEXT[-1]} {line}".encode())


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("BERLIN (AP) — ", "BERLIN (AP)"),
        ("Berlin (dpa) - ", "Berlin (dpa)"),
        ("(Reuters) - ", "(Reuters)"),
        ("LONDON, May 3 (Reuters) - ", None),
        ("NEW YORK — ", "NEW YORK"),
        ("Hamburg/Berlin (dpa/lno) – ", None),
    ],
)
def test_a_dateline_is_known_by_its_agency_or_its_capitals(opening: str, dateline: str | None) -> None:
    found = evidence(with_first(opening)).dateline
    assert found == dateline or dateline is None


@pytest.mark.parametrize("opening", ["Too late - ", "The mayor: ", "In short – "])
def test_a_sentence_with_a_dash_is_no_dateline(opening: str) -> None:
    assert evidence(with_first(opening)).dateline is None


@pytest.mark.parametrize(
    ("line", "credit"), [("(dpa/afp)", "(dpa/afp)"), ("© Reuters", "© Reuters"), ("Quelle: dpa", "Quelle: dpa")]
)
def test_credit_lines_at_the_end_are_collected(line: str, credit: str) -> None:
    assert credit in evidence(with_last(line)).credits


def test_brackets_at_the_end_that_name_no_agency_are_no_credit() -> None:
    assert evidence(with_last("(see page two)")).credits == []


def test_what_the_article_says_of_its_origin_is_collected() -> None:
    node = {
        "@type": "NewsArticle", "publisher": {"name": "Herald", "url": "https://www.herald.example/"},
        "copyrightHolder": {"name": "AFP"}, "sameAs": ["https://mirror.example/2", URL],
        "sourceOrganization": {"name": "Reuters"}, "isBasedOn": "https://wire.example/1",
        "license": "https://cc.example/by",
    }  # fmt: skip
    found = evidence(page(article=node))
    assert (found.publisher_name, found.publisher_url, found.copyright_holder) == (
        "Herald",
        "https://www.herald.example/",
        "AFP",
    )
    assert (found.source_organization, found.license) == ("Reuters", "https://cc.example/by")
    assert found.based_on == ["https://wire.example/1", "https://mirror.example/2"]


def test_source_meta_elements_are_collected() -> None:
    head = '<meta name="original-source" content="https://a.example/1"><meta name="syndication-source" content="https://b.example/2">'
    found = evidence(page(head))
    assert (found.original_source, found.syndication_source) == ("https://a.example/1", "https://b.example/2")


@pytest.mark.parametrize(
    "words",
    [
        "Source link",
        "Read the original article",
        "Zum Original",
        "Lire l'article original",
        "Leer el artículo original",
        "Читать оригинал",
        "原文",
    ],
)
def test_a_link_that_claims_to_lead_to_the_original_is_collected(words: str) -> None:
    content = article_page(after=f'<p><a href="https://wire.example/1">{words}</a></p>')
    assert evidence(content).source_links == [Link("https://wire.example/1", words)]


def test_the_words_around_a_link_count_too() -> None:
    content = article_page(
        after='<p>This article was originally published by <a href="https://wire.example/1">The Wire</a>.</p>'
    )
    assert evidence(content).source_links == [Link("https://wire.example/1", "The Wire")]


def test_links_of_the_site_itself_and_plain_links_are_none() -> None:
    after = (
        '<p>Source: <a href="https://www.herald.example/2">Herald</a></p>'
        '<p><a href="https://shop.example/">Buy the book</a></p>'
    )
    assert evidence(article_page(after=after)).source_links == []
