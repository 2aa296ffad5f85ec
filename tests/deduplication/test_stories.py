from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from crawler.deduplication.stories import CLOSE, StoryCandidate, choose_story, closeness, story_keys, story_terms
from crawler.items import Section
from tests.deduplication.texts import SAME_EVENT, WIRE

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

WIRE_TERMS = story_terms("Norwell pier closed after cracks found", None, [Section(None, WIRE)], "en")
EVENT_TERMS = story_terms(
    "Closed pier: Norwell ferries leave from grain terminal", None, [Section(None, SAME_EVENT.split("\n"))], "en"
)
OTHER_TERMS = story_terms(
    "Parliament votes on a new law for schools",
    "Members of all parties spoke for five hours.",
    [
        Section(
            None, ["The minister of education, Karl Brandt, defended his law on Thursday against critics from Kelso."]
        )
    ],
    "en",
)


def candidate(story_id: str, terms: dict[str, float], hours: float = 1) -> StoryCandidate:
    return StoryCandidate(story_id, terms, NOW - timedelta(hours=hours))


def test_terms_name_what_the_article_is_about() -> None:
    assert {"norwell", "pier"} <= set(list(WIRE_TERMS)[:6])
    assert not {"the", "and", "was"} & set(WIRE_TERMS)


def test_weights_are_a_unit_vector() -> None:
    assert sum(weight * weight for weight in WIRE_TERMS.values()) == pytest.approx(1, abs=0.01)
    assert closeness(WIRE_TERMS, WIRE_TERMS) == pytest.approx(1, abs=0.01)


def test_two_reports_of_one_event_share_a_key_and_are_closer_than_others() -> None:
    assert set(story_keys(WIRE_TERMS)) & set(story_keys(EVENT_TERMS))
    assert closeness(WIRE_TERMS, EVENT_TERMS) >= CLOSE
    assert closeness(WIRE_TERMS, OTHER_TERMS) < CLOSE / 2


def test_keys_are_few_and_fit_four_bytes() -> None:
    keys = story_keys(WIRE_TERMS)
    assert len(keys) <= 28
    assert all(-(2**31) <= key < 2**31 for key in keys)


def test_the_closest_story_within_the_window_is_joined_in_any_order() -> None:
    candidates = [
        candidate("pier", WIRE_TERMS),
        candidate("pier, earlier", WIRE_TERMS, hours=100),
        candidate("school", OTHER_TERMS),
    ]
    for order in permutations(candidates):
        assert choose_story(EVENT_TERMS, NOW, order) == "pier"


def test_between_equals_the_older_one_wins() -> None:
    candidates = [candidate("new", WIRE_TERMS), candidate("old", WIRE_TERMS, hours=5)]
    assert choose_story(EVENT_TERMS, NOW, candidates) == "old"


def test_an_event_of_its_own_joins_none() -> None:
    assert choose_story(OTHER_TERMS, NOW, [candidate("pier", WIRE_TERMS)]) is None
    assert choose_story(WIRE_TERMS, NOW, []) is None


def test_scripts_without_spaces_have_terms() -> None:
    terms = story_terms("北海道で大きな地震", None, [Section(None, ["北海道で地震があり、津波の心配はない。"])], "ja")
    assert {"北海", "地震"} <= set(terms)


@pytest.mark.parametrize("language", [None, "", "xx", "zh", "no", "nb", "en-GB"])
def test_a_language_without_a_list_of_stop_words_is_no_error(language: str | None) -> None:
    assert "pier" in story_terms("Norwell pier closed", None, [], language)


def test_an_empty_article_has_no_terms_and_no_keys() -> None:
    assert story_terms(None, None, [], "en") == {}
    assert story_keys({}) == []
    assert choose_story({}, NOW, [candidate("pier", WIRE_TERMS)]) is None
