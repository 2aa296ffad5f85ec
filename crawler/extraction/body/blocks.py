"""A page as a list of blocks: the runs of text between the boundaries that a reader sees.

The walk visits every node once, keeps its own stack (pages are nested thousands deep) and changes nothing in the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from crawler.extraction.body.words import BIT, name_groups
from crawler.extraction.text import fold

MAX_BLOCKS = 20_000
"""Blocks read of one page; the longest live blogs measured hold under 4,000."""
MAX_DEPTH = 2_000
"""Elements within each other that are followed; deeper content is left out."""

SKIPPED = frozenset(
    """
    script style noscript template svg math iframe object embed video audio canvas select option textarea input button
    head title nav footer dialog map rt rp progress meter datalist picture img link meta track source frame frameset
    noframes applet area
    amp-ad amp-embed amp-iframe amp-analytics amp-sidebar amp-consent amp-social-share
    """.split()
)
INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb ruby s samp slot small
    span strike strong sub sup time tt u var wbr
    """.split()
)
IMAGES = frozenset(
    ("img", "picture", "amp-img", "video", "svg", "iframe", "amp-iframe", "amp-video", "embed", "object")
)
ARTICLES = frozenset(("article", "main"))
BOLD = frozenset(("b", "strong"))
ITALIC = frozenset(("i", "em"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th"))
_NAMING = ("class", "id", "role", "itemprop", "data-testid", "data-component", "data-type")
_CONSENT = re.compile(
    r"(?:onetrust|didomi|sp_message|usercentrics|uc-|cookie(?:bot|consent|-law|-banner|-notice)|cmp(?:box|lz|-)|cmplz"
    r"|qc-cmp|truste|iubenda|fc-consent|cc-window)",
    re.IGNORECASE,
)
"""Ids and classes of the consent managers that publishers buy."""
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

ANCESTOR_TAGS = {
    tag: 1 << position
    for position, tag in enumerate(
        """
        article main aside header footer figure figcaption ul ol table blockquote form section details a dl p address
        pre li td
        """.split()
    )
}
"""Tags whose presence above a block tells something, as bits."""


@dataclass(slots=True, eq=False)
class Element:
    """A block-level element that holds text, with what its names and its ancestors' names say."""

    node: LexborNode
    tag: str
    parent: Element | None
    depth: int
    names: str
    """Its class, id, role and the like, as one string."""
    mask: int
    """Groups of its own names (``words.BIT``)."""
    above: int
    """Groups of all its ancestors' names."""
    tags: int
    """``ANCESTOR_TAGS`` of itself and its ancestors."""
    is_body: bool
    """Whether it is, or lies in, an element marked ``itemprop=articleBody``."""
    signature: str
    """Tag and names of itself and its parent: what blocks of one kind share."""
    images: int = 0
    """Pictures and players in it."""

    def ancestors(self) -> Iterator[Element]:
        """Gives itself and what it lies in, innermost first."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent


@dataclass(slots=True, eq=False)
class Block:
    """A run of text."""

    text: str
    """Folded: one line, no invisible characters."""
    element: Element
    """The innermost block-level element around it."""
    link_chars: int
    links: int
    bold_chars: int
    italic_chars: int
    breaks: int
    """Single ``<br>`` within."""
    is_split: bool
    """Whether a double ``<br>`` or a child element, and not its own tag, ended or began it."""
    inline: int
    """Groups of the names of the inline elements that its text begins in."""
    lines: list[str] = field(default_factory=list)
    """Its text line by line, where it has single breaks."""


@dataclass(slots=True)
class _Run:
    """The block being collected."""

    parts: list[str] = field(default_factory=list)
    has_text: bool = False
    link_chars: int = 0
    links: int = 0
    bold_chars: int = 0
    italic_chars: int = 0
    breaks: int = 0
    inline: int = 0
    is_split: bool = False


class _Open:
    """An element that the walk is in. Its ``Element`` is only made when a block needs it: most elements of a page hold
    no text of their own.
    """

    __slots__ = ("attributes", "element", "images", "is_inline", "node", "outer", "tag")

    def __init__(
        self, node: LexborNode, tag: str, attributes: dict[str, str | None], outer: _Open | None, is_inline: bool
    ) -> None:
        self.node = node
        self.tag = tag
        self.attributes = attributes
        self.outer = outer
        """The block-level element around it."""
        self.is_inline = is_inline
        self.images = 0
        self.element: Element | None = None


class Walk:
    """Collects the blocks of a tree."""

    def __init__(self, root: LexborNode, *, with_hidden: bool = False, removed: Set[int] = frozenset()) -> None:
        """``removed`` are the ``mem_id`` of nodes to be left out with all that they hold."""
        self.blocks: list[Block] = []
        self._with_hidden = with_hidden
        self._removed = removed
        self._run = _Run()
        self._links = 0
        self._bolds = 0
        self._italics = 0
        self._paragraphs = 0
        self._articles = int(root.tag != "body")
        self._block = _Open(root, root.tag or "", root.attributes, None, False)
        self._visit(root)
        self._flush()

    def _visit(self, root: LexborNode) -> None:
        open_elements: list[_Open] = []
        node = root.first_child
        while node is not None and len(self.blocks) < MAX_BLOCKS:
            child = None
            if node.is_text_node:
                self._read(node.text_content or "")
            elif node.is_element_node:
                child = self._enter(node, open_elements)
            following = child or node.next
            while following is None and open_elements:
                left = open_elements.pop()
                self._leave(left)
                following = left.node.next
            node = following
        while open_elements:
            self._leave(open_elements.pop())

    def _read(self, text: str) -> None:
        run = self._run
        if text.isspace():
            if run.has_text:
                run.parts.append(text)
            return
        run.parts.append(text)
        run.has_text = True
        if self._links:
            run.link_chars += len(text.strip())
        if self._bolds:
            run.bold_chars += len(text.strip())
        if self._italics:
            run.italic_chars += len(text.strip())

    def _break(self) -> None:
        """Takes note of a line break; a second one with nothing in between ends the block."""
        run = self._run
        if not run.has_text:
            return
        at = len(run.parts) - 1
        while at >= 0 and run.parts[at] != "\n" and run.parts[at].isspace():
            at -= 1
        if at >= 0 and run.parts[at] == "\n":
            self._flush(is_split=True)
            self._run.is_split = True
        else:
            run.parts.append("\n")
            run.breaks += 1

    def _enter(self, node: LexborNode, open_elements: list[_Open]) -> LexborNode | None:
        """Opens an element and gives its first child; ``None``, and nothing opened, if it has none or is left out."""
        tag = node.tag or ""
        if tag == "br":
            self._break()
            return None
        if tag in IMAGES:
            self._block.images += 1
            return None
        if tag in SKIPPED or len(open_elements) >= MAX_DEPTH:
            return None
        child = node.first_child
        is_inline = tag in INLINE or ("-" in tag and self._paragraphs > 0)
        if child is None:
            if not is_inline:
                self._flush(is_split=True)
            return None
        attributes = node.attributes
        if self._is_left_out(node, tag, attributes):
            return None
        entered = _Open(node, tag, attributes, self._block, is_inline)
        open_elements.append(entered)
        if is_inline:
            self._enter_inline(tag, attributes)
        else:
            self._enter_block(entered)
        return child

    def _is_left_out(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> bool:
        if tag == "aside" and not self._articles:
            return True
        if attributes and not self._with_hidden and _is_hidden(attributes):
            return True
        return bool(self._removed) and node.mem_id in self._removed

    def _enter_block(self, entered: _Open) -> None:
        if entered.tag in _CELLS:
            self._read(" ")
        else:
            self._flush(is_split=True)
        self._paragraphs += entered.tag == "p"
        self._articles += entered.tag in ARTICLES
        self._block = entered

    def _enter_inline(self, tag: str, attributes: dict[str, str | None]) -> None:
        run = self._run
        if tag == "a":
            self._links += 1
            run.links += 1
        elif tag in BOLD:
            self._bolds += 1
        elif tag in ITALIC:
            self._italics += 1
        if not run.has_text and attributes and (names := attributes.get("class")):
            run.inline |= name_groups(names)

    def _leave(self, left: _Open) -> None:
        tag = left.tag
        if left.is_inline:
            if tag == "a":
                self._links -= 1
            elif tag in BOLD:
                self._bolds -= 1
            elif tag in ITALIC:
                self._italics -= 1
            return
        if tag in _CELLS:
            self._read(" ")
        else:
            self._flush()
            self._run.is_split = True
        self._paragraphs -= tag == "p"
        self._articles -= tag in ARTICLES
        outer = left.outer
        assert outer is not None
        outer.images += left.images
        if left.element is not None:
            left.element.images = left.images
        self._block = outer

    def _flush(self, is_split: bool = False) -> None:
        run = self._run
        if run.has_text:
            text = "".join(run.parts)
            if folded := fold(text):
                lines = [line for part in text.split("\n") if (line := fold(part))] if run.breaks else []
                element = _materialise(self._block)
                self.blocks.append(
                    Block(
                        text=folded,
                        element=element,
                        link_chars=run.link_chars,
                        links=run.links,
                        bold_chars=run.bold_chars,
                        italic_chars=run.italic_chars,
                        breaks=run.breaks,
                        is_split=is_split or run.is_split,
                        inline=run.inline,
                        lines=lines,
                    )
                )
            self._run = _Run()
        else:
            # Most elements end without text of their own: cheaper than a new run.
            run.links = run.inline = 0
            run.is_split = False


def _materialise(innermost: _Open) -> Element:
    """Gives the ``Element`` of an open element, making it and those around it where they are not made yet."""
    pending = []
    opened: _Open | None = innermost
    while opened is not None and opened.element is None:
        pending.append(opened)
        opened = opened.outer
    parent = opened.element if opened is not None else None
    for opened in reversed(pending):
        parent = opened.element = _element(opened.node, opened.tag, parent, opened.attributes)
    assert parent is not None
    return parent


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style")
    if "hidden" in attributes or (style and _UNSEEN.search(style)):
        return True
    return bool((name := attributes.get("id") or attributes.get("class")) and _CONSENT.match(name))


def _element(node: LexborNode, tag: str, parent: Element | None, attributes: dict[str, str | None]) -> Element:
    if parent is None and tag == "body":
        # Its classes describe the page (theme, kind, state), not what it holds.
        return Element(node, tag, None, 0, "", 0, 0, 0, False, tag)
    names, mask, is_body = "", 0, parent is not None and parent.is_body
    if attributes:
        names = _names(attributes)
        mask = name_groups(names) if names else 0
        if attributes.get("aria-hidden") == "true":
            mask |= BIT["hidden"]
        is_body = is_body or "articleBody" in (attributes.get("itemprop") or "")
    return Element(
        node,
        tag,
        parent,
        parent.depth + 1 if parent else 0,
        names,
        mask,
        parent.above | parent.mask if parent else 0,
        (parent.tags if parent else 0) | ANCESTOR_TAGS.get(tag, 0),
        is_body,
        f"{tag} {names}<{parent.tag} {parent.names}" if parent else f"{tag} {names}<{_named(node.parent)}",
    )


def _names(attributes: dict[str, str | None]) -> str:
    return " ".join([value for name in _NAMING if (value := attributes.get(name))])


def _named(node: LexborNode | None) -> str:
    """Gives tag and names of the element around a walk's root, so that a part of a page gives the kinds that the whole
    gives.
    """
    return f"{node.tag} {'' if node.tag == 'body' else _names(node.attributes)}" if node is not None else ""
