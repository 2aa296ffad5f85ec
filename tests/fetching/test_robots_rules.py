"""What a robots.txt says."""

from __future__ import annotations

import pytest

from crawler.fetching.robots_rules import LONGEST_DELAY, RobotsRules


def _rules(text: str, *, is_cut: bool = False) -> RobotsRules:
    return RobotsRules(text.encode(), "Byline", is_cut=is_cut)


def test_the_group_of_the_product_token_wins_over_the_star() -> None:
    rules = _rules("User-agent: *\nDisallow: /\n\nUser-agent: byline\nDisallow: /private\n")
    assert rules.allows("https://news.test/story")
    assert not rules.allows("https://news.test/private/story")


def test_the_longest_rule_wins() -> None:
    rules = _rules("User-agent: *\nDisallow: /news\nAllow: /news/open\n")
    assert rules.allows("https://news.test/news/open/1")
    assert not rules.allows("https://news.test/news/closed")


@pytest.mark.parametrize("text", ["", "\ufeff", "\x00\x01\x02", "<html>no robots here</html>", "Disallow: /\n"])
def test_a_file_without_rules_for_anybody_allows(text: str) -> None:
    assert _rules(text).allows("https://news.test/story")


def test_a_byte_order_mark_does_not_hide_the_first_line() -> None:
    assert not _rules("\ufeffUser-agent: *\nDisallow: /story\n").allows("https://news.test/story")


def test_the_last_line_of_a_cut_file_does_not_count() -> None:
    text = "User-agent: *\nDisallow: /a\nDisallow: /"
    assert not _rules(text).allows("https://news.test/b")
    assert _rules(text, is_cut=True).allows("https://news.test/b")
    assert not _rules(text, is_cut=True).allows("https://news.test/a")


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 10", 10.0),
        ("Crawl-delay: 0.5", 0.5),
        ("Crawl-delay: 86400", LONGEST_DELAY),
        ("Crawl-delay: inf", None),
        ("Crawl-delay: nan", None),
        ("Crawl-delay: -3", None),
        ("Crawl-delay: soon", None),
        ("", None),
    ],
)
def test_the_delay_is_taken_up_to_a_limit(line: str, seconds: float | None) -> None:
    assert _rules(f"User-agent: *\n{line}\nDisallow: /x\n").delay == seconds


def test_sitemap_lines_are_given_as_written() -> None:
    text = "Sitemap: https://news.test/a.xml\nUser-agent: *\nDisallow: /x\nSitemap: https://news.test/b.xml\n"
    assert _rules(text).sitemaps == ["https://news.test/a.xml", "https://news.test/b.xml"]
