"""The indexes that the readings need; `crawler.storage.schema` makes them."""

from __future__ import annotations

from pymongo import ASCENDING, DESCENDING, IndexModel

_NEWEST = [("published_at", DESCENDING), ("_id", DESCENDING)]
"""Every list ends in it: a page begins where the one before ended, at a time and an id."""
_IN_STORY = {"story_id": {"$type": "string"}}

INDEXES: dict[str, list[IndexModel]] = {
    "articles": [
        IndexModel(_NEWEST),
        IndexModel([("source_id", ASCENDING), *_NEWEST]),
        IndexModel([("language", ASCENDING), *_NEWEST]),
        IndexModel([("keywords", ASCENDING), *_NEWEST]),
        # A word's articles in the order of the list: a page of a frequent word costs no more than one of a rare one.
        # New articles go to the same place under each word, so that what is written to stays in memory.
        IndexModel([("search", ASCENDING), *_NEWEST], name="search"),
        IndexModel([("story_id", ASCENDING), *_NEWEST], partialFilterExpression=_IN_STORY, name="story"),
        IndexModel(_NEWEST, partialFilterExpression=_IN_STORY, name="stories"),
    ],
    "urls": [IndexModel([("source_id", ASCENDING), ("state", ASCENDING), ("settled_at", DESCENDING)])],
    "hosts": [IndexModel([("sources", ASCENDING)])],
    "revisions": [IndexModel([("article", ASCENDING), ("revision", DESCENDING)])],
    "takedowns": [IndexModel([("state", ASCENDING), ("deadline_at", ASCENDING)])],
}
