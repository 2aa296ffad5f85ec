"""The attribution of an article, put together from what its page and its copies say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from crawler.attribution.agencies import credited_agencies, is_agency
from crawler.attribution.primary_source import primary_source, weigh_claims
from crawler.attribution.publishers import KnownPublisher, PublisherIndex, PublishingSource, publisher_of
from crawler.attribution.statement import Facts, Named, html_statement, is_web_address, plain_statement
from crawler.hosts import domain_of
from crawler.items import Attribution, Evidence, Extraction, Rights, Sighting
from crawler.normalisation.names import person_name
from crawler.normalisation.text import clean_text

NOTHING_KNOWN: KnownPublisher = PublisherIndex(()).publisher_of
"""An empty catalogue: publishers are named by their pages."""

MAX_HOLDER_LENGTH = 120
"""Characters; what is longer is a notice, not a name."""


def attribute(
    extraction: Extraction,
    *,
    url: str,
    source: PublishingSource,
    retrieved_at: datetime,
    sightings: Sequence[Sighting] = (),
    known_publisher: KnownPublisher = NOTHING_KNOWN,
    is_head: bool = False,
) -> Attribution:
    """Gives who wrote a text, who published it, where it came from first and under which rights.

    ``url`` is where the page was fetched, an http(s) address; ``source`` the one that listed it. There always is a
    primary source with a hyperlink. To be asked again with all ``sightings`` whenever another copy turns up;
    ``is_head`` says that ``choose_head`` chose this copy among them.
    """
    evidence = extraction.evidence
    publisher = publisher_of(url, source, evidence, known_publisher)
    claims = weigh_claims(
        extraction,
        url=url,
        source=source,
        publisher=publisher,
        sightings=sightings,
        known_publisher=known_publisher,
        is_head=is_head,
    )
    primary = primary_source(claims)
    authors = [name for author in extraction.authors if (name := person_name(author.name)) and not is_agency(name)]
    agencies = [agency.name for agency in credited_agencies(evidence, extraction.authors)]
    holder, license_text = copyright_holder(evidence), evidence.license or source.licence
    facts = Facts(
        headline=extraction.headline,
        authors=authors,
        agencies=agencies,
        primary=Named(primary.name, primary.url),
        found_at=None if domain_of(primary.url) == domain_of(url) else Named(publisher.name, url),
        published_at=extraction.published_at,
        copyright_holder=holder,
        license=license_text,
        is_reserved=reserves_mining(extraction.rights),
    )
    return Attribution(
        publisher=publisher,
        primary_source=primary,
        retrieved_at=retrieved_at,
        statement=plain_statement(facts),
        statement_html=html_statement(facts),
        authors=authors,
        agencies=agencies,
        copyright_holder=holder,
        license=license_text,
        rights=extraction.rights,
    )


_COPYRIGHT_SIGN = re.compile(r"\W*(?:©|\(c\)|copyright)", re.IGNORECASE)
_NOTICE_WORDS = re.compile(
    r"copyright|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|\(c\)|©"
    r"|\b(?:19|20)\d{2}(?:\s?[-–]\s?(?:(?:19|20)\d{2}|present))?\b",
    re.IGNORECASE,
)


def copyright_holder(evidence: Evidence) -> str | None:
    """Gives the name in the declared copyright, else in a credit line that begins with ©; no sign, year or notice."""
    signed = [text for text in evidence.credits if _COPYRIGHT_SIGN.match(text)]
    for text in (evidence.copyright_holder, *signed):
        if text and not is_web_address(text):
            name = clean_text(_NOTICE_WORDS.sub(" ", text))
            name = name.partition("(")[0].strip(" .,;:|)-–—") if name else None
            if (
                name
                and not name.startswith("#")
                and len(name) <= MAX_HOLDER_LENGTH
                and any(character.isalpha() for character in name)
            ):
                return name
    return None


def reserves_mining(rights: Rights) -> bool:
    """Says whether the publisher reserves text and data mining (``tdm-reservation: 1``, W3C TDMRep)."""
    return (rights.tdm_reservation or "").strip() == "1"
