"""Text out of markup and JSON: decoded, then clean as `crawler.normalisation.text` says."""

from __future__ import annotations

from html import unescape

from crawler.normalisation.text import clean_text


def fold(text: str) -> str:
    """Gives decoded text on one line, clean; ``""`` if nothing is left."""
    return clean_text(text) or ""


def clean(text: object) -> str | None:
    """Gives the text of a declared value (an attribute, a JSON string) as ``fold`` does; ``None`` if nothing is left.

    Declared values are often escaped once more than their format asks for, so entities are decoded, twice at most.
    What is no string gives ``None``.
    """
    if not isinstance(text, str):
        return None
    for _ in range(2):
        if "&" not in text:
            break
        text = unescape(text)
    return clean_text(text)
