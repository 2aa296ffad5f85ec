from __future__ import annotations

import pytest

from crawler.extraction.language import language_of_tag, language_of_text


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("de-AT", "de"),
        ("EN_us", "en"),
        ("iw", "he"),
        ("in-ID", "id"),
        ("zh-Hant-TW", "zh"),
        ("", None),
        (None, None),
        ("deutsch", None),
    ],
)
def test_a_tag_gives_its_code(tag: str | None, code: str | None) -> None:
    assert language_of_tag(tag) == code


LONG = {
    "de": "Der Stadtrat hat am Freitag beschlossen, den alten Hafen wieder aufzubauen und einen Streit beendet. " * 3,
    "en": "The city council decided on Friday to rebuild the old harbour and ended a dispute that had gone on. " * 3,
    "fr": "Le conseil municipal a décidé vendredi de reconstruire le vieux port et a mis fin à une longue dispute. "
    * 3,
}


@pytest.mark.parametrize("language", list(LONG))
def test_a_text_tells_its_language_whatever_is_declared(language: str) -> None:
    assert language_of_text(LONG[language], "sv") == language


def test_what_is_declared_decides_for_short_texts() -> None:
    assert language_of_text("Hafen wieder offen nach dem Sturm", "de") == "de"


def test_a_short_text_without_declaration_is_judged_by_itself() -> None:
    assert language_of_text("Der Hafen ist nach dem Sturm wieder geöffnet worden", None) == "de"


@pytest.mark.parametrize(
    ("text", "declared"),
    [("Havnen åpner igjen etter stormen. " * 10, "nb"), ("Luka je ponovno otvorena nakon oluje. " * 10, "bs")],
)
def test_close_relatives_are_left_to_the_page(text: str, declared: str) -> None:
    assert language_of_text(text, declared) == declared


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("서울에서 비가 내렸다", "ko"),
        ("東京で雨が降りました", "ja"),
        ("ฝนตกที่กรุงเทพ", "th"),
        ("Βρέχει στην Αθήνα", "el"),
        ("გუშინ წვიმდა", "ka"),
    ],
)
def test_a_script_of_one_language_decides_even_short_texts(text: str, code: str) -> None:
    assert language_of_text(text, "en") == code


def test_no_text_and_no_declaration_gives_none() -> None:
    assert language_of_text("", None) is None
