"""The last resort for a date: htmldate, whose inventions are checked against the page."""

from __future__ import annotations

import re

from htmldate import find_date

from crawler.extraction.document import Document

MAX_PAGE = 2_000_000
"""Characters of a page beyond which it is not worth the second parse that htmldate needs."""


def guess_date(document: Document) -> str | None:
    """Gives the day (``YYYY-MM-DD``) that htmldate finds, if its parts stand together in the page or its address.

    htmldate completes what a page says only in part ("tomorrow 06:24", "2026-13-45") to a date of its own: then there
    is none.
    """
    if len(document.html) > MAX_PAGE:
        return None
    found = find_date(document.html, url=document.url, original_date=True)
    return found if found and _is_written(found, document) else None


def _is_written(date: str, document: Document) -> bool:
    year, month, day = (int(part) for part in date.split("-"))
    d, m, y = f"0?{day}", f"0?{month}", f"(?:{year}|{year % 100:02d})"
    forms = (
        rf"(?<!\d){year}\D{{0,2}}{m}\D{{0,2}}{d}(?!\d)",
        rf"(?<!\d){d}\D{{1,3}}{m}\D{{1,3}}{y}(?!\d)",
        rf"(?<!\d){m}/{d}/{y}(?!\d)",
        rf"(?<!\d){d}(?!\d)[^\d<>]{{1,20}}{year}",
        rf"(?<![^\W\d_])[^\W\d_]{{3,12}}\.?\s{d}(?:st|nd|rd|th)?,?\s{year}",
    )
    return any(re.search(form, text) for form in forms for text in (document.url, document.html))
