"""From judged blocks to the sections of an article."""

from __future__ import annotations

import re
from collections import Counter

from crawler.extraction.body.blocks import HEADINGS, Block
from crawler.extraction.body.lexicon import squeeze
from crawler.extraction.body.words import BIT
from crawler.items import Section

_MAX_HEADING = 200
"""Characters; what is longer is a paragraph that somebody made look like a heading."""
_MAX_SUMMARY = 700
_SUMMARY_AMONG = 3
_QUOTED = 60
"""Letters in which a summary and the page's description must agree."""
_REPEATED = 60
"""Characters from which on the same text twice is a repetition, not a refrain."""
_WALL_WITHIN = 6
"""Blocks behind the text in which a wall is looked for."""
_BREAKS_OFF = re.compile(r"(?:…|\.\.\.)\W*$|\w$")
_BULLET = re.compile(r"^[•·▪■●◦‣*]\s+")


def without_repeats(blocks: list[Block]) -> list[Block]:
    """Leaves out what was there before: pages print a text twice for wide and narrow screens."""
    seen: set[str] = set()
    kept = []
    for block in blocks:
        if len(block.text) >= _REPEATED:
            if block.text in seen:
                continue
            seen.add(block.text)
        kept.append(block)
    return kept


def split_summary(blocks: list[Block], description: str | None, *, is_news: bool) -> tuple[str | None, list[Block]]:
    """Parts the summary printed above the body from the body's blocks.

    Only on pages that declare to be news: on others the first lines are rarely apart. It is one of the first blocks, is
    named a summary, and either is the page's own description to the letter or begins like it and stands apart from the
    paragraphs. A first paragraph that is only set in bold, or quoted by the description, belongs to the body.
    """
    description = squeeze(description or "")
    told = description[:_QUOTED]
    if not is_news or len(told) < _QUOTED // 2:
        return None, blocks
    kinds: Counter[str] = Counter()
    for block in blocks:
        kinds[block.element.signature] += len(block.text)
    for at, block in enumerate(blocks[:_SUMMARY_AMONG]):
        is_ordinary = kinds[block.element.signature] > 2 * len(block.text)
        if is_ordinary or len(block.text) > _MAX_SUMMARY or at + 1 == len(blocks):
            break
        is_named = (block.element.mask | block.inline) & BIT["summary"]
        text = squeeze(block.text)
        is_apart = block.element.parent is not blocks[at + 1].element.parent
        if is_named and (text == description or (is_apart and text.startswith(told))):
            return block.text, blocks[:at] + blocks[at + 1 :]
    return None, blocks


def ends_at_wall(blocks: list[Block], chosen: list[Block]) -> bool:
    """Whether the last chosen block breaks off and a block named a paywall stands close behind it."""
    if not chosen or not _BREAKS_OFF.search(chosen[-1].text):
        return False
    at = max(index for index, block in enumerate(blocks) if block is chosen[-1])
    return any(
        (block.element.mask | block.element.above) & BIT["paywall"] for block in blocks[at + 1 : at + _WALL_WITHIN]
    )


def build_sections(blocks: list[Block], headline: str | None) -> list[Section]:
    """Gives the sections: a heading opens one; headings with nothing below them, and the page's headline, are left
    out.
    """
    sections = [Section()]
    title = squeeze(headline or "")
    for block in blocks:
        if block.element.tag in HEADINGS and len(block.text) <= _MAX_HEADING:
            if squeeze(block.text) != title:
                sections.append(Section(block.text))
            continue
        sections[-1].paragraphs += paragraphs(block)
    return [section for section in sections if section.paragraphs]


def paragraphs(block: Block) -> list[str]:
    """Gives the text of a block, without the mark of a list item."""
    text = _BULLET.sub("", block.text)
    return [text] if text else []
