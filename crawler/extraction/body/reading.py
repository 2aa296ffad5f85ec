"""What a page says before anything is judged: its blocks, and what its metadata tells of the article."""

from __future__ import annotations

import re
from collections.abc import Set
from html import unescape

from crawler.extraction.body.blocks import Walk
from crawler.extraction.body.features import ARTICLE, NEWS, UNDECLARED, Page
from crawler.extraction.document import Document
from crawler.extraction.text import clean, fold

_ENOUGH = 200
"""Characters of visible text below which hidden text is looked at too."""
_AUTHORS = 10
_TAG = re.compile(r"<[^>]{0,500}>")
_PARAGRAPH_END = re.compile(r"\n+|<br\s*/?>|</p>|</h\d>|</li>|</div>", re.IGNORECASE)


def read_page(document: Document, headline: str | None, removed: Set[int] = frozenset()) -> Page:
    """Gives the blocks of a page; its hidden ones too where it shows next to nothing (a script would have shown
    them).
    """
    root = document.tree.body
    if root is None:
        return Page([])
    blocks = Walk(root, removed=removed).blocks
    if sum(len(block.text) for block in blocks) < _ENOUGH:
        blocks = Walk(root, with_hidden=True, removed=removed).blocks
    declared = fold(_TAG.sub(" ", declared_text(document)))
    return Page(blocks, headline, description_of(document), declared or None, _authors(document), genre_of(document))


def description_of(document: Document) -> str | None:
    """Gives the page's own description."""
    for query in ('meta[property="og:description"]', 'meta[name="description"]'):
        node = document.tree.css_first(query)
        if node is not None and (text := clean(node.attributes.get("content"))):
            return text
    return None


def declared_text(document: Document) -> str:
    """Gives the longest ``articleBody`` in the page's JSON-LD, decoded but with its tags and lines; ``""`` if there is
    none.
    """
    texts = [text for node in document.json_ld if isinstance(text := node.get("articleBody"), str)]
    longest = max(texts, key=len, default="")
    return unescape(unescape(longest)) if "&" in longest else longest


def declared_paragraphs(document: Document) -> list[str]:
    """Gives the paragraphs of the declared text, as far as it marks them."""
    pieces = _PARAGRAPH_END.split(declared_text(document))
    return [text for piece in pieces if (text := fold(_TAG.sub("", piece)))]


def _authors(document: Document) -> list[str]:
    """Gives the names that the page declares as its authors', uncleaned."""
    names: list[object] = []
    for node in document.json_ld:
        people = node.get("author")
        persons = people if isinstance(people, list) else [people]
        names += [person.get("name") if isinstance(person, dict) else person for person in persons]
    meta = document.tree.css_first('meta[name="author"]')
    names.append(meta.attributes.get("content") if meta else None)
    return [text for name in names[:_AUTHORS] if isinstance(name, str) and (text := fold(name)) and len(text) < 80]


def genre_of(document: Document) -> int:
    """Gives what a page declares to be: news, another article, or nothing of the kind."""
    types = " ".join(str(node.get("@type")) for node in document.json_ld)
    if "NewsArticle" in types or "LiveBlogPosting" in types:
        return NEWS
    if "Article" in types or "BlogPosting" in types:
        return ARTICLE
    meta = document.tree.css_first('meta[property="og:type"]')
    is_article = meta is not None and "article" in (meta.attributes.get("content") or "").lower()
    return ARTICLE if is_article else UNDECLARED
