"""The last resort for a date: htmldate, whose inventions are checked against the page."""

from __future__ import annotations

import re

from htmldate import find_date

from crawler.extraction.document import Document

MAX_PAGE = 2_000_000
"""Characters of a page beyond which it is not worth the second parse that htmldate needs."""


def guess_date(document: Document) -> str | None:
    """Gives the day (``YYYY-MM-DD``) that htmldate finds, if its day, month and year stand together in the page or its address.

    htmldate completes what a page says only in part ("tomorrow 06:24", "2026-13-45") to a date of its own: such a date is
    given as ``None``.
    """
    if len(document.html) > MAX_PAGE:
        return None
    found = find_date(document.html, url=document.url, original_date=True)
    return found if found and _is_written(found, document) else None


def _is_written(date: str, document: Document) -> bool:
    year, month, day = date.split("-")
    day_number, month_number = rf"0?{int(day)}", rf"0?{int(month)}"
    numeric = rf"(?<!\d)(?:{year}\D{{0,2}}{month_number}\D{{0,2}}{day_number}|{day_number}\D{{1,3}}{month_number}\D{{1,3}}(?:{year}|{year[2:]})|{month_number}/{day_number}/{year})(?!\d)"
    worded = rf"(?<!\d){day_number}(?!\d)[^\d<>]{{1,20}}{year}|(?<![^\W\d_])[^\W\d_]{{3,12}}\.?\s{day_number}(?:st|nd|rd|th)?,?\s{year}"
    return any(re.search(pattern, text) for pattern in (numeric, worded) for text in (document.url, document.html))
