"""Fixtures for whole crawls of the newsroom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from tests.crawling import Crawls
from tests.newsroom import Newsroom


@pytest.fixture
def open_newsroom() -> Iterator[Newsroom]:
    """A newsroom without sites, for tests that bring their own."""
    with Newsroom([]) as running:
        yield running


@pytest.fixture
def crawls(open_newsroom: Newsroom, mongo_uri: str, database: Database[dict[str, Any]], tmp_path: Path) -> Crawls:
    """Crawls of that newsroom into the test's own database."""
    return Crawls(open_newsroom, mongo_uri, database.name, tmp_path)
