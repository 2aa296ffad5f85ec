"""The indexes that the readings need besides those of `crawler.storage.schema`."""

from __future__ import annotations

from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import PyMongoError

from crawler.exceptions import DatabaseUnavailable

_IN_STORY = {"story_id": {"$type": "string"}}
"""MongoDB takes a partial index only for a query that says the same: ``{"$eq": x, "$type": "string"}``."""

INDEXES: dict[str, list[IndexModel]] = {
    "articles": [
        IndexModel([("keywords", ASCENDING), ("published_at", DESCENDING)]),
        # A word's articles in the order of the list: a page of a frequent word costs no more than one of a rare one.
        # New articles go to the same place under each word, so that what is written to stays in memory.
        IndexModel([("search", ASCENDING), ("published_at", DESCENDING)], name="search"),
        IndexModel(
            [("story_id", ASCENDING), ("published_at", DESCENDING)], partialFilterExpression=_IN_STORY, name="story"
        ),
        IndexModel([("published_at", DESCENDING)], partialFilterExpression=_IN_STORY, name="stories"),
    ],
    "urls": [IndexModel([("source_id", ASCENDING), ("state", ASCENDING), ("settled_at", DESCENDING)])],
    "hosts": [IndexModel([("sources", ASCENDING)])],
    "revisions": [IndexModel([("article", ASCENDING), ("revision", DESCENDING)])],
    "takedowns": [IndexModel([("state", ASCENDING), ("deadline_at", ASCENDING)])],
}


def ensure_indexes(database: Database[dict[str, Any]]) -> None:
    """Makes the indexes that are missing; raises DatabaseUnavailable where the server will not have them."""
    try:
        for name, indexes in INDEXES.items():
            database[name].create_indexes(indexes)
    except PyMongoError as error:
        raise DatabaseUnavailable(f"the indexes for reading cannot be made: {error}") from error
