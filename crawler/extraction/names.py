"""From a byline to names: who signed, without "By", titles, handles and places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from crawler.extraction.organisations import is_organisation
from crawler.extraction.phrases import any_of

_LEAD = any_of(
    r"""
    ^(?:(?:written|reported|posted|published|edited|compiled|photos?|story|words|text|report|interview|analysis|review|opinion)\s+)?by\s*:?\s+
    ^(?:ein\s\w+\s|eine\s\w+\s|kommentar\s|interview\s|text\s|aus\s\w+\s)?(?:von|vom)\s*:?\s+
    ^(?:propos\srecueillis\s)?par\s*:?\s+
    ^(?:por|per|di|da|a\scura\sdi|door|av|af|af:|oleh|od|přes|przez|bởi|yazan|kirjoittanut|teksti|szerző|автор|текст|від|от|نوشته|بقلم|كتب|द्वारा|文|取材|撰文|记者|記者|글)\s*[:：]?\s+
    ^(?:authors?|autore?n?|autor/in|autorin|autori|auteurs?|autora?(?:es)?|redactor|verfasser|verfasst\svon|geschrieben\svon|text|texte|texto|testo|tekst|tekst:|journalist|reporter|foto|kuva|penulis|reporter|автор|автори|авторы|текст|작성자|기자|著者|作者|执笔|執筆)\s*[:：]\s*
    """
)
_NOISE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|https?://\S+|\S+@\S+|(?<!\w)@\w+|\d{1,2}[./:]\d{1,2}(?:[./:]\d{2,4})?")
_TAIL = any_of(
    r"""
    (?:\s(?:기자|특파원|논설위원|记者|記者|編集委員|論説委員|reports?|muhabiri|тэмдэглэв|for\s.+|in\s[A-ZÄÖÜ][\w-]+(?:\s[A-Z][\w-]+)?|aus\s[A-ZÄÖÜ]\w+|à\s[A-Z]\w+|,\s.*))+$
    \s외\s\d+명$
    """,
    flags=re.NOFLAG,
)
_SPLIT = any_of(
    r"""
    \s*[;|/•·\n、，،]\s*
    \s+(?:and|und|et|og|och|y|e|и|і|та|ve|dan|és|en|a|ir|un|ja|with|mit|con|com|avec|med|met)\s+(?=[^\W\d_])
    \s*(?<!\w)[&+](?!\w)\s*|\s[–—-]\s
    """,
    flags=re.NOFLAG,
)
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "di",
        "da",
        "dal",
        "do",
        "dos",
        "das",
        "du",
        "des",
        "la",
        "le",
        "el",
        "al",
        "van",
        "von",
        "der",
        "den",
        "vom",
        "zu",
        "zum",
        "zur",
        "ter",
        "ten",
        "te",
        "y",
        "e",
        "i",
        "bin",
        "ibn",
        "bint",
        "ben",
        "abu",
        "af",
        "av",
        "a'",
        "ap",
        "o'",
        "d'",
        "mac",
        "san",
        "st",
        "op",
        "'t",
        "in",
        "'t",
    ]
)
_NO_NAME = any_of(
    r"""
    correspondent\w*|reporter\w*|editor\w*|journalist\w*|columnist|writer|producer|analyst|professor\w*|director|chief
    head|manager|photographer|critic|fellow|redakteur\w*|korrespondent\w*|leiter(?:in)|chef\w{0,12}redakteur\w*|kolumnist\w*
    volontär\w*|praktikant\w*|journaliste|rédact\w*|envoyée?|correspondante?|periodista|redactora?|corresponsal|enviad[oa]
    giornalista|inviat[oa]|caporedattor\w*|jornalista|repórter|correspondente|verslaggever|redacteur|freelance\w*
    журналист\w*|корреспондент\w*|редактор\w*|gazeteci|muhabir\w*|contributing|senior|deputy|special|political
    spokes\w+|minister\w*|president|ceo|phd|universit\w+|institut\w*|autor\w*|author\w*|aktuelles|bildrechte
    kommentare?|comments?|newsletter|aktualisiert|actualizado|updated|tests?|kategorien?|category|lesezeit|min(?:uten|utes)
    reading|solutions|erstellt|published|posted|uhr|read more|mehr lesen|share|teilen
    """,
    before=r"\b",
    after=r"\b",
)
"""Words that tell titles, labels and companies from names."""
_HONORIFIC = re.compile(
    r"^(?:(?:prof|dr|drs|mag|dipl|ing|med|phil|rer|nat|jur|msc|ma|mba|priv|doz|sir|dame|mr|mrs|ms|herr|frau)\b[.-]?\s*"
    r"(?:h\.\s?c\.\s*)?)+(?=\S+\s\S)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\s(?:foto|photo|bild|illustration|grafik|image|video|kuva)s?\s?:.*$", re.IGNORECASE)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
MAX_BYLINE = 400
"""Characters of a byline that are looked at."""
MAX_NAME = 60
"""Characters of a name."""
MAX_NAMES = 12
"""Names of one byline; more are a list of something else."""


def split_byline(byline: str) -> list[str]:
    """Gives the signatures in a byline, people's and others', in their order, cleaned of all that is not the name."""
    text = _NOISE.sub(" ", byline[:MAX_BYLINE])
    names: list[str] = []
    for part in _parts(text):
        name = clean_name(part)
        if name and len(name) <= MAX_NAME:
            names.append(name)
    return names[:MAX_NAMES]


def _parts(text: str) -> Iterator[str]:
    for part in _SPLIT.split(_strip_lead(text)):
        pieces = part.split(",")
        if len(pieces) == 2 and _is_reversed(pieces):
            yield f"{pieces[1]} {pieces[0]}"
        else:
            yield from pieces


def _is_reversed(pieces: list[str]) -> bool:
    """Whether two pieces are a name as libraries write it: ``Doe, Jane``."""
    return all(len(piece.split()) == 1 and piece.strip().istitle() for piece in pieces) and not any(
        is_organisation(piece) for piece in pieces
    )


def _strip_lead(text: str) -> str:
    text = " ".join(text.split())
    for _ in range(2):
        text = _LEAD.sub("", text, count=1).strip()
    return text


def clean_name(text: str) -> str:
    """Gives one signature without "By" and other labels, the reporter's title after it, and stray punctuation."""
    name = _strip_lead(_PICTURE.sub("", text))
    name = _HONORIFIC.sub("", _TAIL.sub("", _strip_lead(name.rpartition(":")[2])))
    name = name.strip(" \t,.;:|-–—*•·\"'“”«»()<>")
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] * 2 == words else name


def is_person(name: str) -> bool:
    """Whether a signature has the form of a person's name: 2 to 6 words, capitals but for particles, no title or digit.

    Scripts without capitals are judged by length and digits alone.
    """
    if not name or len(name) > MAX_NAME or any(character.isdigit() for character in name) or _NO_NAME.search(name):
        return False
    if _UNSPACED.search(name):
        return 2 <= len(name) <= 20
    words = name.split()
    if not 2 <= len(words) <= 6:
        return False
    if not any(character.isupper() or character.islower() for character in name):
        return True
    return (
        all(
            word[0].isupper() or word.casefold() in _PARTICLES or word[0] in "'’" or "'" in word[:3] or "’" in word[:3]
            for word in words
        )
        and sum(word[0].isupper() for word in words) >= 2
    )


def name_key(name: str) -> str:
    """Gives what two spellings of a name share: letters only, lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if character.isalpha())
