"""Reads the times that feeds and sitemaps give, as UTC."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_tz
from time import struct_time
from zoneinfo import ZoneInfo

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before it there was no news site; 1970 and year 1 are what empty fields turn into."""
FUTURE_TOLERANCE = timedelta(minutes=15)
"""How far a publisher's clock may be ahead of ours."""

_ISO = re.compile(
    r"(?P<date>\d{4}-\d\d?-\d\d?|\d{8}|\d{4}-\d\d|\d{4})"
    r"(?:[T\s]+(?P<time>\d\d?:\d\d(?::\d\d)?)(?:[.,](?P<fraction>\d+))?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?\Z",
    re.IGNORECASE,
)
_NUMERIC_ZONE = re.compile(r"[+-]\d{4}\Z")
_ZONE_NAMES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3, "SAST": 2, "EAT": 3, "WAT": 1, "IST": 5.5, "PKT": 5, "ICT": 7, "WIB": 7,
    "HKT": 8, "SGT": 8, "AWST": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "AKST": -9, "HST": -10, "BRT": -3, "ART": -3,
}  # fmt: skip
"""Hours from UTC of zone names. Where one stands for several (CST, IST), the one with the larger press."""


def parse_date(
    text: str | None, *, now: datetime, zone: str | None = None, fallback: struct_time | None = None
) -> datetime | None:
    """Reads one time.

    Args:
        text: as written: ISO 8601 (W3C), RFC 822, or seconds or milliseconds since 1970.
        now: when it was fetched; a later time than this (and ``FUTURE_TOLERANCE``) is none.
        zone: the IANA zone of a time that names none; UTC without it.
        fallback: what a feed parser made of a text in another form, as UTC.

    Returns:
        A UTC time, or ``None`` for what cannot be read or cannot be.
    """
    text = " ".join((text or "").split())
    local = ZoneInfo(zone) if zone else UTC
    try:
        moment = _iso(text, local) or _epoch(text) or _rfc822(text, local)
        if moment is None and fallback is not None:
            moment = datetime.fromtimestamp(timegm(fallback), UTC)
        if moment is None:
            return None
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if EARLIEST <= moment <= now + FUTURE_TOLERANCE else None


def _iso(text: str, local: tzinfo) -> datetime | None:
    found = _ISO.match(text)
    if not found:
        return None
    digits = found["date"] if "-" in found["date"] else "-".join(filter(None, _split_date(found["date"])))
    year, month, day = [*map(int, digits.split("-")), 1, 1][:3]
    hour, minute, second = [*map(int, (found["time"] or "0:0").split(":")), 0][:3]
    microsecond = int((found["fraction"] or "0")[:6].ljust(6, "0"))
    return datetime(year, month, day, hour, minute, min(second, 59), microsecond, _offset(found["zone"], local))


def _split_date(digits: str) -> tuple[str, str, str]:
    return digits[:4], digits[4:6], digits[6:]


def _offset(written: str | None, local: tzinfo) -> tzinfo:
    if not written:
        return local
    if written.upper() in ("Z", "UTC", "GMT"):
        return UTC
    hours, minutes = int(written[1:3]), int(written[3:].lstrip(":") or 0)
    shift = timedelta(hours=hours, minutes=minutes)
    if shift >= timedelta(hours=24):
        raise ValueError(f"no offset: {written}")
    return timezone(-shift if written[0] == "-" else shift)


def _epoch(text: str) -> datetime | None:
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)
    return None


def _rfc822(text: str, local: tzinfo) -> datetime | None:
    parsed = parsedate_tz(text)
    if parsed is None:
        return None
    name = text.rpartition(" ")[2]
    hours = _ZONE_NAMES.get(name.strip("()").upper())
    if _NUMERIC_ZONE.match(name):
        local = timezone(timedelta(seconds=parsed[9] or 0))
    elif hours is not None:
        local = timezone(timedelta(hours=hours))
    return datetime(*parsed[:5], min(parsed[5], 59), tzinfo=local)
