"""What a page declares about itself for machines: JSON-LD, OpenGraph, other ``<meta>``, ``<link>`` and microdata.

Read once per page; the fields' own modules judge it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from crawler.extraction.addresses import split_address
from crawler.extraction.document import Document
from crawler.extraction.json_ld import Node
from crawler.extraction.text import clean, fold

ARTICLE_TYPES = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle",
    "opinionnewsarticle", "reviewnewsarticle", "askpublicnewsarticle", "advertisercontentarticle",
    "satiricalarticle", "techarticle", "scholarlyarticle", "medicalscholarlyarticle", "report", "blogposting",
    "liveblogposting", "socialmediaposting", "discussionforumposting", "blog posting", "news article",
    "claimreview", "review", "recipe", "pressrelease", "interview",
})  # fmt: skip
"""Types of schema.org (lower case) whose node describes the text of a page."""

PAGE_TYPES = frozenset(
    {
        "webpage",
        "itempage",
        "creativework",
        "videoobject",
        "newsvideo",
        "imagegallery",
        "mediagallery",
        "podcastepisode",
    }
)
"""Types whose node may stand in where there is no article's."""

_OWN = 4
"""Likeness from which on a node surely is the page's own (see `_likeness`)."""
_NESTED = ("mainEntity", "mainEntityOfPage", "hasPart", "itemReviewed")


@dataclass(slots=True)
class MetaTags:
    """The ``<meta>`` elements of a page: contents by lower-case name, in their order."""

    contents: dict[str, list[str]] = field(default_factory=dict)

    def first(self, *names: str) -> str | None:
        """Gives the first content that one of the names has, in the order of the names."""
        for name in names:
            if values := self.contents.get(name):
                return values[0]
        return None

    def all(self, *names: str) -> list[str]:
        """Gives all contents of all names."""
        return [value for name in names for value in self.contents.get(name, ())]


def types_of(node: Node) -> frozenset[str]:
    """Gives the types of a JSON-LD node in lower case and without the vocabulary's address."""
    declared = node.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return frozenset(name.rsplit("/", 1)[-1].lower() for name in names if isinstance(name, str))


def nodes_in(value: object) -> Iterator[Node]:
    """Yields the nodes of a property that may hold one node or a list of them."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                yield item


def texts_in(value: object) -> Iterator[str]:
    """Yields the cleaned texts of a property that may hold a text, a node with a name, or a list of either."""
    for item in value if isinstance(value, list) else [value]:
        text = (
            clean(item.get("name") or item.get("@value") or item.get("@id")) if isinstance(item, dict) else clean(item)
        )
        if text:
            yield text


def first_text(value: object) -> str | None:
    """Gives the first text of a property."""
    return next(texts_in(value), None)


class Structured:
    """All that one page declares."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.meta = _read_meta(document)

    @cached_property
    def article(self) -> Node:
        """The JSON-LD node that describes this page's own text; empty if there is none."""
        return _own_article(self._document, self.meta)

    @cached_property
    def nodes_by_id(self) -> dict[str, Node]:
        """JSON-LD nodes by their ``@id``, those with a name first: what references lead to."""
        found: dict[str, Node] = {}
        for node in self._document.json_ld:
            for part in (node, *(child for value in node.values() for child in nodes_in(value))):
                name = part.get("@id")
                if isinstance(name, str) and len(part) > 1 and (name not in found or "name" not in found[name]):
                    found[name] = part
        return found

    def resolve(self, node: Node) -> Node:
        """Gives the node that a bare reference (``{"@id": ...}``) leads to, else the node itself."""
        name = node.get("@id")
        return self.nodes_by_id.get(name, node) if isinstance(name, str) and "name" not in node else node

    def microdata(self, *names: str) -> list[LexborNode]:
        """Gives the elements with one of the ``itemprop`` names that belong to the page's own article."""
        if "itemprop" not in self._document.html:
            return []
        found = [node for name in names for node in self._document.tree.css(f'[itemprop~="{name}"]')]
        return [node for node in found if _belongs_to_article(node)]

    @cached_property
    def canonical_url(self) -> str | None:
        """The canonical link as declared, absolute; else ``og:url``."""
        for node in self._document.tree.css('link[rel~="canonical" i][href]'):
            if address := self._document.absolute(node.attributes.get("href")):
                return address
        return self._document.absolute(self.meta.first("og:url"))

    def link(self, selector: str) -> str | None:
        """Gives the absolute address of the first element that matches and has a web address in ``href``."""
        for node in self._document.tree.css(selector):
            if address := self._document.absolute(node.attributes.get("href")):
                return address
        return None


def _read_meta(document: Document) -> MetaTags:
    contents: dict[str, list[str]] = {}
    for node in document.tree.css("meta[content]"):
        attributes = node.attributes
        content = clean(attributes.get("content"))
        if not content:
            continue
        names = {attributes.get(key) for key in ("property", "name", "itemprop", "http-equiv")}
        for name in names:
            if name:
                contents.setdefault(name.strip().lower(), []).append(content)
    return MetaTags(contents)


def _own_article(document: Document, meta: MetaTags) -> Node:
    """Chooses among the nodes of an article's type by address, then by headline; teasers of others have neither."""
    candidates = [node for node in _with_nested(document.json_ld) if types_of(node) & ARTICLE_TYPES]
    if not candidates:
        candidates = [node for node in document.json_ld if types_of(node) & PAGE_TYPES]
    if not candidates:
        return {}
    addresses = {_path(address) for address in (document.url, meta.first("og:url")) if address}
    titles = {fold(title).casefold() for title in (meta.first("og:title"), _text_of_first(document, "h1")) if title}
    ranked = [(_likeness(node, addresses, titles), -index) for index, node in enumerate(candidates)]
    likeness, index = max(ranked)
    best = candidates[-index]
    if likeness < _OWN and titles and clean(best.get("headline")) and any(map(_path, _addresses_of(best))):
        return {}  # it names another address and another headline: a teaser
    return _merge(
        best,
        [node for (score, _), node in zip(ranked, candidates, strict=True) if score == likeness and node is not best],
    )


def _merge(best: Node, others: Iterable[Node]) -> Node:
    """Adds what equally good nodes say besides: pages often describe one article twice, each time in part."""
    merged = dict(best)
    for node in others:
        if _same_headline(best, node):
            for key, value in node.items():
                if not merged.get(key):
                    merged[key] = value
    return merged


def _same_headline(one: Node, other: Node) -> bool:
    return clean(one.get("headline")) == clean(other.get("headline"))


def _with_nested(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        for key in _NESTED:
            yield from nodes_in(node.get(key))


def _likeness(node: Node, addresses: set[str], titles: set[str]) -> int:
    """Rates how surely a node is the page's own: 8 for its address, 4 for its headline, 2 for text, 1 for a time."""
    score = 0
    if any(_path(address) in addresses for address in _addresses_of(node)):
        score += 8
    headline = clean(node.get("headline") or node.get("name"))
    if headline and any(headline.casefold() in title or title in headline.casefold() for title in titles):
        score += 4
    score += 2 * isinstance(node.get("articleBody"), str)
    return score + ("datePublished" in node)


def _addresses_of(node: Node) -> Iterator[str]:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        for part in value if isinstance(value, list) else [value]:
            address = (part.get("@id") or part.get("url")) if isinstance(part, dict) else part
            if isinstance(address, str):
                yield address


def _path(address: str) -> str:
    """Gives what tells the pages of a site apart: its path, without host and query."""
    return unquote(split_address(address).path).rstrip("/")


def _text_of_first(document: Document, selector: str) -> str | None:
    node = document.tree.css_first(selector)
    return clean(node.text(deep=True, separator=" ")) if node else None


def _belongs_to_article(node: LexborNode) -> bool:
    """Whether the nearest scope is an article's, or there is none; elements of lists of teasers don't belong."""
    ancestor = node.parent
    while ancestor is not None:
        attributes = ancestor.attributes
        if "itemscope" in attributes or "itemtype" in attributes:
            kind = (attributes.get("itemtype") or "").rsplit("/", 1)[-1].lower()
            return not kind or kind in ARTICLE_TYPES or kind in PAGE_TYPES
        if ancestor.tag == "aside":
            return False
        ancestor = ancestor.parent
    return True
