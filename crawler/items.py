"""What travels from stage to stage: plain dataclasses that know no Scrapy, no MongoDB and no HTML.

Times are UTC-aware ``datetime``; addresses are ``str``; missing is ``None`` (never ``""``), an empty list means
"looked for, none there".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Entry:
    """What a list (a feed, a sitemap, a section page) said of one URL."""

    url: str
    title: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    guid: str | None = None
    summary: str | None = None


@dataclass(slots=True)
class Author:
    """A person who signed an article."""

    name: str
    """The name as printed, without "By", title or handle."""
    url: str | None = None
    """The author's own page, if the byline links to one."""


@dataclass(slots=True)
class Section:
    """A run of paragraphs under one heading; the first section of an article has usually none."""

    heading: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    """Plain text, one entry a paragraph, list item, quote or table row; no newlines within."""


@dataclass(slots=True)
class Image:
    """A picture that belongs to the article. Only its address is kept: no image is downloaded."""

    url: str
    caption: str | None = None
    credit: str | None = None
    width: int | None = None
    """Pixels, as declared by the page."""
    height: int | None = None


@dataclass(slots=True)
class Link:
    """A hyperlink with the text a reader clicks on."""

    url: str
    text: str


@dataclass(slots=True)
class Rights:
    """What the publisher says may be done with the page, as found, not interpreted."""

    robots_meta: str | None = None
    """The content of ``<meta name="robots">`` (and of one that names our product token)."""
    x_robots_tag: str | None = None
    """The ``X-Robots-Tag`` response header."""
    tdm_reservation: str | None = None
    """``tdm-reservation`` of the header, meta tag or ``/.well-known/tdmrep.json`` (W3C TDMRep); ``"1"`` reserves."""
    tdm_policy: str | None = None
    """The address of the publisher's TDM policy."""


@dataclass(slots=True)
class Evidence:
    """What a page says about where its text came from; attribution judges it, extraction only collects it."""

    byline: str | None = None
    """The whole byline as printed, agencies and desks included."""
    dateline: str | None = None
    """The opening of the text up to its dash, e.g. ``"BERLIN (AP)"``, if it has the form of a dateline."""
    credits: list[str] = field(default_factory=list)
    """Credit lines as printed, e.g. ``"© Reuters"``, ``"(dpa/afp)"``; picture credits are not among them."""
    creators: list[str] = field(default_factory=list)
    """Names in JSON-LD ``author``/``creator`` that are organisations, and authors judged to be agencies or desks."""
    publisher_name: str | None = None
    publisher_url: str | None = None
    copyright_holder: str | None = None
    source_organization: str | None = None
    license: str | None = None
    original_source: str | None = None
    """Address in ``<meta name="original-source">``."""
    syndication_source: str | None = None
    """Address in ``<meta name="syndication-source">``."""
    based_on: list[str] = field(default_factory=list)
    """Addresses in JSON-LD ``isBasedOn``, ``isBasedOnUrl``, ``sameAs`` of the article, ``citation``."""
    source_links: list[Link] = field(default_factory=list)
    """Links that claim to lead to the original ("Source link", "Read the original", "first appeared on")."""


@dataclass(slots=True)
class Extraction:
    """What one page says. Given by ``crawler.extraction.extract``; plain data, cheap to send between processes."""

    kind: str
    """``article``, ``live-blog``, ``opinion``, ``press-release``, ``video``, ``gallery``, ``front-page``,
    ``consent-wall``, ``captcha``, ``paywall-stub``, ``soft-404``, or ``other``."""
    headline: str | None = None
    description: str | None = None
    """The summary above the body (or the page's own description); not repeated in the body."""
    sections: list[Section] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    published_at: datetime | None = None
    published_raw: str | None = None
    """The page's own words for the publication time, also where they could not be understood."""
    utc_offset: int | None = None
    """Minutes by which the publisher's clock was ahead of UTC at ``published_at``; ``None`` where nothing tells."""
    modified_at: datetime | None = None
    language: str | None = None
    """ISO 639-1 (639-3 where there is none)."""
    keywords: list[str] = field(default_factory=list)
    section: str | None = None
    images: list[Image] = field(default_factory=list)
    is_accessible_for_free: bool | None = None
    """As declared by the page; ``None`` where it declares nothing."""
    is_truncated: bool = False
    """Whether the page shows only the beginning of the article."""
    canonical_url: str | None = None
    """As declared, absolute; not validated."""
    amp_url: str | None = None
    next_url: str | None = None
    """The next page of the same article."""
    rights: Rights = field(default_factory=Rights)
    evidence: Evidence = field(default_factory=Evidence)
    origins: dict[str, str] = field(default_factory=dict)
    """Field name to where it was found: ``json-ld``, ``opengraph``, ``microdata``, ``meta``, ``profile``, ``override``,
    ``body``, ``feed`` or ``url``."""
    body_confidence: float = 0.0
    """0 to 1."""

    @property
    def body(self) -> str:
        """The text of ``sections``, headings on lines of their own, a line a paragraph."""
        return body_text(self.sections)


def body_text(sections: list[Section]) -> str:
    """Gives the plain text of sections: a line for each heading and each paragraph."""
    return "\n".join(
        line for section in sections for line in ([section.heading] if section.heading else []) + section.paragraphs
    )


@dataclass(slots=True)
class Publisher:
    """Who published a page."""

    name: str
    domain: str
    """Registered domain, e.g. ``bbc.co.uk``."""
    homepage: str


@dataclass(slots=True)
class PrimarySource:
    """Where a text came from first, as far as the evidence goes."""

    name: str
    url: str
    evidence: str
    """Why: ``publisher`` (its own text), ``canonical``, ``original-source``, ``syndication-source``, ``based-on``,
    ``source-link``, ``agency``, ``first-published``."""
    confidence: float
    """0 to 1."""


@dataclass(slots=True)
class Attribution:
    """Who wrote it, who published it, where it came from and under which rights."""

    publisher: Publisher
    primary_source: PrimarySource
    retrieved_at: datetime
    statement: str
    """One English sentence with the hyperlink, as plain text ready to print."""
    statement_html: str
    """The same, escaped, with the hyperlink as an ``<a>`` element."""
    authors: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    copyright_holder: str | None = None
    license: str | None = None
    rights: Rights = field(default_factory=Rights)


@dataclass(slots=True)
class Sighting:
    """Another publisher's copy of an article that is already there."""

    publisher: Publisher
    url: str
    first_seen: datetime
    similarity: float
    """1.0 for the same text."""
    published_at: datetime | None = None
    """When that copy says that it was published; what decides who was first, since crawling has an order of its own."""


@dataclass(slots=True)
class Holder:
    """The stored record that an article turns out to be a copy of."""

    id: str
    state: str
    """``live`` or ``removed``."""
    url: str
    publisher_domain: str
    fingerprint: str | None


@dataclass(slots=True)
class Article:
    """The record of one article: what goes down the pipelines and, as a document, into the collection ``articles``."""

    url: str
    """Where it was fetched from, after redirects."""
    source_id: str
    run_id: str
    retrieved_at: datetime
    extraction: Extraction
    row_id: str
    """The ledger row that led here."""
    fingerprint: str | None = None
    """SHA-256 of the normalised body; ``None`` under 50 words."""
    signature: bytes | None = None
    """MinHash signature of the body."""
    word_count: int = 0
    is_reserved: bool = False
    """Whether the publisher's rights keep the body back; headline, description and hyperlink remain."""
    id: str | None = None
    """SHA-256 of the identity URL first stored; set by the normalise pipeline."""
    canonical_url: str | None = None
    """The page's canonical link where it is valid, else ``url``."""
    aliases: list[str] = field(default_factory=list)
    """Every other address seen for it: the listed one, redirects, the canonical link."""
    attribution: Attribution | None = None
    holder: Holder | None = None
    """Set by the deduplicate pipeline where the article is there already."""
