"""What publishers' signals about use mean under a policy."""

from __future__ import annotations

import pytest

from crawler.attribution.rights import Treatment, check_policy, signals, treatment
from crawler.exceptions import UnusableArgument
from crawler.items import Rights
from crawler.settings import RIGHTS_POLICY


@pytest.mark.parametrize(
    ("rights", "given"),
    [
        (Rights(), []),
        (Rights(robots_meta="index, follow, max-image-preview:large"), []),
        (Rights(robots_meta="NOINDEX, NoArchive"), ["noindex", "noarchive"]),
        (Rights(robots_meta="none"), ["noindex"]),
        (Rights(robots_meta="max-snippet:20"), ["max-snippet"]),
        (Rights(x_robots_tag="noarchive, nosnippet"), ["noarchive", "nosnippet"]),
        (Rights(x_robots_tag="otherbot: noindex"), []),
        (Rights(tdm_reservation=" 1 "), ["tdm-reservation"]),
        (Rights(tdm_reservation="0"), []),
    ],
    ids=str,
)
def test_signals_of_a_page(rights: Rights, given: list[str]) -> None:
    assert list(signals(rights)) == given


def test_the_strictest_treatment_wins() -> None:
    rights = Rights(robots_meta="noindex, noarchive")
    assert treatment(rights, {"noindex": "headline", "noarchive": "refuse"}) is Treatment.REFUSE


def test_a_signal_that_the_policy_does_not_name_means_nothing() -> None:
    assert treatment(Rights(robots_meta="noindex"), {"noarchive": "refuse"}) is Treatment.WHOLE


def test_the_shipped_policy_can_be_used() -> None:
    check_policy(RIGHTS_POLICY)


@pytest.mark.parametrize(
    ("policy", "said"), [({"noidex": "whole"}, "no signal is called"), ({"noindex": "all"}, "none of")]
)
def test_a_mistake_in_a_policy_is_named(policy: dict[str, str], said: str) -> None:
    with pytest.raises(UnusableArgument, match=said):
        check_policy(policy)
