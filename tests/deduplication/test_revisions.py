from __future__ import annotations

import random

import pytest

from crawler.deduplication.revisions import ParagraphChange, diff_paragraphs, is_frame
from crawler.items import Section
from tests.deduplication.texts import LEDE, WIRE

OLD = [Section(None, WIRE)]


def version(*paragraphs: str) -> list[Section]:
    return [Section(None, list(paragraphs))]


def test_the_same_text_has_no_changes() -> None:
    assert diff_paragraphs(OLD, OLD) == []
    assert diff_paragraphs([], []) == []


def test_a_rewritten_paragraph_is_changed() -> None:
    new = WIRE[4].replace("14 million", "15 million")
    assert diff_paragraphs(OLD, version(*WIRE[:4], new, WIRE[5])) == [ParagraphChange("changed", 4, WIRE[4], new)]


def test_an_added_paragraph_is_found_at_its_place() -> None:
    assert diff_paragraphs(OLD, version(WIRE[0], LEDE, *WIRE[1:])) == [ParagraphChange("added", 1, new=LEDE)]


def test_a_removed_paragraph_is_found() -> None:
    assert diff_paragraphs(OLD, version(*WIRE[:2], *WIRE[3:])) == [ParagraphChange("removed", 2, old=WIRE[2])]


def test_a_paragraph_replaced_by_another_is_removed_and_added() -> None:
    changes = diff_paragraphs(OLD, version(*WIRE[:2], LEDE, *WIRE[3:]))
    assert [change.kind for change in changes] == ["removed", "added"]


def test_a_new_heading_is_a_change() -> None:
    changes = diff_paragraphs(OLD, [Section(None, WIRE[:3]), Section("What happens next", WIRE[3:])])
    assert changes == [ParagraphChange("added", 3, new="What happens next")]


def test_other_sections_with_the_same_text_are_none() -> None:
    assert diff_paragraphs(OLD, [Section(None, WIRE[:3]), Section(None, WIRE[3:])]) == []


FRAMES = [
    "Advertisement",
    "ANZEIGE",
    "Sign up for our newsletter",
    "Follow us on Facebook",
    "Read more: Ferry company expects losses",
    "Lesen Sie auch: Fähren fallen aus",
    "Related",
    "12 comments",
    "5 min read",
    "Last updated: 4 May 2026, 14:05",
    "Photo: Ingrid Halvorsen / Herald",
    "14:05",
    "Most popular",
]


@pytest.mark.parametrize("paragraph", FRAMES)
def test_frames_are_no_revision(paragraph: str) -> None:
    assert is_frame(paragraph)
    assert diff_paragraphs(OLD, version(*WIRE[:3], paragraph, *WIRE[3:])) == []


@pytest.mark.parametrize(
    "paragraph",
    [
        *WIRE,
        "Advertisements for cigarettes were banned in 1974 by a law that most parties had opposed.",
        "“Read the report,” she said.",
        "The last update of the software failed.",
    ],
)
def test_sentences_are_no_frame(paragraph: str) -> None:
    assert not is_frame(paragraph)


def test_house_style_is_no_revision() -> None:
    restyled = [text.replace("“", "„").replace("”", "“").replace(" ", "\u00a0", 3).upper() for text in WIRE]
    assert diff_paragraphs(OLD, version(*restyled)) == []


def test_a_thousand_changes_of_frame_make_no_revision() -> None:
    chance = random.Random(4)
    for _ in range(1_000):
        paragraphs = list(WIRE)
        for frame in chance.sample(FRAMES, 4):
            paragraphs.insert(chance.randint(0, len(paragraphs)), frame)
        assert diff_paragraphs(OLD, version(*paragraphs)) == []


def test_ten_edits_are_each_seen() -> None:
    text = list(WIRE)
    for number in range(10):
        edited = [*text, f"In the {number}th hour of the closure, another {number + 30} travellers complained."]
        assert len(diff_paragraphs(version(*text), version(*edited))) == 1
        text = edited
