"""Names of people and publishers: one spelling each, so that lists hold nobody twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from crawler.items import Author
from crawler.normalisation.text import clean_text

_BY = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|od|autor(?:in)?|author|written by|text)\s*:?\s+(?=\S)", re.IGNORECASE
)
_EDGES = " \t,;:|/•·–—-"
_NOT_LETTERS = re.compile(r"[\W_]+")


def person_name(raw: str | None) -> str | None:
    """Gives a person's name on one line without a leading "By" and loose punctuation; ``None`` if no letter is left.

    Names in capitals stay as printed: lowering "MCDONALD" would invent a spelling.
    """
    name = clean_text(raw)
    if name is None:
        return None
    name = _BY.sub("", name).strip(_EDGES)
    return name if any(character.isalpha() for character in name) else None


def name_key(name: str) -> str:
    """Gives what two spellings of one name share: no case, accents or punctuation ("J.-P. Müller" and "j p muller")."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_LETTERS.sub(" ", letters).strip()


def unique_authors(authors: Iterable[Author]) -> list[Author]:
    """Gives authors with clean names, each person once, in order; a later spelling lends the first one its address."""
    kept: dict[str, Author] = {}
    for author in authors:
        name = person_name(author.name)
        if name is None:
            continue
        known = kept.setdefault(name_key(name) or name, Author(name, author.url))
        known.url = known.url or author.url
    return list(kept.values())


def site_name(raw: str | None) -> str | None:
    """Gives a publisher's name on one line, without ``www.`` or a handle's ``@``; ``None`` for a URL."""
    name = clean_text(raw)
    if name is None or "://" in name:
        return None
    name = name.removeprefix("@").removeprefix("www.").strip(_EDGES)
    return name if any(character.isalpha() for character in name) else None
