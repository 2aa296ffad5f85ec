"""The fingerprint that says "word for word the same", whatever became of quotes, case, spacing and punctuation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from crawler.deduplication.words import count, plain_text, words
from crawler.items import Section

MIN_WORDS = 50
"""Shorter bodies get no fingerprint: "Subscribe to read this article" stands on a thousand pages."""


def fingerprint(content: str | Iterable[Section]) -> str | None:
    """Gives 64 hex digits of SHA-256 over the words of a body; ``None`` under 50 words.

    Headings count as text, and where a section ends does not: copies keep the words and lose the structure.
    """
    found = words(plain_text(content))
    if count(found) < MIN_WORDS:
        return None
    return hashlib.sha256(" ".join(found).encode()).hexdigest()
