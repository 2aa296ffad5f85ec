"""How values read on a page: times, countries, languages, numbers."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from babel import Locale


def moment(value: datetime | None) -> str:
    """``23 Nov 2026, 02:15 UTC``."""
    return f"{value.day} {value:%b %Y, %H:%M} UTC" if value else "unknown"


def distance(value: datetime | None, now: datetime) -> str:
    """How long ago, or in how long: ``5 min ago``, ``in 3 h``."""
    if value is None:
        return "never"
    seconds = (value - now).total_seconds()
    if abs(seconds) < 60:
        return "now"
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if abs(seconds) >= length * (1 if unit == "min" else 2):
            number = round(abs(seconds) / length)
            return f"in {number} {unit}" if seconds > 0 else f"{number} {unit} ago"
    return "now"


def duration(seconds: float) -> str:
    """``48 s``, ``12 min``, ``3 h``."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"


def country(code: str | None) -> str:
    """``Germany`` for ``DE``; the code itself where there is no such country."""
    return _english().territories.get(code.upper(), code) if code else "international"


def language(code: str | None) -> str:
    """``German`` for ``de``."""
    return _english().languages.get(code, code) if code else "unknown"


def number(value: float) -> str:
    """``12,345``."""
    return f"{value:,}"


@lru_cache(maxsize=1)
def _english() -> Locale:
    return Locale("en")
