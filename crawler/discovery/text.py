"""Plain text from what feeds call titles and summaries: HTML, escaped once or twice, or not at all."""

from __future__ import annotations

import html
import re

MAX_TEXT = 1000
"""Characters of a title or a summary that are kept."""

_BLOCKS = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")


def plain(text: str | None) -> str | None:
    """Gives one line of text without markup, at most ``MAX_TEXT`` characters; ``None`` where nothing is left."""
    if not text:
        return None
    text = text[: 20 * MAX_TEXT]
    for _ in range(2):  # once for the markup of the feed, once for feeds that escape twice
        if "<" in text:
            text = _TAG.sub(" ", _BLOCKS.sub(" ", text))
        if "&" in text:
            text = html.unescape(text)
    return " ".join(text.split())[:MAX_TEXT] or None
