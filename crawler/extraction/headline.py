"""The headline as printed, without the site's name and without the kicker above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.extraction.document import Document
from crawler.extraction.phrases import any_of
from crawler.extraction.structured import Structured, first_text
from crawler.extraction.text import fold
from crawler.extraction.titles import house_keys, is_without_kicker, key, resemblance, strip_house

MAX_HEADLINE = 400
"""Characters of a headline; longer ones are text that a template put in the wrong place."""

_OTHER_HEADINGS = 'h2, [itemprop~="headline"], [class*="headline" i], [class*="entry-title" i]'
_LOOKED_AT = 40
"""Headings of one kind that are looked at."""
_RESEMBLANCE = 0.5
"""From which on a heading is taken for the one that a declared title means."""
_LONE_HEADING = 15
"""Characters of an ``<h1>`` that is the only one to be the headline without a title's word for it."""
_NO_HEADLINE = any_of(
    r"""
    breadcrumb|krume|sr-only|visually-?hidden|screen-?reader|logo|seo-?title|login|cookie|consent|modal|popup
    """
)
_TEASER = any_of(
    r"""
    related|teaser|recommend|popular|(?<!no-)(?<!has-)(?<!out-)(?<!with-)sidebar|widget|latest|most-?read
    carousel|promo|newsletter|footer|comment
    """
)


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline and where it was found."""

    text: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class _Titles:
    """What a page declares, without the site's name."""

    og: str | None
    json_ld: str | None
    title: str | None

    def known(self) -> list[str]:
        return [text for text in (self.og, self.json_ld, self.title) if text]


def read_headline(document: Document, structured: Structured) -> Headline:
    """Gives the headline.

    The printed heading wins where a declared title confirms it; where ``og:title`` and JSON-LD agree against it, they
    win. A kicker counts only if both of them count it in.
    """
    first = _headings(document, "h1")
    titles = _titles(document, structured, first)
    printed = _closest(first, titles)
    if printed is None:
        others = _headings(document, _OTHER_HEADINGS)
        titles = _titles(document, structured, [*first, *others])
        printed = _closest(others, titles)
    if printed is None and len(first) == 1 and len(first[0]) >= _LONE_HEADING:
        printed = first[0]
    return _judge(printed, titles)


def _titles(document: Document, structured: Structured, headings: Iterable[str]) -> _Titles:
    article, houses = structured.article, house_keys(structured)
    declared = first_text(article.get("headline")) or first_text(article.get("name"))
    headlines = {key(text) for text in (*headings, declared or "")}
    node = document.tree.css_first("head title, title")
    title = fold(node.text(deep=True)) if node else None
    return _Titles(
        strip_house(structured.meta.first("og:title", "twitter:title"), houses, headlines),
        strip_house(declared, houses, headlines),
        strip_house(title, houses, headlines),
    )


def _judge(printed: str | None, titles: _Titles) -> Headline:
    """Decides between the heading, ``og:title`` and JSON-LD's headline; ``<title>`` breaks ties.

    Counted on real pages: a heading that neither of the two confirms was the headline in one case of seven.
    """
    declared = [Headline(titles.og, "opengraph"), Headline(titles.json_ld, "json-ld")]
    declared = [each for each in declared if each.text and len(each.text) <= MAX_HEADLINE]
    if not declared:
        return Headline(printed, "body") if printed else Headline(titles.title, "meta" if titles.title else None)
    if printed is not None:
        confirmed = _confirmed(printed, declared)
        if confirmed is not None:
            return confirmed
        if len(declared) == 1:
            return Headline(printed, "body")
    if len(declared) == 1 or key(titles.og or "") == key(titles.json_ld or ""):
        return declared[0]
    return declared[1] if printed is not None or key(titles.title or "") == key(titles.json_ld or "") else declared[0]


def _confirmed(printed: str, declared: list[Headline]) -> Headline | None:
    """Gives the title that is the heading without its kicker, else the heading if a title says the same."""
    for each in declared:
        if key(each.text or "") != key(printed) and is_without_kicker(each.text or "", printed):
            return each
    for each in declared:
        if key(each.text or "") == key(printed):  # the declared spelling has no line breaks turned to spaces in it
            return Headline(printed, "body") if each.text == printed else each
    return None


def _headings(document: Document, selector: str) -> list[str]:
    """Gives the texts of the headings that may print the headline."""
    nodes = document.tree.css(selector)[:_LOOKED_AT]
    raw = ((node, node.text(deep=True, separator=" ")) for node in nodes)
    texts = ((node, fold(text)) for node, text in raw if len(text) <= 10 * MAX_HEADLINE)
    return [text for node, text in texts if 2 < len(text) <= MAX_HEADLINE and not _is_elsewhere(node)]


def _is_elsewhere(node: LexborNode) -> bool:
    """Whether a heading is a breadcrumb (some sites put their ``<h1>`` there), hidden, a logo or a teaser's."""
    ancestor: LexborNode | None = node
    for level in range(6):
        if ancestor is None or ancestor.tag in ("body", "main", "article"):
            return False
        if ancestor.tag in ("nav", "li", "aside", "footer") or (ancestor.tag == "a" and node.tag != "h1"):
            return True
        attributes = ancestor.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if _NO_HEADLINE.search(names) or (level and _TEASER.search(names)):
            return True
        ancestor = ancestor.parent
    return False


def _closest(headings: list[str], titles: _Titles) -> str | None:
    """Gives the heading that resembles a declared title most, the first of equals; ``None`` if none does."""
    known = titles.known()
    rated = [
        (max((resemblance(text, title) for title in known), default=0.0), -index) for index, text in enumerate(headings)
    ]
    if not rated or max(rated)[0] < _RESEMBLANCE:
        return None
    return headings[-max(rated)[1]]
