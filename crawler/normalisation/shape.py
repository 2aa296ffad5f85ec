"""Whether an address has the shape of one article's: an id, a hash, a slug of several words; or only a section's name.

A guess from the address alone, used where two readings are possible; discovery has its own, learned judgement.
"""

from __future__ import annotations

import re

SLUG_WORDS = 4
"""Words in a segment that make it a headline rather than the name of a section ("arts-and-culture" has three)."""

_ID = re.compile(r"\d{5,}|(?<![a-z0-9])[0-9a-f]{8,}(?![a-z0-9])|(?<![a-z])[a-z]{1,3}\d{4,}", re.IGNORECASE)
_MIXED_KEY = re.compile(r"(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{10,}", re.IGNORECASE)
_SEPARATORS = re.compile(r"[-_,+~]+")
_ENCODED = re.compile(r"%[0-9A-F]{2}", re.IGNORECASE)
_DATE_ONLY = re.compile(r"(?:19|20)\d{2}(?:[-_]?\d{2}){0,2}")
_LONG_ENCODED = 24


def path_names_article(path: str) -> bool:
    """Says whether one of the last two segments of a path singles out an article, whatever the query adds.

    ``/2024/05/03/minister-resigns-after-vote`` and ``/story/3000000218734`` do; ``/story``, ``/index.php`` and
    ``/politics/europe`` don't.
    """
    segments = [segment for segment in path.split("/") if segment]
    return any(_singles_out(segment) for segment in segments[-2:])


def _singles_out(segment: str) -> bool:
    if _DATE_ONLY.fullmatch(segment):
        return False
    escapes = len(_ENCODED.findall(segment))
    if escapes >= _LONG_ENCODED:
        return True
    if _ID.search(segment) or (not escapes and _MIXED_KEY.search(segment)):
        return True
    return len([word for word in _SEPARATORS.split(segment) if word]) >= SLUG_WORDS
