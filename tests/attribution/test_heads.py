from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from crawler.attribution import Copy, choose_head
from crawler.items import PrimarySource
from tests.attribution.pages import NOW

HERALD = "https://www.herald.test/2026/05/pier-closed-after-cracks-found"
COURIER = "https://courier.test/2026/05/pier-closed-for-repairs-until-autumn"
ROUNDUP = "https://roundup.test/2026/05/pier-closed-after-cracks-found"
AGENCY = "https://apnews.com/article/pier-closed-cracks-0123456789abcdef"


def copy(
    url: str, hours: int | None, source: str | None = None, evidence: str = "publisher", agency: str | None = None
) -> Copy:
    """A copy published so many hours before now; ``source`` is the address that it names."""
    return Copy(
        url,
        PrimarySource("", source or url, evidence, 0.85),
        frozenset({agency} if agency else ()),
        None if hours is None else NOW - timedelta(hours=hours),
        NOW,
    )


def heads(*copies: Copy) -> set[str]:
    return {choose_head(order).url for order in permutations(copies)}


def test_the_first_published_copy_heads_in_any_order() -> None:
    assert heads(copy(HERALD, 3), copy(COURIER, 5), copy(ROUNDUP, 1)) == {COURIER}


def test_the_address_that_others_name_heads_even_if_it_is_dated_later() -> None:
    reprint = copy(ROUNDUP, 9, f"{HERALD}?utm_source=roundup", "source-link")
    assert heads(copy(HERALD, 3), copy(COURIER, 5), reprint) == {HERALD}


def test_a_copy_that_names_another_heads_only_alone() -> None:
    reprint = copy(ROUNDUP, 9, "https://unseen.test/2026/05/story-of-the-pier", "source-link")
    assert heads(reprint) == {ROUNDUP}
    assert heads(reprint, copy(HERALD, 3)) == {HERALD}


def test_the_credited_agencys_own_copy_heads() -> None:
    assert heads(copy(HERALD, 5, agency="apnews.com"), copy(AGENCY, 2), copy(COURIER, 9)) == {AGENCY}


def test_without_dates_there_is_still_one_answer() -> None:
    assert heads(copy(HERALD, None), copy(COURIER, None), copy(ROUNDUP, None)) == {COURIER}


def test_none_of_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="no copies"):
        choose_head([])
