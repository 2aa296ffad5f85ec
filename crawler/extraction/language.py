"""The language of a page: of its text, with what the page declares as a hint."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from crawler.extraction.document import Document
from crawler.extraction.structured import Structured, first_text

_OLD = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "jw": "jv",
    "no": "no",
    "nn": "nn",
    "mo": "ro",
    "sh": "sr",
    "tl": "tl",
    "fil": "tl",
}
_SAME = frozenset(
    {
        frozenset({"no", "nb"}),
        frozenset({"no", "nn"}),
        frozenset({"nb", "nn"}),
        frozenset({"id", "ms"}),
        frozenset({"hr", "bs"}),
        frozenset({"hr", "sr"}),
        frozenset({"bs", "sr"}),
        frozenset({"zh", "ja"}),
    }
)
_TAG = re.compile(r"^\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*\s*$")
SAMPLE = 1000
"""Characters that are enough to tell a language; more only cost time."""


def declared_tag(document: Document, structured: Structured) -> str | None:
    """Gives the language tag that a page declares (``de-AT``), as written."""
    root = document.tree.css_first("html")
    attributes = root.attributes if root else {}
    candidates = (
        attributes.get("lang"), attributes.get("xml:lang"), first_text(structured.article.get("inLanguage")), structured.meta.first("og:locale"),
        structured.meta.first("content-language", "language", "dc.language", "inlanguage"),
    )  # fmt: skip
    return next((tag.strip() for tag in candidates if isinstance(tag, str) and _TAG.match(tag)), None)


def language_of_tag(tag: str | None) -> str | None:
    """Gives the ISO 639 code of a language tag."""
    found = _TAG.match(tag or "")
    code = found[1].lower() if found else None
    return _OLD.get(code, code) if code else None


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of_text(text: str, declared: str | None) -> str | None:
    """Gives the language of a text, ISO 639-1; what is declared decides where the text is short or close."""
    sample = text[:SAMPLE]
    if len(sample) < 20:
        return declared
    found, probability = _identifier().classify(sample)
    if declared and (found == declared or frozenset((found, declared)) in _SAME):
        return declared
    if declared and (probability < 0.99 or len(sample) < 200):
        return declared
    return str(found)
