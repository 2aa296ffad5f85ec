"""What a site's front page tells of the site: where its lists may be, what it is called, its language and country."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urlsplit

from babel import Locale
from selectolax.lexbor import LexborHTMLParser

from crawler.discovery.candidates import absolute
from crawler.discovery.text import plain
from crawler.discovery.vocabulary import SERVICE
from crawler.hosts import host_of, site_of

FEED_PATHS = (
    "/feed/",
    "/rss.xml",
    "/rss",
    "/feed",
    "/atom.xml",
    "/feed.xml",
    "/index.xml",
    "/rss/news.xml",
    "/feed.json",
    "/feeds/posts/default",
    "/?format=feed&type=rss",
    "/arc/outboundfeeds/rss/?outputType=xml",
)
"""Where publishing systems put their feeds: WordPress, Hugo, Ghost, Drupal, Blogger, Joomla, Arc and home-made ones."""
SITEMAP_PATHS = (
    "/sitemap.xml",
    "/sitemap_index.xml",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap_news.xml",
    "/sitemaps/news.xml",
    "/googlenews.xml",
    "/arc/outboundfeeds/news-sitemap/?outputType=xml",
)
MAX_LEADS = 15
"""Addresses of each kind that one page gives."""

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_FEED_LINK = re.compile(
    r"(?:/|\.|=|_|-)(?:rss2?|atom|rdf|feeds?)(?:\.(?:xml|json|php|aspx?))?/?(?:$|\?)|feedburner|type=rss", re.IGNORECASE
)
_COMMENTS = re.compile(r"comments?\b|kommentare?\b|commentaires?\b|comentarios?\b|commenti\b", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_GENERIC_TLDS = frozenset(
    "ac ag ai bz cc cd co dj eu fm gg gl im io la li ly me ms mu nu sc sh st tk to tv vc vg ws".split()
)
"""Country domains that are sold to all the world."""
_SITE_TYPES = frozenset(("NewsMediaOrganization", "Organization", "WebSite"))
_SEPARATORS = re.compile(r"\s+[|\u2013\u2014\u00b7:-]\s+")


@dataclass(slots=True)
class FrontPage:
    """What was found on a front page; nothing of it is fetched yet."""

    url: str
    feeds: list[str] = field(default_factory=list)
    """Declared ones first, then links that look like one, which may be pages that list feeds."""
    sections: list[str] = field(default_factory=list)
    """Pages of its main menu, for a site without feeds."""
    name: str | None = None
    language: str | None = None
    """ISO 639, as declared."""
    country: str | None = None
    """ISO 3166-1 alpha-2, by the country domain, else by the region of the declared language."""


def read_front_page(html: str, url: str) -> FrontPage:
    """Reads a front page; never fails, whatever it is given."""
    page = LexborHTMLParser(html)
    region, language = _language(page)
    return FrontPage(
        url=url if urlsplit(url).path else f"{url}/",
        feeds=find_feeds(html, url),
        sections=_sections(page, url),
        name=_name(page, url),
        language=language,
        country=_country(url) or region,
    )


def find_feeds(html: str, url: str) -> list[str]:
    """Gives the addresses on a page that are or may be feeds of it; comment feeds are left out."""
    page = LexborHTMLParser(html)
    found: dict[str, None] = {}
    for link in page.css("link[href]"):
        kind = (link.attributes.get("type") or "").strip().lower()
        title = link.attributes.get("title") or ""
        if "alternate" in (link.attributes.get("rel") or "").lower() and kind in _FEED_TYPES:
            _keep(found, link.attributes.get("href"), url, title)
    for link in page.css("a[href]"):
        address = link.attributes.get("href") or ""
        if _FEED_LINK.search(address.partition("#")[0]):
            _keep(found, address, url, "")
    return list(found)[:MAX_LEADS]


def find_sitemaps(robots: str, url: str) -> list[str]:
    """Gives the addresses of the ``Sitemap`` lines of a robots.txt (sitemaps.org), news first."""
    found = dict.fromkeys(absolute(address, url) or "" for address in _SITEMAP_LINE.findall(robots))
    own = [address for address in found if _is_address(address)]
    return sorted(own, key=lambda address: "news" not in address.lower())[:MAX_LEADS]


def is_comment_feed(url: str, title: str | None) -> bool:
    """Tells a feed of readers' comments."""
    return bool(_COMMENTS.search(urlsplit(url).path) or (title and _COMMENTS.search(title)))


def _keep(found: dict[str, None], address: str | None, base: str, title: str) -> None:
    resolved = absolute(address, base)
    if resolved and _is_address(resolved) and not is_comment_feed(resolved, title):
        found.setdefault(urldefrag(resolved).url)


def _is_address(url: str) -> bool:
    return url.lower().startswith(("http://", "https://")) and host_of(url) is not None


def _sections(page: LexborHTMLParser, url: str) -> list[str]:
    """Gives the pages of the menu: one folder deep, on the same site, named by a word or two."""
    found: dict[str, None] = {}
    for link in page.css("nav a[href], header a[href], [role=navigation] a[href]"):
        resolved = absolute(link.attributes.get("href"), url)
        if not resolved or not _is_address(resolved):
            continue
        address = urldefrag(resolved).url
        path = [part for part in urlsplit(address).path.lower().split("/") if part]
        is_menu = len(path) == 1 and path[0].count("-") < 3 and path[0] not in SERVICE
        if is_menu and not urlsplit(address).query and site_of(address) == site_of(url):
            found.setdefault(address)
    return list(found)[:MAX_LEADS]


def _name(page: LexborHTMLParser, url: str) -> str | None:
    for selector in ('meta[property="og:site_name"]', 'meta[name="application-name"]'):
        node = page.css_first(selector)
        name = plain(node.attributes.get("content")) if node else None
        if name:
            return name
    declared = next(_declared_names(page), None)
    if declared:
        return declared
    title = page.css_first("title")
    parts = _SEPARATORS.split(plain(title.text()) or "") if title else []
    label = (host_of(url) or "").removeprefix("www.").partition(".")[0].replace("-", "")
    near = [part for part in parts if label and re.sub(r"\W", "", part).lower() in (label, f"the{label}")]
    return (near or parts or [None])[0] or None


def _declared_names(page: LexborHTMLParser) -> Iterator[str]:
    for script in page.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(script.text())
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            kinds = thing.get("@type")
            name = thing.get("name")
            if isinstance(name, str) and _SITE_TYPES & set(kinds if isinstance(kinds, list) else [kinds]):
                yield " ".join(name.split())


def _things(data: Any) -> Iterator[dict[str, Any]]:
    for thing in data if isinstance(data, list) else [data]:
        if isinstance(thing, dict):
            yield thing
            yield from (inner for inner in thing.get("@graph") or () if isinstance(inner, dict))


def _language(page: LexborHTMLParser) -> tuple[str | None, str | None]:
    """Gives region and language of ``<html lang="de-AT">``, else of ``og:locale``."""
    root, locale = page.css_first("html"), page.css_first('meta[property="og:locale"]')
    for written in (root and root.attributes.get("lang"), locale and locale.attributes.get("content")):
        parts = re.split(r"[-_]", (written or "").strip())
        if parts[0].lower() in Locale("en").languages:
            region = parts[-1].upper() if len(parts) > 1 and len(parts[-1]) == 2 else None
            return (region if region != "US" else None), parts[0].lower()  # en-US is what systems are shipped with
    return None, None


def _country(url: str) -> str | None:
    top = (host_of(url) or "").rpartition(".")[2].upper()
    if len(top) != 2 or top.lower() in _GENERIC_TLDS:
        return None
    return "GB" if top == "UK" else top if top in Locale("en").territories else None
