"""Which addresses are one article's, judged by a table of real sites' habits and by properties of any address."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.exceptions import UnusableURL
from crawler.normalisation.identity import explain, identity, url_key


class Pair(NamedTuple):
    verdict: str
    first: str
    second: str
    habit: str


def golden_pairs() -> list[Pair]:
    lines = (Path(__file__).parent / "golden_urls.tsv").read_text(encoding="utf-8").splitlines()
    return [Pair(*line.split("\t")) for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("pair", golden_pairs(), ids=lambda pair: f"{pair.verdict}: {pair.habit}")
def test_golden_table(pair: Pair) -> None:
    assert (identity(pair.first) == identity(pair.second)) is (pair.verdict == "same")


def test_golden_table_has_enough_pairs_of_both_kinds() -> None:
    verdicts = [pair.verdict for pair in golden_pairs()]
    assert len(verdicts) >= 150
    assert verdicts.count("different") >= 40


@pytest.mark.parametrize("url", sorted({url for pair in golden_pairs() for url in (pair.first, pair.second)}))
def test_identity_of_an_identity_is_itself(url: str) -> None:
    assert identity(identity(url)) == identity(url)


segments = st.sampled_from(
    [
        "a",
        "amp",
        "amp.html",
        "x.amp",
        "index.html",
        "2024",
        "one-two-three-four",
        "",
        ".",
        "..",
        "%C3%A9",
        "é",
        "(S(x))",
        "tag",
    ]
)
pairs = st.sampled_from(
    ["id=1", "utm_source=x", "amp", "sid=" + "0a" * 16, "cid=3", "", "=", "&amp;x=1", "q=a%26b", "ä=ü"]
)


@given(
    st.sampled_from(["http", "https"]),
    st.sampled_from(
        ["www.example.org", "m.example.co.uk:8080", "amp-amp-www.example.org", "x--y.example.org.", "[::1]:443"]
    ),
    st.lists(segments, max_size=6),
    st.lists(pairs, max_size=4),
)
def test_identity_is_stable_for_any_mixture(scheme: str, host: str, path: list[str], query: list[str]) -> None:
    first = identity(f"{scheme}://{host}/{'/'.join(path)}?{'&'.join(query)}")
    assert identity(first) == first


@given(st.text(max_size=80))
def test_any_text_gives_an_identity_or_a_clear_error(text: str) -> None:
    for url in (text, f"https://example.org/{text}", f"https://{text}/"):
        with contextlib.suppress(UnusableURL):
            result = identity(url)
            assert result.startswith("https://")
            assert identity(result) == result


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "example.org/story",
        "//example.org/story",
        "mailto:editor@example.org",
        "ftp://example.org/story",
        "javascript:alert(1)",
        "https://",
        "https:///story",
        "https://exa mple.org/story",
        "https://example..org/story",
        "https://example.org:99999/story",
        "https://example.org:port/story",
        "https://[::1/story",
        "https://example.org/\ud800",
        "https://example.org/" + "a" * 10_000,
        "https://" + "a" * 70 + ".org/",
    ],
)
def test_what_is_no_address_is_refused_with_a_reason(url: str) -> None:
    with pytest.raises(UnusableURL) as caught:
        identity(url)
    assert str(caught.value)


def test_the_reason_holds_no_terminal_codes_of_the_address() -> None:
    with pytest.raises(UnusableURL) as caught:
        identity("ftp://example.org/\x1b[2J")
    assert "\x1b" not in str(caught.value)


def test_nested_amp_caches_end_at_the_publisher() -> None:
    nested = "https://www.google.com/amp/s/" * 200 + "example.org/story-12345"
    assert identity(nested.replace("s/https://", "s/")) == "https://example.org/story-12345"


def test_key_is_the_hash_of_the_identity() -> None:
    assert url_key("http://www.example.org/a/") == hashlib.sha256(b"https://example.org/a").hexdigest()


def test_explanation_names_each_rule_that_did_something_and_ends_with_the_identity() -> None:
    url = "http://m.example.org:80/amp/story-12345/?id=3&utm_source=rss#top"
    steps = explain(url)
    assert [step.rule for step in steps] == [
        "default port",
        "scheme",
        "www, mobile or AMP host",
        "repeated or trailing slash",
        "AMP twin",
        "tracking parameter",
        "fragment",
    ]
    assert steps[-1].result == identity(url) == "https://example.org/story-12345?id=3"


def test_an_identity_needs_no_explanation() -> None:
    assert explain("https://example.org/story-12345?id=3") == []
