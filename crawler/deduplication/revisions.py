"""What changed between two versions of an article, paragraph by paragraph, and whether that is a revision at all.

Pages change with every visit: quotation marks after a redesign, teasers and adverts between paragraphs, "updated five
minutes ago". A revision is a change of what the article says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from crawler.deduplication.words import words
from crawler.items import Section

REWRITTEN = 0.5
"""Share of words that two paragraphs must share to be versions of one; less is one removed and one added."""
MAX_PARAGRAPHS = 2_000
"""Paragraphs of each version that are compared; longer texts (live blogs) are compared by their first ones."""
FRAME_WORDS = 25
"""Words up to which a paragraph may be part of the frame."""

_BEGINNINGS = (
    r"advert(?:isement|ising)?\b|sponsored\b|promoted\b|anzeige\b|werbung\b|publicité\b|publicidad\b|pubblicità\b",
    r"реклама\b|reklam[ea]?\b|広告|广告|광고",
    r"(?:sign\s+up|subscribe|register|log\s+in|join|follow|like)\b.{0,40}\b(?:newsletters?|us|our|here|account|now|today)\b",
    r"(?:share|download|install|click|tap|donate)\b.{0,40}\b(?:app|whatsapp|telegram|facebook|twitter|here|now|story)\b",
    r"(?:abonnieren|folgen)\s+sie\b|suscríbete\b|síguenos\b|abonnez-vous\b|suivez-nous\b|iscriviti\b|seguici\b",
    r"подписывайтесь\b|читайте\s+также\b|czytaj\s+(?:też|także|więcej)\b",
    r"(?:read|see|watch|listen|more)\s*(?:more|also|next|on|from|about|now)?\s*[:：|»→]",
    r"(?:read|see)\s+(?:also|more|next)\b|related\b|recommended\b|most\s+(?:read|popular|viewed)\b|trending\b",
    r"you\s+may\s+also\s+like\b|lesen\s+sie\s+(?:auch|mehr)\b|mehr\s+zum\s+thema\b|(?:à\s+)?lire\s+aussi\b",
    r"leer\s+(?:también|más)\b|te\s+puede\s+interesar\b|leggi\s+anche\b|leia\s+(?:também|mais)\b",
    r"(?:last\s+)?(?:updated|modified|published|posted)\b.{0,60}$|(?:zuletzt\s+)?aktualisiert\b.{0,60}$",
    r"stand\s*:\s.{0,40}$|\d{1,2}:\d{2}(?:\s?[ap]m)?\W*$|loading\b|please\s+wait\b",
    r"\d+\s+(?:comments?|shares?|views?|likes?|reactions?|kommentare|commentaires|comentarios)\b",
    r"\d+\s+(?:min(?:ute)?s?|hours?)\s+(?:read|ago)\b|(?:comments?|kommentare)\s*\(?\d*\W*$",
    r"(?:photo|image|picture|foto|bild|video)\s*[:|©].{0,120}$",
)
"""How paragraphs of the frame begin."""

_FRAME = re.compile(rf"\W*(?:{'|'.join(_BEGINNINGS)})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """One paragraph that came, went, or was rewritten."""

    kind: str
    """``added``, ``removed`` or ``changed``."""
    place: int
    """Its number in the new version, from 0; for a removed one, that of the paragraph now in its place."""
    old: str | None = None
    new: str | None = None


def diff_paragraphs(old: Iterable[Section], new: Iterable[Section]) -> list[ParagraphChange]:
    """Gives what changed from one version to the next, in the order of the new one; empty for no revision at all.

    Headings count as paragraphs. Quotation marks, case, spaces and punctuation are no change, nor are frames: adverts,
    teasers, counters, times of update.
    """
    before, after = _lines(old), _lines(new)
    matcher = SequenceMatcher(None, [key for key, _ in before], [key for key, _ in after], autojunk=False)
    changes: list[ParagraphChange] = []
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind != "equal":
            gone, come = [text for _, text in before[start:end]], [text for _, text in after[new_start:new_end]]
            changes += _paired(gone, come, new_start)
    return changes


def is_frame(paragraph: str) -> bool:
    """Says whether a paragraph is part of the page's frame: an advert, a teaser, a counter, a time of update."""
    return len(paragraph) < 400 and len(paragraph.split()) <= FRAME_WORDS and bool(_FRAME.match(paragraph))


def _lines(sections: Iterable[Section]) -> list[tuple[str, str]]:
    """Gives the paragraphs that say something, each with the key by which it is compared."""
    texts = (text for section in sections for text in (section.heading, *section.paragraphs) if text)
    lines = [(" ".join(words(text)), text) for text in texts if not is_frame(text)]
    return [line for line in lines if line[0]][:MAX_PARAGRAPHS]


def _paired(gone: Sequence[str], come: Sequence[str], place: int) -> list[ParagraphChange]:
    """Pairs each new paragraph with the first old one that it rewrites; what is left over was added or removed."""
    left = list(gone)
    changes: list[ParagraphChange] = []
    for offset, text in enumerate(come):
        former = next((candidate for candidate in left if _rewrites(candidate, text)), None)
        if former is None:
            changes.append(ParagraphChange("added", place + offset, new=text))
        else:
            left.remove(former)
            changes.append(ParagraphChange("changed", place + offset, former, text))
    removed = [ParagraphChange("removed", place, old=text) for text in left]
    return removed + changes


def _rewrites(old: str, new: str) -> bool:
    ours, theirs = set(words(old)), set(words(new))
    return 2 * len(ours & theirs) >= REWRITTEN * (len(ours) + len(theirs))
