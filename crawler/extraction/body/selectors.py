"""CSS selectors for elements of a page: an exact one for this page, and one that other pages of the site share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z_-]{1,50}")
"""Names without digits: those with are often numbers of one article, or change with each build of the site."""
_ANY_NAME = re.compile(r"[A-Za-z][\w-]{1,50}")
_PLAIN_TAG = re.compile(r"[a-z][a-z0-9-]*")
_TELLING_TAGS = ("article", "main")
_CLASSES = 3
_LEVELS = 3
_TOP = frozenset(("body", "html", None))


def exact_selector(node: LexborNode) -> str:
    """Gives a selector that leads to one element from the ``body`` by positions."""
    steps = []
    current: LexborNode | None = node
    while current is not None and current.tag not in _TOP:
        position, sibling = 1, current.prev
        while sibling is not None:
            position += sibling.is_element_node
            sibling = sibling.prev
        steps.append(f"{_tag(current)}:nth-child({position})")
        current = current.parent
    return " > ".join(["body", *reversed(steps)])


def shared_selector(tree: LexborHTMLParser, node: LexborNode) -> str | None:
    """Gives a short selector by names that matches this element and nothing else in the page; ``None`` if it has no
    such names.
    """
    for selector in _candidates(node):
        found = tree.css(selector)
        if len(found) == 1 and found[0].mem_id == node.mem_id:
            return selector
    return None


def _candidates(node: LexborNode) -> Iterator[str]:
    for names in (_PLAIN_NAME, _ANY_NAME):
        step = _step(node, names)
        if _tells(step, node):
            yield step
        outer = node.parent
        for _ in range(_LEVELS):
            if outer is None or outer.tag in _TOP:
                break
            around = _step(outer, names)
            if _tells(around, outer):
                yield f"{around} {step}"
            outer = outer.parent


def _tells(step: str, node: LexborNode) -> bool:
    return step != _tag(node) or step in _TELLING_TAGS


def _step(node: LexborNode, names: re.Pattern[str]) -> str:
    attributes = node.attributes
    identity = attributes.get("id") or ""
    if names.fullmatch(identity):
        return f"{_tag(node)}#{identity}"
    if "articleBody" in (attributes.get("itemprop") or "").split():
        return f'{_tag(node)}[itemprop~="articleBody"]'
    classes = [name for name in (attributes.get("class") or "").split() if names.fullmatch(name)]
    return _tag(node) + "".join(f".{name}" for name in classes[:_CLASSES])


def _tag(node: LexborNode) -> str:
    """Gives the tag as CSS can say it: broken pages have elements named ``p<b`` or ``o:p``."""
    tag = node.tag or ""
    return tag if _PLAIN_TAG.fullmatch(tag) else "*"
