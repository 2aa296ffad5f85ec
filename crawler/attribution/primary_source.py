"""Where a text came from first: every claim that the page, its address and its copies make, weighed.

A claim is believed the more, the more deliberate it is: a syndication link is put there by a partner's contract, a link
"Read the original" by an aggregator's editor, ``isBasedOn`` by a plugin, and a "citation" may be mere reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from crawler.attribution.agencies import Agency, agency_of, credited_agencies
from crawler.attribution.publishers import KnownPublisher, PublishingSource, own_domains, publisher_at
from crawler.attribution.source_links import NOT_SOURCES, is_plain, names_article, source_link
from crawler.exceptions import UnusableURL
from crawler.hosts import domain_of
from crawler.items import Extraction, PrimarySource, Publisher, Sighting
from crawler.normalisation.canonical import Claim as CanonicalClaim
from crawler.normalisation.canonical import judge_canonical, validate_canonical
from crawler.normalisation.identity import identity

CONFIDENCE = {
    "agency": 0.95,
    "syndication-source": 0.9,
    "canonical": 0.9,
    "source-link": 0.85,
    "first-published": 0.8,
    "original-source": 0.75,
    "based-on": 0.7,
}
"""How far each kind of evidence for another source is believed, taken alone."""

OWN_TEXT, CREDITED_TEXT, UNSIGNED_TEXT = 0.95, 0.6, 0.85
"""How far the publisher itself is believed to be the source: where people signed, where an agency is credited, else."""

CONTESTED = 0.8
"""What that is multiplied with where something points elsewhere: a reprint keeps the names of those who signed."""

INDIRECT = 0.8
"""What a source link is worth that may be a mere reference: less than the names of a page's own people."""

VAGUE = 0.6
"""What a claim is worth whose address names no article: the homepage of the source rather than the source."""


@dataclass(frozen=True, slots=True)
class Claim:
    """That a text came from somewhere, who says so, and how far it is believed."""

    name: str
    url: str
    evidence: str
    """A key of ``CONFIDENCE``, or ``publisher``."""
    confidence: float
    reason: str
    """In words, for the operator."""


def primary_source(claims: Sequence[Claim]) -> PrimarySource:
    """Gives the claim that is believed most as the primary source; the first of equals."""
    best = max(claims, key=lambda claim: claim.confidence)
    return PrimarySource(best.name, best.url, best.evidence, best.confidence)


def weigh_claims(
    extraction: Extraction,
    *,
    url: str,
    source: PublishingSource,
    publisher: Publisher,
    sightings: Sequence[Sighting] = (),
    known_publisher: KnownPublisher,
    is_head: bool = False,
) -> list[Claim]:
    """Gives every claim about the origin of a text, the most believed first; there is always the publisher's own.

    Claims that name one address support each other. One for the page's own site is none. For a page that
    ``choose_head`` chose among its copies (``is_head``), their dates have had their say.
    """
    own = own_domains(source) | {publisher.domain}
    credited = credited_agencies(extraction.evidence, extraction.authors)
    others = [sighting for sighting in sightings if domain_of(sighting.url) not in own]
    found = [*_page_claims(extraction, url, own), *_agency_claims(others, credited)]
    if not is_head:
        found += _earlier_claims(extraction.published_at, others)
    outside = [claim for claim in found if domain_of(claim.url) not in own | NOT_SOURCES]
    names = {sighting.publisher.domain: sighting.publisher for sighting in sightings}
    merged = [_named(claim, names, known_publisher) for claim in _merged(outside)]
    own_claim = _own_claim(extraction, url, source, publisher)
    if is_head and others:
        own_claim = replace(own_claim, evidence="first-published", reason="of all copies, it was chosen as the first")
    if merged and agency_of(url) not in credited:
        own_claim = replace(own_claim, confidence=round(own_claim.confidence * CONTESTED, 3))
    return sorted([*merged, own_claim], key=lambda claim: -claim.confidence)


def _page_claims(extraction: Extraction, url: str, own: set[str]) -> Iterable[Claim]:
    """Yields what the page itself says about another source, nameless yet."""
    evidence = extraction.evidence
    canonical = judge_canonical(url, extraction.canonical_url, own)
    if canonical.claim is CanonicalClaim.ELSEWHERE and canonical.url:
        yield _claim(canonical.url, "canonical", "the canonical link leads to another site")
    if evidence.syndication_source:
        yield _claim(evidence.syndication_source, "syndication-source", "the page names its syndication source")
    if evidence.original_source:
        yield _claim(evidence.original_source, "original-source", "the page names its original source")
    link = source_link(evidence.source_links, extraction.headline)
    if link is not None:
        claim = _claim(link.url, "source-link", f"a link says “{link.text[:80]}”")
        plain = is_plain(link, extraction.headline)
        yield claim if plain else replace(claim, confidence=round(claim.confidence * INDIRECT, 3))
    for address in evidence.based_on:
        yield _claim(address, "based-on", "the structured data say what it is based on")


def _agency_claims(others: Sequence[Sighting], credited: list[Agency]) -> Iterable[Claim]:
    """Yields the copies that stand on a credited agency's own site."""
    for sighting in others:
        agency = agency_of(sighting.url)
        if agency is not None and agency in credited:
            yield _claim(sighting.url, "agency", f"{agency.name} is credited, and this is its own copy")


def _earlier_claims(published_at: datetime | None, others: Sequence[Sighting]) -> Iterable[Claim]:
    """Yields the first copy, if it was published before this one."""
    first = min(others, key=lambda sighting: (sighting.published_at or _NEVER, sighting.url), default=None)
    if first is not None and published_at is not None and (first.published_at or _NEVER) < published_at:
        yield _claim(first.url, "first-published", "this copy was published earlier")


_NEVER = datetime.max.replace(tzinfo=UTC)


def _claim(url: str, evidence: str, reason: str) -> Claim:
    confidence = CONFIDENCE[evidence]
    return Claim("", url, evidence, confidence if names_article(url) else confidence * VAGUE, reason)


def _merged(claims: Iterable[Claim]) -> list[Claim]:
    """Joins claims for one address: the strongest keeps its name, and the others halve the doubt that is left."""
    by_identity: dict[str, list[Claim]] = {}
    for claim in claims:
        try:
            by_identity.setdefault(identity(claim.url), []).append(claim)
        except UnusableURL:
            continue
    return [_joined(group) for group in by_identity.values()]


def _joined(group: list[Claim]) -> Claim:
    strongest, *others = sorted(group, key=lambda claim: -claim.confidence)
    support = {claim.evidence for claim in others} - {strongest.evidence} if names_article(strongest.url) else ()
    doubt = (1 - strongest.confidence) * 0.5 ** len(support)
    reason = "; ".join(dict.fromkeys(claim.reason for claim in (strongest, *others)))
    return replace(strongest, confidence=round(1 - doubt, 3), reason=reason)


def _named(claim: Claim, by_domain: dict[str, Publisher], known_publisher: KnownPublisher) -> Claim:
    sighted = by_domain.get(domain_of(claim.url) or "")
    return replace(claim, name=(sighted or publisher_at(claim.url, known_publisher)).name)


def _own_claim(extraction: Extraction, url: str, source: PublishingSource, publisher: Publisher) -> Claim:
    address = validate_canonical(url, extraction.canonical_url, own_domains(source)) or url
    credited = [
        agency
        for agency in credited_agencies(extraction.evidence, extraction.authors)
        if domain_of(agency.homepage) != publisher.domain
    ]
    if credited:
        confidence, reason = CREDITED_TEXT, f"it prints a text of {', '.join(agency.name for agency in credited)}"
    elif extraction.authors:
        confidence, reason = OWN_TEXT, "its own people signed it"
    else:
        confidence, reason = UNSIGNED_TEXT, "it names no other source"
    return Claim(publisher.name, address, "publisher", confidence, reason)
