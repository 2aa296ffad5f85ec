"""The newsroom's wire story: printed by several publishers with edits, and reprinted by an aggregator."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations, permutations

import pytest

from crawler.attribution import Copy, PublisherIndex, attribute, choose_head, strip_boilerplate
from crawler.attribution.agencies import credited_agencies
from crawler.deduplication.signature import index_keys, lookup_keys, signature
from crawler.deduplication.similarity import is_copy, similarity
from crawler.extraction import extract
from crawler.hosts import domain_of, same_site
from crawler.items import Attribution, Extraction, Sighting
from tests.attribution.pages import TestSource
from tests.newsroom import Newsroom

NOW = datetime.now(UTC)
"""The newsroom writes its articles by the clock of today."""

Printed = tuple[str, Extraction, TestSource]


@pytest.fixture(scope="module")
def printed() -> list[Printed]:
    """Every copy of the story with its address, as extraction reads it, and its source."""
    newsroom = Newsroom()
    copies: list[Printed] = []
    for article in newsroom.group("wire"):
        site = next(site for site in newsroom.sites if same_site(f"http://{site.host}/", article.url))
        page = site.layout(site, article).encode()
        extraction = extract(page, article.url, content_type="text/html; charset=utf-8", fetched_at=NOW)
        extraction.sections = strip_boilerplate(extraction.sections)
        copies.append((article.url, extraction, TestSource(site.name, f"http://{site.host}/", ())))
    return copies


def judged(printed: list[Printed], one: Printed, sightings: list[Sighting]) -> Attribution:
    index = PublisherIndex([source for _, _, source in printed])
    url, extraction, source = one
    return attribute(
        extraction, url=url, source=source, retrieved_at=NOW, sightings=sightings, known_publisher=index.publisher_of
    )


def test_all_copies_are_found_through_the_index_and_recognised(printed: list[Printed]) -> None:
    assert len(printed) >= 4
    for (_, first, _), (_, second, _) in combinations(printed, 2):
        signatures = [signature(text.body, text.language) or b"" for text in (first, second)]
        assert set(lookup_keys(signatures[0])) & set(index_keys(signatures[1]))
        assert is_copy(similarity(first.body, second.body), languages=(first.language, second.language))


def test_the_first_publisher_heads_the_record_in_whatever_order_they_come(printed: list[Printed]) -> None:
    copies = []
    for one in printed:
        url, extraction, _ = one
        agencies = credited_agencies(extraction.evidence, extraction.authors)
        domains = frozenset(domain for agency in agencies if (domain := domain_of(agency.homepage)))
        copies.append(Copy(url, judged(printed, one, []).primary_source, domains, extraction.published_at, NOW))
    first = min(printed, key=lambda one: one[1].published_at or NOW)
    assert {choose_head(order).url for order in permutations(copies)} == {first[0]}


def test_every_copy_leads_to_the_first_publisher_once_it_is_seen(printed: list[Printed]) -> None:
    first = min(printed, key=lambda one: one[1].published_at or NOW)
    publisher = judged(printed, first, []).publisher
    sighting = Sighting(publisher, first[0], NOW, 1.0, first[1].published_at)
    for one in printed:
        result = judged(printed, one, [] if one is first else [sighting])
        assert result.primary_source.url == first[0]
        assert result.agencies == ["Associated Press"]
        assert first[0] in result.statement
