from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.attribution.primary_source import weigh_claims
from crawler.attribution.publishers import publisher_of
from crawler.items import Evidence, Link
from tests.attribution.pages import CATALOGUE, HERALD, NOW, URL, WIRE_URL, TestSource, attributed, page, sighting

COURIER_URL = "https://courier.test/2026/05/pier-closed-for-repairs-until-autumn"


def test_a_page_without_hints_is_its_publishers_own() -> None:
    source = attributed(page(["Jane Doe"])).primary_source
    assert (source.name, source.url, source.evidence) == ("Northern Herald", URL, "publisher")
    assert source.confidence > 0.9


def test_the_publishers_link_is_the_canonical_one_where_that_is_valid() -> None:
    canonical = "https://www.herald.test/story/123456"
    assert attributed(page(canonical_url=canonical), f"{URL}?ref=rss").primary_source.url == canonical
    assert attributed(page(canonical_url="https://www.herald.test/")).primary_source.url == URL


@pytest.mark.parametrize(
    ("evidence", "kind"),
    [
        ({"syndication_source": COURIER_URL}, "syndication-source"),
        ({"original_source": COURIER_URL}, "original-source"),
        ({"source_links": [Link(COURIER_URL, "Source link")]}, "source-link"),
        ({"based_on": [COURIER_URL], "credits": ["(dpa)"]}, "based-on"),
    ],
)
def test_a_page_that_names_another_source_is_believed(evidence: dict[str, object], kind: str) -> None:
    source = attributed(page(evidence=evidence)).primary_source
    assert (source.name, source.url, source.evidence) == ("Bay Courier", COURIER_URL, kind)


def test_a_canonical_link_to_another_site_is_evidence() -> None:
    source = attributed(page(["Jane Doe"], canonical_url=COURIER_URL)).primary_source
    assert (source.url, source.evidence) == (COURIER_URL, "canonical")


def test_a_reprint_keeps_the_authors_and_still_points_to_its_source() -> None:
    extraction = page(["Jane Doe"], evidence={"source_links": [Link(COURIER_URL, "Read the original")]})
    assert attributed(extraction).primary_source.url == COURIER_URL


@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com/share/1234567",
        "https://twitter.com/herald/status/1234567890",
        "https://sport.herald.test/2026/05/another-story-of-ours-today",
        "https://courier.test/",
        "javascript:alert(1)",
        "http://[",
        "",
    ],
)
def test_links_that_lead_to_no_other_article_don_t_outweigh_the_publisher(address: str) -> None:
    extraction = page(evidence={"source_links": [Link(address, "Source link")], "original_source": address})
    assert attributed(extraction).primary_source.evidence == "publisher"


def test_of_several_links_the_one_to_an_article_is_meant() -> None:
    links = [
        Link("https://courier.test/", "Bay Courier"),
        Link(COURIER_URL, "Source link"),
        Link("https://x.org/", "via"),
    ]
    assert attributed(page(evidence={"source_links": links})).primary_source.url == COURIER_URL


def test_claims_for_one_address_support_each_other() -> None:
    alone = attributed(page(evidence={"syndication_source": COURIER_URL})).primary_source
    both = attributed(page(evidence={"syndication_source": COURIER_URL, "based_on": [f"{COURIER_URL}?utm_source=x"]}))
    assert alone.confidence < both.primary_source.confidence < 1


def test_the_agencys_own_copy_is_the_source_of_a_credited_text() -> None:
    extraction = page(["Jane Doe"], evidence={"dateline": "NORWELL (AP)"})
    source = attributed(extraction, sightings=[sighting(WIRE_URL, "AP News", "apnews.com")]).primary_source
    assert (source.name, source.url, source.evidence) == ("AP News", WIRE_URL, "agency")


def test_an_uncredited_agencys_copy_is_only_another_copy() -> None:
    copies = [sighting(WIRE_URL, "AP News", "apnews.com")]
    assert attributed(page(["Jane Doe"]), sightings=copies).primary_source.evidence == "publisher"


def test_an_earlier_copy_was_first() -> None:
    earlier = sighting(COURIER_URL, "Bay Courier", "courier.test", NOW - timedelta(hours=3))
    source = attributed(page(["Jane Doe"], published_at=NOW), sightings=[earlier]).primary_source
    assert (source.name, source.url, source.evidence) == ("Bay Courier", COURIER_URL, "first-published")


def test_the_chosen_head_is_the_first_whatever_the_copies_dates_say() -> None:
    earlier = sighting(COURIER_URL, "Bay Courier", "courier.test", NOW - timedelta(hours=3))
    result = attributed(page(["Jane Doe"], published_at=NOW), sightings=[earlier], is_head=True)
    assert (result.primary_source.url, result.primary_source.evidence) == (URL, "first-published")
    assert "was published by Northern Herald" in result.statement


def test_an_agencys_own_page_is_its_own_source_even_if_a_paper_dates_its_copy_earlier() -> None:
    extraction = page(["Jane Doe"], published_at=NOW, evidence={"dateline": "NORWELL (AP)"})
    agency = TestSource("AP News", "https://apnews.com/", ())
    earlier = sighting(COURIER_URL, "Bay Courier", "courier.test", NOW - timedelta(hours=3))
    assert attributed(extraction, WIRE_URL, source=agency, sightings=[earlier]).primary_source.url == WIRE_URL


def test_a_later_or_undated_copy_was_not() -> None:
    copies = [
        sighting(COURIER_URL, "Bay Courier", "courier.test", NOW + timedelta(hours=3)),
        sighting("https://gazette.test/2026/05/the-pier-is-closed", "Gazette", "gazette.test"),
    ]
    assert attributed(page(published_at=NOW), sightings=copies).primary_source.evidence == "publisher"


def test_the_confidence_in_a_text_that_credits_an_agency_is_lower() -> None:
    own = attributed(page()).primary_source
    credited = attributed(page(evidence={"byline": "dpa"})).primary_source
    assert credited.evidence == "publisher"
    assert credited.confidence < own.confidence


def test_every_claim_has_its_reason() -> None:
    extraction = page(canonical_url=COURIER_URL, evidence={"source_links": [Link(COURIER_URL, "Source link")]})
    publisher = publisher_of(URL, HERALD, Evidence(), CATALOGUE.publisher_of)
    claims = weigh_claims(
        extraction, url=URL, source=HERALD, publisher=publisher, known_publisher=CATALOGUE.publisher_of
    )
    assert [claim.evidence for claim in claims] == ["canonical", "publisher"]
    assert "canonical link" in claims[0].reason
    assert "Source link" in claims[0].reason
