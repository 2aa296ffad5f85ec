"""Whether a page shows its article only after its scripts have run. Pure, and linear in the size of the page.

No parser: every page of an ``auto`` source is looked at in the crawl's own process, hostile ones too, and a parser can
be held for a minute.
"""

from __future__ import annotations

import re
from itertools import islice

ENOUGH = 250
"""Characters of running text that make an article. Shells of client-rendered pages have menus and slogans, not this."""
LINE = 60
"""Characters; shorter lines are menus, buttons and headlines."""
LOOKED_AT = 2 * 1024 * 1024
"""Bytes; text that begins later is not looked for."""

_LONG_PARAGRAPH = re.compile(rb"<p\b[^<>]*>[^<]{%d,}" % LINE)
_LONG_PARAGRAPHS = 4
"""A page with so many is an article at first sight: a consent notice has fewer. Saves most pages the closer look."""

_SILENT = (b"script", b"style", b"noscript", b"template", b"svg", b"nav", b"footer", b"head")
_INLINE_TAG = re.compile(rb"</?(?:a|abbr|b|br|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|time|u)\b[^<>]*>")
_TAG = re.compile(rb"<[^<>]*>")

_MOUNT = re.compile(
    rb"""id\s*=\s*["']?(?:root|app|main-app|app-root|__next|__nuxt|___gatsby|react-root|svelte|q-app|ember-app)\b"""
)
_FRAMEWORK = (
    b"<app-root", b"ng-app", b"ng-version", b"data-reactroot", b"data-v-app", b"data-server-rendered",
    b"data-sveltekit", b"__NEXT_DATA__", b"self.__next_f", b"__NUXT__", b"__INITIAL_STATE__", b"__APOLLO_STATE__",
    b"__PRELOADED_STATE__", b"webpackChunk",
)  # fmt: skip
_MODULE = re.compile(rb"""<script[^<>]*\btype\s*=\s*["']?module\b""")
_NOSCRIPT = re.compile(rb"<noscript[^<>]*>[^<]*(?:<[^<>]*>[^<]*){0,4}?javascript", re.IGNORECASE)
_WALL = re.compile(rb"cf-chl|challenge-platform|captcha|datadome|perimeterx|px-captcha", re.IGNORECASE)
_JSON_BODY = re.compile(rb'"articleBody"\s*:\s*"[^"]{%d}' % ENOUGH)


def is_client_rendered(html: bytes) -> bool:
    """Says whether ``html`` holds no article but the signs of one that scripts would put there.

    Signs are the empty mount points, state objects and module scripts of the common frameworks, and a ``noscript`` that
    asks for JavaScript. Not meant: pages whose structured data hold the text, and walls that test for a human.
    """
    page = html[:LOOKED_AT]
    if has_article(page):
        return False
    has_signs = any(mark in page for mark in _FRAMEWORK) or any(
        sign.search(page) for sign in (_MOUNT, _MODULE, _NOSCRIPT)
    )
    return has_signs and _WALL.search(page) is None


def has_article(html: bytes) -> bool:
    """Says whether ``html`` holds enough running text for an article, in view or in its structured data."""
    page = html[:LOOKED_AT]
    first_paragraphs = islice(_LONG_PARAGRAPH.finditer(page), _LONG_PARAGRAPHS)
    if len(list(first_paragraphs)) == _LONG_PARAGRAPHS:
        return True
    return count_text(page) >= ENOUGH or _JSON_BODY.search(page) is not None


def count_text(html: bytes) -> int:
    """Counts the bytes of running text: lines of ``LINE`` and more outside of scripts, styles, menus and footers."""
    page = html.lower()
    for name in _SILENT:
        page = _without(page, name)
    page = _TAG.sub(b"\n", _INLINE_TAG.sub(b" ", page))
    lines = (b" ".join(line.split()) for line in page.split(b"\n"))
    return sum(len(line) for line in lines if len(line) >= LINE)


def _without(page: bytes, name: bytes) -> bytes:
    """Drops the elements of that name. An element without an end ends with the page; nested ones at the first end."""
    opening, closing = b"<" + name, b"</" + name
    parts: list[bytes] = []
    at = 0
    while True:
        begin = page.find(opening, at)
        if begin < 0:
            parts.append(page[at:])
            break
        after = page[begin + len(opening) : begin + len(opening) + 1]
        if after not in b" \t\r\n/>":  # <header> is no <head>
            parts.append(page[at : begin + len(opening)])
            at = begin + len(opening)
            continue
        parts.append(page[at:begin])
        end = page.find(closing, begin)
        if end < 0:
            break
        at = end + len(closing)
    return b"\n".join(parts)
