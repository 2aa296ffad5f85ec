"""A seeded database, the service over it, and clients: a program, the operator and a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pymongo.database import Database

from crawler.storage.reading.indexes import ensure_indexes
from crawler.storage.reading.reading import Reading
from crawler.storage.schema import ensure_schema
from crawler.web.application import create_app
from crawler.web.settings import WebSettings
from tests.web.seed import seed
from tests.web.service import TOKEN

Document = dict[str, Any]
HOST = "http://127.0.0.1"


def prepare(database: Database[Document]) -> Database[Document]:
    """Makes collections, validators and indexes."""
    ensure_schema(database)
    ensure_indexes(database)
    return database


@pytest.fixture
def prepared(database: Database[Document]) -> Database[Document]:
    """An empty database as the service finds it."""
    return prepare(database)


@pytest.fixture
def articles(prepared: Database[Document]) -> list[Document]:
    """The articles of a seeded database, in the order of the list."""
    return seed(prepared)


@pytest.fixture
async def reading(prepared: Database[Document], mongo_uri: str) -> AsyncIterator[Reading]:
    """The readings of the prepared database."""
    opened = Reading(mongo_uri, prepared.name)
    yield opened
    await opened.close()


@pytest.fixture
def app(reading: Reading) -> FastAPI:
    """The service as others see it: full text for the operator only."""
    return create_app(WebSettings(token=TOKEN), reading)


@pytest.fixture
def open_app(reading: Reading) -> FastAPI:
    """The service with full text for everybody."""
    return create_app(WebSettings(token=TOKEN, full_text=True), reading)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Anybody."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST) as anybody:
        yield anybody


@pytest.fixture
async def operator(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A program that knows the token."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST, headers=headers) as program:
        yield program


@pytest.fixture
async def open_client(open_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Anybody, where everybody may read full text."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(open_app), base_url=HOST) as anybody:
        yield anybody


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Answers may take no time at all: every question is too broad."""
    monkeypatch.setattr("crawler.storage.reading.deadline.Deadline.__init__", _already_over)
    return


def _already_over(self: Any, seconds: float = 0.0) -> None:
    self._end = 0.0
