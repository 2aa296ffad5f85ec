"""What aggregators and plugins put below a text and that is no part of it: source lines, disclaimers, about us.

Extraction has kept the links and credits in these lines as evidence; after that they only make copies look different.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.items import Section

TAIL = 8
"""Paragraphs at the end of a text where boilerplate is looked for; a source line may also open it."""
MAX_LENGTH = 1_000
"""Characters; a longer paragraph is text, whatever words it holds."""


def _any_of(*patterns: str) -> str:
    return "|".join(patterns)


_SOURCE_LINE = re.compile(
    r"\W*(?:"
    + _any_of(
        r"source\s+link",
        r"(?:original\s+)?(?:source|article|story)\s*(?:link)?\s*[:：].{0,200}",
        r"via\s*[:：].{0,160}",
        r"(?:read|view|see)\s+(?:the\s+|this\s+)*(?:full|original|complete)\b(?:\s+(?:story|article|post|report)|\b).{0,100}",
        r"continue\s+reading\b.{0,100}",
        r"(?:the\s+post|this\s+(?:article|story|post|piece))\s.{0,240}?(?:first\s+appeared|appeared\s+first).{0,160}",
        r"this\s+(?:article|story|post|piece)\s+(?:was|is)\s+(?:(?:originally|first)\s+)?(?:published|posted|syndicated|republished)"
        r"\s+(?:at|on|by|in|from|with)\b.{0,200}",
        r"(?:originally|first)\s+(?:published|appeared|posted)\s+(?:at|on|by|in)\s+(?!\d{4}).{0,100}",
        r"republished\s+(?:from|with\s+permission).{0,200}",
        r"(?:der\s+)?(?:beitrag|artikel)\s.{0,240}?erschien\s+zuerst\s+(?:auf|bei).{0,120}",
        r"zum\s+original(?:artikel|beitrag)?.{0,60}",
        r"(?:la\s+entrada|el\s+art[ií]culo)\s.{0,240}?(?:se\s+public[oó]\s+primero|aparece\s+primero).{0,120}",
        r"(?:l['’]article|cet\s+article)\s.{0,240}?(?:est\s+apparu\s+en\s+premier|a\s+(?:d['’]abord\s+)?été\s+publié).{0,120}",
        r"l['’]articolo\s.{0,240}?(?:proviene\s+da|sembra\s+essere\s+il\s+primo).{0,120}",
        r"o\s+post\s.{0,240}?apareceu\s+primeiro.{0,120}",
        r"запись\s.{0,240}?впервые\s+появилась.{0,120}",
        r"(?:quelle|fuente|fonte|bron|kilde|källa|lähde|источник|джерело|źródło|kaynak|출처|来源|來源|原文(?:链接|連結)?)\s*[:：].{0,160}",
    )
    + r")\W*",
    re.IGNORECASE,
)
"""Whole paragraphs that say where the text is from."""

_NOTICE = re.compile(
    _any_of(
        r"^\W*disclaimer\b",
        r"^\W*(?:copyright|\(c\)|©)\s*(?:\(c\)|©)?\s*(?:\d{4}|by\b).{0,200}$",
        r"\ball\s+rights\s+reserved\b",
        r"\balle\s+rechte\s+vorbehalten\b",
        r"\btodos\s+(?:los\s+derechos|os\s+direitos)\s+reservados\b",
        r"\btous\s+droits\s+réservés\b",
        r"\btutti\s+i\s+diritti\s+riservati\b",
        r"\bвсе\s+права\s+защищены\b",
        r"무단\s?전재|版权(?:所有|归)|無断転載",
        r"\bautomat(?:ic|ed)\s+(?:news\s+)?aggregator\b",
        r"\bnews\s+aggregat(?:or|ion)\b.{0,200}\b(?:content|source|owner|right)",
        r"\b(?:owner|author|holder)s?\b.{0,120}\b(?:contact|e-?mail|write\s+to|notify|inform)\b.{0,160}\b(?:delete|remove|take\b.{0,6}\bdown)",
        r"\b(?:contact|e-?mail)\s+us\b.{0,160}\b(?:delete|remov|take\b.{0,6}\bdown|copyright)",
        r"\b(?:delete|remove|take\b.{0,6}\bdown)\b.{0,60}\bwithin\s+(?:24|48|72)\s+hours\b",
        r"\bthe\s+materials?\s+(?:are|is)\s+(?:the\s+)?property\s+of\b",
        r"\ball\s+(?:the\s+)?(?:content|materials?)\s+(?:belongs?|(?:are|is)\s+the\s+property)\b",
        r"\bthis\s+(?:story|article)\s+has\s+not\s+been\s+edited\s+by\b",
        r"\bmay\s+not\s+be\s+(?:published|reproduced|reprinted|broadcast|redistributed|rewritten)\b",
        r"\bpublished\s+from\s+a\s+(?:syndicated|wire)\s+(?:feed|agency)\b",
    ),
    re.IGNORECASE,
)
"""Words of notices about rights and about the site itself."""

_NOTICE_HEADING = re.compile(
    r"\W*(?:disclaimer|about\s+us|copyright(?:\s+notice)?|source(?:\s+link)?|original\s+source|legal\s+notice"
    r"|impressum|haftungsausschluss)\W*",
    re.IGNORECASE,
)


def strip_boilerplate(sections: Iterable[Section]) -> list[Section]:
    """Gives the sections without the boilerplate at their end and a source line at their beginning.

    From the end upwards: only what stands in the last eight paragraphs and is recognised goes, so a sentence in the
    middle that speaks of copyright stays. A text that would vanish whole is given back as it was.
    """
    original = [Section(section.heading, list(section.paragraphs)) for section in sections]
    stripped = _without_opening(_without_tail(original))
    kept = [section for section in stripped if section.heading or section.paragraphs]
    return kept if any(section.paragraphs for section in kept) else original


def is_boilerplate(paragraph: str) -> bool:
    """Says whether a paragraph speaks of the page's rights, source or maker instead of its subject."""
    if len(paragraph) > MAX_LENGTH:
        return False
    return bool(_SOURCE_LINE.fullmatch(paragraph) or _NOTICE.search(paragraph))


def _without_tail(sections: list[Section]) -> list[Section]:
    """Looks at the last paragraphs of all sections; a section whose heading announces a notice goes whole."""
    left = TAIL
    kept: list[Section] = []
    for section in reversed(sections):
        place = max(0, len(section.paragraphs) - left)
        left -= len(section.paragraphs) - place
        announced = place == 0 and section.heading is not None and _NOTICE_HEADING.fullmatch(section.heading)
        if announced and not kept:
            continue
        paragraphs = section.paragraphs[:place] + [
            text for text in section.paragraphs[place:] if not is_boilerplate(text)
        ]
        if paragraphs or not section.paragraphs:
            kept.insert(0, Section(section.heading, paragraphs))
    return kept


def _without_opening(sections: list[Section]) -> list[Section]:
    first = next((section for section in sections if section.paragraphs), None)
    if first is not None and _SOURCE_LINE.fullmatch(first.paragraphs[0]):
        first.paragraphs = first.paragraphs[1:]
    return sections
