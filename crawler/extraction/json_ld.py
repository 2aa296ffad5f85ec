"""JSON-LD blocks as pages really carry them: in comments, escaped, with raw newlines and stray commas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

import orjson

Node = dict[str, Any]
"""One JSON-LD node as parsed."""

MAX_NODES = 2000
"""Nodes kept of one page; more are a catalogue or an attack."""
_DEPTH = 8
"""Levels of lists and ``@graph`` within each other that are looked through."""

_WRAPPING = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->")
_NEAR = 40
"""Characters around a quotation mark in which its neighbour must stand."""
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_QUOTE = re.compile(r'(?<!\\)"')
_ARTICLE_TYPE = re.compile(r"""["']@type["']\s*:\s*["']\w*(?:Article|BlogPosting)["']""")
_PLAIN_FIELD = re.compile(
    r"""["'](?P<name>@type|headline|datePublished|dateModified|description|articleSection|inLanguage|url)["']\s*:\s*"""
    r"""(?P<quote>["'])(?P<value>(?:(?!(?P=quote)|[\\\n]).)+)(?P=quote)"""
)


def parse_json_ld(blocks: Iterable[str]) -> list[Node]:
    """Gives the nodes of all blocks in their order, lists and ``@graph`` flattened.

    Of a block past repair the plain fields of an article are saved, if it is one.
    """
    nodes: list[Node] = []
    for block in blocks:
        for value in _values(block):
            for node in _flatten(value, _DEPTH):
                nodes.append(node)
                if len(nodes) >= MAX_NODES:
                    return nodes
    return nodes


def _flatten(value: object, depth: int) -> Iterator[Node]:
    if depth < 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flatten(item, depth - 1)
    elif isinstance(value, dict):
        graph = value.get("@graph")
        if not isinstance(graph, (list, dict)) or "@type" in value:
            yield value
        yield from _flatten(graph, depth - 1)


def _values(block: str) -> list[object]:
    """Gives what one block holds: one value, or several where a page wrote one object after the other."""
    try:
        return [orjson.loads(block)]
    except orjson.JSONDecodeError:
        text = _unwrapped(block)
    for repair in (_as_it_is, unescape, _without_stray_commas, _with_escaped_quotes):
        repaired = repair(text)
        try:
            return _decode_all(repaired)
        except (ValueError, RecursionError):
            continue
    return [salvaged] if (salvaged := _salvage(block)) else []


def _salvage(text: str) -> Node:
    """Gives the plain fields of an article's node that cannot be parsed: the first value that each has in the text."""
    if not _ARTICLE_TYPE.search(text):
        return {}
    node: Node = {}
    for match in _PLAIN_FIELD.finditer(text):
        node.setdefault(match["name"], match["value"])
    return node


def _unwrapped(block: str) -> str:
    """Gives a block from its first brace or bracket to its last, without the comment marks around it."""
    text = _WRAPPING.sub("", block)
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    end = max(text.rfind("}"), text.rfind("]")) + 1
    return text[min(starts) : end or len(text)] if starts else ""


def _decode_all(text: str) -> list[object]:
    """Decodes one JSON value after the other. Raises ``ValueError`` where one is broken."""
    decoder, values, at = json.JSONDecoder(strict=False), [], 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        values.append(value)
        while at < len(text) and text[at] in " \t\r\n,;":
            at += 1
    return values


def _as_it_is(text: str) -> str:
    return text


def _without_stray_commas(text: str) -> str:
    return _TRAILING_COMMA.sub("", _BAD_ESCAPE.sub(r"\\\\", text))


def _with_escaped_quotes(text: str) -> str:
    """Escapes quotation marks within strings: those that neither follow nor precede what JSON puts next to a string."""
    text = _without_stray_commas(text)

    def escape(mark: re.Match[str]) -> str:
        at = mark.start()
        before = text[max(0, at - _NEAR) : at].rstrip()[-1:]
        after = text[at + 1 : at + 1 + _NEAR].lstrip()[:1]
        return '"' if before in "{[,:" or after in ",:}]" else r"\""

    return _QUOTE.sub(escape, text)
