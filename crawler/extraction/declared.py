"""The small fields that a page only declares: links to its twins, keywords, section, whether it is free."""

from __future__ import annotations

import re

from crawler.extraction.addresses import split_address
from crawler.extraction.document import Document
from crawler.extraction.structured import Structured, first_text, texts_in
from crawler.items import Extraction

MAX_KEYWORDS = 50
MAX_KEYWORD = 80
"""Characters; longer ones are sentences."""

_FREE = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_PAGE_NUMBER = re.compile(
    r"(?:[/_.,-]|[/_.,-]?(?:page|seite|pagina|p|s)[/_.,=-]?)?\d{1,2}(?:/|\.\w{3,5})?", re.IGNORECASE
)
_EXTENSION = re.compile(r"(?:\.\w{3,5}|/)$")
_TRAILING_NUMBER = re.compile(r"(?:[/_.,-](?:page|seite|pagina|p|s)?[/_.,=-]?)\d{1,2}$", re.IGNORECASE)


def set_declared(extraction: Extraction, document: Document, structured: Structured) -> None:
    """Sets the fields that need no judging."""
    article, meta = structured.article, structured.meta
    extraction.canonical_url = structured.canonical_url
    extraction.amp_url = structured.link('link[rel~="amphtml" i][href]')
    extraction.next_url = _next_page(document, structured)
    extraction.keywords = read_keywords(structured)
    _set(extraction, "section", first_text(article.get("articleSection")), "json-ld")
    if extraction.section is None:
        _set(extraction, "section", meta.first("article:section", "og:article:section", "section"), "opengraph")
    declared = article.get("isAccessibleForFree")
    if declared is not None:
        free = _FREE.get(str(declared).rsplit("/", 1)[-1].lower())
        extraction.is_accessible_for_free = free
        if free is not None:
            extraction.origins["is_accessible_for_free"] = "json-ld"
    for name in ("canonical_url", "amp_url", "next_url", "keywords"):
        if getattr(extraction, name):
            extraction.origins[name] = "meta"
    if extraction.keywords and article.get("keywords"):
        extraction.origins["keywords"] = "json-ld"


def read_keywords(structured: Structured) -> list[str]:
    """Gives the keywords of the first source that has any, lists in one text taken apart, each once."""
    meta = structured.meta
    for values in (
        list(texts_in(structured.article.get("keywords"))),
        meta.all("article:tag", "og:article:tag"),
        meta.all("news_keywords", "keywords")[:1],
    ):
        parts = [
            part.strip() for value in values for part in re.split(r"[,;،、]" if len(values) < 4 else r"[,;]", value)
        ]
        keywords = list(dict.fromkeys(part for part in parts if 1 < len(part) <= MAX_KEYWORD))
        if keywords:
            return keywords[:MAX_KEYWORDS]
    return []


def _set(extraction: Extraction, name: str, value: str | None, origin: str) -> None:
    if value:
        setattr(extraction, name, value)
        extraction.origins[name] = origin


def _next_page(document: Document, structured: Structured) -> str | None:
    """Gives the next page of this article.

    Blogs link their next post the same way: the address must be this one's and a number.
    """
    address = structured.link('link[rel~="next" i][href], a[rel~="next" i][href]')
    for own in (document.url, structured.canonical_url or ""):
        if address and own and _is_page_of(address, own):
            return address
    return None


def _is_page_of(address: str, own: str) -> bool:
    """Whether an address differs from the article's only by the number of a page, in its path or its query."""
    next_parts, own_parts = split_address(address), split_address(own)
    if next_parts.netloc != own_parts.netloc or address == own:
        return False
    next_path, own_path = next_parts.path, own_parts.path
    if next_path == own_path:
        return next_parts.query != own_parts.query and bool(re.search(r"(?:^|&)\w+=\d{1,2}(?:&|$)", next_parts.query))
    stem = _TRAILING_NUMBER.sub("", _EXTENSION.sub("", own_path))
    tail = next_path[len(stem) :]
    return bool(stem.strip("/")) and next_path.startswith(stem) and bool(_PAGE_NUMBER.fullmatch(tail))
