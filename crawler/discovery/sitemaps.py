"""Reads sitemaps (sitemaps.org): of news, plain, indexes of them, and plain lists of addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import unquote, urlsplit

from lxml import etree

from crawler.discovery.body import clean_xml
from crawler.discovery.candidates import absolute, admit
from crawler.discovery.dates import parse_date
from crawler.discovery.listing import Child, Listing, Rejected
from crawler.discovery.text import plain
from crawler.hosts import site_of
from crawler.items import Entry
from crawler.sources.source import Source

MAX_NEWS_ENTRIES = 2000
"""Entries of a news sitemap that are taken. Google allows 1,000; some publishers list more."""
MAX_SITEMAP_ENTRIES = 1000
"""Entries of a plain sitemap that are taken, newest first: it may hold a site's whole past (50,000)."""
MAX_CHILDREN = 5
"""Child sitemaps of an index that are taken, newest first."""
MAX_SITEMAP_DEPTH = 3
"""Indexes within indexes that are followed."""

_NO_ARTICLES = re.compile(
    r"(?:^|[/_.-])(?:(?:post[_-]?)?tags?|authors?|autor(?:es|en)?|categor(?:y|ies|ias?)|kategorien?|users?"
    r"|taxonom(?:y|ies)[\w-]*|images?|pictures?|photos?|videos?|galler(?:y|ies)|topics?|themen|attachments?|podcasts?"
    r"|events?|products?|shop|jobs?|recipes?|profiles?|persons?|page(?=[_-]sitemap)|posts[_-]page)"
    r"(?:[_-]?(?:sitemap|archive|index))?s?(?:[_-]?\d+)?(?:\.xml|\.gz|[/_.-]|$)",
    re.IGNORECASE,
)
"""Names of child sitemaps that list other things than articles (WordPress, Yoast, Arc and others call them so)."""
_CLOSED = re.compile(r"</(?:[\w-]{1,40}:)?(?:urlset|sitemapindex)\s*>|\A<[^<>]{1,2000}/>\s*\Z")
_NUMBERS = re.compile(r"\d+")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip


def read_sitemap(text: str, *, url: str, source: Source, now: datetime) -> Listing:
    """Reads a ``urlset``: entries with ``news:`` data have title and publication time, the others ``lastmod``."""
    reader = _Elements(text, "url")
    found: list[Entry] = []
    listing = Listing(format="sitemap")
    is_news = False
    for values in reader:
        address = absolute(values.get("loc"), url)
        if address is None:
            listing.rejected.append(Rejected(None, "no-link"))
            continue
        is_news = is_news or "publication_date" in values
        listing.language = listing.language or values.get("language")
        found.append(
            Entry(
                url=address,
                title=plain(values.get("title")),
                published_at=parse_date(values.get("publication_date"), now=now, zone=source.time_zone),
                modified_at=parse_date(values.get("lastmod"), now=now, zone=source.time_zone),
            )
        )
    listing.format = "news-sitemap" if is_news else "sitemap"
    listing.is_complete = reader.is_complete
    admit(listing, found, source, cap=MAX_NEWS_ENTRIES if is_news else MAX_SITEMAP_ENTRIES)
    return listing


def read_sitemap_index(text: str, *, url: str, source: Source, now: datetime) -> Listing:
    """Reads a ``sitemapindex``: its newest child sitemaps, those that hold no articles left out.

    The newest is told by ``lastmod``, else by the date or number in the name (``sitemap-2024-05.xml``). A child on a
    foreign site is not taken.
    """
    reader = _Elements(text, "sitemap")
    children: dict[str, Child] = {}
    total = 0
    for values in reader:
        total += 1
        address = absolute(values.get("loc"), url)
        if address and _is_own(address, url, source) and not _NO_ARTICLES.search(_name(address)):
            moment = parse_date(values.get("lastmod"), now=now, zone=source.time_zone)
            children.setdefault(address, Child(address, moment))
    newest = sorted(children.values(), key=_recency, reverse=True)[:MAX_CHILDREN]
    return Listing(
        format="sitemap-index",
        children=newest,
        children_skipped=total - len(newest),
        is_complete=reader.is_complete,
    )


def read_text_sitemap(text: str, *, source: Source) -> Listing:
    """Reads a sitemap that is a list of addresses, one a line."""
    listing = Listing(format="text-sitemap")
    found = [Entry(url=line.strip()) for line in text.splitlines() if line.strip()]
    admit(listing, found, source, cap=MAX_SITEMAP_ENTRIES)
    return listing


class _Elements:
    """Goes through the ``url`` or ``sitemap`` elements of a document, whatever namespace they claim.

    Gives for each the texts below it by local name, the first of each. Of a document that breaks off, an element that
    is not closed is left out: its address may be only the beginning of one.
    """

    def __init__(self, text: str, name: str) -> None:
        self.is_complete = _CLOSED.search(text[-3000:]) is not None
        if not self.is_complete:
            ends = re.compile(rf"</(?:[\w-]{{1,40}}:)?{name}\s*>").finditer(text)
            text = text[: max((found.end() for found in ends), default=0)]
        self.content = clean_xml(text).encode("utf-8")
        self.name = name

    def __iter__(self) -> Iterator[dict[str, str]]:
        if not self.content:
            return
        stream = BytesIO(self.content)
        events = etree.iterparse(stream, recover=True, resolve_entities=False, no_network=True, load_dtd=False)
        for _, element in events:
            tag = _local(element)
            if tag == self.name:
                yield self._texts(element)
                element.clear()
                while element.getprevious() is not None:  # else the empty elements pile up in the root
                    del element.getparent()[0]

    def _texts(self, element: etree._Element) -> dict[str, str]:
        values: dict[str, str] = {}
        for below in element.iterdescendants():
            name = _local(below)
            if _is_picture(below):
                continue
            if name and below.text and below.text.strip():
                values.setdefault(name, below.text.strip())
        return values


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _is_picture(element: etree._Element) -> bool:
    """Tells the elements of the image and video extensions, which have titles and addresses of their own."""
    tag = str(element.tag)
    return "sitemap-image" in tag or "sitemap-video" in tag or tag.startswith(("image:", "video:"))


def _is_own(address: str, index: str, source: Source) -> bool:
    if not address.lower().startswith(("http://", "https://")):
        return False
    return source.owns(address) or site_of(address) == site_of(index)


def _name(address: str) -> str:
    parts = urlsplit(address)
    return unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def _recency(child: Child) -> tuple[datetime, tuple[int, ...]]:
    """Gives a key that is larger for newer child sitemaps."""
    name = _name(child.url).lower()
    numbers = [int(number[:9]) for number in _NUMBERS.findall(name)]
    words = re.findall(r"[a-z]+", name)
    month = next((_MONTHS[word] for word in words if word in _MONTHS), None)
    if month is not None and numbers and 1990 <= numbers[0] <= 2100:
        numbers.insert(1, month)
    is_news = int("news" in words or "latest" in words or "recent" in words)
    return child.modified_at or datetime(1, 1, 1, tzinfo=UTC), (is_news, *numbers)
