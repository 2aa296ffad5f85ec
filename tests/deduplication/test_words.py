from __future__ import annotations

import pytest

from crawler.deduplication.words import count_words, plain_text, words
from crawler.items import Section


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t “stop” now!", ["dont", "stop", "now"]),
        ("don't 'stop' NOW", ["dont", "stop", "now"]),
        ("Straße ﬁne ＡＢＣ", ["strasse", "fine", "abc"]),
        ("soft\u00adhyphen e-mail 3.5", ["softhyphen", "e", "mail", "3", "5"]),
        ("नमस्ते दुनिया।", ["नमस्ते", "दुनिया"]),
        ("東京で", ["東", "京", "で"]),
        (" \u200b…—", []),
        ("", []),
    ],
)
def test_words_are_free_of_house_style(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "number"), [("one two three", 3), ("東京で会う今日", 3), ("한국어 단어 셋", 3), ("ไทย", 1), ("", 0)]
)
def test_two_characters_of_an_unspaced_script_count_as_a_word(text: str, number: int) -> None:
    assert count_words(text) == number


def test_sections_and_text_give_the_same_words() -> None:
    assert plain_text([Section("Head", ["one", "two"])]) == "Head\none\ntwo"
