"""Preparing a database: at every start, by several processes at once, without dropping anything."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pymongo.database import Database
from pymongo.errors import WriteError

from crawler.storage.connection import connect
from crawler.storage.schema import INDEXES, ensure_schema


def test_several_processes_may_prepare_a_database_at_once(database: Database[dict[str, Any]], mongo_uri: str) -> None:
    connections = [connect(mongo_uri, database.name) for _ in range(8)]
    try:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(ensure_schema, connections))
    finally:
        for connection in connections:
            connection.client.close()
    assert set(INDEXES) <= set(database.list_collection_names())


def test_preparing_again_changes_nothing(prepared: Database[dict[str, Any]]) -> None:
    before = {name: prepared[name].index_information() for name in INDEXES}
    ensure_schema(prepared)
    assert {name: prepared[name].index_information() for name in INDEXES} == before


def test_a_validator_of_an_earlier_version_is_brought_up_to_date(database: Database[dict[str, Any]]) -> None:
    database.create_collection("urls", validator={"$jsonSchema": {"required": ["something old"]}})
    ensure_schema(database)
    with pytest.raises(WriteError, match="Document failed validation"):
        database["urls"].insert_one({"_id": "no key", "something old": 1})
