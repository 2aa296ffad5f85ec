"""The verdict tells the truth about a run, from its figures alone."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.extensions.verdict import Books, judge

BALANCED = Books(at_start=2, listed=10, settled=9, at_end=3)
FIGURES: dict[str, Any] = {
    "polled": 10,
    "answered": 30,
    "failing": [],
    "reliable": 10,
    "fetched": 20,
    "kept": 18,
    "books": BALANCED,
    "entries": {"found": 30, "new": 10, "known": 15, "rejected": 5},
}


def test_a_run_that_did_its_work_is_healthy() -> None:
    assert judge(**FIGURES).exit_status == 0


def test_a_run_with_nothing_to_do_is_healthy() -> None:
    verdict = judge(**FIGURES | {"polled": 0, "answered": 0, "fetched": 0, "kept": 0})
    assert (verdict.name, verdict.exit_status) == ("nothing due", 0)


def test_a_run_that_reached_no_server_says_so() -> None:
    verdict = judge(**FIGURES | {"answered": 0, "fetched": 0, "kept": 0})
    assert (verdict.name, verdict.exit_status) == ("nothing reachable", 4)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"failing": list("abcd")}, "4 of 10 sources"),
        ({"kept": 9}, "only 9 of 20"),
        ({"books": Books(at_start=2, listed=10, settled=8, at_end=3)}, "does not balance"),
        ({"entries": {"found": 30, "new": 10, "known": 15, "rejected": 4}}, "29 accounted for"),
    ],
)
def test_each_complaint_makes_a_run_unhealthy_and_is_said(change: dict[str, Any], said: str) -> None:
    verdict = judge(**FIGURES | change)
    assert verdict.exit_status == 3
    assert said in "; ".join(verdict.reasons)


@pytest.mark.parametrize(
    "change",
    [
        {"failing": ["a"], "reliable": 1},
        {"failing": list("abc")},
        {"fetched": 4, "kept": 0},
        {"books": Books(at_start=2, listed=10, settled=8, at_end=3, others=1)},
    ],
    ids=["one failing source", "three in ten", "too few pages to judge", "another run at work"],
)
def test_what_may_happen_on_any_night_is_no_complaint(change: dict[str, Any]) -> None:
    assert judge(**FIGURES | change).exit_status == 0
