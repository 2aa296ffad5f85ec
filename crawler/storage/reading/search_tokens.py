"""The words an article is found by, and those of a question: MongoDB's own text index serves neither purpose.

It refuses documents in languages it does not know, finds nothing in scripts without spaces, and answers by relevance:
to give the newest articles with a frequent word it reads them all. An index over ``search`` and the publication time
has each word's articles in the order of a news page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from crawler.deduplication.words import words

MAX_TOKENS = 1000
"""Tokens of one article; the headline's come first. A longer text is found by its first part."""
MAX_LENGTH = 40
"""Characters of a token: longer words are addresses and debris."""
MAX_QUERY_TOKENS = 20

_APOSTROPHE = re.compile("(?<=\\w)['\u2018\u2019\u02bc\uff07](?=\\w)")
"""What it joins are words of their own: l'Europe, Zürich's."""
_ACCENT = re.compile("[\u0300-\u036f]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_UNSPACED = "\u0e00"
"""The first character of the scripts that `words` gives a character at a time."""


def search_tokens(texts: Iterable[str | None]) -> list[str]:
    """Gives the tokens to store with an article, each once, from its texts in the order of their weight."""
    found: dict[str, None] = {}
    for text in texts:
        for chunk in _APOSTROPHE.sub(" ", text or "").split():
            found.update(dict.fromkeys(_tokens(chunk)))
        if len(found) >= MAX_TOKENS:
            break
    return list(found)[:MAX_TOKENS]


def query_tokens(question: str) -> list[str]:
    """Gives the tokens of which an article must have every one; none where the question holds no word.

    Everything but letters and digits separates words: operators, quotes and patterns mean nothing.
    """
    question = _APOSTROPHE.sub(" ", question)
    spaced = "".join(" " if unicodedata.category(letter)[0] in "PSZC" else letter for letter in question)
    found = dict.fromkeys(token for chunk in spaced.split() for token in _tokens(chunk))
    return list(found)[:MAX_QUERY_TOKENS]


def _tokens(chunk: str) -> Iterable[str]:
    """Words as they are, without accents; pairs of neighbours for scripts without spaces and for Korean.

    A pair stands for a word: Korean joins its particles to the noun, the others don't say where a word ends.
    """
    run: list[str] = []
    for word in words(chunk):
        if len(word) == 1 and word > _UNSPACED:
            run.append(word)
            continue
        yield from _pairs(run)
        run = []
        if _HANGUL.search(word):
            yield from _pairs(list(word))
        elif len(word) > 1 or not word.isalpha():  # a single letter is what an apostrophe left over
            yield _plain(word)[:MAX_LENGTH]
    yield from _pairs(run)


def _pairs(run: list[str]) -> Iterable[str]:
    if len(run) == 1:
        return run
    return (first + second for first, second in pairwise(run))


def _plain(word: str) -> str:
    """Without accents: who looks for "Zurich" means "Zürich"."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", word)))
