"""A source: one news site, what to poll of it and how. Plain data; what was learned of it lives in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from crawler.hosts import host_of, site_of

EndpointKind = Literal["feed", "news-sitemap", "sitemap", "section"]
Rendering = Literal["never", "auto", "always"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address that is polled for links to articles."""

    url: str
    kind: EndpointKind
    """What the catalogue takes it for; what it really is, its content tells."""


@dataclass(frozen=True, slots=True)
class Politeness:
    """How one source's hosts are to be treated, where that differs from the settings."""

    delay: float | None = None
    """Seconds between two requests to one host; ``None`` for the setting ``DOWNLOAD_DELAY``. A longer Crawl-delay of
    robots.txt wins."""
    concurrency: int | None = None
    """Requests to one host at the same time; ``None`` for the setting."""


@dataclass(frozen=True, slots=True)
class Source:
    """One news site. Given by ``load_catalogue``, where every field is checked."""

    id: str
    """Stable slug (``bbc``): what ``-a sources=`` and the database know it by."""
    name: str
    """The publisher's name as printed in an attribution."""
    homepage: str
    country: str | None
    """ISO 3166-1 alpha-2 in capitals; ``None`` for an international one."""
    languages: tuple[str, ...]
    """ISO 639 codes, the main one first."""
    feeds: tuple[str, ...] = ()
    """RSS, Atom and JSON feeds."""
    news_sitemaps: tuple[str, ...] = ()
    """Sitemaps of the last days (Google's news namespace), or indexes of them."""
    sitemaps: tuple[str, ...] = ()
    """Plain sitemaps, read by ``lastmod``, or indexes of them."""
    sections: tuple[str, ...] = ()
    """Pages that link to articles, for sites that have nothing better."""
    domains: tuple[str, ...] = ()
    """Further host names whose pages are this source's own (``bbc.com`` next to ``bbc.co.uk``), subdomains included."""
    time_zone: str | None = None
    """IANA name; for page times without a zone."""
    enabled: bool = True
    rendering: Rendering = "auto"
    """Whether pages are read in a browser: ``never``, ``always``, or where the static page turns out to be empty."""
    politeness: Politeness = Politeness()
    verify_certificates: bool = True
    selectors: Mapping[str, str] = field(default_factory=dict, hash=False)
    """CSS selectors by field of the article (``SELECTOR_FIELDS``); they win over everything learned or guessed."""
    licence: str | None = None
    """Under which terms the publisher lets its articles be used: a name or an address, for the attribution."""
    contact: str | None = None
    """Whom to write to at the publisher."""

    def endpoints(self) -> list[Endpoint]:
        """Gives all that is polled: feeds, news sitemaps, plain sitemaps, section pages."""
        return [
            *(Endpoint(url, "feed") for url in self.feeds),
            *(Endpoint(url, "news-sitemap") for url in self.news_sitemaps),
            *(Endpoint(url, "sitemap") for url in self.sitemaps),
            *(Endpoint(url, "section") for url in self.sections),
        ]

    def owns(self, url: str) -> bool:
        """Tells whether an address is this source's own: on the homepage's registered domain or one of ``domains``.

        The hosts of its endpoints do not count (a feed may be served by FeedBurner).
        """
        if site_of(url) == site_of(self.homepage):
            return True
        host = host_of(url)
        return host is not None and any(f".{host}".endswith(f".{domain}") for domain in _hosts(self.domains))


SELECTOR_FIELDS = ("headline", "description", "body", "authors", "published_at", "modified_at", "section", "remove")
"""What ``Source.selectors`` may override; ``remove`` names blocks that are never part of an article."""


@lru_cache(maxsize=4096)
def _hosts(domains: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(domain.lower().removeprefix("www.") for domain in domains)
