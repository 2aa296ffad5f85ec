"""Fixtures over a prepared database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo.database import Database

from crawler.storage.schema import ensure_schema
from crawler.storage.storage import Storage


@pytest.fixture
def prepared(database: Database[dict[str, Any]]) -> Database[dict[str, Any]]:
    """A database with collections, validators and indexes."""
    ensure_schema(database)
    return database


@pytest.fixture
async def storage(prepared: Database[dict[str, Any]], mongo_uri: str) -> AsyncIterator[Storage]:
    """The storage of one run of this process."""
    opened = Storage(mongo_uri, prepared.name, "run-1")
    yield opened
    await opened.close()
