from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.extraction.moments import Reading, parse_moment

FETCHED = datetime(2024, 5, 3, 12, 0, tzinfo=UTC)


def said(text: str, language: str = "en", country: str | None = None) -> str | None:
    """What a string says, as ISO 8601; a day alone as a day."""
    moment = parse_moment(text, Reading(language, country, FETCHED, ZoneInfo("Europe/Berlin")))
    if moment is None:
        return None
    return moment.at.isoformat() if moment.has_time else moment.at.date().isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-03T15:47:42.389Z", "2024-05-03T15:47:42+00:00"),
        ("2024-05-03T15:47:42.3890000Z", "2024-05-03T15:47:42+00:00"),
        ("2024-05-03T15:47Z", "2024-05-03T15:47:00+00:00"),
        ("2024-05-03 15:47:42 +02:00", "2024-05-03T15:47:42+02:00"),
        ("2024-05-03T15:47:42+0530", "2024-05-03T15:47:42+05:30"),
        ("2024-05-03T15:47:42-04", "2024-05-03T15:47:42-04:00"),
        ("2024-05-03T15:47:42", "2024-05-03T15:47:42"),
        ("2024-05-03 15:47:42 Europe/Berlin", "2024-05-03T15:47:42+02:00"),
        ("2024-05-03", "2024-05-03"),
        ("20240503", "2024-05-03"),
        ("20240503T154742Z", "2024-05-03T15:47:42+00:00"),
        ("Fri, 03 May 2024 15:47:42 GMT", "2024-05-03T15:47:42+00:00"),
        ("Fri May  3 15:47:42 CEST 2024", "2024-05-03T15:47:42+02:00"),
        ("Fri May 03 2024 15:47:42 GMT+0200 (CEST)", "2024-05-03T15:47:42+02:00"),
        ("1714751262", "2024-05-03T15:47:42+00:00"),
        ("1714751262000", "2024-05-03T15:47:42+00:00"),
    ],
)
def test_machine_formats_are_read_with_their_zone(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("15:56 BST, 27 April 2024", "en", "2024-04-27T15:56:00+01:00"),
        ("Posted: Aug 08, 2023 4:00 AM EDT | Last Updated: August 8", "en", "2023-08-08T04:00:00-04:00"),
        ("Published at 9:30pm on 1st March 2024", "en", "2024-03-01T21:30:00"),
        ("June 26, 2023 5 AM PT", "en", "2023-06-26T05:00:00-07:00"),
        ("12:05 a.m., May 2, 2024", "en", "2024-05-02T00:05:00"),
        ("28. April 2023, 19:50 Uhr", "de", "2023-04-28T19:50:00"),
        ("28.04.2023, 19.50 Uhr", "de", "2023-04-28T19:50:00"),
        ("12. MÄR 2024 18:03", "de", "2024-03-12T18:03:00"),
        ("12 janv. 2024 à 10h30", "fr", "2024-01-12T10:30:00"),
        ("15 de octubre de 2023 08:22", "es", "2023-10-15T08:22:00"),
        ("05 Gennaio 2024", "it", "2024-01-05"),
        ("2 мая 2024 г., 12:15", "ru", "2024-05-02T12:15:00"),
        ("4.5.2023 klo 12.30", "fi", "2023-05-04T12:30:00"),
        ("2024. április 5. 10:20", "hu", "2024-04-05T10:20:00"),
        ("2024 m. balandžio 5 d. 10:22", "lt", "2024-04-05T10:22:00"),
        ("ngày 3 tháng 4, 2024 | 08:15", "vi", "2024-04-03T08:15:00"),
        ("2024年5月3日 21時37分", "ja", "2024-05-03T21:37:00"),
        ("2024년 5월 3일 오후 3:15", "ko", "2024-05-03T15:15:00"),
        ("१२ मार्च २०२४", "hi", "2024-03-12"),
        ("31.12.23, 09:14", "de", "2023-12-31T09:14:00"),
    ],
)
def test_printed_dates_are_read_in_many_languages(text: str, language: str, expected: str) -> None:
    assert said(text, language) == expected


def test_a_months_name_is_understood_although_the_page_declares_another_language() -> None:
    assert said("15 августа 2016, 13:43", "en") == "2016-08-15T13:43:00"


@pytest.mark.parametrize(
    ("language", "country", "expected"),
    [("en", "US", "2024-05-06"), ("en", None, "2024-05-06"), ("en", "GB", "2024-06-05"), ("de", None, "2024-06-05")],
)
def test_the_order_of_day_and_month_depends_on_the_country(language: str, country: str | None, expected: str) -> None:
    assert said("5/6/2024", language, country) == expected


def test_a_number_over_twelve_settles_the_order() -> None:
    assert (said("25/12/2023", "en", "US"), said("12/25/2023", "de", "DE")) == ("2023-12-25", "2023-12-25")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("3 hours ago", "en", "2024-05-03T09:00:00+00:00"),
        ("vor 3 Stunden", "de", "2024-05-03T09:00:00+00:00"),
        ("il y a 3 heures", "fr", "2024-05-03T09:00:00+00:00"),
        ("Hace 20 minutos", "es", "2024-05-03T11:40:00+00:00"),
        ("3시간 전", "ko", "2024-05-03T09:00:00+00:00"),
        ("2 days ago", "en", "2024-05-01"),
        ("Heute, 12:37 Uhr", "de", "2024-05-03T12:37:00+02:00"),
        ("gestern 18:05", "de", "2024-05-02T18:05:00+02:00"),
    ],
)
def test_relative_times_count_from_the_fetch(text: str, language: str, expected: str) -> None:
    assert said(text, language) == expected


def test_relative_times_say_nothing_without_the_time_of_the_fetch() -> None:
    assert parse_moment("3 hours ago", Reading()) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-13-45", "2024-02-30", "tomorrow 06:24 +13:00", "31 Floptember 2024", "99/99/9999",
        "0000-00-00T00:00:00Z", "", "today", "Room 2024", "12:30", "15 people", "9" * 400, "99999999999999999999",
    ],
)  # fmt: skip
def test_what_says_no_possible_date_gives_nothing(text: str) -> None:
    assert said(text) is None


def test_an_impossible_time_leaves_the_day() -> None:
    assert said("2024-05-03T99:99:99") == "2024-05-03"


def test_the_buddhist_year_is_counted_back() -> None:
    assert said("3 เมษายน 2567", "th") == "2024-04-03"
