"""The words of a text, so spelt that a house's style doesn't change them: no case, punctuation, quotes or widths.

Scripts that are written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) give a word a character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from crawler.items import Section, body_text

_UNSPACED = (
    "\u0e01-\u0e4e\u0e81-\u0edf"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17d3"  # Burmese, Khmer
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese
)
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"  # accents, Hebrew, Arabic
    "\u0900-\u0963\u0966-\u0dff"  # the Indic scripts' vowel signs with their letters, without the danda
    "\u200c\u200d"
)
_WORD = re.compile(rf"[{_UNSPACED}]|(?:[^\W_{_UNSPACED}]|[{_MARKS}])+")
_UNSPACED_WORD = re.compile(f"[{_UNSPACED}]")
_APOSTROPHES = re.compile(r"(?<=\w)['\u2018\u2019\u02bc\u0060\u00b4\uff07](?=\w)")
CHARACTERS_A_WORD = 2
"""How many characters of an unspaced script count as a word where words are counted."""


def words(text: str) -> list[str]:
    """Gives the normalised words of a text in order. "Don’t" and "don't" are one word, "U.S." is two."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("\u200b", "")
    return _WORD.findall(_APOSTROPHES.sub("", text.casefold()))


def count_words(text: str) -> int:
    """Counts words; two characters of a script without spaces make one."""
    return count(words(text))


def count(found: list[str]) -> int:
    """Does the same for words that were found already."""
    unspaced = sum(1 for word in found if len(word) == 1 and word > "\u0e00" and _UNSPACED_WORD.match(word))
    return len(found) - unspaced + unspaced // CHARACTERS_A_WORD


def plain_text(content: str | Iterable[Section]) -> str:
    """Gives the text of a body, whether it comes as text or in sections."""
    return content if isinstance(content, str) else body_text(list(content))
