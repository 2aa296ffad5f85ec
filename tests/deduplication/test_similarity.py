from __future__ import annotations

import pytest

from crawler.deduplication.similarity import is_copy, similarity
from tests.deduplication.texts import ADVERT, LEDE, SAME_EVENT, SHORTENED, WIRE, WIRE_BODY, WIRE_COPY, weather


def test_a_text_is_its_own_copy() -> None:
    found = similarity(WIRE_BODY, WIRE_BODY)
    assert (found.jaccard, found.containment, found.altered) == (1.0, 1.0, 0.0)
    assert is_copy(found)


@pytest.mark.parametrize(
    "copy",
    [
        WIRE_COPY,
        SHORTENED,
        "\n".join([LEDE, LEDE.upper(), *WIRE]),
        "\n".join(WIRE[::2]),
        WIRE_BODY.replace("“", "„").replace("”", "“").replace("’", "'"),
        "\n".join(line for text in WIRE for line in (text, ADVERT)),
        WIRE_BODY.replace("\n", " "),
    ],
    ids=["wire copy", "shortened", "two ledes", "every second paragraph", "quotes", "adverts", "one paragraph"],
)
def test_edited_and_shortened_copies_are_copies(copy: str) -> None:
    assert is_copy(similarity(WIRE_BODY, copy))


def test_order_of_arguments_does_not_matter() -> None:
    assert similarity(WIRE_BODY, SHORTENED) == similarity(SHORTENED, WIRE_BODY)


def test_a_shortened_copy_is_contained_and_not_the_same() -> None:
    found = similarity(WIRE_BODY, SHORTENED)
    assert found.containment == 1.0
    assert found.jaccard < 0.6


def test_two_stories_of_one_event_are_two() -> None:
    assert not is_copy(similarity(WIRE_BODY, SAME_EVENT))


def test_two_reports_from_one_template_are_two() -> None:
    found = similarity(weather("Norwell", 3, 14, 20), weather("Kelso", 7, 19, 65))
    assert found.altered > 0.5
    assert not is_copy(found)


def test_two_days_of_one_place_are_two() -> None:
    assert not is_copy(similarity(weather("Norwell", 3, 14, 20), weather("Norwell", 4, 16, 30)))


def test_an_update_of_one_figure_is_a_copy() -> None:
    assert is_copy(similarity(WIRE_BODY, WIRE_BODY.replace("14 million", "15 million")))


def test_a_publishers_own_series_must_be_nearly_the_same() -> None:
    found = similarity(WIRE_BODY, "\n".join([*WIRE[:4], LEDE, LEDE.lower(), ADVERT, LEDE.title()]))
    assert is_copy(found)
    assert not is_copy(found, one_publisher=True)
    assert is_copy(similarity(WIRE_BODY, WIRE_BODY), one_publisher=True)


def test_languages_are_kept_apart_where_both_are_known() -> None:
    found = similarity(WIRE_BODY, WIRE_BODY)
    assert not is_copy(found, languages=("en", "de"))
    assert is_copy(found, languages=("en", None))


def test_a_standard_paragraph_is_no_copy() -> None:
    assert not is_copy(similarity(WIRE[0], WIRE[0]))


def test_chinese_copies_are_found_without_spaces() -> None:
    sentences = [f"第{number}港口的码头在星期四因裂缝而关闭，渡轮改从旧粮仓码头出发。" for number in range(1, 9)]
    assert is_copy(similarity("".join(sentences), "".join(sentences[:5]) + "广告。"))


@pytest.mark.parametrize("text", ["", "...", "a", "\n\n"])
def test_empty_texts_are_nobodys_copy(text: str) -> None:
    found = similarity(text, WIRE_BODY)
    assert found.containment == 0.0 or found.common_words < 5
    assert not is_copy(found)
    assert not is_copy(similarity(text, text))


def test_only_the_first_ten_thousand_words_are_compared() -> None:
    found = similarity("a b c d e. " * 100_000, "a b c d f. " * 100_000)
    assert found.common_words <= 10_000
