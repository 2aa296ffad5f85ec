"""What a site teaches: its layout, learned from its own pages, checked against every page, and learned anew when it
changes.

The memory itself and its use are in ``crawler.extraction.body.frame`` and ``warm``; here it is made. How to use it,
page by page of one site::

    body = extract_body(document, headline=headline, profile=profile)
    extraction = ...
    profile = learn(profile, document, extraction)
    store(to_plain(profile))

``learn`` may be skipped for most pages that were read by the profile (``Body.origin == "profile"``): they agree with it
by definition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import numpy as np
from selectolax.lexbor import LexborNode

from crawler.extraction.body.blocks import Block, Walk
from crawler.extraction.body.context import find_container
from crawler.extraction.body.frame import REPEATED, Profile, digest, kind_of
from crawler.extraction.body.lexicon import squeeze
from crawler.extraction.body.sections import paragraphs
from crawler.extraction.body.selectors import shared_selector
from crawler.extraction.document import Document
from crawler.items import Extraction

__all__ = ["Profile", "fits", "from_plain", "learn", "observe", "to_plain"]

GIVEN_UP = 3
"""Pages in a row that do not fit, after which the layout counts as changed and what was learned from those pages takes
over.
"""
_KINDS = 120
_SEEN = 400
_SELECTORS = 6
"""Entries kept of each sort; about 15 bytes each."""
_LEAST = 200
"""Characters of text that a page must have to teach anything."""
_SAME = 0.5
"""Share of a page's text that was seen before from which on it is another copy of an article, not another article."""
_FITTING = 0.5
"""Share of a page's text that must stand in kinds of blocks known as text for the page to fit."""
_MEMORY = 10
"""Pages over which the usual length is averaged."""
_BYLINE = 150
"""Characters of the longest byline."""


@dataclass(slots=True)
class Observation:
    """What one page of a site shows of its layout."""

    container: str | None = None
    kinds: dict[str, list[int]] = field(default_factory=dict)
    """Hash of a kind of block -> blocks that were text, blocks."""
    texts: dict[str, int] = field(default_factory=dict)
    """Hash of each block's text in the container -> its characters."""
    chars: int = 0
    """Characters of text."""
    chars_of: dict[str, int] = field(default_factory=dict)
    """Hash of a kind -> characters of its blocks that were text."""
    fields: dict[str, str] = field(default_factory=dict)
    """Field -> selector of the element that holds its value."""


def learn(profile: Profile | None, document: Document, extraction: Extraction) -> Profile:
    """Gives the profile with what one more page of its site teaches; the one given is changed. ``None`` begins a new
    one.

    A page that does not fit teaches a profile of its own, which waits. After ``GIVEN_UP`` such pages in a row it takes
    over, and ``layout`` counts up: the site has changed. After as many with fitting pages in between it is added: the
    site has a second template. Pages with little text, and copies of an article that was there before, teach nothing.
    """
    profile = profile if profile is not None else Profile()
    seen = observe(document, extraction)
    if seen.chars < _LEAST or _is_copy(profile, seen):
        return profile
    if not profile.is_warm or fits(profile, seen):
        _merge(profile, seen)
        profile.misfits = 0
        return profile
    waiting = from_plain(profile.next) if profile.next is not None else Profile(layout=profile.layout + 1)
    if _is_copy(waiting, seen):
        return profile
    _merge(waiting, seen)
    profile.misfits += 1
    profile.next = to_plain(waiting)
    if profile.misfits >= GIVEN_UP:
        return waiting
    if waiting.pages >= GIVEN_UP:
        _join(profile, waiting)
    return profile


def fits(profile: Profile, seen: Observation) -> bool:
    """Whether a page has the layout that its site's profile describes: most of its text stands in kinds of blocks that
    held text before.
    """
    known = sum(chars for kind, chars in seen.chars_of.items() if (counts := profile.kinds.get(kind)) and counts[0] > 0)
    return seen.chars > 0 and known >= _FITTING * seen.chars


def observe(document: Document, extraction: Extraction) -> Observation:
    """Looks at where on its page the text of an extraction stands. Changes nothing."""
    seen = Observation()
    root = document.tree.body
    blocks = Walk(root).blocks if root is not None else []
    wanted = {text for section in extraction.sections for text in (section.heading, *section.paragraphs) if text}
    is_text = [bool(wanted) and all(text in wanted for text in paragraphs(block)) for block in blocks]
    if not any(is_text):
        return seen
    lengths = np.array([len(block.text) if is_in else 0.0 for block, is_in in zip(blocks, is_text, strict=True)])
    container = find_container(blocks, lengths, share=1.0)
    seen.fields = _fields(document, blocks, extraction)
    if container is None:
        return seen
    seen.container = shared_selector(document.tree, container.node)
    for block, is_in in zip(blocks, is_text, strict=True):
        if any(element is container for element in block.element.ancestors()):
            _note(seen, block, kind_of(block), is_in)
    return seen


def _note(seen: Observation, block: Block, kind: str, is_text: bool) -> None:
    counts = seen.kinds.setdefault(kind, [0, 0])
    counts[0] += is_text
    counts[1] += 1
    seen.texts[digest(block.text)] = len(block.text)
    if is_text:
        seen.chars += len(block.text)
        seen.chars_of[kind] = seen.chars_of.get(kind, 0) + len(block.text)


def to_plain(profile: Profile) -> dict[str, Any]:
    """Gives the profile as what JSON and MongoDB can hold."""
    return asdict(profile)


def from_plain(plain: Mapping[str, Any]) -> Profile:
    """Gives the profile that ``to_plain`` wrote; fields that are not known (of another version) are left out."""
    names = {one.name for one in fields(Profile)}
    return Profile(**{name: value for name, value in plain.items() if name in names})


def _is_copy(profile: Profile, seen: Observation) -> bool:
    """Whether most of a page's text was there before: the article again, or its twin at another address."""
    known = sum(length for text, length in seen.texts.items() if text in profile.seen)
    return known > _SAME * sum(seen.texts.values())


def _merge(profile: Profile, seen: Observation) -> None:
    profile.pages += 1
    profile.usual_chars += (seen.chars - profile.usual_chars) / min(profile.pages, _MEMORY)
    if seen.container is not None:
        profile.containers[seen.container] = profile.containers.get(seen.container, 0) + 1
    for kind, counts in seen.kinds.items():
        before = profile.kinds.get(kind, [0, 0])
        profile.kinds[kind] = [before[0] + counts[0], before[1] + counts[1]]
    for text in seen.texts:
        profile.seen[text] = profile.seen.pop(text, 0) + 1
    for name, selector in seen.fields.items():
        counted = profile.fields.setdefault(name, {})
        counted[selector] = counted.get(selector, 0) + 1
    _forget(profile)


def _join(profile: Profile, other: Profile) -> None:
    """Adds what another template of the same site has taught."""
    for selector, count in other.containers.items():
        profile.containers[selector] = profile.containers.get(selector, 0) + count
    for kind, counts in other.kinds.items():
        before = profile.kinds.get(kind, [0, 0])
        profile.kinds[kind] = [before[0] + counts[0], before[1] + counts[1]]
    for text, count in other.seen.items():
        profile.seen[text] = profile.seen.get(text, 0) + count
    profile.pages += other.pages
    profile.next = None
    _forget(profile)


def _forget(profile: Profile) -> None:
    """Keeps the profile small: of the texts the repeated and the newest, of all else what was seen most."""
    profile.containers = _most(profile.containers, _SELECTORS)
    profile.fields = {name: _most(counted, _SELECTORS) for name, counted in profile.fields.items()}
    if len(profile.kinds) > _KINDS:
        profile.kinds = dict(sorted(profile.kinds.items(), key=lambda item: -item[1][1])[:_KINDS])
    if len(profile.seen) > _SEEN:
        newest = list(profile.seen)[-_SEEN // 2 :]
        repeated = _most({text: count for text, count in profile.seen.items() if count >= REPEATED}, _SEEN // 2)
        kept = {*newest, *repeated}
        profile.seen = {text: count for text, count in profile.seen.items() if text in kept}


def _most(counted: dict[str, int], number: int) -> dict[str, int]:
    return dict(Counter(counted).most_common(number)) if len(counted) > number else counted


def _fields(document: Document, blocks: list[Block], extraction: Extraction) -> dict[str, str]:
    """Gives selectors for the elements that hold headline, byline and date."""
    found: dict[str, LexborNode | None] = {
        "headline": _holder_of(blocks, extraction.headline),
        "byline": _byline(blocks, [author.name for author in extraction.authors]),
        "date": _date(document, extraction),
    }
    selectors = {name: shared_selector(document.tree, node) for name, node in found.items() if node is not None}
    return {name: selector for name, selector in selectors.items() if selector is not None}


def _holder_of(blocks: Iterable[Block], text: str | None) -> LexborNode | None:
    wanted = squeeze(text or "")
    return next(
        (block.element.node for block in blocks if wanted and squeeze(block.text[: _BYLINE * 2]) == wanted), None
    )


def _byline(blocks: list[Block], names: list[str]) -> LexborNode | None:
    """Gives the first short block that names all the authors."""
    wanted = [name.casefold() for name in names]
    for block in blocks:
        if wanted and len(block.text) <= _BYLINE and all(name in block.text.casefold() for name in wanted):
            return block.element.node
    return None


def _date(document: Document, extraction: Extraction) -> LexborNode | None:
    """Gives the ``time`` element, or the like, whose attribute is the publication time as the page wrote it."""
    if not extraction.published_raw:
        return None
    for node in document.tree.css("time[datetime], [itemprop=datePublished][content]"):
        attributes = node.attributes
        if extraction.published_raw in (attributes.get("datetime"), attributes.get("content")):
            return node
    return None
