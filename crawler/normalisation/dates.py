"""Times in UTC, as MongoDB keeps them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

EARLIEST = datetime(1605, 1, 1, tzinfo=UTC)
"""No news article is older: in that year the first newspaper appeared."""

MAX_AHEAD = timedelta(days=1)
"""How far a publication time may lie in the future: clocks, embargoes and time zones that were read wrongly."""


def to_utc(moment: datetime | None, zone: tzinfo | None = None) -> datetime | None:
    """Gives a time in UTC, cut to whole milliseconds (BSON holds no finer ones).

    A time without a zone is read in ``zone``; with none given there either it is ``None``: a guess would be invented.
    ``None`` too for what UTC cannot express (the first and last hours of the calendar).
    """
    if moment is None:
        return None
    if moment.tzinfo is None:
        if zone is None:
            return None
        moment = moment.replace(tzinfo=zone)
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        return None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def plausible(moment: datetime | None, seen_at: datetime) -> datetime | None:
    """Gives a publication time back unless it is impossible: before the first newspaper, or a day after it was seen."""
    if moment is None or not EARLIEST <= moment <= seen_at + MAX_AHEAD:
        return None
    return moment
