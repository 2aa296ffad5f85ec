"""Whether two texts are copies of one, judged sentence by sentence.

What tells a wire copy from two pieces made from one template is not how much they share but how they differ. A copy
lacks whole sentences and has others of its own; the ones it shares are the same. Two weather reports, stock reports or
match reports share the sentences too, but with other figures and names in them: those sentences are *altered*.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from crawler.deduplication.words import count, words

MIN_CONTAINMENT = 0.5
"""Share of the shorter text that must stand in the longer one."""
MAX_ALTERED = 0.25
"""Share of the common sentences (by words) that may have other figures, names or words: sub-editors change some."""
SERIES_CONTAINMENT, SERIES_ALTERED = 0.8, 0.05
"""The same for two texts of one publisher: a house prints its series from templates, and seldom one text twice."""
MIN_COMMON_WORDS = 40
"""Common words below which nothing is said: a standard paragraph is no copy."""

MAX_WORDS = 10_000
"""Texts are compared by their first words up to here: no news article is longer, and the time stays bounded."""

_SENTENCE_END = re.compile(r"(?<=[.!?。！？।…])[\"'”’»)\]]*\s+|\n+|(?<=[。！？])")
_RAW_WORD = re.compile(r"[^\W_]+")
_SHINGLE = 3
_NEAR = 0.5
"""Share of a sentence's shingles that its near match must have."""
_REWORDED = 0.06
"""Share of a sentence's words that may be others: house style changes one or two in a long one."""
_POSTINGS = 8
"""Sentences remembered for one shingle: a phrase that stands in more says little."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """What two texts share."""

    jaccard: float
    """Common words as a share of both texts' words taken together, 0 to 1; 1 for the same text."""
    containment: float
    """Common words as a share of the shorter text."""
    altered: float
    """Of the sentences that stand in both, the share (by words) that differs in figures or names."""
    common_words: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: tuple[str, ...]
    facts: frozenset[str]
    """Figures, and words in capitals that don't begin the sentence."""
    weight: int
    """Its length in words."""

    def shingles(self) -> set[tuple[str, ...]]:
        last = max(1, len(self.words) - _SHINGLE + 1)
        return {self.words[start : start + _SHINGLE] for start in range(last)}

    def alters(self, other: _Sentence) -> bool:
        """Says whether each of the two has facts, or many words, in the place of the other's; additions don't count."""
        if self.facts - other.facts and other.facts - self.facts:
            return True
        ours, theirs = set(self.words), set(other.words)
        return len(ours - theirs) > _REWORDED * len(ours) and len(theirs - ours) > _REWORDED * len(theirs)


def similarity(first: str, second: str) -> Similarity:
    """Compares two bodies, with or without line breaks between paragraphs. About 2 ms for 500 words each."""
    shorter, longer = sorted((_sentences(first), _sentences(second)), key=_length)
    common, altered = _matched(shorter, longer)
    union = _length(shorter) + _length(longer) - common
    return Similarity(
        jaccard=common / union if union else 0.0,
        containment=common / _length(shorter) if common else 0.0,
        altered=altered / (common + altered) if altered else 0.0,
        common_words=common,
    )


def is_copy(
    found: Similarity, *, languages: tuple[str | None, str | None] = (None, None), one_publisher: bool = False
) -> bool:
    """Decides whether two texts of this similarity are one article; never across two known languages.

    Two texts of one publisher must be nearly the same.
    """
    if all(languages) and languages[0] != languages[1]:
        return False
    containment, altered = (SERIES_CONTAINMENT, SERIES_ALTERED) if one_publisher else (MIN_CONTAINMENT, MAX_ALTERED)
    return found.containment >= containment and found.altered <= altered and found.common_words >= MIN_COMMON_WORDS


def _length(sentences: list[_Sentence]) -> int:
    return sum(sentence.weight for sentence in sentences)


def _sentences(text: str) -> list[_Sentence]:
    sentences: list[_Sentence] = []
    left = MAX_WORDS
    for raw in _SENTENCE_END.split(text):
        found = words(raw)[:left] if raw else []
        if found:
            sentences.append(_Sentence(tuple(found), _facts(raw), count(found)))
            left -= len(found)
        if left <= 0:
            break
    return sentences


def _facts(raw: str) -> frozenset[str]:
    return frozenset(
        word.casefold()
        for place, word in enumerate(_RAW_WORD.findall(raw))
        if (place and word[0].isupper()) or any(character.isdigit() for character in word)
    )


def _matched(shorter: list[_Sentence], longer: list[_Sentence]) -> tuple[int, int]:
    """Gives the words of the shorter text's sentences that stand in the longer one, and of those altered there."""
    there = Counter(sentence.words for sentence in longer)
    index: dict[tuple[str, ...], list[_Sentence]] | None = None
    common = altered = 0
    for sentence in shorter:
        if there[sentence.words] > 0:
            there[sentence.words] -= 1
            common += sentence.weight
            continue
        index = _by_shingle(longer) if index is None else index
        near = _nearest(sentence, index)
        if near is not None and sentence.alters(near):
            altered += sentence.weight
        elif near is not None:
            common += sentence.weight
    return common, altered


def _by_shingle(sentences: list[_Sentence]) -> dict[tuple[str, ...], list[_Sentence]]:
    index: dict[tuple[str, ...], list[_Sentence]] = defaultdict(list)
    for sentence in sentences:
        for shingle in sentence.shingles():
            if len(index[shingle]) < _POSTINGS:
                index[shingle].append(sentence)
    return index


def _nearest(sentence: _Sentence, index: dict[tuple[str, ...], list[_Sentence]]) -> _Sentence | None:
    """Gives the sentence that has most of this one's shingles, if it has half of them."""
    shingles = sentence.shingles()
    votes = Counter(id(other) for shingle in shingles for other in index.get(shingle, ()))
    if not votes:
        return None
    best, shared = votes.most_common(1)[0]
    if shared < _NEAR * len(shingles):
        return None
    return next(other for shingle in shingles for other in index.get(shingle, ()) if id(other) == best)
