"""Text out of markup and JSON: decoded, then clean as `crawler.normalisation.text` says."""

from __future__ import annotations

import re
from html import unescape

from crawler.normalisation.text import clean_text

_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_LETTERS_A_WORD = 2
"""Letters that make a word where a script has no spaces, about."""


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


def count_words(text: str) -> int:
    """Counts the words of a text; of scripts without spaces, by their letters."""
    return max(len(text.split()), 0 if text.isascii() else len(_UNSPACED.findall(text)) // _LETTERS_A_WORD)
