"""The body of an article: which blocks of a page are its text, and in which sections.

A page is cut into blocks (``blocks``), each is described by numbers (``features``), a small model trained on pages that
people have marked judges them (``model``), and the chosen ones are put together (``sections``). Where the site is known
by a profile, its pages are read without all that (``warm``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from selectolax.lexbor import LexborNode

from crawler.extraction.body.blocks import Block, Element, Walk
from crawler.extraction.body.context import find_container, headings_between
from crawler.extraction.body.features import NEWS, Page, Verdicts
from crawler.extraction.body.frame import Profile
from crawler.extraction.body.model import Model, load_model
from crawler.extraction.body.reading import declared_paragraphs, description_of, genre_of, read_page
from crawler.extraction.body.sections import build_sections, ends_at_wall, split_summary, without_repeats
from crawler.extraction.body.selectors import exact_selector
from crawler.extraction.body.warm import advise, read_by_profile
from crawler.extraction.document import Document
from crawler.items import Section

__all__ = ["Body", "Profile", "assemble", "extract_body"]

THRESHOLD_OF_NEWS, THRESHOLD = 0.5, 0.4
"""Probability from which on a block belongs to the body, for pages that declare to be news and for all others, whose
text holds more lists and boxes. Chosen on publishers and hosts held back in training.
"""
_FULL_CONFIDENCE = 300
"""Characters of text below which a body is less than sure, whatever the verdicts."""
_DECLARED_MORE = 4
"""How many times more text a page must declare than show for the declared text to be taken instead."""
_DECLARED_LEAST = 400


@dataclass(slots=True)
class Body:
    """The text of an article."""

    sections: list[Section] = field(default_factory=list)
    summary: str | None = None
    """The standfirst printed above the body; not repeated in ``sections``."""
    confidence: float = 0.0
    """0 to 1: how sure the verdicts on its blocks were, weighted by length."""
    is_truncated: bool = False
    """Whether the text breaks off and something that asks to subscribe follows."""
    container: str | None = None
    """A CSS selector for the element that holds the article, exact for this page."""
    node: LexborNode | None = None
    """That element in the document's tree, where captions can be looked for."""
    origin: str = "body"
    """How it was read: ``body`` (block by block), ``profile``, ``override`` or ``json-ld``."""


def extract_body(
    document: Document,
    *,
    headline: str | None = None,
    profile: Profile | None = None,
    selectors: Mapping[str, str] | None = None,
    model: Model | None = None,
) -> Body:
    """Gives the body of a page: empty ``sections`` where it has no text that looks like an article's.

    ``headline`` is the page's headline as far as it is known; it helps to find where the article begins and is not
    repeated in the body. ``profile`` is what other pages of the site have taught. ``selectors`` are set by hand and
    win: ``body`` chooses the elements whose whole text is the body, ``remove`` takes elements out. ``model`` replaces
    the one that ships with the package.

    Changes nothing in the document's tree. Does not join further pages of the article. Raises ``SelectolaxError`` for
    selectors that are no CSS.
    """
    selectors = selectors or {}
    removed = (
        {node.mem_id for node in document.tree.css(selectors["remove"])}
        if selectors.get("remove")
        else frozenset[int]()
    )
    if selectors.get("body") and (chosen := document.tree.css(selectors["body"])):
        blocks = [block for node in chosen for block in Walk(node, removed=removed).blocks]
        return _put_together(document, blocks, headline, chosen[0], 1.0, "override")
    if profile is not None and profile.is_warm and not removed and (read := read_by_profile(document, profile)):
        return _put_together(document, read.blocks, headline, read.container.node, 1.0, "profile")
    page = read_page(document, headline, removed)
    verdicts = (model or load_model()).judge(page)
    if profile is not None and page.blocks:
        verdicts = advise(profile, page.blocks, verdicts)
    body = assemble(page, verdicts)
    return _or_declared(body, document)


def assemble(page: Page, verdicts: Verdicts) -> Body:
    """Makes the body out of a page's blocks and the probability that each belongs to it."""
    if not page.blocks:
        return Body()
    is_chosen = verdicts > (THRESHOLD_OF_NEWS if page.genre == NEWS else THRESHOLD)
    is_chosen |= headings_between(page.blocks, verdicts, is_chosen)
    chosen = [block for block, is_in in zip(page.blocks, is_chosen, strict=True) if is_in]
    container = _container(page.blocks, np.where(is_chosen, verdicts, 0.0))
    summary, rest = split_summary(without_repeats(chosen), page.description, is_news=page.genre == NEWS)
    lengths = np.array([len(block.text) for block in chosen], dtype=np.float64)
    return Body(
        sections=build_sections(rest, page.headline),
        summary=summary,
        confidence=_confidence(lengths, verdicts[is_chosen]),
        is_truncated=ends_at_wall(page.blocks, chosen),
        container=exact_selector(container.node),
        node=container.node,
    )


def _container(blocks: list[Block], verdicts: Verdicts) -> Element:
    """Gives the element that holds most of the chosen text; the root where nothing is chosen."""
    lengths = np.array([len(block.text) for block in blocks], dtype=np.float64)
    container = find_container(blocks, verdicts * lengths)
    if container is None:
        *_, container = blocks[0].element.ancestors()
    return container


def _confidence(lengths: Verdicts, verdicts: Verdicts) -> float:
    """Gives how sure the verdicts on the chosen blocks are, weighted by their length; little text is never sure."""
    total = float(lengths.sum())
    return round(float((verdicts * lengths).sum()) / total * min(1.0, total / _FULL_CONFIDENCE), 3) if total else 0.0


def _put_together(
    document: Document, blocks: list[Block], headline: str | None, container: LexborNode, confidence: float, origin: str
) -> Body:
    """Makes the body out of blocks that are known to be the article's."""
    summary, rest = split_summary(without_repeats(blocks), description_of(document), is_news=genre_of(document) == NEWS)
    sections = build_sections(rest, headline)
    return Body(sections, summary, confidence if sections else 0.0, False, exact_selector(container), container, origin)


def _or_declared(body: Body, document: Document) -> Body:
    """Gives the text that the page declares in JSON-LD where it shows hardly any: a script would have set it."""
    shown = sum(len(text) for section in body.sections for text in section.paragraphs)
    declared = declared_paragraphs(document) if shown < _DECLARED_LEAST else []
    length = sum(map(len, declared))
    if length < max(_DECLARED_LEAST, _DECLARED_MORE * shown):
        return body
    return Body([Section(None, declared)], body.summary, 0.8, False, body.container, body.node, "json-ld")
