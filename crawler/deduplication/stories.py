"""Which articles are about one event: told by the names and words that stand out in them, and by their time.

Copies are told by their wording, stories by their subject: two reports of one event share few sentences but the people,
places and things. An article's terms are chosen when it is read; articles that share two of their main terms within
some days are compared, and the closest one's story becomes theirs. The work for each article is bounded: 28 keys are
looked up, and as many candidates are compared as the look-up may give.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import combinations, pairwise

import justext  # type: ignore[import-untyped]  # it has no types
from babel import Locale

from crawler.deduplication.words import words
from crawler.items import Section

WINDOW = timedelta(days=3)
"""How far apart two articles of one story may be published."""
MAX_TERMS = 24
KEY_TERMS = 8
"""The strongest terms, each pair of which is a key."""
CLOSE = 0.33
"""Cosine of two articles' terms from which on they are about one event. Among the corpora's pages, reports of one event
lie at 0.40 and above, others of their language at 0.31 and below."""

HEADLINE_WEIGHT, DESCRIPTION_WEIGHT, LEAD_WEIGHT, BODY_WEIGHT = 4.0, 2.0, 2.0, 0.5
LEAD_PARAGRAPHS = 3
MAX_PARAGRAPHS = 12
"""What comes later is background, and often another event's."""
NAME_WEIGHT = 2.0
"""What a word in capitals within a sentence counts more than another."""

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…]\s)[\s\"“„«»(]*$")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class StoryCandidate:
    """An article that may be about the same event."""

    story_id: str
    terms: Mapping[str, float]
    published_at: datetime


def story_terms(
    headline: str | None, description: str | None, sections: Sequence[Section], language: str | None
) -> dict[str, float]:
    """Gives up to 24 terms with their weights, the strongest first: what an article is about.

    Weights are those of a unit vector. Empty where there are no words.
    """
    paragraphs = [text for section in sections for text in section.paragraphs]
    parts = [
        (headline or "", HEADLINE_WEIGHT),
        (description or "", DESCRIPTION_WEIGHT),
        *((text, LEAD_WEIGHT) for text in paragraphs[:LEAD_PARAGRAPHS]),
        *((text, BODY_WEIGHT) for text in paragraphs[LEAD_PARAGRAPHS:MAX_PARAGRAPHS]),
    ]
    ignored = _stop_words(language)
    sums: dict[str, float] = defaultdict(float)
    for text, weight in parts:
        for term, factor in _terms(text):
            if term not in ignored:
                sums[term] += weight * factor
    found = sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:MAX_TERMS]
    strongest = {term: math.log1p(weight) for term, weight in found}
    length = math.sqrt(sum(weight * weight for weight in strongest.values()))
    return {term: round(weight / length, 4) for term, weight in strongest.items()}


def story_keys(terms: Mapping[str, float]) -> list[int]:
    """Gives the keys under which an article is indexed for its story: signed 32-bit integers, a pair of terms each.

    One term would not do: "Ukraine" stands in a third of a day's articles.
    """
    strongest = sorted(terms, key=lambda term: (-terms[term], term))[:KEY_TERMS]
    pairs = (f"{first}\0{second}" for first, second in combinations(sorted(strongest), 2))
    return list(dict.fromkeys((zlib.crc32(pair.encode()) ^ 0x80000000) - 0x80000000 for pair in pairs))


def closeness(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Gives the cosine of two articles' terms, 0 to 1."""
    return sum(weight * second.get(term, 0.0) for term, weight in first.items())


def choose_story(
    terms: Mapping[str, float], published_at: datetime, candidates: Iterable[StoryCandidate]
) -> str | None:
    """Gives the story of the closest candidate within the window; ``None`` if none is close: a story of its own.

    Where two are as close, the older article's story wins, then the smaller id: their order does not matter.
    """
    judged = (
        (-closeness(terms, candidate.terms), candidate.published_at, candidate.story_id)
        for candidate in candidates
        if abs(candidate.published_at - published_at) <= WINDOW
    )
    best = min(judged, default=None)
    return best[2] if best is not None and -best[0] >= CLOSE else None


def _terms(text: str) -> Iterator[tuple[str, float]]:
    """Yields terms with the factor of their kind; texts without spaces between words give pairs of characters."""
    if any(len(word) == 1 and word > "\u0e00" for word in words(text[:40])):
        found = words(text)
        yield from ((first + second, 1.0) for first, second in pairwise(found))
        return
    for match in _TOKEN.finditer(text):
        token = match[0]
        if len(token) < _SHORTEST or token.isdigit():
            continue
        is_name = token[0].isupper() and not _SENTENCE_START.search(text[max(0, match.start() - 8) : match.start()])
        yield token.casefold(), NAME_WEIGHT if is_name else 1.0


@lru_cache(maxsize=64)
def _stop_words(language: str | None) -> frozenset[str]:
    """Gives the commonest words of a language (justext's lists), none where there is no list."""
    name = Locale("en").languages.get(language or "", "").replace(" ", "_").replace("å", "a")
    name = "Norwegian_Bokmal" if name == "Norwegian" else name
    return frozenset(justext.get_stoplist(name)) if name in justext.get_stoplists() else frozenset()
