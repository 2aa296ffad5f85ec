"""Collections, validators and indexes: made on start, changed in place, never dropped."""

from __future__ import annotations

import time
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import OperationFailure, PyMongoError

from crawler.exceptions import DatabaseUnavailable
from crawler.storage.ledger import PENDING, STATES

Document = dict[str, Any]

_TEXT: Document = {"bsonType": "string", "minLength": 1}
_TEXT_OR_NULL: Document = {"bsonType": ["string", "null"], "minLength": 1}
_TIME_OR_NULL: Document = {"bsonType": ["date", "null"]}
_KEY: Document = {"bsonType": "string", "pattern": "^[0-9a-f]{64}$"}
_HTTP: Document = {"bsonType": "string", "pattern": "^https?://"}

_ATTRIBUTION: Document = {
    "bsonType": "object",
    "required": ["publisher", "primary_source", "retrieved_at", "statement"],
    "properties": {
        "publisher": {
            "bsonType": "object",
            "required": ["name", "domain", "homepage"],
            "properties": {"name": _TEXT, "domain": _TEXT},
        },
        "primary_source": {
            "bsonType": "object",
            "required": ["name", "url", "evidence", "confidence"],
            "properties": {"name": _TEXT, "url": _HTTP, "evidence": _TEXT},
        },
        "statement": _TEXT,
    },
}

_LIVE_ARTICLE: Document = {
    "required": ["url", "kind", "headline", "attribution", "source_id", "first_seen_at", "revision"],
    "properties": {
        "state": {"enum": ["live"]},
        "url": _HTTP,
        "canonical_url": _HTTP,
        "kind": _TEXT,
        "headline": _TEXT_OR_NULL,
        "description": _TEXT_OR_NULL,
        "body": _TEXT_OR_NULL,
        "published_at": _TIME_OR_NULL,
        "modified_at": _TIME_OR_NULL,
        "language": _TEXT_OR_NULL,
        "fingerprint": _KEY,
        "attribution": _ATTRIBUTION,
        "first_seen_at": {"bsonType": "date"},
        "revision": {"bsonType": "int", "minimum": 1},
    },
}

VALIDATORS: dict[str, Document] = {
    "articles": {
        "bsonType": "object",
        "required": ["_id", "state"],
        "properties": {"_id": _KEY},
        # A tombstone keeps what blocks a return, and nothing of the text.
        "oneOf": [_LIVE_ARTICLE, {"required": ["removed_at"], "properties": {"state": {"enum": ["removed"]}}}],
    },
    "urls": {
        "bsonType": "object",
        "required": ["_id", "url", "host", "source_id", "state", "listed_at"],
        "properties": {"_id": _KEY, "url": _HTTP, "host": _TEXT, "state": {"enum": list(STATES)}},
    },
    "endpoints": {"bsonType": "object", "required": ["source_id", "url", "kind", "host"]},
    "hosts": {"bsonType": "object"},
    "sources": {"bsonType": "object"},
    "runs": {"bsonType": "object", "required": ["spider", "started_at", "heartbeat_at"]},
    "quarantine": {"bsonType": "object", "required": ["url", "reason", "at"]},
}

INDEXES: dict[str, list[IndexModel]] = {
    "articles": [
        IndexModel(
            [("fingerprint", ASCENDING)], unique=True, partialFilterExpression={"fingerprint": {"$type": "string"}}
        ),
        IndexModel([("published_at", DESCENDING)]),
        IndexModel([("first_seen_at", DESCENDING)]),
        IndexModel([("source_id", ASCENDING), ("published_at", DESCENDING)]),
        IndexModel([("language", ASCENDING), ("published_at", DESCENDING)]),
        IndexModel([("run_id", ASCENDING)]),
    ],
    "urls": [
        # The scheduler's query: what is pending at a host, newest first. Only pending rows are in it.
        IndexModel(
            [("host", ASCENDING), ("newest", DESCENDING)], partialFilterExpression={"state": PENDING}, name="scheduler"
        ),
        IndexModel([("host", ASCENDING), ("not_before", ASCENDING)], partialFilterExpression={"state": PENDING}),
        IndexModel([("source_id", ASCENDING), ("state", ASCENDING)]),
        IndexModel([("article", ASCENDING)], partialFilterExpression={"article": {"$type": "string"}}),
        IndexModel([("run_id", ASCENDING), ("state", ASCENDING)]),
        IndexModel([("expires_at", ASCENDING)], expireAfterSeconds=0),
    ],
    "endpoints": [
        IndexModel([("host", ASCENDING), ("next_poll_at", ASCENDING)]),
        IndexModel([("source_id", ASCENDING), ("next_poll_at", ASCENDING)]),
        IndexModel([("parent", ASCENDING)]),
    ],
    "hosts": [
        IndexModel([("work_at", ASCENDING)]),
        IndexModel([("lease.owner.id", ASCENDING)]),
    ],
    "sources": [],
    "runs": [IndexModel([("started_at", DESCENDING)])],
    "quarantine": [IndexModel([("at", DESCENDING)]), IndexModel([("source_id", ASCENDING), ("at", DESCENDING)])],
}


ATTEMPTS = 5
"""Two commands that prepare a database at the same time get in each other's way for a moment."""

_IN_EACH_OTHERS_WAY = (48, 112, 117, 276)
"""NamespaceExists, WriteConflict, ConflictingOperationInProgress, IndexBuildAborted."""


def ensure_schema(database: Database[Document]) -> None:
    """Makes what is missing and brings validators up to date; safe to run at every start and by several processes.

    Raises DatabaseUnavailable where the server will not have it (no rights, an index in the way).
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _prepare(database)
        except OperationFailure as error:
            if error.code not in _IN_EACH_OTHERS_WAY or attempt == ATTEMPTS:
                raise DatabaseUnavailable(f"the database {database.name!r} cannot be prepared: {error}") from error
            time.sleep(0.2 * attempt)
        except PyMongoError as error:
            raise DatabaseUnavailable(f"the database was lost while it was prepared: {error}") from error
        else:
            return


def _prepare(database: Database[Document]) -> None:
    existing = {found["name"]: found.get("options", {}).get("validator") for found in database.list_collections()}
    for name, schema in VALIDATORS.items():
        validator = {"$jsonSchema": schema}
        if name not in existing:
            # The bare command: the driver's own method looks first and raises an error of its own.
            database.command("create", name, validator=validator)
        elif existing[name] != validator:
            database.command("collMod", name, validator=validator, validationLevel="strict")
        if INDEXES[name]:
            database[name].create_indexes(INDEXES[name])
