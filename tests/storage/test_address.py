"""The address that other clients are given."""

from __future__ import annotations

import pytest

from crawler.storage.address import database_address


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("mongodb://127.0.0.1:27017/?directConnection=true", "mongodb://127.0.0.1:27017/byline?directConnection=true"),
        ("mongodb://127.0.0.1", "mongodb://127.0.0.1/byline"),
        ("mongodb://127.0.0.1?replicaSet=r", "mongodb://127.0.0.1/byline?replicaSet=r"),
        ("mongodb://a,b:27018/other?replicaSet=r", "mongodb://a,b:27018/byline?replicaSet=r"),
        ("mongodb+srv://cluster.example", "mongodb+srv://cluster.example/byline"),
    ],
)
def test_names_the_database_and_keeps_the_options(uri: str, address: str) -> None:
    assert database_address(uri, "byline") == address


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("mongodb://u:p@host", "mongodb://u:p@host/byline?authSource=admin"),
        ("mongodb://u:p@host/users", "mongodb://u:p@host/byline?authSource=users"),
        ("mongodb://u:p@host/users?tls=true", "mongodb://u:p@host/byline?tls=true&authSource=users"),
        ("mongodb://u:p@host/users?authSource=staff", "mongodb://u:p@host/byline?authSource=staff"),
        ("mongodb://u@host/?authMechanism=MONGODB-X509", "mongodb://u@host/byline?authMechanism=MONGODB-X509"),
    ],
)
def test_keeps_the_place_where_the_user_is_looked_up(uri: str, address: str) -> None:
    assert database_address(uri, "byline") == address
