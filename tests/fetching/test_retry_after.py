"""The Retry-After header."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.fetching.retry_after import LONGEST_REST, parse_retry_after

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "rest"),
    [
        (b"120", timedelta(seconds=120)),
        (" 5 ", timedelta(seconds=5)),
        ("Mon, 23 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Mon, 23 Nov 2026 14:10:00 +0200", timedelta(minutes=10)),
        ("99999999", LONGEST_REST),
        ("9" * 5000, LONGEST_REST),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_REST),
    ],
)
def test_a_wish_is_read_up_to_a_limit(value: bytes | str, rest: timedelta) -> None:
    assert parse_retry_after(value, NOW) == NOW + rest


@pytest.mark.parametrize(
    "value", [None, "", "0", "-5", "1.5", "soon", "Mon, 23 Nov 2026 11:00:00 GMT", "Mon, 99 Nov 2026 11:00:00 GMT", "٣"]
)
def test_what_names_no_time_to_come_is_no_wish(value: str | None) -> None:
    assert parse_retry_after(value, NOW) is None
