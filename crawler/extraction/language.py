"""The language of a page: of its text, with what the page declares as a hint."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from crawler.extraction.document import Document
from crawler.extraction.structured import Structured, first_text

SAMPLE = 1000
"""Characters that are enough to tell a language; more only cost time."""
SHORT = 200
"""Characters below which what the page declares is the better witness."""
SURE = 0.99
"""Probability from which on a text may contradict its page."""

_RENAMED = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr", "fil": "tl"}
"""Codes that were withdrawn, and what they became (IANA language subtag registry)."""
_RELATIVES = (frozenset({"no", "nb", "nn", "da"}), frozenset({"id", "ms"}), frozenset({"hr", "bs", "sr", "sh", "me"}))
"""Languages so close that the model mistakes them for each other."""
_WRITTEN = {"wuu": "zh", "yue": "zh"}
"""Spoken Chinese languages whose newspapers are in written Chinese."""
_SCRIPTS = {
    "ko": "\uac00-\ud7af", "ja": "\u3040-\u30ff", "th": "\u0e00-\u0e7f", "el": "\u0370-\u03ff", "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f", "he": "\u0590-\u05ff", "km": "\u1780-\u17ff", "lo": "\u0e80-\u0eff", "my": "\u1000-\u109f",
    "ta": "\u0b80-\u0bff", "te": "\u0c00-\u0c7f", "kn": "\u0c80-\u0cff", "ml": "\u0d00-\u0d7f", "gu": "\u0a80-\u0aff",
    "pa": "\u0a00-\u0a7f", "si": "\u0d80-\u0dff", "or": "\u0b00-\u0b7f", "am": "\u1200-\u137f",
}  # fmt: skip
"""Scripts that one language of newspapers is written in."""
_OF_SCRIPT = [(code, re.compile(f"[{letters}]")) for code, letters in _SCRIPTS.items()]
_TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*\s*")


def declared_tag(document: Document, structured: Structured) -> str | None:
    """Gives the language tag that a page declares (``de-AT``), as written."""
    root, meta = document.tree.css_first("html"), structured.meta
    attributes = root.attributes if root else {}
    candidates = (
        attributes.get("lang"),
        attributes.get("xml:lang"),
        first_text(structured.article.get("inLanguage")),
        meta.first("og:locale"),
        meta.first("content-language", "language", "dc.language", "inlanguage"),
    )
    return next((tag.strip() for tag in candidates if isinstance(tag, str) and _TAG.fullmatch(tag)), None)


def language_of_tag(tag: str | None) -> str | None:
    """Gives the ISO 639 code of a language tag, ``None`` for what is no tag."""
    found = _TAG.fullmatch(tag or "")
    code = found[1].lower() if found else None
    return _RENAMED.get(code, code) if code else None


def language_of_text(text: str, declared: str | None) -> str | None:
    """Gives the language of a text, ISO 639-1; what is declared decides for short texts and close relatives."""
    sample = text[:SAMPLE]
    if code := _by_script(text[:SHORT]):
        return code
    if len(sample) < SHORT and declared:
        return declared
    if not sample.strip():
        return declared
    found, probability = _identifier().classify(text[:SHORT])
    if found == declared:
        return declared
    found, probability = _identifier().classify(sample)
    if declared and (probability < SURE or any({found, declared} <= group for group in _RELATIVES)):
        return declared
    return _WRITTEN.get(found, str(found))


def _by_script(sample: str) -> str | None:
    """Gives the language whose own script a fifth of the text is in (Japanese is mostly Chinese characters)."""
    if sample.isascii():
        return None
    letters = sum(character.isalpha() for character in sample)
    return next((code for code, script in _OF_SCRIPT if letters and len(script.findall(sample)) > 0.2 * letters), None)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
