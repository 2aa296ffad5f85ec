"""The truth about one article, and what a list says of one entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tests.newsroom.text import Section

STORED = frozenset({"stored"})
REFUSED = frozenset({"refused"})
FAILED = frozenset({"failed"})
REJECTED = frozenset({"rejected"})
"""Not a state of the ledger: the entry is counted and never becomes a URL."""
EITHER_TWIN = frozenset({"stored", "duplicate"})
"""Of several copies or addresses one is stored, the others are duplicates; which depends on the order of the crawl."""


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Article:
    """The truth about one article: what a faithful record of its page says."""

    site: str
    publisher: str
    url: str
    headline: str
    description: str
    sections: tuple[Section, ...]
    authors: tuple[str, ...]
    published_at: datetime
    language: str
    rubric: str
    kind: str = "article"
    """``article``, ``opinion`` or ``live-blog``, as its page declares."""
    keywords: tuple[str, ...] = ()
    modified_at: datetime | None = None
    image: Picture | None = None
    agency: str | None = None
    """The agency that wrote it, as credited at the end; such a page names no person."""
    group: str | None = None
    """Articles of one group carry the same story."""
    listed_at: str | None = None
    """The address under which lists name it, where that is not its own (it redirects here)."""
    is_listed: bool = True
    """Whether the site's lists name it."""
    expected: frozenset[str] = STORED
    """The ledger states that its URL may end in."""
    why: str = ""
    """Why, where it is not simply stored."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All paragraphs in order, without the headings."""
        return tuple(paragraph for section in self.sections for paragraph in section.paragraphs)

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(section.heading for section in self.sections if section.heading)

    @property
    def path(self) -> str:
        """Path and query of its address."""
        parts = urlsplit(self.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a site's lists, and what should become of it."""

    url: str
    title: str
    published_at: datetime | None
    summary: str = ""
    guid: str | None = None
    article: Article | None = None
    expected: frozenset[str] = STORED
    why: str = ""
    kinds: frozenset[str] = frozenset({"feed", "sitemap", "section"})
    """The kinds of list it is in."""
    raw: str | None = None
    """What an RSS feed prints in place of an item, well-formed or not."""
