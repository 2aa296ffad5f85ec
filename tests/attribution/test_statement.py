from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import product

import pytest

from crawler.attribution.statement import Facts, Named, html_statement, is_web_address, license_name, plain_statement

HERALD = Named("Northern Herald", "https://herald.test/pier")
ROUNDUP = Named("The Roundup", "https://roundup.test/pier")
DAY = datetime(2026, 5, 3, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "statement"),
    [
        (
            Facts("Pier closed", ["Jane Doe"], [], HERALD, published_at=DAY),
            "“Pier closed” by Jane Doe was published by Northern Herald (https://herald.test/pier) on 3 May 2026.",
        ),
        (
            Facts("Pier closed", [], [], HERALD),
            "“Pier closed” was published by Northern Herald (https://herald.test/pier).",
        ),
        (
            Facts("Pier closed", ["A. Doe", "B. Roe", "C. Poe"], ["dpa", "AFP"], HERALD),
            (
                "“Pier closed” by A. Doe, B. Roe and C. Poe (dpa and AFP) was published by Northern Herald "
                "(https://herald.test/pier)."
            ),
        ),
        (
            Facts("Pier closed", [], ["Reuters"], HERALD),
            "“Pier closed” by Reuters was published by Northern Herald (https://herald.test/pier).",
        ),
        (
            Facts("Pier closed", ["Jane Doe", "John Roe"], [], HERALD, ROUNDUP, DAY),
            (
                "“Pier closed” by Jane Doe and John Roe was first published by Northern Herald "
                "(https://herald.test/pier) and printed by The Roundup (https://roundup.test/pier) on 3 May 2026."
            ),
        ),
        (
            Facts(None, [], [], HERALD, None, None, "dpa", "https://creativecommons.org/licenses/by-nd/4.0/", True),
            (
                "This article was published by Northern Herald (https://herald.test/pier); © dpa; licence: "
                "CC BY-ND 4.0 (https://creativecommons.org/licenses/by-nd/4.0/); text and data mining "
                "is reserved by the publisher."
            ),
        ),
        (
            Facts("She said “no” twice", ["Jane Doe"], ["Northern Herald"], HERALD, copyright_holder="Northern Herald"),
            "“She said ‘no’ twice” by Jane Doe was published by Northern Herald (https://herald.test/pier).",
        ),
    ],
)
def test_the_statement_reads_as_a_sentence(facts: Facts, statement: str) -> None:
    assert plain_statement(facts) == statement


def combinations() -> list[Facts]:
    """Every combination of what may be there or not."""
    return [
        Facts(headline, authors, agencies, HERALD, found_at, day, holder, license_text, reserved)
        for headline, authors, agencies, found_at, day, holder, license_text, reserved in product(
            (None, "Pier closed"),
            ([], ["Jane Doe"], ["Jane Doe", "John Roe"]),
            ([], ["dpa"], ["dpa", "AFP"]),
            (None, ROUNDUP),
            (None, DAY),
            (None, "dpa"),
            (None, "CC BY 4.0", "https://herald.test/terms"),
            (False, True),
        )
    ]


def test_every_combination_is_one_sentence_with_the_hyperlink() -> None:
    for facts in combinations():
        text = plain_statement(facts)
        assert text[0] in "“T"
        assert text.endswith(".")
        assert HERALD.url in text
        assert "None" not in text
        assert "  " not in text
        assert " ." not in text
        assert "()" not in text


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_the_html_form_says_the_same_with_links_in_place_of_addresses() -> None:
    for facts in combinations():
        plain = plain_statement(facts)
        read_html = read(html_statement(facts))
        for link in read_html.links:
            plain = plain.replace(f" ({link})", "")
        assert read_html.text == plain
        assert set(read_html.tags) == {"a"}


HOSTILE = "<script>alert(1)</script>\" onclick='x' & “”\u202e\x00"


def test_hostile_names_are_text_in_html() -> None:
    facts = Facts(
        HOSTILE, [HOSTILE], [HOSTILE], Named(HOSTILE, HERALD.url), Named(HOSTILE, ROUNDUP.url), DAY, HOSTILE, HOSTILE
    )
    page = read(html_statement(facts))
    assert set(page.tags) == {"a"}
    assert set(page.links) == {HERALD.url, ROUNDUP.url}
    assert "\x00" not in page.text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//herald.test/", "", "https://a b/", "http://["]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert not is_web_address(url)
    assert "<a" not in html_statement(Facts("Pier", [], [], Named("Herald", url)))


def test_a_link_cannot_leave_its_attribute() -> None:
    page = read(html_statement(Facts("Pier", [], [], Named("Herald", 'https://herald.test/"onmouseover="x'))))
    assert page.links == ['https://herald.test/"onmouseover="x']


def test_a_huge_headline_is_cut() -> None:
    assert len(plain_statement(Facts("x" * 10_000, [], [], HERALD))) < 500


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
        ("http://creativecommons.org/licenses/by-nc-sa/3.0/de/", "CC BY-NC-SA 3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("https://herald.test/terms", "terms of use"),
    ],
)
def test_licences_have_short_names(url: str, name: str) -> None:
    assert license_name(url) == name
