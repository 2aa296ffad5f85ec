"""Clean text: what a page said, in one spelling, and nothing that a database or a terminal stumbles over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from crawler.items import Section

_REFUSED = re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Lone surrogates, which UTF-8 and so BSON cannot hold, and non-characters."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""C0 and C1 controls other than white space; a terminal would obey some of them."""
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
"""Soft hyphens, zero-width spaces, byte-order marks, and the embeddings that can turn printed text around. Not the
joiners U+200C and U+200D: Persian and the Indic scripts spell with them."""


def clean_text(text: str | None) -> str | None:
    """Gives text on one line: NFC, single spaces, no control or invisible characters. ``None`` if nothing is left."""
    if not text:
        return None
    return " ".join(_without_debris(text).split()) or None


def clean_lines(text: str | None) -> str | None:
    """Does the same for text whose line breaks matter; blank lines go, the others keep their breaks."""
    if not text:
        return None
    lines = (" ".join(line.split()) for line in _without_debris(text).splitlines())
    return "\n".join(line for line in lines if line) or None


def clean_list(texts: Iterable[str | None]) -> list[str]:
    """Gives the clean texts of a list, in order, each once, the empty ones left out."""
    return list(dict.fromkeys(clean for text in texts if (clean := clean_text(text))))


def clean_sections(sections: Iterable[Section]) -> list[Section]:
    """Gives sections with clean headings and paragraphs; what is empty then, section or paragraph, goes.

    Line breaks within a paragraph stay: extraction keeps them in preformatted text only.
    """
    cleaned = [
        Section(clean_text(section.heading), [line for text in section.paragraphs if (line := clean_lines(text))])
        for section in sections
    ]
    return [section for section in cleaned if section.heading or section.paragraphs]


def _without_debris(text: str) -> str:
    if text.isascii():
        return _CONTROLS.sub("", text)
    text = _REFUSED.sub("\ufffd", text) if _REFUSED.search(text) else text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _CONTROLS.sub("", text)))
