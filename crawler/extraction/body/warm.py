"""Reading a page of a site that is known: by its profile alone where all is as usual, else with the profile's
advice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crawler.extraction.body.blocks import HEADINGS, Block, Element, Walk
from crawler.extraction.body.features import Verdicts
from crawler.extraction.body.frame import Profile, is_frame, judge_kind, share_of_text
from crawler.extraction.body.lexicon import looks_like_service
from crawler.extraction.document import Document

_LEAST = 250
"""Characters of text below which the fast way is not trusted."""
_SHARE_OF_USUAL = 0.15
"""Share of the site's usual length below which it is not either."""
_CONTAINERS = 3
"""Containers of a profile that are tried: sites have a few templates."""
_DOUBTFUL = 150
"""Characters under which a block that is mostly link, or speaks of services, needs a closer look although its kind is
text.
"""
_PULL = 0.3
"""How far a kind that is nearly always (never) text moves the verdict on one of its blocks."""
_NEARLY = 0.05
_MANY = 12
"""Blocks of a kind from which on it may overrule what the page itself suggests."""


@dataclass(slots=True)
class WarmRead:
    """What the fast way gives."""

    container: Element
    blocks: list[Block]
    """The article's blocks in their order."""


def read_by_profile(document: Document, profile: Profile) -> WarmRead | None:
    """Gives the article's blocks without looking at the rest of the page; ``None`` where anything is not as the profile
    knows it.
    """
    for selector in sorted(profile.containers, key=lambda name: -profile.containers[name])[:_CONTAINERS]:
        found = document.tree.css(selector)
        if len(found) != 1 or not (blocks := Walk(found[0]).blocks):
            continue
        *_, container = blocks[0].element.ancestors()
        chosen = _choose(profile, blocks)
        least = max(_LEAST, _SHARE_OF_USUAL * profile.usual_chars)
        return WarmRead(container, chosen) if chosen and sum(len(block.text) for block in chosen) >= least else None
    return None


def _choose(profile: Profile, blocks: list[Block]) -> list[Block] | None:
    chosen = []
    for block in blocks:
        if is_frame(profile, block):
            continue
        is_text = judge_kind(profile, block)
        if is_text is None or (is_text and _is_doubtful(block)):
            return None
        if is_text:
            chosen.append(block)
    return chosen


def _is_doubtful(block: Block) -> bool:
    length = len(block.text)
    if length >= _DOUBTFUL or block.element.tag in HEADINGS:
        return False
    return 2 * block.link_chars > length or looks_like_service(block.text)


def advise(profile: Profile, blocks: list[Block], verdicts: Verdicts) -> Verdicts:
    """Corrects the verdicts on a page by what the site's other pages have taught.

    What was seen on them is frame; a kind of block that was nearly always (never) text there pulls the verdicts on its
    blocks up (down).
    """
    advised = verdicts.copy()
    for at, block in enumerate(blocks):
        if is_frame(profile, block):
            advised[at] = 0.0
            continue
        share = share_of_text(profile, block, _MANY)
        if share is not None and share <= _NEARLY:
            advised[at] -= _PULL
        elif share is not None and share >= 1 - _NEARLY:
            advised[at] += _PULL
    return np.clip(advised, 0.0, 1.0)
