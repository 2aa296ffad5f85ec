"""What is printed around the headline: dates and bylines that no markup declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from html import unescape

from selectolax.lexbor import LexborNode

from crawler.extraction.document import Document
from crawler.extraction.markup import blank_frame
from crawler.extraction.names import is_person, split_byline
from crawler.extraction.phrases import any_of
from crawler.extraction.text import fold
from crawler.extraction.witnesses import Signature, Witness

_MARKS = (
    'h1, time, [rel~="author"], [class*="date" i], [class*="time" i], [class*="publish" i], [class*="byline" i], '
    '[class*="author" i], [class*="autor" i], [class*="auteur" i], [class*="posted" i], [class*="info" i], '
    '[class*="meta" i], [id*="date" i], [id*="author" i]'
)
_FOREIGN = any_of(
    r"""
    comment|related|(?<!no-)(?<!has-)(?<!out-)(?<!with-)sidebar|widget|teaser|footer|recommend|popular
    latest|trending|newest|most-?read|ticker|archive|calendar|promo|\bnav
    """
)
_CHANGED = any_of(
    r"""
    updat|modif|aktualis|zuletzt|geändert|mis à jour|actualiz|aggiorn|atualiz|bijgewerkt|oppdatert
    uppdaterad|opdateret|päivitetty|обновл|оновлен|güncel|zaktualizowano|更新|수정|last edited
    """
)
_PUBLISHED = any_of(
    r"""
    publi|posted|veröffentlich|erstellt|erschienen|geschrieben|datum|stand:|am \d|geplaatst|inserito
    pubblicat|posté|escrito|опублик|yayın|gepost|written|date
    """
)
_SIGNED = re.compile(r"author|autor|auteur|byline|verfasser|writer|redacteur|reporter|journalist", re.IGNORECASE)
_BY = any_of(
    r"""
    by|von|par|por|di|door|av|af|oleh|written by|text|autor(?:in)?|verfasst von|geschrieben von|escrito por
    автор|a cura di|posted by|od|przez|yazan
    """,
    before=r"^",
    after=r"\s*:?\s+\S",
)
_DATED_TEXT = re.compile(
    r">([^<>]{0,90}(?:19|20)\d\d(?!\d)[^<>]{0,60})<|>([^<>]{0,30}\d{1,2}[./]\s?\d{1,2}[./]\s?\d\d(?!\d)[^<>]{0,30})<"
)
_FIRST_HEADING = re.compile(r"<h1\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_PLAIN_BY = any_of(
    r"""
    by|von|par|por|di|door|av|af|oleh|text
    (?:autor|author|auteur|autore|redactor|verfasser|writer|reporter)(?:in|s|en|es)?(?:/\w+)?
    """,
    before=r">\s*",
    after=(
        r"\s*(?::\s*(?:<[^<>]{0,300}>\s*){0,4}|(?:<[^<>]{0,300}>\s*){1,4})"
        r"(?P<names>[^<>]{3,80}(?:(?:<[^<>]{0,300}>\s*){0,3}(?:,|&|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*"
        r"(?:<[^<>]{0,300}>\s*){0,4}[^<>]{3,60}){0,4})<"
    ),
)
_CLAIM = re.compile(r"©|\(c\)|copyright|all rights|rechte vorbehalten", re.IGNORECASE)
_MAX_LENGTH = 160
_MAX_DATE_LENGTH = 120
_BYLINE_REACH = 40_000
"""Characters of source after the headline in which a plain byline is looked for."""


class Surroundings:
    """The marked elements around a headline, the nearest first."""

    def __init__(self, document: Document, headline: str | None) -> None:
        self._document = document
        self._headline = headline

    def dates(self) -> Iterator[Witness]:
        """Yields what may be the printed date of publication, from marked elements near the headline."""
        for node in self._near:
            said, text = _machine_time(node), _short_text(node)
            if (said is None and len(text) > _MAX_DATE_LENGTH) or _CHANGED.search(
                f"{node.attributes.get('class') or ''} {text[:24]}"
            ):
                continue
            for raw in (said, text):
                if raw and len(raw) <= _MAX_DATE_LENGTH and any(character.isdigit() for character in raw):
                    yield Witness(raw, "body")

    def bylines(self) -> Iterator[Signature]:
        """Yields what may be the byline near the headline: links to authors, marked elements, lines with "By"."""
        for node in self._near:
            text = _short_text(node)
            attributes = node.attributes
            names = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('rel') or ''}"
            if not text or len(text) > _MAX_LENGTH or not (_SIGNED.search(names) or _BY.match(text)):
                continue
            yield from self._linked(node)
            yield Signature(text, "body")
        yield from self._plain_bylines()

    def _linked(self, node: LexborNode) -> Iterator[Signature]:
        """Yields the names that a byline links to their pages, in one signature."""
        links = [(link, _short_text(link)) for link in ([node] if node.tag == "a" else node.css("a[href]"))]
        named = [(link, label) for link, label in links if any(is_person(name) for name in split_byline(label))]
        if len(named) == 1:
            address = self._document.absolute(named[0][0].attributes.get("href"))
            yield Signature(named[0][1], "body", address, is_typed_person=True)
        elif named:
            yield Signature("; ".join(label for _, label in named), "body")

    def _plain_bylines(self) -> Iterator[Signature]:
        """Yields names in the text after the headline that follow "By" or "Author:" directly, whatever the markup."""
        markup = self._document.markup
        at = _start(markup)
        for match in _PLAIN_BY.finditer(markup, at, at + _BYLINE_REACH):
            text = fold(unescape(_TAG.sub(" ", match["names"])))
            if any(is_person(name) for name in split_byline(text)):
                yield Signature(text, "body")

    @cached_property
    def _near(self) -> list[LexborNode]:
        """The marked elements by their distance from the headline, those after it before those ahead of it."""
        nodes = self._document.tree.css(_MARKS)
        at = self._headline_index(nodes)
        after = [node for node in nodes[at + 1 : at + 40] if node.tag != "h1"]
        ahead = [node for node in reversed(nodes[max(0, at - 8) : at]) if node.tag != "h1"]
        return [node for node in (*after[:12], *ahead, *after[12:]) if not _is_foreign(node)]

    def _headline_index(self, nodes: list[LexborNode]) -> int:
        """Gives the place of the ``<h1>`` that prints the headline; of the first one, or -1, if none does."""
        first, wanted = -1, (self._headline or "").casefold()
        for index, node in enumerate(nodes):
            if node.tag == "h1":
                text = _short_text(node).casefold()
                if text and wanted and (wanted in text or text in wanted):
                    return index
                first = index if first < 0 else first
        return first

    def plain_dates(self) -> Iterator[Witness]:
        """Yields pieces of plain text that are little more than a date.

        Those that speak of publication come first, then those closer to the headline.
        """
        markup = blank_frame(self._document.markup)
        at = _start(markup)
        found = [(match.start(), fold(unescape(match[1] or match[2]))) for match in _DATED_TEXT.finditer(markup)]
        found = [
            (start, text)
            for start, text in found
            if _is_mostly_date(text) and not _CHANGED.search(text) and not _CLAIM.search(text)
        ]
        for _, text in sorted(
            found, key=lambda each: (not _PUBLISHED.search(each[1]), abs(each[0] - at) * (1 if each[0] > at else 2))
        )[:12]:
            yield Witness(text, "body")


def _start(markup: str) -> int:
    """Gives the place of the first ``<h1>`` in the markup, 0 if there is none."""
    found = _FIRST_HEADING.search(markup)
    return found.start() if found else 0


def _short_text(node: LexborNode) -> str:
    """Gives the text of an element, or "" if it is longer than a byline or a date."""
    text = node.text(deep=True, separator=" ")
    return fold(text) if len(text) <= 10 * _MAX_LENGTH else ""


def _is_mostly_date(text: str) -> bool:
    """Whether a text says hardly more than when: few letters besides, or words of publication before the date."""
    return sum(character.isalpha() for character in text) <= 25 or bool(_PUBLISHED.search(text[:40]))


def _machine_time(node: LexborNode) -> str | None:
    attributes = node.attributes
    return (
        attributes.get("datetime") or attributes.get("content")
        if node.tag in ("time", "meta") or "datetime" in attributes
        else None
    )


def _is_foreign(node: LexborNode) -> bool:
    """Whether an element stands in a part of the page that is not about its article."""
    ancestor: LexborNode | None = node
    while ancestor is not None and ancestor.tag not in ("body", "html"):
        if ancestor.tag in ("nav", "aside", "footer", "form") or _FOREIGN.search(
            f"{ancestor.attributes.get('class') or ''} {ancestor.attributes.get('id') or ''}"
        ):
            return True
        ancestor = ancestor.parent
    return False
