from __future__ import annotations

import pytest

from crawler.attribution.agencies import agencies, agency_of, credited_agencies, is_agency
from crawler.items import Author, Evidence


@pytest.mark.parametrize(
    ("evidence", "names"),
    [
        (Evidence(byline="By Jane Doe and John Roe, Associated Press"), ["Associated Press"]),
        (Evidence(byline="dpa/afp"), ["dpa", "AFP"]),
        (Evidence(byline="Por Agencia EFE"), ["EFE"]),
        (Evidence(byline="With inputs from PTI"), ["PTI"]),
        (Evidence(byline="Jane Doe (Reuters)"), ["Reuters"]),
        (Evidence(dateline="BERLIN (AP)"), ["Associated Press"]),
        (Evidence(dateline="Berlin (dpa/bb)"), ["dpa"]),
        (Evidence(dateline="Berlin/dpa"), ["dpa"]),
        (Evidence(credits=["© Reuters 2024"]), ["Reuters"]),
        (Evidence(credits=["(dpa/afp)"]), ["dpa", "AFP"]),
        (Evidence(credits=["Additional reporting from Reuters"]), ["Reuters"]),
        (Evidence(credits=["来源：新华社"]), ["Xinhua"]),
        (Evidence(creators=["Agence France-Presse"]), ["AFP"]),
        (Evidence(source_organization="The Canadian Press"), ["The Canadian Press"]),
        (Evidence(copyright_holder="Copyright 2024 The Associated Press. All rights reserved."), ["Associated Press"]),
        (Evidence(byline="Reuters", credits=["(Reuters)"]), ["Reuters"]),
    ],
)
def test_agencies_are_found_where_they_are_credited(evidence: Evidence, names: list[str]) -> None:
    assert [agency.name for agency in credited_agencies(evidence)] == names


@pytest.mark.parametrize(
    "evidence",
    [
        Evidence(),
        Evidence(byline="Petra Müller"),
        Evidence(byline="Von Petra"),
        Evidence(byline="Staff and agencies"),
        Evidence(byline="PA to the minister"),
        Evidence(dateline="NORWELL"),
        Evidence(credits=["(see map)"]),
        Evidence(credits=["Map: Ingrid Halvorsen"]),
    ],
)
def test_other_words_are_no_agencies(evidence: Evidence) -> None:
    assert credited_agencies(evidence) == []


def test_an_agency_among_the_authors_is_credited() -> None:
    assert [agency.name for agency in credited_agencies(Evidence(), [Author("dpa"), Author("Jane Doe")])] == ["dpa"]


def test_an_agencys_own_address_is_known() -> None:
    found = agency_of("https://www.reuters.com/world/story-2026")
    assert found is not None
    assert found.name == "Reuters"
    assert agency_of("https://example.org/reuters.com") is None


def test_a_name_is_an_agency_only_as_a_whole() -> None:
    assert is_agency("dpa/AFP")
    assert not is_agency("Jane Doe, AP")
    assert not is_agency("")


def test_the_table_names_each_agency_once_and_with_a_homepage() -> None:
    names = [name.casefold() for agency in agencies() for name in {agency.name, *agency.aliases, *agency.codes}]
    assert len({agency.name for agency in agencies()}) == len(agencies())
    assert all(agency.homepage.startswith("https://") for agency in agencies())
    assert {name for name in names if names.count(name) > 2} == set()
