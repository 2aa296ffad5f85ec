from __future__ import annotations

import pytest

from crawler.normalisation.parameters import Role, role_of


@pytest.mark.parametrize("name", ["id", "p", "page", "article_id", "artnr", "postid"])
def test_parameters_that_identify_are_kept_by_every_list(name: str) -> None:
    assert role_of("al-ayyam.ps", name, "5") is Role.IDENTIFIES


@pytest.mark.parametrize("name", ["reference", "gallery", "global", "affair", "sourcecode", "storyid", "lang"])
def test_a_name_that_begins_like_a_trackers_is_unknown(name: str) -> None:
    assert role_of("example.org", name, "5") is Role.UNKNOWN


def test_a_domains_own_rule_holds_on_its_subdomains_only() -> None:
    assert role_of("edition.cnn.com", "hpt", "x") is Role.TRACKS
    assert role_of("example.org", "hpt", "x") is Role.UNKNOWN


def test_a_session_is_told_by_its_value() -> None:
    assert role_of("example.org", "sid", "58428beaa14598c2e02d93ad5c773e4d") is Role.SESSION
    assert role_of("example.org", "sid", "512") is Role.UNKNOWN


def test_names_may_be_percent_encoded() -> None:
    assert role_of("example.org", "utm%5Fsource", "x") is Role.TRACKS
