"""Reads RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from time import struct_time
from typing import Any

import feedparser
import orjson
from lxml import etree

from crawler.discovery.body import clean_xml
from crawler.discovery.candidates import absolute, admit
from crawler.discovery.dates import parse_date
from crawler.discovery.listing import Listing, Rejected
from crawler.discovery.text import plain
from crawler.exceptions import UnusableListing
from crawler.items import Entry
from crawler.sources.source import Source

MAX_FEED_ENTRIES = 2000
"""Entries of one feed that are taken; the newest ones of a feed that holds a site's whole past."""

_ITEM = re.compile(r"<(?:[\w-]{1,40}:)?(?:item|entry)(?=[\s>])")
_ITEM_END = re.compile(r"</(?:[\w-]{1,40}:)?(?:item|entry)\s*>")
_BARE_GUID = re.compile(r"<guid>(?!\s*(?:<!\[CDATA\[)?\s*https?://)")
"""A guid that is no address: feedparser would resolve "12345" against the feed's own and call it the link."""
_CLOSED = re.compile(r"</(?:[\w-]{1,40}:)?(?:rss|feed|RDF|channel)\s*>")
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
"""Hours of ``sy:updatePeriod`` (RSS 1.0 syndication module)."""


def read_feed(text: str, *, url: str, source: Source, now: datetime) -> Listing:
    """Reads RSS or Atom from text that begins with its root element.

    Entries of a feed that is not well-formed, or that breaks off, are kept as far as they go.

    Raises:
        UnusableListing: ``broken-feed`` where no parser gets anywhere.
    """
    is_complete = _CLOSED.search(text, max(0, len(text) - 2000)) is not None
    markup = _BARE_GUID.sub('<guid isPermaLink="false">', clean_xml(text if is_complete else _whole_items(text)))
    parsed = _parse(markup, url)
    feed = parsed.get("feed", {})
    version = str(parsed.get("version") or "")
    listing = Listing(
        format="atom" if version.startswith("atom") else "rss",
        title=plain(_string(feed, "title")),
        language=_string(feed, "language"),
        interval_hint=_interval(feed),
        self_url=_link(feed, "self"),
        moved_to=absolute(_string(feed, "itunes_new-feed-url"), url),
        is_complete=is_complete,
    )
    found = []
    for item in parsed.entries:
        entry = _entry(item, url, source, now, is_rss=listing.format == "rss")
        if entry is None:
            reason = "enclosure-only" if _link(item, "enclosure") or dict.get(item, "media_content") else "no-link"
            listing.rejected.append(Rejected(None, reason))
        else:
            found.append(entry)
    admit(listing, found, source, cap=MAX_FEED_ENTRIES)
    return listing


def _whole_items(text: str) -> str:
    """Cuts off a last item that is not closed: its address may be only the beginning of one."""
    end = max((found.end() for found in _ITEM_END.finditer(text)), default=None)
    return text[:end]


def _parse(text: str, url: str) -> Any:
    """Parses by feedparser; if it loses entries over broken markup, once more after libxml2 has mended that."""
    parsed = _feedparser(text.encode("utf-8"), url)
    if parsed is not None and (not parsed.bozo or _linked(parsed) >= len(_ITEM.findall(text))):
        return parsed
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        root = None
    mended = None if root is None else _feedparser(etree.tostring(root, encoding="utf-8"), url)
    found = max((each for each in (parsed, mended) if each is not None), key=_linked, default=None)
    if found is None:
        raise UnusableListing("broken-feed: the markup is beyond repair")
    return found


def _feedparser(content: bytes, url: str) -> Any | None:
    """Gives what feedparser makes of a feed; None if its parser for broken markup breaks over it."""
    # A stream, because feedparser takes bytes that look like an address or a file name for one and opens it.
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    stream = io.BytesIO(content)
    try:
        return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except (AssertionError, AttributeError, LookupError, TypeError, ValueError):
        return None


def _linked(parsed: Any) -> int:
    return sum(1 for item in parsed.entries if _string(item, "link") or _string(item, "id"))


def _entry(item: Any, url: str, source: Source, now: datetime, *, is_rss: bool) -> Entry | None:
    address = _address(item)
    if address is None:
        return None
    published = _date(item, ("published", "created", "issued"), source, now)
    modified = _date(item, ("updated", "modified"), source, now)
    if is_rss and published is None:  # dc:date, which feedparser calls "updated"
        published, modified = modified, None
    return Entry(
        url=absolute(address, url) or address,
        title=plain(_string(item, "title")),
        published_at=published,
        modified_at=modified,
        guid=_string(item, "id"),
        summary=plain(_string(item, "summary")),
    )


def _address(item: Any) -> str | None:
    """Gives where an entry's article is: FeedBurner's original address, the link to the page, a guid that is one."""
    original, guid = _string(item, "feedburner_origlink"), _string(item, "id")
    # feedparser makes a link of any guid that is not declared otherwise, "12345" and "tag:..." included.
    link = None if dict.get(item, "guidislink") else _string(item, "link")
    if guid and not guid.startswith(("http://", "https://")):
        guid = None
    return original or _link(item, "alternate") or link or guid


def _string(item: Any, name: str) -> str | None:
    """Gives a text of an entry: not by its own ``get``, which answers "updated" with "published" and warns."""
    value = dict.get(item, name)
    return value or None if isinstance(value, str) else None


def _link(item: Any, rel: str) -> str | None:
    found = dict.get(item, "links")  # an element <links> in the feed puts a text in the place of feedparser's list
    links = [link for link in found if link.get("rel") == rel and link.get("href")] if isinstance(found, list) else []
    pages = [link for link in links if link.get("type") in (None, "text/html", "application/xhtml+xml")]
    chosen = (pages or links)[:1]
    return str(chosen[0]["href"]) if chosen else None


def _date(item: Any, names: tuple[str, ...], source: Source, now: datetime) -> datetime | None:
    for name in names:
        parsed = dict.get(item, f"{name}_parsed")
        fallback = parsed if isinstance(parsed, struct_time) else None
        moment = parse_date(_string(item, name), now=now, zone=source.time_zone, fallback=fallback)
        if moment:
            return moment
    return None


def _interval(feed: Mapping[str, Any]) -> timedelta | None:
    ttl = str(feed.get("ttl") or "").strip()
    if ttl.isascii() and ttl.isdigit() and 0 < len(ttl) < 7 and int(ttl):
        return timedelta(minutes=int(ttl))
    hours = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    frequency = str(feed.get("sy_updatefrequency") or "1").strip()
    if hours is None or not frequency.isdigit():
        return None
    return timedelta(hours=hours / max(1, int(frequency[:6])))


def read_json_feed(text: str, *, url: str, source: Source, now: datetime) -> Listing:
    """Reads a JSON Feed (jsonfeed.org, versions 1 and 1.1).

    Raises:
        UnusableListing: ``not-a-feed`` for JSON of another kind, ``broken-json`` for none.
    """
    feed, is_complete = _load(text)
    items = feed.get("items")
    if not isinstance(items, list) or not ("jsonfeed" in str(feed.get("version")) or _has_addresses(items)):
        raise UnusableListing("not-a-feed: the response is JSON, but no JSON Feed")
    listing = Listing(
        format="json-feed",
        title=plain(_text(feed.get("title"))),
        language=_text(feed.get("language")),
        self_url=absolute(_text(feed.get("feed_url")), url),
        is_complete=is_complete,
    )
    found = []
    for item in items:
        entry = _json_entry(item, url, source, now)
        if entry is None:
            attached = isinstance(item, dict) and bool(item.get("attachments"))
            listing.rejected.append(Rejected(None, "enclosure-only" if attached else "no-link"))
        else:
            found.append(entry)
    admit(listing, found, source, cap=MAX_FEED_ENTRIES)
    return listing


def _load(text: str) -> tuple[dict[str, Any], bool]:
    try:
        feed = orjson.loads(text.encode("utf-8", "replace"))
        return (feed if isinstance(feed, dict) else {}), True
    except orjson.JSONDecodeError as error:
        items = list(_items_so_far(text))
        if not items:
            raise UnusableListing(f"broken-json: {error}") from None
        return {"items": items}, False


def _items_so_far(text: str) -> Iterator[Any]:
    """Gives the whole items of a JSON Feed that breaks off."""
    begin = re.search(r'"items"\s*:\s*\[', text)
    decoder = json.JSONDecoder()
    position = begin.end() if begin else len(text)
    while position < len(text):
        position = re.compile(r"[\s,]*").match(text, position).end()  # type: ignore[union-attr]
        try:
            item, position = decoder.raw_decode(text, position)
        except (json.JSONDecodeError, RecursionError):
            return
        yield item


def _has_addresses(items: list[Any]) -> bool:
    return any(isinstance(item, dict) and isinstance(item.get("url"), str) for item in items)


def _json_entry(item: Any, url: str, source: Source, now: datetime) -> Entry | None:
    if not isinstance(item, dict):
        return None
    guid = _text(item.get("id"))
    address = _text(item.get("url")) or (guid if guid and guid.startswith(("http://", "https://")) else None)
    resolved = absolute(address, url)
    if resolved is None:
        return None
    return Entry(
        url=resolved,
        title=plain(_text(item.get("title"))),
        published_at=parse_date(_text(item.get("date_published")), now=now, zone=source.time_zone),
        modified_at=parse_date(_text(item.get("date_modified")), now=now, zone=source.time_zone),
        guid=guid,
        summary=plain(_text(item.get("summary")) or _text(item.get("content_text"))),
    )


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
