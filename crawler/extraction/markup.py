"""The source of a page as text, for what is found faster there than in its tree."""

from __future__ import annotations

import re

_UNPRINTED = re.compile(r"<(?:(script|style|template|noscript|select|head)\b|!--)", re.IGNORECASE)
_FRAME = re.compile(r"<(aside|nav)\b", re.IGNORECASE)


def blank_unprinted(html: str) -> str:
    """Gives the source with scripts, styles, templates, head and comments replaced by a blank each."""
    return _blank(html, _UNPRINTED)


def blank_frame(html: str) -> str:
    """Gives the source with ``<aside>`` and ``<nav>`` replaced by a blank each."""
    return _blank(html, _FRAME)


def _blank(html: str, opening: re.Pattern[str]) -> str:
    """Blanks from each opening to its end; what has none goes up to the end of the page.

    Takes time in proportion to the length, whatever is left unclosed.
    """
    pieces: list[str] = []
    lower = html.lower()
    if len(lower) != len(html):  # some capitals are longer in lower case; positions would not fit
        lower = html
    at = 0
    while found := opening.search(html, at):
        pieces.append(html[at : found.start()])
        end = lower.find(f"</{found[1].lower()}" if found[1] else "-->", found.end())
        end = lower.find(">", end) if end >= 0 else -1
        at = end + 1 if end >= 0 else len(html)
    pieces.append(html[at:])
    return " ".join(pieces)
