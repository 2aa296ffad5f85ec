"""Titles as pages declare them: without the site's name, and compared with each other."""

from __future__ import annotations

import re
import unicodedata

from crawler.extraction.structured import Structured, first_text, nodes_in
from crawler.extraction.text import clean

_SEPARATOR = re.compile(
    r"\s+[|·•»›*~–—\-]+\s+|\s*[|｜ㅣ丨：]\s*|\s::\s|:\s|\s-\s*"
    r"|(?<=[^\W\d_a-zA-Z])-(?=[^\W\d_a-zA-Z])"  # Korean and Japanese sites put the hyphen without spaces
)
MAX_TITLE = 500
"""Characters of a declared title; more are a broken page's text."""
_ENOUGH = 0.4
"""Share of a title that must remain when a part of it is taken for the site's name."""


def key(text: str) -> str:
    """Gives what two spellings of a title share: letters and digits, lower case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def house_keys(structured: Structured) -> frozenset[str]:
    """Gives the names under which the site may stand in a title, as keys."""
    names = [structured.meta.first(name) for name in ("og:site_name", "application-name", "publisher")]
    names += [first_text(node.get("name")) for node in nodes_in(structured.article.get("publisher"))]
    return frozenset(key(name) for name in names if name)


def strip_house(text: str | None, houses: frozenset[str], headlines: set[str]) -> str | None:
    """Gives a title without the site's name, section and date at its end, or the site's name at its beginning.

    A part goes if the page names its site so (``houses``), or if what remains is one of ``headlines`` (both are keys).
    """
    title = clean(text)
    if not title or len(title) > MAX_TITLE:
        return None
    cuts = list(_SEPARATOR.finditer(title))
    for cut in cuts:
        left = title[: cut.start()].strip()
        if key(left) in headlines and len(left) >= _ENOUGH * len(title) and not cut[0].startswith(":"):
            return left
    for cut in reversed(cuts):
        if key(title[cut.end() :]) in houses:
            title = title[: cut.start()].strip()
    if cuts and key(title[: cuts[0].start()]) in houses and len(title) > cuts[0].end() + 10:
        title = title[cuts[0].end() :].strip()
    return title or None


def is_without_kicker(title: str, printed: str) -> bool:
    """Whether a title is the end of what is printed, the kicker before it left out."""
    end, whole = key(title), key(printed)
    return whole.endswith(end) and len(end) >= _ENOUGH * len(whole)


def resemblance(one: str, other: str) -> float:
    """Gives 0 to 1: the share of the shorter title's words that the other has, and to a quarter of all words."""
    words, others = _words(one), _words(other)
    shorter = min(len(words), len(others))
    if shorter < 2:  # one word alone proves nothing
        return float(words == others and shorter == 1)
    common = len(words & others)
    return 0.75 * common / shorter + 0.25 * common / len(words | others)


def _words(text: str) -> frozenset[str]:
    """Gives the words of a title; of scripts without spaces, pairs of characters."""
    words = re.findall(r"\w+", text.casefold())
    if len(words) <= 3 and len(text) > 12 and not text.isascii():
        joined = "".join(words)
        return frozenset(joined[index : index + 2] for index in range(len(joined) - 1))
    return frozenset(words)
