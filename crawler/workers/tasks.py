"""What runs in a worker: the pure stages put together, bytes in, plain dataclasses out."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crawler.attribution.boilerplate import strip_boilerplate
from crawler.deduplication.fingerprint import fingerprint
from crawler.deduplication.signature import signature
from crawler.deduplication.words import count_words
from crawler.discovery.listing import Listing
from crawler.discovery.read import read_listing
from crawler.extraction import extract
from crawler.items import Entry, Extraction
from crawler.normalisation.canonical import validate_canonical
from crawler.normalisation.identity import url_key
from crawler.sources.source import Source

MAX_ADDRESS = 2048
"""Characters; a longer address is a trap or a mistake."""


@dataclass(frozen=True, slots=True)
class PageTask:
    """A fetched page and what is known about it."""

    content: bytes
    url: str
    headers: Mapping[str, str]
    """Names in lower case."""
    fetched_at: datetime
    entry: Entry = field(default_factory=lambda: Entry(""))
    time_zone: str | None = None
    selectors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListTask:
    """What an endpoint answered."""

    content: bytes
    url: str
    kind: str
    """What the catalogue takes the endpoint for."""
    content_type: str | None
    source: Source
    fetched_at: datetime


@dataclass(slots=True)
class PageReading:
    """All that CPU work finds out about a page."""

    extraction: Extraction
    id: str
    """SHA-256 of the identity of the page's canonical link where that is valid, else of its own address."""
    canonical_url: str
    fingerprint: str | None
    signature: bytes | None
    word_count: int
    keys: dict[str, str]
    """Address to ledger key, for the addresses the page is known by."""
    cpu_seconds: float


@dataclass(slots=True)
class ListingReading:
    """A listing with the ledger key of each entry."""

    listing: Listing
    keys: list[str]
    """One for each entry of the listing, in its order."""
    body_hash: str


def read_page(task: PageTask) -> PageReading:
    """Reads one page; raises UnusablePage."""
    started = time.process_time()
    extraction = extract(
        task.content,
        task.url,
        content_type=task.headers.get("content-type"),
        entry=task.entry,
        fetched_at=task.fetched_at,
        time_zone=task.time_zone,
        headers=task.headers,
        selectors=task.selectors,
    )
    extraction.sections = strip_boilerplate(extraction.sections)
    canonical = validate_canonical(task.url, extraction.canonical_url) or task.url
    keys = {url: url_key(url) for url in {task.url, canonical, extraction.amp_url} if url and len(url) <= MAX_ADDRESS}
    body = extraction.body
    return PageReading(
        extraction=extraction,
        id=keys[canonical] if canonical in keys else url_key(task.url),
        canonical_url=canonical,
        fingerprint=fingerprint(body),
        signature=signature(body, extraction.language),
        word_count=count_words(body),
        keys=keys,
        cpu_seconds=time.process_time() - started,
    )


def read_list(task: ListTask) -> ListingReading:
    """Reads one feed, sitemap or section page; raises UnusableListing."""
    listing = read_listing(
        task.content,
        url=task.url,
        kind=task.kind,
        source=task.source,
        content_type=task.content_type,
        now=task.fetched_at,
    )
    return ListingReading(
        listing=listing,
        keys=[url_key(entry.url) for entry in listing.entries],
        body_hash=hashlib.sha256(task.content).hexdigest(),
    )
