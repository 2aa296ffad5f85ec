"""Reads whatever an endpoint answers with: the one way into this package for bytes from the network."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from crawler.discovery.body import decode, unpack
from crawler.discovery.feeds import read_feed, read_json_feed
from crawler.discovery.listing import Listing
from crawler.discovery.section_page import read_section_page
from crawler.discovery.sitemaps import read_sitemap, read_sitemap_index, read_text_sitemap
from crawler.discovery.sniff import sniff
from crawler.exceptions import UnusableListing
from crawler.sources.source import Source


def read_listing(
    content: bytes,
    *,
    url: str,
    kind: str,
    source: Source,
    content_type: str | None = None,
    now: datetime,
    learned: Collection[str] = (),
) -> Listing:
    """Reads a feed, a sitemap or a section page; which of them it is, its content tells.

    Args:
        content: the body, packed or not.
        url: where it came from, after redirects: the base of its relative links.
        kind: what the catalogue takes it for (``EndpointKind``). Only a ``section`` may be a web page.
        source: whose articles are wanted.
        content_type: the header, for its charset.
        now: when it was fetched, UTC.
        learned: for a section page, the shapes of addresses that this source's articles are known to have.

    One bad entry costs that entry alone, a list that breaks off what is behind the break. No entity is expanded, and
    nothing is fetched.

    Raises:
        UnusableListing: there is no list; the message begins with the reason and a colon: ``empty``, ``binary``,
            ``broken-gzip``, ``broken-feed``, ``broken-json``, ``html-page``, ``not-a-feed``, ``no-article-links``.
    """
    unpacked, is_whole = unpack(content)
    text = decode(unpacked, content_type)
    form, start = sniff(text)
    if form == "text-sitemap" and not is_whole:
        text = text[: text.rfind("\n") + 1]  # the last address may be only the beginning of one
    listing = _read(form, text[start:], url=url, kind=kind, source=source, now=now, learned=learned)
    listing.is_complete = listing.is_complete and is_whole
    return listing


def _read(
    form: str, text: str, *, url: str, kind: str, source: Source, now: datetime, learned: Collection[str]
) -> Listing:
    match form:
        case "rss" | "atom":
            return read_feed(text, url=url, source=source, now=now)
        case "json-feed":
            return read_json_feed(text, url=url, source=source, now=now)
        case "sitemap" | "news-sitemap":
            return read_sitemap(text, url=url, source=source, now=now)
        case "sitemap-index":
            return read_sitemap_index(text, url=url, source=source, now=now)
        case "text-sitemap":
            return read_text_sitemap(text, source=source)
        case _ if kind == "section":
            return read_section_page(text, url=url, source=source, learned=learned)
        case _:
            raise UnusableListing(f"html-page: a web page instead of a {kind}")
