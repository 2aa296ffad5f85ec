"""Chooses among the lists of a site those that are worth polling, and makes a source of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import py3langid
from babel import Locale
from babel.core import get_global

from crawler.discovery.candidates import time_of
from crawler.discovery.front_page import FrontPage, is_comment_feed
from crawler.discovery.listing import Listing
from crawler.hosts import host_of, registered_domain
from crawler.sources.source import Source

MAX_FEEDS = 8
MAX_SITEMAPS = 3
MAX_SECTIONS = 8
STALE = timedelta(days=30)
"""A list whose newest entry is older is not proposed as long as there is a fresher one."""
MIN_SECTION_ENTRIES = 5
"""Articles that a section page must link to."""

_DAY = re.compile(r"(?:19|20)\d\d[-_/]?\d\d[-_/]?\d\d")


@dataclass(slots=True)
class Finding:
    """A list that was read."""

    url: str
    """After redirects."""
    listing: Listing
    parent: str | None = None
    """The sitemap index that led to it."""

    @property
    def newest(self) -> datetime | None:
        """When the newest entry is from."""
        return max((moment for entry in self.listing.entries if (moment := time_of(entry))), default=None)

    @property
    def urls(self) -> frozenset[str]:
        """The articles it lists."""
        return frozenset(entry.url for entry in self.listing.entries)


@dataclass(slots=True)
class Proposal:
    """A source ready for the catalogue."""

    source: Source
    comments: dict[str, str] = field(default_factory=dict)
    """By field or address; see ``write_entry``."""
    passed_over: dict[str, str] = field(default_factory=dict)
    """Address of a list that is not proposed, and why."""


def propose(front: FrontPage, findings: Iterable[Finding], *, taken: Collection[str], now: datetime) -> Proposal:
    """Makes a source of a front page and of the lists that were read.

    The feeds are the fewest that bring all stories of all feeds; section pages are taken only where there is neither a
    feed nor a news sitemap. ``taken`` are the ids that the catalogue has already. A source without any endpoint comes
    out where nothing was found.
    """
    found = list(_distinct(findings))
    passed_over: dict[str, str] = {}
    feeds = _choose_feeds(found, passed_over, now)
    news = _choose_news(found, passed_over, now)
    plain = _choose_plain(found, news)
    sections = [] if feeds or news else _choose_sections(found, passed_over)
    chosen = [*feeds, *news, *plain, *sections]
    comments = {finding.url: describe(finding, now) for finding in chosen}
    source = Source(
        id=_free_id(front.url, taken),
        name=front.name or next((f.listing.title for f in feeds if f.listing.title), None) or registered(front.url),
        homepage=front.url,
        country=front.country,
        languages=(_language(front, chosen, comments),),
        feeds=tuple(finding.url for finding in feeds),
        news_sitemaps=tuple(finding.url for finding in news),
        sitemaps=tuple(finding.url for finding in plain),
        sections=tuple(finding.url for finding in sections),
        time_zone=_time_zone(front.country, now),
    )
    if front.country is None:
        comments["country"] = "not found: put the ISO 3166 code here, or leave null for an international source"
    return Proposal(source, comments, passed_over)


def describe(finding: Finding, now: datetime) -> str:
    """Says what a list is and how fresh: ``rss, 20 articles, newest 12 min ago``."""
    listing = finding.listing
    if listing.format == "sitemap-index":
        return f"sitemap-index, {len(listing.children) + listing.children_skipped} sitemaps"
    amount = len(listing.entries)
    parts = [listing.format, f"{amount} article{'' if amount == 1 else 's'}"]
    parts.append(f"newest {_ago(now - finding.newest)}" if finding.newest else "without times")
    if len(listing.rejected) > amount:
        parts.append(f"{sum(rejected.count for rejected in listing.rejected)} entries are no articles of this site")
    return ", ".join(parts)


def registered(url: str) -> str:
    """Gives the registered domain of an address."""
    return registered_domain(host_of(url) or "")


def _distinct(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Leaves out addresses that led to the same list."""
    seen: set[str] = set()
    for finding in findings:
        if finding.url not in seen:
            seen.add(finding.url)
            yield finding


def _choose_feeds(found: list[Finding], passed_over: dict[str, str], now: datetime) -> list[Finding]:
    feeds = [finding for finding in found if finding.listing.format in ("rss", "atom", "json-feed")]
    usable = []
    for finding in feeds:
        if is_comment_feed(finding.url, finding.listing.title):
            passed_over[finding.url] = "readers' comments"
        elif not finding.listing.entries:
            passed_over[finding.url] = f"no article of this site among {finding.listing.total} entries"
        else:
            usable.append(finding)
    chosen: list[Finding] = []
    covered: set[str] = set()
    for finding in sorted(_fresh(usable, passed_over, now), key=lambda each: len(each.urls), reverse=True):
        if not finding.urls - covered:
            passed_over[finding.url] = "brings nothing that the others do not"
        elif len(chosen) == MAX_FEEDS:
            passed_over[finding.url] = f"more than {MAX_FEEDS} feeds"
        else:
            chosen.append(finding)
            covered |= finding.urls
    return chosen


def _choose_news(found: list[Finding], passed_over: dict[str, str], now: datetime) -> list[Finding]:
    """Takes news sitemaps; one that is named after a day will be gone tomorrow, so its index is taken instead."""
    by_url = {finding.url: finding for finding in found}
    chosen: dict[str, Finding] = {}
    maps = [finding for finding in found if finding.listing.format == "news-sitemap" and finding.listing.entries]
    for finding in _fresh(maps, passed_over, now):
        index = by_url.get(finding.parent or "")
        lasting = index if index is not None and _DAY.search(finding.url) else finding
        chosen.setdefault(lasting.url, lasting)
    return list(chosen.values())[:MAX_SITEMAPS]


def _choose_plain(found: list[Finding], news: list[Finding]) -> list[Finding]:
    roots = [finding for finding in found if finding.parent is None and finding not in news]
    indexes = [finding for finding in roots if finding.listing.format == "sitemap-index" and finding.listing.children]
    maps = [f for f in roots if f.listing.format in ("sitemap", "text-sitemap") and f.listing.entries]
    return [*indexes, *maps][:MAX_SITEMAPS]


def _choose_sections(found: list[Finding], passed_over: dict[str, str]) -> list[Finding]:
    chosen: list[Finding] = []
    covered: set[str] = set()
    for finding in (each for each in found if each.listing.format == "html"):
        fresh = finding.urls - covered
        if len(finding.urls) < MIN_SECTION_ENTRIES or len(fresh) < MIN_SECTION_ENTRIES // 2:
            passed_over[finding.url] = f"links to {len(fresh)} articles that other pages do not"
        elif len(chosen) < MAX_SECTIONS:
            chosen.append(finding)
            covered |= finding.urls
    return chosen


def _fresh(findings: list[Finding], passed_over: dict[str, str], now: datetime) -> list[Finding]:
    fresh = [finding for finding in findings if finding.newest is None or now - finding.newest < STALE]
    for finding in findings if fresh else ():
        if finding not in fresh and finding.newest:
            passed_over[finding.url] = f"stale: newest {_ago(now - finding.newest)}"
    return fresh or findings


def _free_id(url: str, taken: Collection[str]) -> str:
    domain = registered(url)
    name = re.sub(r"[^a-z0-9]+", "-", domain.partition(".")[0].lower()).strip("-") or "source"
    if name not in taken:
        return name
    longer = re.sub(r"[^a-z0-9]+", "-", domain.lower()).strip("-")
    return next(
        each for number in range(1, 10**6) if (each := longer if number == 1 else f"{longer}-{number}") not in taken
    )


def _language(front: FrontPage, chosen: list[Finding], comments: dict[str, str]) -> str:
    declared = [front.language, *(finding.listing.language for finding in chosen)]
    for written in declared:
        code = re.split(r"[-_]", written or "")[0].lower()
        if code in Locale("en").languages:
            return code
    titles = " ".join(entry.title or "" for finding in chosen for entry in finding.listing.entries)
    if not titles.strip():
        comments["languages"] = "not found: guessed"
        return "en"
    comments["languages"] = "guessed from the headlines"
    return str(py3langid.classify(titles)[0])


def _time_zone(country: str | None, now: datetime) -> str | None:
    """Gives the zone of a country all of whose zones show the same time, summer and winter."""
    zones = sorted(zone for zone, territory in get_global("zone_territories").items() if territory == country)
    moments = [now.replace(month=month, day=1) for month in (1, 7)]
    offsets = {tuple(moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in moments) for zone in zones}
    return zones[0] if len(offsets) == 1 else None


def _ago(age: timedelta) -> str:
    minutes = max(0, round(age.total_seconds() / 60))
    if minutes < 120:
        return f"{minutes} min ago"
    hours = round(minutes / 60)
    return f"{hours} h ago" if hours < 48 else f"{round(hours / 24)} days ago"
