"""Which canonical links are believed: the page's own address in another spelling, and nothing that lies."""

from __future__ import annotations

import pytest

from crawler.exceptions import UnusableURL
from crawler.normalisation.canonical import Claim, judge_canonical, validate_canonical

PAGE = "https://www.gazette.example/politics/2024/05/03/minister-resigns-after-vote?ref=rss"


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("https://www.gazette.example/politics/2024/05/03/minister-resigns-after-vote", None),
        ("/politics/2024/05/03/minister-resigns-after-vote", None),
        ("//gazette.example/politics/2024/05/03/minister-resigns-after-vote/", None),
        ("https://www.gazette.example/story/123456", None),
        ("https://uk.gazette.example/politics/2024/05/03/minister-resigns-after-vote", None),
    ],
)
def test_another_address_of_the_article_on_its_site_is_believed(canonical: str, expected: None) -> None:
    url = validate_canonical(PAGE, canonical)
    assert url is not None
    assert url.startswith("https://")


@pytest.mark.parametrize(
    ("canonical", "claim"),
    [
        ("https://www.gazette.example/", Claim.HOMEPAGE),
        ("/", Claim.HOMEPAGE),
        ("https://m.gazette.example", Claim.HOMEPAGE),
        ("https://www.gazette.example/index.html", Claim.HOMEPAGE),
        ("https://www.gazette.example/politics/", Claim.SECTION),
        ("/404", Claim.SECTION),
        ("https://agency.example/story-123456", Claim.ELSEWHERE),
        ("", Claim.UNUSABLE),
        (None, Claim.UNUSABLE),
        ("https://www.gazette.example/{{slug}}", Claim.UNUSABLE),
        ("https://www.gazette.example/undefined", Claim.UNUSABLE),
        ("javascript:void(0)", Claim.UNUSABLE),
        ("https://.example.org", Claim.UNUSABLE),
        ("http://[", Claim.UNUSABLE),
        ('"<?', Claim.UNUSABLE),
    ],
)
def test_a_lie_or_a_hint_elsewhere_is_not_this_pages_address(canonical: str | None, claim: Claim) -> None:
    assert judge_canonical(PAGE, canonical).claim is claim
    assert validate_canonical(PAGE, canonical) is None


def test_a_scripts_address_without_its_parameter_is_no_article() -> None:
    page = "https://gazette.example/story.php?id=512"
    assert judge_canonical(page, "https://gazette.example/story.php").claim is Claim.OTHER_PARAMETERS
    assert judge_canonical(page, "https://gazette.example/story.php?id=511").claim is Claim.OTHER_PARAMETERS


def test_needless_parameters_may_be_missing() -> None:
    page = "https://gazette.example/viewtopic.php?f=4&t=167"
    assert validate_canonical(page, "https://gazette.example/viewtopic.php?t=167") is not None


def test_a_script_may_have_a_speaking_address() -> None:
    page = "https://gazette.example/?p=3289"
    assert validate_canonical(page, "/2024/05/minister-resigns-after-vote/") is not None


def test_a_word_that_holds_null_is_no_placeholder() -> None:
    page = "https://bibliothek2null.example/2014/05/18/alles-neue-macht-der-mai"
    assert validate_canonical(page, page) == page


def test_another_domain_of_the_same_publisher_is_its_site() -> None:
    canonical = "https://gazette-live.example/story/123456"
    assert validate_canonical(PAGE, canonical) is None
    assert validate_canonical(PAGE, canonical, ["gazette-live.example"]) == canonical


def test_a_homepage_may_name_itself() -> None:
    assert validate_canonical("https://gazette.example/?utm_source=x", "https://gazette.example/") is not None


def test_the_pages_own_address_must_be_one() -> None:
    with pytest.raises(UnusableURL):
        judge_canonical("gazette.example/story", "https://gazette.example/story")
