"""Times of feeds and sitemaps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.discovery.dates import parse_date

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-05-03T15:47:42Z", datetime(2024, 5, 3, 15, 47, 42, tzinfo=UTC)),
        ("2024-05-03T15:47:42+02:00", datetime(2024, 5, 3, 13, 47, 42, tzinfo=UTC)),
        ("2024-05-03T15:47:42.389+0200", datetime(2024, 5, 3, 13, 47, 42, 389000, tzinfo=UTC)),
        ("2024-05-03T15:47:42.3891234567Z", datetime(2024, 5, 3, 15, 47, 42, 389123, tzinfo=UTC)),
        ("2024-05-03 15:47 -0330", datetime(2024, 5, 3, 19, 17, tzinfo=UTC)),
        (" 2024-05-03\n", datetime(2024, 5, 3, tzinfo=UTC)),
        ("20240503", datetime(2024, 5, 3, tzinfo=UTC)),
        ("2024-05", datetime(2024, 5, 1, tzinfo=UTC)),
        ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
        ("Fri, 03 May 2024 15:47:42 +0200", datetime(2024, 5, 3, 13, 47, 42, tzinfo=UTC)),
        ("Fri, 03 May 2024 15:47:42 GMT", datetime(2024, 5, 3, 15, 47, 42, tzinfo=UTC)),
        ("Fri, 03 May 2024 15:47:42 CEST", datetime(2024, 5, 3, 13, 47, 42, tzinfo=UTC)),
        ("Fri, 03 May 2024 15:47:42 EDT", datetime(2024, 5, 3, 19, 47, 42, tzinfo=UTC)),
        ("3 May 24 15:47 IST", datetime(2024, 5, 3, 10, 17, tzinfo=UTC)),
        ("1714751262", datetime(2024, 5, 3, 15, 47, 42, tzinfo=UTC)),
        ("1714751262000", datetime(2024, 5, 3, 15, 47, 42, tzinfo=UTC)),
        ("2024-05-03T23:59:60Z", datetime(2024, 5, 3, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_as_utc(written: str, expected: datetime) -> None:
    assert parse_date(written, now=NOW) == expected


@pytest.mark.parametrize(
    "written", ["2024-05-03T15:47:42", "Fri, 03 May 2024 15:47:42", "Fri, 03 May 2024 15:47:42 XQZ"]
)
def test_a_time_without_a_known_zone_is_meant_in_the_sources_zone(written: str) -> None:
    assert parse_date(written, now=NOW, zone="Europe/Berlin") == datetime(2024, 5, 3, 13, 47, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "yesterday",
        "tomorrow 06:24 +13:00",
        "2026-13-45",
        "2024-02-30T10:00:00Z",
        "2024-05-03T25:00:00Z",
        "2024-05-03T10:00:00+99:99",
        "Fri, 45 May 2024 25:61:00 GMT",
        "0001-01-01T00:00:00Z",
        "0000-00-00",
        "1970-01-01T00:00:00Z",
        "2024-06-01T12:16:00Z",
        "2099-01-01",
        "99999999999999999999",
        "Mon, 01 Jan 99999 00:00:00 GMT",
    ],
)
def test_a_time_that_cannot_be_is_none(written: str | None) -> None:
    assert parse_date(written, now=NOW) is None


def test_a_clock_a_little_ahead_of_ours_is_believed() -> None:
    assert parse_date("2024-06-01T12:10:00Z", now=NOW) == datetime(2024, 6, 1, 12, 10, tzinfo=UTC)


def test_what_a_feed_parser_understood_is_the_last_resort() -> None:
    understood = datetime(2024, 5, 3, 15, 47, 42, tzinfo=UTC).utctimetuple()
    assert parse_date("3 mai 2024", now=NOW, fallback=understood) == datetime(2024, 5, 3, 15, 47, 42, tzinfo=UTC)
