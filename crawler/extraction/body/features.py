"""What the classifier sees of each block at first: numbers, a row a block.

A block is described by its text, its names, its place in the page, its neighbours and the others of its kind. What the
first verdicts say about its surroundings is added by ``context``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawler.extraction.body.blocks import ANCESTOR_TAGS, HEADINGS, Block, Element
from crawler.extraction.body.lexicon import HINTS, INVITATIONS, hints, invitations, squeeze
from crawler.extraction.body.words import GROUPS

Table = NDArray[np.float32]
Ints = NDArray[np.int64]
Column = NDArray[Any]
Verdicts = NDArray[np.float64]
"""Probabilities, one a block."""

_TAGS = {
    tag: number
    for number, tag in enumerate(
        """
        other p div li h1 h2 h3 h4 h5 h6 td tr blockquote figcaption pre dd dt section article span header footer figure
        """.split()
    )
}
_SENTENCE_END = re.compile(r"""[.!?…。！？؟।۔][»”"’'“)\]」』]*(?:\s|$)|[。！？]""")
_COMMA = re.compile(r"[,،、，;；]")
_DIGIT = re.compile(r"\d")
_QUOTE = re.compile(r"[\"“”„«»「」]")
_GROUP_BITS = np.arange(len(GROUPS), dtype=np.int64)
_TAG_BITS = np.arange(len(ANCESTOR_TAGS), dtype=np.int64)
_LOOKED_AT = 200
"""Characters of a block's beginning that are looked at closely."""
_SHORT_LINK = 100
"""Characters under which the text of a link is not looked at closely."""
_NOT_LOOKED = (-1.0,) * (8 + HINTS)
_PICTURE_LEVELS = 4
_COMPARED = 150
"""Characters of a block that are compared with the page's metadata."""
_PREFIX = 10
"""Characters at the beginning of blocks that, when repeated, are a label ("Read more:")."""
_PROPER = 60
"""Characters from which a block that is not mostly link counts as proper text."""
_LONG = 120
_FAR = 500


UNDECLARED, ARTICLE, NEWS = range(3)


@dataclass(slots=True)
class Page:
    """The blocks of a page with what else it says that helps to judge them."""

    blocks: list[Block]
    headline: str | None = None
    description: str | None = None
    article_body: str | None = None
    """Folded ``articleBody`` of the page's JSON-LD, if any."""
    authors: Sequence[str] = ()
    """Names that the page declares as its authors'."""
    genre: int = UNDECLARED
    """What the page declares to be: ``NEWS``, ``ARTICLE`` or ``UNDECLARED``."""


@dataclass(slots=True)
class Look:
    """The first look at a page, with what the second needs of it."""

    table: Table
    chars: NDArray[np.float64]
    kind: Ints
    parent: Ints


def first_look(page: Page) -> Look:
    """Describes each block of a page; needs at least one block."""
    blocks = page.blocks
    elements = [block.element for block in blocks]
    chars = np.array([len(block.text) for block in blocks], dtype=np.float64)
    links = np.minimum(np.array([block.link_chars for block in blocks], dtype=np.float64), chars)
    link_share = links / chars
    proper = np.where((chars >= _PROPER) & (link_share < 0.5), chars, 0.0)
    kind = row_ids([element.signature for element in elements])
    parent = row_ids([element.parent for element in elements])
    grandparent = row_ids([element.parent.parent if element.parent else None for element in elements])
    tag = np.array([_TAGS.get(element.tag, 0) for element in elements], dtype=np.int64)
    columns: list[Column] = [np.log1p(chars), link_share, links, tag, np.array([e.depth for e in elements])]
    columns += _place(page, chars, proper)
    for ids in (kind, parent, grandparent):
        count, amount = totals(ids, np.ones_like(chars)), totals(ids, chars)
        columns += [count, amount / chars.sum(), np.log1p(amount / count)]
        columns += [totals(ids, links) / amount, totals(ids, proper) / (proper.sum() + 1)]
    for by in (-2, -1, 1, 2):
        columns += [shift(np.log1p(chars), by), shift(link_share, by, 1.0), shift(tag, by)]
        columns += [shift(kind, by, -1) == kind, shift(parent, by, -1) == parent]
    columns += _said_elsewhere(page)
    columns += _headings(page, parent)
    columns += _pictures(blocks, chars)
    shapes = np.array([_shape(block) for block in blocks], dtype=np.float32)
    return Look(np.concatenate([shapes, _names(blocks, elements), stack(columns)], axis=1), chars, kind, parent)


def stack(columns: list[Column]) -> Table:
    """Makes a table of columns."""
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def expand_groups(masks: Ints) -> Table:
    """Gives a column for each group of names."""
    return ((masks[:, None] >> _GROUP_BITS) & 1).astype(np.float32)


def shift(column: Column, by: int, fill: float = 0.0) -> Column:
    """Gives the column of the neighbours ``by`` rows further down (negative: further up)."""
    out = np.full_like(column, fill)
    if by > 0:
        out[:-by] = column[by:]
    else:
        out[-by:] = column[:by]
    return out


def row_ids(keys: Sequence[object]) -> Ints:
    """Numbers the keys, the same number for the same key."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def totals(ids: Ints, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gives each row the sum of the weights of all rows with its id."""
    return np.asarray(np.bincount(ids, weights=weights)[ids], dtype=np.float64)


def since(marks: Column) -> Column:
    """Gives the rows since the last marked one above."""
    order = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks > 0, order, -1))
    last = np.concatenate(([-1], last[:-1]))
    return np.where(last < 0, _FAR, np.minimum(order - last, _FAR))


def _shape(block: Block) -> tuple[float, ...]:
    """Describes the text itself; of what is but a short link, as most blocks of a page are, only its size and ends."""
    text = block.text
    length = len(text)
    words = text.count(" ") + 1
    last, first = text[-1], text[0]
    plain = (
        words,
        length / words,
        last in ".!?…。！？؟।۔",
        last in "»”\"’'“)」",
        last == ":",
        first.islower(),
        first.isupper(),
        first.isdigit(),
        first in "-–—•*>",
        block.bold_chars / length,
        block.italic_chars / length,
        block.links,
        block.breaks,
        block.is_split,
        first == "(" and last == ")",
    )
    if block.link_chars >= length - 1 and length < _SHORT_LINK:
        return (*plain, *_NOT_LOOKED)
    start = text[:_LOOKED_AT]
    sample = len(start)
    return (
        *plain,
        len(_SENTENCE_END.findall(start)),
        len(_COMMA.findall(start)) / sample,
        _QUOTE.search(start) is not None,
        len(_DIGIT.findall(start)) / sample,
        text.isupper(),
        start.count("|") + start.count("·") + start.count("•") + start.count("/"),
        "(" in start,
        start.find(":", 0, 40),
        *hints(text),
    )


def _names(blocks: list[Block], elements: list[Element]) -> Table:
    """Describes what the names of a block's element and its ancestors say, near and far, and the tags it lies in."""
    near, far, near_tags = [], [], []
    for element in elements:
        first = element.parent or element
        second = first.parent or first
        near.append(first.mask | second.mask)
        far.append(second.above)
        near_tags.append(
            ANCESTOR_TAGS.get(element.tag, 0) | ANCESTOR_TAGS.get(first.tag, 0) | ANCESTOR_TAGS.get(second.tag, 0)
        )
    own = [element.mask | block.inline for block, element in zip(blocks, elements, strict=True)]
    masks = [expand_groups(np.array(column, dtype=np.int64)) for column in (own, near, far)]
    tags = np.array([[element.tags for element in elements], near_tags], dtype=np.int64)
    masks += [((row[:, None] >> _TAG_BITS) & 1).astype(np.float32) for row in tags]
    return np.concatenate([*masks, np.array([[element.is_body] for element in elements], dtype=np.float32)], axis=1)


def _place(page: Page, chars: NDArray[np.float64], proper: NDArray[np.float64]) -> list[Column]:
    """Describes where each block stands: in the page, after the headline, between the long paragraphs."""
    count = len(chars)
    order = np.arange(count)
    at = _headline_at(page)
    long = (proper >= _LONG).astype(np.float64)
    longs_before = np.cumsum(long) - long
    return [
        order,
        order / count,
        count - order,
        np.cumsum(chars) / chars.sum(),
        (np.cumsum(proper) - proper) / (proper.sum() + 1),
        np.clip(order - at, -_FAR, _FAR) if at is not None else np.full(count, -2 * _FAR),
        longs_before,
        long.sum() - longs_before - long,
        since(long),
        since(long[::-1])[::-1],
        np.full(count, page.genre),
        np.full(count, count),
        np.full(count, np.log1p(proper.sum())),
        np.full(count, long.sum()),
    ]


def _headline_at(page: Page) -> int | None:
    """Gives the index of the block that is the page's headline: the one that says it, else the first ``h1``."""
    headings = [(index, block) for index, block in enumerate(page.blocks) if block.element.tag in HEADINGS]
    if page.headline:
        wanted = squeeze(page.headline)
        for index, block in headings:
            if squeeze(block.text) == wanted:
                return index
    return next((index for index, block in headings if block.element.tag == "h1"), None)


def _said_elsewhere(page: Page) -> list[Column]:
    """Describes whether a block is repeated in the page, and is part of what the metadata says."""
    texts = [block.text for block in page.blocks]
    ones = np.ones(len(texts))
    repeats = totals(row_ids(texts), ones)
    prefixes = totals(row_ids([text[:_PREFIX] for text in texts]), ones)
    headline, description, body = (squeeze(text or "") for text in (page.headline, page.description, page.article_body))
    limit = max(_COMPARED, 2 * len(page.headline or ""))
    names = [name for author in page.authors if len(name := squeeze(author)) > 4]
    # Shorter blocks can be none of it; they are most of a page.
    least = 0 if len(body) > _FAR else min(len(name) for name in (headline or "-" * 21, "-" * 21, *names))
    rows: list[tuple[float, ...]] = []
    for whole in texts:
        if len(whole) < least:
            rows.append((0.0, 0.0, 0.0, 0.0))
            continue
        text = squeeze(whole[:limit])
        is_described = len(text) > 20 and (
            text[:100] in description or (len(description) > 20 and description[:100] in text)
        )
        is_declared = (1.0 if text in body else -1.0) if len(body) > _FAR else 0.0
        named = next((2.0 if text.startswith(name) else 1.0 for name in names if name in text), 0.0)
        rows.append((bool(headline) and text == headline, is_described, is_declared, named))
    declared_share = len(body) / (sum(map(len, texts)) + 1)
    return [repeats, prefixes, np.full(len(texts), declared_share), *np.array(rows, dtype=np.float64).T]


def _headings(page: Page, parent: Ints) -> list[Column]:
    """Describes the nearest heading above each block: how far, how long, of what level, and whether it invites
    elsewhere.
    """
    last, rows = -1, []
    texts: tuple[float, ...] = (0.0,) * (2 + INVITATIONS)
    for at, block in enumerate(page.blocks):
        distance = min(at - last, _FAR) if last >= 0 else _FAR
        rows.append((distance, last >= 0 and parent[last] == parent[at], *texts))
        if block.element.tag in HEADINGS:
            last = at
            texts = (len(block.text), float(block.element.tag[1]), *invitations(block.text))
    return list(np.array(rows, dtype=np.float64).T)


def _pictures(blocks: list[Block], chars: NDArray[np.float64]) -> list[Column]:
    """Describes how near a picture is: the levels up to the first element that holds one, and the text it holds."""
    held: dict[Element, float] = {}
    nearest: list[tuple[int, Element | None]] = []
    for block, length in zip(blocks, chars.tolist(), strict=True):
        found: tuple[int, Element | None] = (_PICTURE_LEVELS, None)
        element: Element | None = block.element
        for level in range(_PICTURE_LEVELS):
            if element is None:
                break
            held[element] = held.get(element, 0.0) + length
            if element.images and found[1] is None:
                found = (level, element)
            element = element.parent
        nearest.append(found)
    around = np.array([held[element] if element else 1e6 for _, element in nearest])
    images = np.array([element.images if element else 0 for _, element in nearest])
    return [np.array([level for level, _ in nearest]), np.log1p(around), images, chars / around]
