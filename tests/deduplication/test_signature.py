from __future__ import annotations

import pytest

from crawler.deduplication.signature import (
    LOOKUP_KEYS,
    MAX_HASHES,
    MAX_KEYS,
    MIN_HASHES,
    estimate,
    index_keys,
    is_likely_copy,
    lookup_keys,
    read_signature,
    shortlist,
    signature,
)
from tests.deduplication.texts import SAME_EVENT, SHORTENED, WIRE_BODY, WIRE_COPY, weather

PINNED = [411242241, -716521356, 935893338]
"""Another hash function, in a new rensa for instance, would no longer find what is stored: raise the version then."""
LONG = " ".join(f"word{number} of a long text" for number in range(2_000))


def sign(body: str, language: str | None = "en") -> bytes:
    raw = signature(body, language)
    assert raw is not None
    return raw


def test_a_signature_is_the_same_in_every_process_and_release() -> None:
    assert index_keys(sign(WIRE_BODY))[:3] == PINNED


def test_short_texts_have_none() -> None:
    assert signature("word " * 49, "en") is None


def test_it_keeps_language_and_length() -> None:
    assert read_signature(sign(WIRE_BODY)).language == "en"
    assert read_signature(sign(WIRE_BODY, None)).language is None
    assert read_signature(sign("word " * 60)).word_count == 60


def test_size_is_bounded() -> None:
    assert len(sign(LONG)) <= 8 + 5 * MAX_HASHES
    assert len(index_keys(sign(LONG))) == MAX_KEYS
    assert len(index_keys(sign(WIRE_BODY))) >= MIN_HASHES


def test_keys_are_what_mongodb_holds_in_four_bytes() -> None:
    assert all(-(2**31) <= key < 2**31 for key in index_keys(sign(LONG)))


@pytest.mark.parametrize("copy", [WIRE_COPY, SHORTENED])
def test_a_copy_shares_a_key_and_most_of_its_hashes(copy: str) -> None:
    assert set(lookup_keys(sign(copy))) & set(index_keys(sign(WIRE_BODY)))
    assert set(lookup_keys(sign(WIRE_BODY))) & set(index_keys(sign(copy)))
    assert estimate(sign(copy), sign(WIRE_BODY)).containment > 0.5


def test_a_text_is_wholly_like_itself() -> None:
    found = estimate(sign(LONG), sign(LONG))
    assert (found.jaccard, found.containment) == (1.0, 1.0)


def test_a_fifth_of_a_long_text_is_found_in_it() -> None:
    part = " ".join(LONG.split()[2_000:4_000])
    assert set(lookup_keys(sign(part))) & set(index_keys(sign(LONG)))
    assert len(lookup_keys(sign(LONG))) == LOOKUP_KEYS
    assert estimate(sign(part), sign(LONG)).containment > 0.6


def test_languages_are_kept_apart_where_both_are_known() -> None:
    assert estimate(sign(WIRE_BODY, "en"), sign(WIRE_BODY, "de")).containment == 0
    assert estimate(sign(WIRE_BODY, "en"), sign(WIRE_BODY, None)).containment == 1


def test_signatures_alone_tell_copies_from_a_report_of_the_same_event() -> None:
    assert is_likely_copy(sign(WIRE_COPY), sign(WIRE_BODY))
    assert not is_likely_copy(sign(SAME_EVENT), sign(WIRE_BODY))
    assert not is_likely_copy(sign(weather("Norwell", 3, 14, 20)), sign(weather("Kelso", 7, 19, 65)))


def test_the_shortlist_is_led_by_the_likeliest_and_leaves_out_strangers() -> None:
    candidates = [("event", sign(SAME_EVENT)), ("stranger", sign(LONG)), ("copy", sign(WIRE_COPY))]
    listed = shortlist(sign(WIRE_BODY), candidates)
    assert listed[0] == "copy"
    assert "stranger" not in listed
    assert shortlist(sign(WIRE_BODY), candidates, limit=1) == ["copy"]


@pytest.mark.parametrize("raw", [b"", b"\x01", b"\x02" + bytes(12), bytes(14)])
def test_bytes_that_are_no_signature_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not a signature"):
        read_signature(raw)
