"""What a tdmrep.json reserves."""

from __future__ import annotations

import json

import pytest

from crawler.fetching.tdmrep import Reservation, parse_tdmrep, reservation_for


def _ask(entries: object, url: str) -> Reservation | None:
    return reservation_for(parse_tdmrep(json.dumps(entries).encode()), url)


RESERVED = Reservation("1", "https://news.test/policy.json")


@pytest.mark.parametrize(
    ("location", "url", "fits"),
    [
        ("/", "https://news.test/story", True),
        ("/", "https://news.test", True),
        ("/politics/", "https://news.test/politics/story", True),
        ("/politics/", "https://news.test/sports/story", False),
        ("/*/story", "https://news.test/politics/story-1", True),
        ("*.html", "https://news.test/a/b.html?page=2", True),
        ("*.html$", "https://news.test/a/b.html?page=2", False),
        ("/*.html$", "https://news.test/a.html/b.html", True),
        ("/a*b*c$", "https://news.test/abcbc", True),
        ("/a*b*c$", "https://news.test/acb", False),
        ("/ab*ab$", "https://news.test/ab", False),
        ("/f%C3%BCr/", "https://news.test/f%c3%bcr/alle", True),
        ("/exact$", "https://news.test/exact", True),
        ("/exact$", "https://news.test/exactly", False),
    ],
)
def test_a_location_is_a_pattern_of_paths(location: str, url: str, fits: bool) -> None:
    entry = {"location": location, "tdm-reservation": 1, "tdm-policy": "https://news.test/policy.json"}
    assert _ask([entry], url) == (RESERVED if fits else None)


def test_the_longest_location_decides() -> None:
    entries = [
        {"location": "/", "tdm-reservation": 1},
        {"location": "/open/", "tdm-reservation": 0},
        {"location": "/open/closed/", "tdm-reservation": 1},
    ]
    assert _ask(entries, "https://news.test/story") == Reservation("1")
    assert _ask(entries, "https://news.test/open/story") == Reservation("0")
    assert _ask(entries, "https://news.test/open/closed/story") == Reservation("1")


def test_of_two_equal_locations_the_one_that_reserves_decides() -> None:
    entries = [{"location": "/", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": "1"}]
    assert _ask(entries, "https://news.test/story") == Reservation("1")


def test_a_single_object_is_taken_for_a_list_of_one() -> None:
    assert _ask({"location": "/", "tdm-reservation": 1}, "https://news.test/") == Reservation("1")


def test_a_broken_entry_costs_that_entry_alone() -> None:
    entries = [None, 7, {"location": 3}, {"tdm-reservation": 1}, {"location": "/", "tdm-reservation": 2},
               {"location": "/", "tdm-reservation": 1, "tdm-policy": 5}]  # fmt: skip
    assert _ask(entries, "https://news.test/") == Reservation("1")


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b'"text"', b"[" * 100_000, b"null", b"\xef\xbb\xbf[]"])
def test_what_is_no_list_of_rules_reserves_nothing(body: bytes) -> None:
    assert parse_tdmrep(body) == []


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    entries = [{"location": "/" + "*a" * 5000 + "$", "tdm-reservation": 1}]
    assert _ask(entries, "https://news.test/" + "a" * 4999 + "b") is None
