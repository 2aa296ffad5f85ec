"""Ends each job: what a row becomes, when it is tried again, and what is counted on the way."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from crawler.clock import utc_now
from crawler.fetching.failures import Outcome
from crawler.run import Run
from crawler.storage.ledger import FAILED, PENDING, QUARANTINED, REFUSED, Row, Transition

logger = logging.getLogger(__name__)

RETRY_AFTER = (timedelta(seconds=5), timedelta(minutes=15), timedelta(hours=2))
"""Pauses before a page that failed in passing is tried again; then it has failed."""


class Settler:
    """Writes the ends of a run's rows into the ledger, and counts them."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._ledger = run.storage.ledger

    async def settle(
        self, row: Row, state: str, reason: str, *, article_id: str | None = None, moved_to: str | None = None
    ) -> None:
        """Settles a row that became no article of its own."""
        counted = await self._ledger.settle([Transition(row.id, state, reason, article_id, moved_to=moved_to)])
        if counted[state]:
            self._run.count_settled(row.source_id, state, reason)
        else:
            self._run.stats.inc_value("ledger/lost")

    async def quarantine(self, row: Row, reason: str, detail: str = "") -> None:
        """Keeps the evidence of a page that could not be read or stored, and settles its row."""
        logger.warning("Quarantined %s: %s %s", row.url, reason, detail)
        await self._run.storage.quarantine.keep(
            row.id, url=row.url, source_id=row.source_id, reason=reason, evidence=detail
        )
        await self.settle(row, QUARANTINED, reason)

    async def fail(self, row: Row, outcome: Outcome) -> None:
        """Ends a fetch that gave no page: refused, failed, or pending until it is tried again."""
        if outcome.state == REFUSED:
            await self.settle(row, REFUSED, outcome.reason)
        elif outcome.state == PENDING and row.attempts < len(RETRY_AFTER):
            again = outcome.retry_at or utc_now() + RETRY_AFTER[row.attempts]
            await self._ledger.postpone(Transition(row.id, PENDING, outcome.reason, not_before=again))
            self._run.count(row.source_id, "retries")
            self._run.count(row.source_id, f"retries/{outcome.reason}")
        else:
            await self.settle(row, FAILED, outcome.reason)

    async def rest(self, row: Row, reason: str, until: datetime) -> None:
        """Puts a row back because its host is not to be asked now; that is no attempt."""
        await self._ledger.settle([Transition(row.id, PENDING, reason, not_before=until)])
        self._run.count(row.source_id, f"postponed/{reason}")
