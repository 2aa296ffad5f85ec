"""An article as it may be shown: what its publisher and the operator allow, with links that are safe to follow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.attribution.rights import signals
from crawler.items import Rights

Document = Mapping[str, Any]

_MAX_SNIPPET = re.compile(r"(?<![\w-])max-snippet\s*:\s*(-?\d{1,6})", re.IGNORECASE)

WITHHELD = {
    "removed": "This article has been removed at its owner's request.",
    "reserved": "The publisher reserves text and data mining: read the article at its source.",
    "nosnippet": "The publisher asks for no excerpts (nosnippet): read the article at its source.",
    "noarchive": "The publisher asks for no copies (noarchive): read the article at its source.",
    "token": "The full text is shown to the operator only: read the article at its source.",
    "empty": "No text was found on the page: read the article at its source.",
}
"""Why a text is not shown."""


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink; ``url`` is None where the address is not http(s)."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class SightingView:
    """Another publisher's copy."""

    link: Link
    publisher: str
    first_seen: datetime | None
    similarity: float


@dataclass(frozen=True, slots=True)
class ArticleView:
    """What may be shown of one article."""

    id: str
    headline: str
    description: str | None
    source: Link
    """The primary source: name and hyperlink."""
    publisher: Link
    own: Link
    """The page that was read."""
    statement: tuple[str, Link, str]
    """The attribution: text before the hyperlink, the hyperlink, text after it."""
    authors: list[Link]
    published_at: datetime | None
    modified_at: datetime | None
    first_seen_at: datetime | None
    language: str | None
    keywords: list[str]
    section: str | None
    kind: str
    is_truncated: bool
    needs_subscription: bool
    sections: list[tuple[str | None, list[str]]]
    images: list[tuple[Link, str | None]]
    also: list[SightingView]
    withheld: str | None
    """A key of WITHHELD; None where the whole text is shown."""
    story_id: str | None
    source_id: str
    revision: int


def view(article: Document, *, may_read: bool = False, heeds_robots: bool = True) -> ArticleView:
    """Gives what may be shown of an article document.

    ``may_read``: whether the one who asks may read full text. ``heeds_robots``: whether the page's ``nosnippet``,
    ``noarchive`` and ``max-snippet`` count, as they do wherever an article is displayed.
    """
    attribution = article.get("attribution") or {}
    publisher, primary = attribution.get("publisher") or {}, attribution.get("primary_source") or {}
    rights = _rights(attribution) if heeds_robots else Rights()
    withheld = _withheld(article, rights, may_read)
    source = Link(str(primary.get("name") or publisher.get("name") or ""), safe(primary.get("url")))
    return ArticleView(
        id=article["_id"],
        headline=str(article.get("headline") or article.get("url") or "Removed article"),
        description=_snippet(article.get("description"), rights),
        source=source,
        publisher=Link(str(publisher.get("name") or ""), safe(publisher.get("homepage"))),
        own=Link(str(article.get("url") or ""), safe(article.get("url"))),
        statement=_statement(str(attribution.get("statement") or ""), source),
        authors=[Link(str(author.get("name")), safe(author.get("url"))) for author in article.get("authors") or []],
        published_at=article.get("published_at"),
        modified_at=article.get("modified_at"),
        first_seen_at=article.get("first_seen_at"),
        language=article.get("language"),
        keywords=list(article.get("keywords") or []),
        section=article.get("section"),
        kind=str(article.get("kind") or ""),
        is_truncated=bool(article.get("is_truncated")),
        needs_subscription=article.get("is_accessible_for_free") is False,
        sections=[] if withheld else [(part.get("heading"), list(part["paragraphs"])) for part in article["sections"]],
        images=[] if withheld else [_image(image) for image in article.get("images") or []],
        also=[_sighting(sighting) for sighting in article.get("also_published_by") or []],
        withheld=withheld,
        story_id=article.get("story_id"),
        source_id=str(article.get("source_id") or ""),
        revision=int(article.get("revision") or 1),
    )


def safe(url: object) -> str | None:
    """Gives an address that may stand in a link: http or https with a host; None for any other."""
    if not isinstance(url, str):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def _rights(attribution: Document) -> Rights:
    known = attribution.get("rights") or {}
    return Rights(**{name: value for name, value in known.items() if name in Rights.__slots__})


def _withheld(article: Document, rights: Rights, may_read: bool) -> str | None:
    if article.get("state") == "removed":
        return "removed"
    if article.get("is_reserved"):
        return "reserved"
    asked = set(signals(rights))
    if "nosnippet" in asked or _max_snippet(rights) is not None:
        return "nosnippet"
    if "noarchive" in asked:
        return "noarchive"
    if not may_read:
        return "token"
    return None if article.get("sections") else "empty"


def _snippet(description: str | None, rights: Rights) -> str | None:
    limit = 0 if "nosnippet" in set(signals(rights)) else _max_snippet(rights)
    if not description or limit is None or len(description) <= limit:
        return description or None
    return description[: limit - 1].rstrip() + "…" if limit > 1 else None


def _max_snippet(rights: Rights) -> int | None:
    """The characters a page allows to show; None where it sets no limit (-1 says so too)."""
    texts = (rights.robots_meta or "", rights.x_robots_tag or "")
    limits = [int(number) for text in texts for number in _MAX_SNIPPET.findall(text)]
    return min((limit for limit in limits if limit >= 0), default=None)


def _statement(statement: str, source: Link) -> tuple[str, Link, str]:
    """Splits the sentence at the address it holds, so that a page can make it a hyperlink; adds one it lacks."""
    if source.url and source.url in statement:
        before, _, after = statement.partition(source.url)
        return before, Link(source.url, source.url), after
    return f"{statement} ".lstrip(), Link(source.url or source.text, source.url), ""


def _image(image: Document) -> tuple[Link, str | None]:
    caption = str(image.get("caption") or image.get("url") or "")
    return Link(caption, safe(image.get("url"))), image.get("credit")


def _sighting(sighting: Document) -> SightingView:
    publisher = str((sighting.get("publisher") or {}).get("name") or "")
    url = safe(sighting.get("url"))
    link = Link(str(sighting.get("url") or ""), url)
    return SightingView(link, publisher, sighting.get("first_seen"), float(sighting.get("similarity") or 0))
