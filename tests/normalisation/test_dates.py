from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from crawler.normalisation.dates import plausible, to_utc

NOON = datetime(2024, 5, 3, 12, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=2)))


def test_a_time_with_its_zone_is_moved_to_utc_and_cut_to_milliseconds() -> None:
    assert to_utc(NOON) == datetime(2024, 5, 3, 10, 0, 0, 123_000, tzinfo=UTC)


def test_a_time_without_zone_is_read_in_the_given_one() -> None:
    assert to_utc(NOON.replace(tzinfo=None), timezone(timedelta(hours=-5))) == datetime(
        2024, 5, 3, 17, 0, 0, 123_000, tzinfo=UTC
    )


def test_a_time_without_any_zone_is_not_guessed() -> None:
    assert to_utc(NOON.replace(tzinfo=None)) is None


def test_missing_stays_missing() -> None:
    assert to_utc(None) is None


def test_the_calendars_last_hour_overflows_to_none() -> None:
    assert to_utc(datetime.max.replace(tzinfo=timezone(timedelta(hours=-1)))) is None


def test_future_and_prehistoric_times_are_implausible() -> None:
    seen = datetime(2024, 5, 3, tzinfo=UTC)
    assert plausible(seen + timedelta(hours=20), seen) is not None
    assert plausible(seen + timedelta(days=2), seen) is None
    assert plausible(datetime(1, 1, 1, tzinfo=UTC), seen) is None
