from __future__ import annotations

import pytest

from crawler.attribution.attribute import copyright_holder
from crawler.items import Evidence, Link, Rights
from tests.attribution.pages import NOW, URL, TestSource, attributed, page


def test_everything_known_is_said() -> None:
    result = attributed(
        page(["Jane Doe"], evidence={"dateline": "NORWELL (AP)", "credits": ["© 2026 Associated Press"]}),
        source=TestSource(licence="CC BY 4.0"),
    )
    assert result.publisher.name == "Northern Herald"
    assert result.authors == ["Jane Doe"]
    assert result.agencies == ["Associated Press"]
    assert result.copyright_holder == "Associated Press"
    assert result.license == "CC BY 4.0"
    assert result.retrieved_at == NOW
    assert URL in result.statement
    assert f'<a href="{URL}">Northern Herald</a>' in result.statement_html


def test_a_page_with_nothing_at_all_still_has_a_hyperlink() -> None:
    result = attributed(page(headline=None))
    assert result.primary_source.url == URL
    assert result.statement == f"This article was published by Northern Herald ({URL})."


def test_agencies_among_the_authors_are_agencies() -> None:
    result = attributed(page(["dpa", "By Jane Doe", "Reuters/AFP"]))
    assert result.authors == ["Jane Doe"]
    assert result.agencies == ["dpa", "Reuters", "AFP"]


def test_a_reprint_names_both_publishers() -> None:
    link = Link("https://courier.test/2026/05/pier-closed-for-repairs-until-autumn", "Source link")
    statement = attributed(page(evidence={"source_links": [link]})).statement
    assert "first published by Bay Courier (https://courier.test/" in statement
    assert f"printed by Northern Herald ({URL})" in statement


def test_a_reservation_is_said() -> None:
    assert "text and data mining is reserved" in attributed(page(rights=Rights(tdm_reservation="1"))).statement
    assert "mining" not in attributed(page(rights=Rights(tdm_reservation="0"))).statement


def test_the_pages_licence_comes_before_the_catalogues() -> None:
    extraction = page(evidence={"license": "https://creativecommons.org/licenses/by/4.0/"})
    assert "CC BY 4.0" in attributed(extraction, source=TestSource(licence="ours")).statement


@pytest.mark.parametrize(
    ("evidence", "holder"),
    [
        (Evidence(copyright_holder="Copyright © 2024-2026 Harbour Press. All rights reserved."), "Harbour Press"),
        (Evidence(credits=["(dpa)", "© Reuters 2024"]), "Reuters"),
        (Evidence(copyright_holder="https://herald.test/copyright"), None),
        (Evidence(copyright_holder="© 2026"), None),
        (Evidence(copyright_holder="Harbour Press (www.harbour.test)"), "Harbour Press"),
        (Evidence(copyright_holder="#Publisher"), None),
        (Evidence(copyright_holder="x" * 500), None),
        (Evidence(), None),
    ],
)
def test_the_copyright_holder_is_a_name(evidence: Evidence, holder: str | None) -> None:
    assert copyright_holder(evidence) == holder
