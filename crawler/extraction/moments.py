"""Strings that say when: ISO 8601 and its cousins, e-mail dates, epochs, and dates as people write them.

A string that says nothing, or something impossible (2026-13-45), gives ``None``: nothing is guessed from parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from crawler.extraction.calendars import days_ago, fold_word, months, months_anywhere, time_ago
from crawler.extraction.zones import zone_named, zone_of

_TIME = (
    r"(?P<hour>[01]?\d|2[0-4])\s?(?:[:.hH：時시点时]|uhr|\s:)\s?(?P<minute>[0-5]\d)[分분]?"
    r"(?::(?P<second>[0-5]\d|60)(?:[.,]\d+)?)?"
    r"(?:\s?(?P<half>[apAP])\.?\s?[mM]\b\.?)?"
)
_ZONE = (
    r"(?:\s*(?:Uhr|hrs|hs|h|Hrs)\b)?\s*[(\[]?"
    r"(?P<zone>Z\b|(?:GMT|UTC)?\s?[+\-−]\s?\d{1,2}(?::?\d{2})?(?!\d)|[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+|[A-Z]{2,5}\b)?"
)
_CLOCK = re.compile(_TIME + _ZONE)
_HOUR_ONLY = re.compile(r"\b(?P<hour>1[0-2]|0?[1-9])\s?(?P<half>[apAP])\.?\s?[mM]\b\.?" + _ZONE)
_BEFORE_NOON = re.compile(r"오전|上午|午前")
_AFTER_NOON = re.compile(r"오후|下午|午後")
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<zone>Z)?)?"
)
_EPOCH = re.compile(r"1?\d{9}(?:\d{3})?(?:\.\d+)?")
_SYLLABIC = re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]?")
_NUMERIC = re.compile(
    r"(?<![\d.:/-])(?P<first>\d{1,2})\s?(?P<gap>[./|-])\s?(?P<second>\d{1,2})\s?(?P=gap)\s?(?P<year>\d{4}|\d{2})(?![\d:])"
)
_WORD = r"(?P<word>[^\s\d.,/|·:()\[\]-]{3,})"
_FILL = r"(?:[.,º°]|st\b|nd\b|rd\b|th\b|er\b|a\b|de[nl]?\b|of\b|d[’'])?"
_DAY_MONTH = re.compile(
    rf"(?<![\d:])(?P<day>\d{{1,2}}){_FILL}[\s/-]{{0,3}}{_FILL}\s?{_WORD}[.,]?[\s/-]{{0,3}}"
    r"(?:del?\s|г\.\s)?,?\s?(?P<year>\d{4})(?!\d)"
)
_MONTH_DAY = re.compile(
    rf"{_WORD}\.?\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,|\s)\s{{0,3}}(?P<year>\d{{4}})(?!\d)"
)
_CTIME = re.compile(rf"{_WORD}\s+(?P<day>\d{{1,2}})\s+(?P<clock>\d\d:\d\d:\d\d(?:\s[A-Z]{{3,5}})?)\s+(?P<year>\d{{4}})")
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})\.?\s?(?:m\.|gada|\.)?\s?{_WORD}\s(?P<day>\d{{1,2}})(?!\d)")
_VIETNAMESE = re.compile(r"(?P<day>\d{1,2})\s(?:tháng|Tháng)\s(?P<month>\d{1,2}),?\s(?:năm\s)?(?P<year>\d{4})")
_BUDDHIST = 543
"""Years that the Thai calendar is ahead."""
MAX_TEXT = 300
"""Characters of a string that are looked at."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as a string gave it."""

    at: datetime
    """Aware where the string named a zone, else naive local time."""
    has_time: bool
    """Whether a time of the day was given; else ``at`` is midnight."""
    raw: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a page's dates: its language, its country (for the order of numbers), and when it was fetched."""

    language: str = "en"
    country: str | None = None
    fetched_at: datetime | None = None
    zone: tzinfo | None = None

    @property
    def is_month_first(self) -> bool:
        """Whether 5/6/2024 is May 6: in the United States, and where English is written without a country."""
        return self.country in ("US", "PH", "PR") or (self.country is None and self.language == "en")


def parse_moment(raw: str | None, reading: Reading) -> Moment | None:
    """Gives the moment that a string says, by its first date; ``None`` if it says none or an impossible one."""
    text = " ".join((raw or "")[:MAX_TEXT].split())
    if not any(character.isdigit() for character in text):
        return None
    if _EPOCH.fullmatch(text):
        return _from_epoch(text)
    if found := _COMPACT.fullmatch(text):
        return _moment(
            found,
            text,
            found["hour"] and (int(found["hour"]), int(found["minute"]), int(found["second"] or 0), found["zone"]),
            reading,
        )
    for found, year, month, day in _dates_in(text, reading):
        clock = _clock_of(text, found)
        return _build(text, (year, month, day), clock, reading)
    return _relative(text, reading)


def _from_epoch(text: str) -> Moment | None:
    seconds = float(text)
    if seconds > 1e11:
        seconds /= 1000
    return Moment(datetime.fromtimestamp(seconds, UTC), has_time=True, raw=text) if seconds > 3e8 else None


Clock = tuple[int, int, int, str | None]


def _moment(found: re.Match[str], text: str, clock: Clock | str | None, reading: Reading) -> Moment | None:
    parts = (int(found["year"]), int(found["month"]), int(found["day"]))
    return _build(text, parts, clock if isinstance(clock, tuple) else None, reading)


def _dates_in(text: str, reading: Reading) -> Iterator[tuple[re.Match[str], int, int, int]]:
    """Yields the first date of each form in which the text has one, the forms that leave no doubt first."""
    for pattern in (_ISO, _SYLLABIC, _VIETNAMESE):
        if found := pattern.search(text):
            yield found, int(found["year"]), int(found["month"]), int(found["day"])
    if (found := _CTIME.search(text)) and (month := months("en").get(fold_word(found["word"]))):
        yield found, int(found["year"]), month, int(found["day"])
    names = months(reading.language)
    for pattern in (_DAY_MONTH, _MONTH_DAY, _YEAR_FIRST):
        for found in pattern.finditer(text):
            word = fold_word(found["word"])
            if month := names.get(word) or months("en").get(word) or months_anywhere().get(word):
                yield found, int(found["year"]), month, int(found["day"])
                break
    if found := _NUMERIC.search(text):
        yield found, *_ordered(found, reading)


def _ordered(found: re.Match[str], reading: Reading) -> tuple[int, int, int]:
    """Gives year, month and day of an all-numeric date; dots are never the American order."""
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    month_first = second > 12 or (first <= 12 and found["gap"] != "." and reading.is_month_first)
    return (year, first, second) if month_first else (year, second, first)


def _clock_of(text: str, date: re.Match[str]) -> Clock | None:
    """Gives the time of the day that stands beside a date: after it first, else before it."""
    if "clock" in date.groupdict():
        return _clock_in(date["clock"])
    after = text[date.end() : date.end() + 48]
    return _clock_in(after) or _clock_in(text[max(0, date.start() - 40) : date.start()])


def _clock_in(text: str) -> Clock | None:
    found = _CLOCK.search(text)
    if not found:
        found = _HOUR_ONLY.search(text)
        if not found:
            return None
    parts = found.groupdict()
    hour, half = int(parts["hour"]), (parts.get("half") or "").lower()
    lead = text[: found.start()]
    if (half == "p" or _AFTER_NOON.search(lead)) and hour < 12:
        hour += 12
    elif (half == "a" or _BEFORE_NOON.search(lead)) and hour == 12:
        hour = 0
    return hour, int(parts.get("minute") or 0), min(int(parts.get("second") or 0), 59), parts.get("zone")


def _build(text: str, date: tuple[int, int, int], clock: Clock | None, reading: Reading) -> Moment | None:
    year, month, day = date
    if year > 2400:
        year -= _BUDDHIST
    try:
        at = datetime(year, month, day)  # noqa: DTZ001 (local time; the zone comes later, if at all)
        if clock is None:
            return Moment(at, has_time=False, raw=text)
        hour, minute, second, zone = clock
        at = at + timedelta(days=1) if hour == 24 else at.replace(hour=hour, minute=minute, second=second)
        known = _zone(zone, reading) if zone else None
        return Moment(at.replace(tzinfo=known), has_time=True, raw=text)
    except (ValueError, OverflowError):
        return None


def _zone(name: str, reading: Reading) -> tzinfo | None:
    name = name.replace("−", "-").replace(" ", "")
    if name in ("Z", "z"):
        return UTC
    if "/" in name:
        return zone_of(name)
    found = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", name)
    if not found:
        return zone_named(name, reading.country)
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes)) if minutes <= 14 * 60 else None


def _relative(text: str, reading: Reading) -> Moment | None:
    """Reads "3 hours ago" and "today 14:05", counted from the fetch; without its time they say nothing."""
    if reading.fetched_at is None or len(text) > 60:
        return None
    if ago := time_ago(text, reading.language):
        return Moment(reading.fetched_at - ago, has_time=ago < timedelta(days=1), raw=text)
    days, clock = days_ago(text), _clock_in(text)
    if days is None or clock is None:
        return None
    there = reading.fetched_at.astimezone(reading.zone or UTC) - timedelta(days=days)
    moment = _build(text, (there.year, there.month, there.day), clock, reading)
    return (
        moment if moment and moment.at.tzinfo else moment and Moment(moment.at.replace(tzinfo=reading.zone), True, text)
    )
