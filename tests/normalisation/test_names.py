from __future__ import annotations

import pytest

from crawler.items import Author
from crawler.normalisation.names import name_key, person_name, site_name, unique_authors


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("Von  Jörg\u00a0Müller,", "Jörg Müller"),
        ("Byron Smith", "Byron Smith"),
        ("MCDONALD", "MCDONALD"),
        (" - ", None),
        (None, None),
    ],
)
def test_person_name(raw: str | None, name: str | None) -> None:
    assert person_name(raw) == name


def test_spellings_of_one_name_share_a_key() -> None:
    assert name_key("J.-P. Müller") == name_key("j p muller")


def test_nobody_is_listed_twice() -> None:
    authors = [Author("Jane Doe"), Author("by JANE DOE", "https://example.org/jane"), Author("·")]
    assert unique_authors(authors) == [Author("Jane Doe", "https://example.org/jane")]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("www.taz.de", "taz.de"),
        ("@guardian", "guardian"),
        (" BBC\nNews ", "BBC News"),
        ("https://x.org", None),
        ("", None),
    ],
)
def test_site_name(raw: str, name: str | None) -> None:
    assert site_name(raw) == name
