"""Fixtures for tests that crawl the newsroom; ``tests/conftest.py`` takes them in by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom.newsroom import Newsroom


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """All sites that work, fresh for one test."""
    with Newsroom() as running:
        yield running


@pytest.fixture
def empty_newsroom() -> Iterator[Newsroom]:
    """No publisher at all: for tests that add their own."""
    with Newsroom([]) as running:
        yield running


@pytest.fixture
def newsroom_catalogue(newsroom: Newsroom, tmp_path: Path) -> Path:
    """The catalogue of ``newsroom`` as a YAML file."""
    return newsroom.write_catalogue(tmp_path / "catalogue.yaml")
