from __future__ import annotations

from typing import Any

import pytest

from crawler.extraction.authors import Signatures, read_authors
from crawler.extraction.names import is_person, split_byline
from crawler.extraction.overrides import Overrides
from crawler.extraction.surroundings import Surroundings
from crawler.items import Author
from tests.extraction.pages import article_page, page, read


def signatures(content: bytes) -> Signatures:
    document, structured = read(content)
    return read_authors(document, structured, Overrides(document), Surroundings(document, None))


def names(content: bytes) -> list[str]:
    return [author.name for author in signatures(content).people]


def by_json_ld(author: Any, **more: Any) -> bytes:
    return page(article={"@type": "NewsArticle", "headline": "x", "author": author, **more})


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Jane Doe", ["Jane Doe"]),
        ("Von Jörg Müller und Anna-Lena van der Berg, dpa", ["Jörg Müller", "Anna-Lena van der Berg", "dpa"]),
        ("Par Élise L’Hôte et Jean d'Arc", ["Élise L’Hôte", "Jean d'Arc"]),
        ("Por María R. Pérez y José Núñez", ["María R. Pérez", "José Núñez"]),
        ("Jane Doe, John Roe & Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
        ("Written by: Jane Doe | John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe (AFP)", ["Jane Doe"]),
        ("Jane Doe jane.doe@herald.example @janedoe", ["Jane Doe"]),
        ("Doe, Jane", ["Jane Doe"]),
        ("구현모 기자", ["구현모"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("Dr. Drew Headley", ["Drew Headley"]),
        ("Prof. Dr. med. Jane Doe", ["Jane Doe"]),
        ("Interview: Jane Doe", ["Jane Doe"]),
        ("Jane Doe Foto: John Roe", ["Jane Doe"]),
        ("Jane Doe Jane Doe", ["Jane Doe"]),
        ("", []),
    ],
)
def test_a_byline_is_taken_apart_into_its_signatures(byline: str, expected: list[str]) -> None:
    assert split_byline(byline) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Jane Doe",
        "Ludwig van Beethoven",
        "Scarlett O'Hara",
        "J. K. Rowling",
        "李明",
        "渡辺洋介",
        "Иван Петров",
        "محمد علي",
        "Bill MCCARTHY",
        "Drew Headley",
    ],
)
def test_names_of_people_are_known_by_their_form(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Jane",
        "Political Correspondent",
        "Keine Kommentare",
        "jane doe",
        "Jane Doe 2",
        "Senior Editor Jane",
        "A" * 80,
        "From our correspondent in the old harbour",
    ],
)
def test_what_has_not_the_form_of_a_name_is_none(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    "signature",
    [
        "Reuters",
        "dpa/afp",
        "The Associated Press",
        "Staff",
        "Herald Staff",
        "Redaktion",
        "Die Redaktion",
        "Online-Redaktion",
        "News Desk",
        "PTI",
        "herald.example.com",
        "Rédaction",
        "Анадолу.com",
    ],
)
def test_agencies_and_desks_are_kept_apart_from_people(signature: str) -> None:
    found = signatures(by_json_ld({"@type": "Person", "name": signature}))
    assert (found.people, bool(found.organisations)) == ([], True)


def test_people_and_an_agency_in_one_byline_are_told_apart() -> None:
    found = signatures(by_json_ld({"@type": "Person", "name": "Felix Schröder und Jörg Soldwisch, dpa"}))
    assert ([author.name for author in found.people], found.organisations) == (
        ["Felix Schröder", "Jörg Soldwisch"],
        ["dpa"],
    )


def test_the_pages_own_house_is_no_person() -> None:
    found = signatures(by_json_ld({"@type": "Person", "name": "Der Hafenbote"}, publisher={"name": "Der Hafenbote"}))
    assert (found.people, found.organisations) == ([], ["Der Hafenbote"])


def test_the_house_gives_way_to_an_agency_declared_elsewhere() -> None:
    head = '<meta name="author" content="Reuters">'
    found = signatures(
        page(
            head,
            article={
                "@type": "NewsArticle",
                "author": {"@type": "Organization", "name": "Hafenbote"},
                "publisher": {"name": "Hafenbote"},
            },
        )
    )
    assert found.organisations == ["Reuters"]


def test_a_job_title_after_the_name_is_dropped() -> None:
    assert names(by_json_ld("Jane Doe, Political Correspondent, herald.com")) == ["Jane Doe"]


def test_two_spellings_of_one_name_are_one_person() -> None:
    assert names(by_json_ld([{"name": "José Núñez"}, {"name": "JOSE NUNEZ"}, {"name": "Ann Poe"}])) == [
        "José Núñez",
        "Ann Poe",
    ]


def test_a_reference_leads_to_the_person() -> None:
    graph = [
        {"@type": "NewsArticle", "author": {"@id": "#p"}},
        {"@type": "Person", "@id": "#p", "name": "Jane Doe", "url": "/staff/jane"},
    ]
    found = signatures(page(article={"@graph": graph}))
    assert found.people == [Author("Jane Doe", "https://www.herald.example/staff/jane")]


def test_one_name_is_enough_for_whom_the_page_calls_a_person() -> None:
    assert names(by_json_ld({"@type": "Person", "name": "Heryadi"})) == ["Heryadi"]


def test_an_account_name_is_not_enough() -> None:
    assert names(by_json_ld({"@type": "Person", "name": "jd"})) == []


def test_meta_elements_are_asked_after_json_ld() -> None:
    assert names(
        page(
            '<meta name="author" content="Jane Doe"><meta property="article:author" content="https://facebook.example/x">'
        )
    ) == ["Jane Doe"]


def test_the_label_of_a_seo_plugin_is_understood() -> None:
    head = '<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Jane Doe">'
    assert names(page(head)) == ["Jane Doe"]


@pytest.mark.parametrize(
    "before",
    [
        '<p class="byline">By <a href="/staff/jane">Jane Doe</a>, Political Correspondent</p>',
        '<a rel="author" href="/staff/jane">Jane Doe</a>',
        "<p>Von: <span><a href='/staff/jane'>Jane Doe</a></span></p>",
        "<ul><li><strong>Autorin/Autor</strong> Jane Doe</li></ul>",
    ],
)
def test_a_printed_byline_is_found_where_nothing_is_declared(before: str) -> None:
    assert names(article_page(before=before)) == ["Jane Doe"]


def test_the_names_of_commenters_are_not_taken() -> None:
    assert names(article_page(after='<div class="comments"><span class="author">Jane Doe</span></div>')) == []


@pytest.mark.parametrize(
    "author",
    [[[[{}]]], 5, {"name": 5}, {"name": {"@value": "x"}}, {"@id": "#nowhere"}, [None, ""], "\ud800", "x" * 100_000],
)
def test_broken_author_nodes_give_nobody(author: Any) -> None:
    assert names(by_json_ld(author)) == []


def test_a_person_printed_above_the_text_wins_over_a_declared_desk() -> None:
    node = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Online-Redaktion"}}</script>'
    )
    assert names(article_page(node, '<p class="byline">Von Jane Doe</p>')) == ["Jane Doe"]


def test_a_declared_agency_is_not_replaced_by_a_name_printed_somewhere() -> None:
    node = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Reuters"}}</script>'
    assert names(article_page(node, '<p class="author">Jane Doe</p>')) == []


@pytest.mark.parametrize(
    "before",
    [
        '<p class="byline">By <a href="/a">Jane Doe</a>, <a href="/b">John Roe</a> and <a href="/c">Ann Poe</a></p>',
        "<div>Von:<i><a href='/a'>Jane Doe</a>, </i><i><a href='/b'>John Roe</a></i> und <b>Ann Poe</b></div>",
        '<p class="author">Jane Doe, John Roe, Ann Poe</p>',
    ],
)
def test_all_who_signed_a_printed_byline_are_found(before: str) -> None:
    assert names(article_page(before=before)) == ["Jane Doe", "John Roe", "Ann Poe"]
