"""``/feed.atom``: any list of articles as an Atom feed (RFC 4287), page by page (RFC 5005)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from lxml import etree

from crawler.storage.reading.articles import Page
from crawler.web.article_view import ArticleView, view
from crawler.web.filters import PageFilter
from crawler.web.services import UseChoices, UseReading

router = APIRouter()

_ATOM = "http://www.w3.org/2005/Atom"
_NAMESPACES: dict[Any, str] = {None: _ATOM}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@router.get("/feed.atom")
async def feed(
    request: Request, asked: Annotated[PageFilter, Query()], reading: UseReading, choices: UseChoices
) -> Response:
    """The newest articles that fit the filters; entries lead to the source, not to our copy."""
    wanted = asked.wanted(choices)
    page = await reading.articles.page(wanted, asked.limit, asked.position) if wanted else Page([], None)
    base = str(request.base_url).rstrip("/")
    links = {"self": f"{base}{asked.link('/feed.atom', cursor=asked.cursor)}", "alternate": f"{base}{asked.link('/')}"}
    if page.after:
        links["next"] = f"{base}{asked.link('/feed.atom', cursor=page.after)}"
    document = atom([view(article) for article in page.articles], links)
    return Response(document, media_type="application/atom+xml")


def atom(articles: Sequence[ArticleView], links: dict[str, str]) -> bytes:
    """Gives the feed as XML; ``links`` by relation, ``self`` among them."""
    newest = max((_updated(article) for article in articles), default=_EPOCH)
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=_NAMESPACES)
    _add(root, "id", links["self"])
    _add(root, "title", "Byline: news with its sources")
    _add(root, "updated", newest.isoformat())
    for rel, href in links.items():
        _add(root, "link", rel=rel, href=href)
    for article in articles:
        _add_entry(_add(root, "entry"), article)
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return document


def _add_entry(entry: etree._Element, article: ArticleView) -> None:
    before, link, after = article.statement
    _add(entry, "id", f"urn:sha256:{article.id}")
    _add(entry, "title", article.headline)
    _add(entry, "updated", _updated(article).isoformat())
    for name in [author.text for author in article.authors] or [article.publisher.text]:
        _add(_add(entry, "author"), "name", name)
    _add(entry, "rights", f"{before}{link.text}{after}")
    for keyword in article.keywords:
        _add(entry, "category", term=keyword)
    if article.source.url:
        _add(entry, "link", rel="alternate", href=article.source.url)
    if article.published_at:
        _add(entry, "published", article.published_at.isoformat())
    if article.description:
        _add(entry, "summary", article.description)


def _updated(article: ArticleView) -> datetime:
    return article.modified_at or article.published_at or article.first_seen_at or _EPOCH


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    """Adds an element; characters that XML cannot hold are replaced."""
    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}", {key: _clean(value) for key, value in attributes.items()})
    child.text = None if text is None else _clean(text)
    return child


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
