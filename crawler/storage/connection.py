"""Opening a MongoDB: the checks that come before the first write, and the one client that a crawl shares."""

from __future__ import annotations

import logging
from datetime import UTC
from typing import Any

from bson.codec_options import CodecOptions
from pymongo import AsyncMongoClient, MongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.database import Database
from pymongo.errors import ConfigurationError, InvalidName, InvalidURI, OperationFailure, PyMongoError

from crawler.exceptions import DatabaseUnavailable

Document = dict[str, Any]

PATIENCE_MS = 5000
"""How long a look-up of the server may take before the database counts as unreachable."""

FIRST_PATIENCE_MS = 3000
"""The same for the first look-up of a command, so that it ends within 5 seconds, its own start included."""

CODEC = CodecOptions[Document](tz_aware=True, tzinfo=UTC)

_DURABLE: dict[str, Any] = {
    "w": "majority",
    "journal": True,
    "retryWrites": True,
    "retryReads": True,
    "appname": "byline",
    "serverSelectionTimeoutMS": PATIENCE_MS,
    "connectTimeoutMS": PATIENCE_MS,
}


def connect(uri: str, name: str) -> Database[Document]:
    """Opens a database for commands; raises DatabaseUnavailable after about three seconds without an answer.

    Refuses a server that could lose what it acknowledged: a standalone one has no transactions and no majority, and
    an address that asks for a weaker write concern than ``majority`` contradicts what a record promises.
    """
    try:
        client: MongoClient[Document] = MongoClient(
            uri, connect=False, **(_options(uri) | {"serverSelectionTimeoutMS": FIRST_PATIENCE_MS})
        )
        database = client.get_database(name, codec_options=CODEC)
    except (ConfigurationError, InvalidName, InvalidURI, ValueError) as error:
        raise DatabaseUnavailable(f"MONGODB_URI or MONGODB_DATABASE cannot be used: {error}") from error
    try:
        _check_server(client, uri)
    except DatabaseUnavailable:
        client.close()
        raise
    return database


def _check_server(client: MongoClient[Document], uri: str) -> None:
    try:
        hello = client.admin.command("hello")
    except OperationFailure as error:
        raise DatabaseUnavailable(f"MongoDB refuses us at {redacted(uri)}: {error.details or error}") from error
    except PyMongoError as error:
        raise DatabaseUnavailable(
            f"no MongoDB answers at {redacted(uri)}: {_first_sentence(error)}. "
            "Start it, correct MONGODB_URI, or unset MONGODB_URI to use the embedded one."
        ) from error
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise DatabaseUnavailable(
            f"the MongoDB at {redacted(uri)} is a standalone server; Byline needs a replica set (one node is enough): "
            "start mongod with --replSet and call rs.initiate() once"
        )


def connect_async(uri: str, name: str) -> AsyncDatabase[Document]:
    """Gives the same database for coroutines; does no I/O. `connect` has checked the server before."""
    # Scrapy lets every record through to its handler: the driver would write out each command for nobody.
    logging.getLogger("pymongo").setLevel(logging.WARNING)
    client: AsyncMongoClient[Document] = AsyncMongoClient(uri, **_options(uri))
    return client.get_database(name, codec_options=CODEC)


def redacted(uri: str) -> str:
    """Gives the address without its credentials, for messages and logs."""
    scheme, separator, rest = uri.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"


def _options(uri: str) -> dict[str, Any]:
    lowered = uri.lower()
    for weak in ("w=0", "w=1", "journal=false", "j=false"):
        if f"?{weak}" in lowered or f"&{weak}" in lowered:
            raise ConfigurationError(f"it asks for {weak}, but Byline promises what a majority has on disk")
    return dict(_DURABLE)


def _first_sentence(error: PyMongoError) -> str:
    return str(error).split(", Timeout:")[0].split("(configured timeouts")[0].strip(" ,.")
