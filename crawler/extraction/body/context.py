"""What the classifier sees of each block at second sight: what the first verdicts say about its surroundings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crawler.extraction.body.blocks import HEADINGS, Block, Element
from crawler.extraction.body.features import (
    Column,
    Ints,
    Look,
    Page,
    Table,
    Verdicts,
    expand_groups,
    shift,
    since,
    stack,
    totals,
)

_SURE = 0.8
_LONG = 80
"""Characters from which a block that is surely text anchors its neighbours."""
_SHARE = 0.75
"""Share of the text that an element must hold to be the article's container."""
_PERHAPS = 0.05
"""The verdict from which on a heading may be one of the text's."""
_CLOSE = 2
"""Blocks, adverts between paragraphs included, within which the text of a heading begins."""
_CORE = 0.5
"""The same for its core: where much of what looks like text is none, the container is too wide."""


def second_look(page: Page, look: Look, verdicts: Verdicts) -> Table:
    """Adds to the first look, for each block: how sure its neighbours, its kind and its heading are, and whether, and
    below which names, it lies in the element that holds most of the article.
    """
    chars, order = look.chars, np.arange(len(look.chars))
    mass = verdicts * chars
    total = mass.sum() + 1
    likely = (verdicts > 0.5).astype(np.float64)
    anchors = ((verdicts > _SURE) & (chars > _LONG)).astype(np.float64)
    columns: list[Column] = [verdicts, *(shift(verdicts, by) for by in (-3, -2, -1, 1, 2, 3))]
    for ids in (look.kind, look.parent):
        count, amount, held = totals(ids, np.ones_like(chars)), totals(ids, chars), totals(ids, mass)
        columns += [held / amount, held / total, (totals(ids, likely) - likely) / np.maximum(count - 1, 1)]
    is_heading = np.array([block.element.tag in HEADINGS for block in page.blocks])
    last = np.maximum.accumulate(np.where(is_heading, order, -1))
    columns.append(np.where(last >= 0, verdicts[last], -1.0))
    before = np.cumsum(mass) - mass
    columns += [before / total, 1 - (before + mass) / total, np.full(len(chars), np.log1p(total))]
    columns += [since(likely), since(likely[::-1])[::-1], since(anchors), since(anchors[::-1])[::-1]]
    inside, levels, groups = _beneath(page.blocks, find_container(page.blocks, mass))
    inside_core, levels_core, _ = _beneath(page.blocks, find_container(page.blocks, mass, _CORE))
    columns += [inside, levels, inside_core, levels_core]
    return np.concatenate([look.table, stack(columns), expand_groups(groups)], axis=1)


def find_container(blocks: list[Block], mass: NDArray[np.float64], share: float = _SHARE) -> Element | None:
    """Gives the deepest element that holds at least ``share`` of the mass; ``None`` if there is no mass."""
    held: dict[Element, float] = {}
    for block, weight in zip(blocks, mass.tolist(), strict=True):
        if weight >= 1:
            for element in block.element.ancestors():
                held[element] = held.get(element, 0.0) + weight
    wanted = share * sum(weight for weight in mass.tolist() if weight >= 1)
    return max((element for element, weight in held.items() if weight >= wanted), key=lambda e: e.depth, default=None)


def _beneath(blocks: list[Block], container: Element | None) -> tuple[Column, Column, Ints]:
    """Gives, for each block: whether it lies in the container, how many levels below, and the groups of the names in
    between.
    """
    known: dict[Element, tuple[float, float, int]] = {}
    if container is not None:
        known[container] = (1.0, 0.0, 0)
    rows, masks = [], []
    for block in blocks:
        path = []
        element: Element | None = block.element
        while element is not None and element not in known:
            path.append(element)
            element = element.parent
        inside, levels, mask = known[element] if element is not None else (0.0, 0.0, 0)
        for element in reversed(path):
            levels, mask = levels + 1, mask | element.mask
            known[element] = (inside, levels, mask)
        rows.append((inside, levels))
        masks.append(mask | block.inline)
    table = np.array(rows, dtype=np.float64)
    return table[:, 0], table[:, 1], np.array(masks, dtype=np.int64)


def headings_between(blocks: list[Block], verdicts: Verdicts, is_chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Marks the headings that were nearly chosen and stand between chosen blocks, next to them in the tree.

    What their names say counts less than where they stand: a heading of the text has some of it close above and close
    below, in the same container.
    """
    found = np.zeros(len(blocks), dtype=np.bool_)
    for index, block in enumerate(blocks):
        if block.element.tag in HEADINGS and not is_chosen[index] and verdicts[index] >= _PERHAPS:
            above = _nearest(is_chosen, range(index - 1, max(index - 1 - _CLOSE, -1), -1))
            below = _nearest(is_chosen, range(index + 1, min(index + 1 + _CLOSE, len(blocks))))
            if above is not None and below is not None:
                found[index] = all(_is_beside(block.element, blocks[other].element) for other in (above, below))
    return found


def _nearest(is_chosen: NDArray[np.bool_], places: range) -> int | None:
    return next((place for place in places if is_chosen[place]), None)


def _is_beside(heading: Element, other: Element) -> bool:
    """Whether an element lies beside a heading, or in a wrapper beside it."""
    around, wrapper = heading.parent, other.parent
    return around is not None and wrapper is not None and around in (wrapper, wrapper.parent)
