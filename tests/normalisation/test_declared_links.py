"""The golden table's second half: addresses that pages of real sites declare for themselves.

A page's canonical link, AMP twin and ``og:url`` say the same article. Where address and link share the key of the
article (an id or the slug), the addresses alone must show it; where the site changed even that, only the page can.
Two articles of one site must never get one identity.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from functools import cache
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from crawler.exceptions import UnusableURL
from crawler.hosts import domain_of, same_site
from crawler.normalisation.canonical import validate_canonical
from crawler.normalisation.identity import identity

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
HEAD = 300_000
TAG = re.compile(r"<(?:link|meta)\b[^>]{0,2000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
DECLARED = {("rel", "canonical"): "href", ("rel", "amphtml"): "href", ("property", "og:url"): "content"}

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="the folder ../shared/corpora is missing"),
]


class Declaration(NamedTuple):
    page: str
    link: str


@cache
def declarations() -> list[Declaration]:
    """The page's address with each link that it declares for itself on its own site, as they stand."""
    found = []
    for cases in sorted(CORPORA.glob("*/cases.jsonl")):
        for line in cases.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case["url"].startswith("http"):
                page = gzip.decompress((cases.parent / "pages" / case["file"]).read_bytes())[:HEAD]
                found += [
                    Declaration(case["url"], link)
                    for link in declared_links(case["url"], page.decode("utf-8", "replace"))
                ]
    return found


def declared_links(url: str, page: str) -> list[str]:
    links = []
    for tag in TAG.findall(page):
        attributes = {name.lower(): double or single or bare for name, double, single, bare in ATTRIBUTE.findall(tag)}
        for (name, value), target in DECLARED.items():
            if attributes.get(name, "").lower() == value and attributes.get(target, "").strip():
                link = urljoin(url, unescape(attributes[target]).strip())
                if link != url and link.startswith("http") and same_site(url, link):
                    links.append(link)
    return links


MARKS = re.compile(r"(?:[._!~]amp)?(?:\.s?html?)?$")


def way(url: str) -> tuple[str, ...]:
    """The segments of an address's path without the marks of an AMP twin; what a reader would compare."""
    segments = unquote(urlsplit(url).path).lower().rstrip("/.").split("/")
    return tuple(MARKS.sub("", part) for part in segments if part not in ("", "amp", "platform", "amp.html"))


def names_one_article(url: str) -> bool:
    """Whether an address holds an id or a slug, read without any of the rules under test."""
    last = (way(url) or ("",))[-1]
    return last.count("-") + last.count("_") > 2 or re.search(r"\d{5,}", f"{last}?{urlsplit(url).query}") is not None


def test_declared_twins_on_the_same_way_have_one_identity() -> None:
    twins = [pair for pair in declarations() if way(pair.page) == way(pair.link) and names_one_article(pair.link)]
    missed = [pair for pair in twins if identity(pair.page) != identity(pair.link)]
    assert len(twins) >= 200
    assert len(missed) <= 0.03 * len(twins), missed


def test_declared_links_on_another_way_are_believed_unless_they_lie() -> None:
    elsewhere = [
        pair for pair in declarations() if identity(pair.page) != identity(pair.link) and names_one_article(pair.link)
    ]
    believed = [pair for pair in elsewhere if validate_canonical(pair.page, pair.link)]
    assert len(believed) >= 0.97 * len(elsewhere), set(elsewhere) - set(believed)


def test_no_two_articles_of_a_site_share_an_identity() -> None:
    by_site: dict[str | None, set[str]] = defaultdict(set)
    for page, _ in declarations():
        by_site[domain_of(page)].add(page)
    for urls in by_site.values():
        for first, second in combinations(sorted(urls), 2):
            if way(first) != way(second) or urlsplit(first).query != urlsplit(second).query:
                assert identity(first) != identity(second)


def test_an_added_id_makes_another_article_of_every_address() -> None:
    for page, _ in declarations():
        separator = "&" if "?" in page else "?"
        try:
            ids = {identity(f"{page.partition('#')[0]}{separator}article={number}") for number in (1, 2)}
        except UnusableURL:
            continue
        assert len(ids) == 2, page
