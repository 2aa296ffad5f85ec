from __future__ import annotations

import pytest

from crawler.attribution.boilerplate import is_boilerplate, strip_boilerplate
from crawler.items import Section

TEXT = ["The pier is closed.", "Ferries leave from the terminal.", "The council votes on Tuesday."]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Source link",
        "Source: Northern Herald",
        "Read the original article here",
        "Read the full story at Northern Herald",
        "The post Pier closed appeared first on Northern Herald.",
        "This article was originally published on Northern Herald.",
        "Originally published at herald.test",
        "The Roundup is an automatic aggregator of news. All content belongs to its owners.",
        "If you are the owner of this text, contact us by e-mail and we will delete it within 24 hours.",
        "Disclaimer: this story was generated from a syndicated feed.",
        "© 2026 Harbour Television. All rights reserved. This material may not be published or rewritten.",
        "Der Beitrag Pier gesperrt erschien zuerst auf Hafenblatt.",
        "La entrada Muelle cerrado se publicó primero en La Bahía.",
        "Quelle: dpa",
        "来源：新华社",
    ],
)
def test_source_lines_and_notices_are_no_part_of_the_text(paragraph: str) -> None:
    assert is_boilerplate(paragraph)
    assert strip_boilerplate([Section(None, [*TEXT, paragraph])]) == [Section(None, TEXT)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "The singer owns the copyright to twelve of her songs.",
        "First published in 1922, the novel made its author famous across Europe.",
        "The minister would not name the source of the report.",
        "“Read the room,” she said, and left.",
        "The owner of the house contacted the police on Friday.",
        "Source: " + "a long sentence about rivers and where they come from " * 30,
    ],
)
def test_sentences_about_sources_and_rights_stay(paragraph: str) -> None:
    assert strip_boilerplate([Section(None, [*TEXT, paragraph])]) == [Section(None, [*TEXT, paragraph])]


def test_a_section_that_announces_a_notice_goes_whole() -> None:
    sections = [Section(None, TEXT), Section("About us", ["We are a website.", "We like news."])]
    assert strip_boilerplate(sections) == [Section(None, TEXT)]


def test_a_source_line_may_open_the_text() -> None:
    assert strip_boilerplate([Section(None, ["Source: Northern Herald", *TEXT])]) == [Section(None, TEXT)]


def test_what_stands_before_the_last_paragraphs_stays() -> None:
    paragraphs = [TEXT[0], "Source: Northern Herald", *TEXT * 3]
    assert strip_boilerplate([Section(None, paragraphs)]) == [Section(None, paragraphs)]


def test_headings_of_the_text_stay() -> None:
    sections = [Section(None, TEXT), Section("What happens next", TEXT[:1]), Section("Only a heading", [])]
    assert strip_boilerplate(sections) == sections


def test_a_text_is_not_emptied() -> None:
    sections = [Section("Notice", ["All rights reserved."])]
    assert strip_boilerplate(sections) == sections
    assert strip_boilerplate([]) == []


def test_the_given_sections_are_left_alone() -> None:
    sections = [Section(None, [*TEXT, "Source link"])]
    strip_boilerplate(sections)
    assert sections == [Section(None, [*TEXT, "Source link"])]
