"""What the pages of one site share, and how it helps to read the next one.

A profile remembers where the articles of a site stand, which kinds of blocks there are text and which are not, and the
blocks that came back on several pages and thus belong to the site's frame. It is plain data of a few KB.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from crawler.extraction.body.blocks import HEADINGS, Block

WARM = 4
"""Pages from which a profile is used as the fast way."""
REPEATED = 2
"""Pages on which a block must have been seen to belong to the frame."""
_FEW = 25
"""Characters of a block that may come back by chance."""
_KNOWN = 3
"""Blocks of a kind from which on it is known."""
_TEXT, _FRAME = 0.95, 0.05
"""Share of a kind's blocks that were text, from which on (to which) all of them are taken to be (not to be)."""


@dataclass(slots=True)
class Profile:
    """The memory of one site's layout. Its fields hold strings and numbers only."""

    pages: int = 0
    """Pages learned from, of this layout."""
    containers: dict[str, int] = field(default_factory=dict)
    """Selector of the article's container -> pages on which it was right."""
    kinds: dict[str, list[int]] = field(default_factory=dict)
    """Hash of a kind of block -> blocks that were text, blocks seen."""
    seen: dict[str, int] = field(default_factory=dict)
    """Hash of a block's text -> pages it was seen on; those seen once are forgotten first."""
    fields: dict[str, dict[str, int]] = field(default_factory=dict)
    """``headline``, ``byline``, ``date`` -> selector -> pages on which it held the right value."""
    usual_chars: float = 0.0
    """Usual length of a body: a mean that forgets slowly."""
    layout: int = 1
    """Counts the layouts that the site has had since it is watched."""
    misfits: int = 0
    """Pages in a row that did not fit."""
    next: dict[str, Any] | None = None
    """A profile in the making, of the pages that did not fit, as ``profile.to_plain`` gives it."""

    @property
    def is_warm(self) -> bool:
        """Whether it has seen enough pages to be relied on."""
        return self.pages >= WARM


def digest(text: str) -> str:
    """Gives the short hash that stands for a text or a kind."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def kind_of(block: Block) -> str:
    """Gives the hash of a block's kind: the tag and the names of the element around it and of the one around that."""
    return digest(block.element.signature)


def share_of_text(profile: Profile, block: Block, least: int = _KNOWN) -> float | None:
    """Gives how many blocks of a block's kind were text, 0 to 1; ``None`` for a kind of which fewer than ``least`` are
    known.
    """
    counted = profile.kinds.get(kind_of(block))
    return counted[0] / counted[1] if counted and counted[1] >= least else None


def is_frame(profile: Profile, block: Block) -> bool:
    """Whether a block was seen on other pages. Headings and a few words recur in articles too, so more proof is asked
    for.
    """
    is_weak = len(block.text) < _FEW or block.element.tag in HEADINGS
    return profile.seen.get(digest(block.text), 0) >= (2 * REPEATED if is_weak else REPEATED)


def judge_kind(profile: Profile, block: Block) -> bool | None:
    """Gives whether a block is text, by its kind alone; ``None`` where the kind is unknown or not of one mind."""
    share = share_of_text(profile, block)
    if share is None or _FRAME < share < _TEXT:
        return None
    return share >= _TEXT
