"""How long a server asks to be left alone: the ``Retry-After`` header (RFC 9110, section 10.2.3). Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_REST = timedelta(hours=24)
"""A header that asks for more is obeyed this far: a typing error must not silence a source for years."""


def parse_retry_after(value: bytes | str | None, now: datetime) -> datetime | None:
    """Gives the time before which the server wants no further request, or ``None`` where the header names none.

    ``value`` is a number of seconds or an HTTP date; ``now`` and the result are UTC-aware. A time already past asks for
    nothing, and nothing longer than ``LONGEST_REST`` is taken at its word.
    """
    if value is None:
        return None
    text = (value.decode("latin-1") if isinstance(value, bytes) else value).strip()
    until = _in_seconds(text, now) if text.isascii() and text.isdigit() else _as_date(text)
    if until is None or until <= now:
        return None
    return min(until, now + LONGEST_REST)


def _in_seconds(digits: str, now: datetime) -> datetime:
    """Adds a number of seconds of any length to ``now`` without overflowing."""
    longest = int(LONGEST_REST.total_seconds())
    seconds = longest if len(digits) > 9 else min(int(digits), longest)
    return now + timedelta(seconds=seconds)


def _as_date(text: str) -> datetime | None:
    """Reads an HTTP date; one without a zone is meant as UTC."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
