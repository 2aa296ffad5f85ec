from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Section
from crawler.normalisation.text import clean_lines, clean_list, clean_sections, clean_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  two \t\n words\u00a0here ", "two words here"),
        ("cafe\u0301", "caf\u00e9"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("so\u00adft", "soft"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        ("turned \u202etxet", "turned txet"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("", None),
        (None, None),
        (" \u200b\n ", None),
    ],
)
def test_clean_text(raw: str | None, clean: str | None) -> None:
    assert clean_text(raw) == clean


@given(st.text(st.characters(exclude_categories=())))
def test_clean_text_can_be_written_and_stays_as_it_is(raw: str) -> None:
    clean = clean_text(raw)
    if clean is not None:
        clean.encode()
        assert "\x00" not in clean
        assert clean_text(clean) == clean


def test_lines_keep_their_breaks_and_lose_the_blank_ones() -> None:
    assert clean_lines("one  line\r\n\r\n \n two\u2028three ") == "one line\ntwo\nthree"


def test_a_list_holds_each_text_once() -> None:
    assert clean_list(["Berlin", " Berlin ", None, "", "Bonn"]) == ["Berlin", "Bonn"]


def test_empty_sections_and_paragraphs_go() -> None:
    sections = [Section(" ", ["\u200b"]), Section("Head", []), Section(None, [" text ", ""])]
    assert clean_sections(sections) == [Section("Head", []), Section(None, ["text"])]
