"""What extraction is worth on real pages, where the corpora lie beside the checkout."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from crawler.extraction import extract

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "publishers"
pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora are not beside the checkout"),
]
EVERY = 4
"""One page of so many is read: the whole corpus is the benchmark's."""


@pytest.fixture(scope="module")
def pages() -> list[tuple[dict[str, Any], Any]]:
    rows = [json.loads(line) for line in (CORPUS / "cases.jsonl").read_text("utf-8").splitlines()][::EVERY]
    return [(row, extract(gzip.decompress((CORPUS / "pages" / row["file"]).read_bytes()), row["url"])) for row in rows]


def test_no_article_of_a_publisher_is_taken_for_something_else(pages: list[tuple[dict[str, Any], Any]]) -> None:
    refused = [
        row["file"] for row, found in pages if found.kind not in ("article", "opinion", "live-blog", "press-release")
    ]
    assert len(refused) <= 0.03 * len(pages), refused


def test_nearly_every_article_has_its_day(pages: list[tuple[dict[str, Any], Any]]) -> None:
    dated = [(row["published"][:10], found) for row, found in pages if row["published"]]
    right = [found for day, found in dated if found.published_at and abs_days(day, found) <= 1]
    assert len(right) >= 0.97 * len(dated)


def test_nearly_every_article_has_a_headline_and_a_language(pages: list[tuple[dict[str, Any], Any]]) -> None:
    assert all(found.headline and found.language for _, found in pages)


def abs_days(day: str, found: Any) -> int:
    """Gives how many days a found time is from the true one; a day of difference is the time zone's."""
    return abs((found.published_at.date() - found.published_at.date().fromisoformat(day)).days)
