"""One page, all its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from crawler.extraction.authors import Signatures, read_authors
from crawler.extraction.body import Body, Profile, extract_body
from crawler.extraction.dates import Times, read_times
from crawler.extraction.declared import set_declared
from crawler.extraction.document import Document, parse_document
from crawler.extraction.evidence import read_evidence
from crawler.extraction.headline import Headline, read_headline
from crawler.extraction.images import read_images
from crawler.extraction.kind import judge_kind
from crawler.extraction.language import declared_tag, language_of_tag, language_of_text
from crawler.extraction.moments import Reading
from crawler.extraction.overrides import Overrides
from crawler.extraction.rights import read_rights
from crawler.extraction.structured import Structured
from crawler.extraction.surroundings import Surroundings
from crawler.extraction.truncation import is_cut
from crawler.extraction.zones import country_of, zone_of
from crawler.items import Entry, Extraction


@dataclass(slots=True)
class _Parts:
    """What the readers of one page gave."""

    headline: Headline
    times: Times
    signatures: Signatures
    body: Body


def extract(
    content: bytes,
    url: str,
    *,
    content_type: str | None = None,
    entry: Entry | None = None,
    fetched_at: datetime | None = None,
    time_zone: str | None = None,
    headers: Mapping[str, str] | None = None,
    selectors: Mapping[str, str] | None = None,
    profile: Profile | None = None,
) -> Extraction:
    """Gives all that one page says.

    ``content`` are the response's bytes, ``url`` its address after redirects, ``entry`` what the list said of it,
    ``fetched_at`` when it was fetched (UTC-aware; what is later is the future, what is "3 hours ago" counts from it),
    ``time_zone`` the source's own zone (IANA name), ``headers`` the response's (they give the content type where it is
    not given apart), ``selectors`` those of `crawler.extraction.overrides`, which win over all else, ``profile`` what
    other pages of the site have taught.

    Raises ``UnusablePage`` for content that is empty or binary. A page that is no article is given too: its ``kind``
    says so.
    """
    headers = {name.lower(): value for name, value in (headers or {}).items()}
    document = parse_document(content, url, content_type or headers.get("content-type"))
    structured = Structured(document)
    tag = declared_tag(document, structured)
    reading = Reading(language_of_tag(tag) or "en", country_of(url, tag), fetched_at, zone_of(time_zone))
    overrides = Overrides(document, selectors)
    headline, times, signatures = _read_head(document, structured, reading, entry, overrides)
    body = extract_body(document, headline=headline.text, profile=profile, selectors=selectors)
    parts = _Parts(headline, times, signatures, body)
    extraction = Extraction(kind="article", sections=parts.body.sections, body_confidence=parts.body.confidence)
    set_declared(extraction, document, structured)
    _set_parts(extraction, parts)
    overrides.set_texts(extraction)
    _set_description(extraction, parts.body, structured, entry)
    extraction.language = language_of_text(extraction.body, language_of_tag(tag))
    extraction.images = read_images(document, structured, parts.body.node)
    extraction.rights = read_rights(structured, headers)
    extraction.evidence = read_evidence(document, structured, parts.signatures, parts.body)
    extraction.is_truncated = parts.body.is_truncated or is_cut(document, structured, extraction, parts.body)
    extraction.kind = judge_kind(document, structured, extraction)
    return extraction


def _read_head(
    document: Document, structured: Structured, reading: Reading, entry: Entry | None, overrides: Overrides
) -> tuple[Headline, Times, Signatures]:
    """Reads what is declared or printed above the text."""
    headline = overrides.headline() or read_headline(document, structured)
    surroundings = Surroundings(document, headline.text)
    times = read_times(document, structured, reading, entry, overrides, surroundings)
    return headline, times, read_authors(document, structured, overrides, surroundings)


def _set_parts(extraction: Extraction, parts: _Parts) -> None:
    """Sets headline, authors and times, and for each field where it was found."""
    times, origins = parts.times, extraction.origins
    extraction.headline = parts.headline.text
    extraction.authors = parts.signatures.people
    extraction.published_at, extraction.published_raw = times.published_at, times.published_raw
    extraction.utc_offset, extraction.modified_at = times.utc_offset, times.modified_at
    found = {
        "headline": parts.headline.origin,
        "authors": parts.signatures.origin,
        "published_at": times.published_origin,
        "published_at_precision": times.published_at and ("minute" if times.has_time else "day"),
        "published_at_zone": times.published_at and times.has_time and times.zone_origin,
        "modified_at": times.modified_origin,
        "sections": parts.body.origin if parts.body.sections else None,
    }
    origins.update({name: origin for name, origin in found.items() if origin})


def _set_description(extraction: Extraction, body: Body, structured: Structured, entry: Entry | None) -> None:
    """Takes the summary printed above the body, else the page's own description, else the feed's."""
    if extraction.description is not None:
        return
    meta = structured.meta
    candidates = (
        (body.summary, "body"),
        (meta.first("og:description"), "opengraph"),
        (meta.first("description", "twitter:description"), "meta"),
        (entry.summary if entry else None, "feed"),
    )
    for text, origin in candidates:
        if text:
            extraction.description, extraction.origins["description"] = text, origin
            return
