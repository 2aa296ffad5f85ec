"""Quarantine (collection ``quarantine``): what could not be read or stored, and why, for a person to look at."""

from __future__ import annotations

from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from crawler.clock import utc_now
from crawler.storage.retry import persistent

Document = dict[str, Any]

EXCERPT = 2000
"""Characters of evidence that are kept."""


class Quarantine:
    """Keeps the evidence."""

    def __init__(self, database: AsyncDatabase[Document], run_id: str) -> None:
        self._quarantine = database["quarantine"]
        self._run_id = run_id

    @persistent
    async def keep(self, row_id: str, *, url: str, source_id: str, reason: str, evidence: str = "") -> None:
        """Writes down a page that was given up, in place of an earlier note on the same row."""
        document = {
            "url": _storable(url),
            "source_id": source_id,
            "run_id": self._run_id,
            "reason": _storable(reason)[:EXCERPT],
            "evidence": _storable(evidence)[:EXCERPT],
            "at": utc_now(),
        }
        await self._quarantine.replace_one({"_id": row_id}, document, upsert=True)


def _storable(text: str) -> str:
    """Lone surrogates, the usual reason to be here, would be refused once more."""
    return text.encode("utf-8", "replace").decode("utf-8")
