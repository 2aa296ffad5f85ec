from __future__ import annotations

from crawler.extraction.rights import read_rights
from crawler.items import Rights
from tests.extraction.pages import page, read


def rights(head: str, headers: dict[str, str] | None = None) -> Rights:
    return read_rights(read(page(head))[1], headers or {})


def test_robots_meta_is_kept_as_found_and_that_of_other_robots_is_not() -> None:
    found = rights('<meta name="ROBOTS" content="noarchive, max-snippet:50"><meta name="googlebot" content="noindex">')
    assert found.robots_meta == "noarchive, max-snippet:50"


def test_the_reservation_of_the_page_is_read() -> None:
    found = rights(
        '<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="https://h.example/tdm.json">'
    )
    assert (found.tdm_reservation, found.tdm_policy) == ("1", "https://h.example/tdm.json")


def test_headers_win_over_the_page() -> None:
    found = rights('<meta name="tdm-reservation" content="0">', {"tdm-reservation": "1", "x-robots-tag": "noindex"})
    assert (found.tdm_reservation, found.x_robots_tag) == ("1", "noindex")


def test_a_page_that_says_nothing_has_nothing() -> None:
    assert rights("") == Rights()
