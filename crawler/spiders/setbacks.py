"""Ends jobs whose request got no usable response, and minds the hosts that need patience."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from crawler.clock import utc_now
from crawler.fetching.failures import Outcome, judge_failure
from crawler.fetching.refusals import Moved, NotNow, Postponed
from crawler.hosts import host_of
from crawler.normalisation.identity import url_key
from crawler.run import Run
from crawler.spiders.feeder import Feeder, Fetch, Job, Poll
from crawler.spiders.poller import Poller
from crawler.spiders.settler import Settler
from crawler.storage.ledger import DUPLICATE, FAILED, REFUSED, NewRow

logger = logging.getLogger(__name__)

MAX_HOPS = 8
"""Redirects to other hosts before a URL is given up."""

UNREACHABLE_HOSTS = 25
"""If so many different hosts fail and none has answered yet, the network is taken to be down."""

HOST_LEVEL = frozenset({"dns", "refused-connection", "unreachable"})
"""Failures that another URL of the same host would meet as well."""

HOST_PAUSE = timedelta(minutes=1)
"""How long a host that could not be reached is left alone."""

UNSAID_PAUSE = timedelta(minutes=5)
"""How long a host is left alone that said "not now" without a time."""


class Setbacks:
    """Judges failures for one run. ``has_answer`` tells whether any server has answered yet."""

    def __init__(
        self, run: Run, feeder: Feeder, poller: Poller, settler: Settler, has_answer: Callable[[], bool]
    ) -> None:
        self._run = run
        self._feeder = feeder
        self._poller = poller
        self._settler = settler
        self._has_answer = has_answer
        self._unreachable: set[str] = set()
        self._unanswered: list[str] = []

    async def handle(self, job: Job, error: BaseException) -> None:
        """Ends a job according to the exception that its request met."""
        if isinstance(error, Moved):
            await (self._poll_moved(job, error) if isinstance(job, Poll) else self._page_moved(job, error))
            return
        outcome = judge_failure(error)
        until = _rest_until(error, outcome)
        if isinstance(job, Poll):
            # As long as nobody has answered it may be our own network: then one line says it for all.
            level = logging.WARNING if self._has_answer() or not outcome.is_network else logging.DEBUG
            logger.log(level, "%s: cannot poll %s: %s", job.source_id, job.endpoint.location, outcome.reason)
            await self._poller.failed(job.endpoint, outcome)
            self._unanswered.append(job.endpoint.id)
        elif isinstance(error, NotNow | Postponed):
            await self._settler.rest(job.row, outcome.reason, until or outcome.retry_at or utc_now() + UNSAID_PAUSE)
        else:
            logger.info("Cannot fetch %s: %s", job.row.url, outcome.reason)
            await self._settler.fail(job.row, outcome)
        await self._mind_host(job.host, outcome, until)

    async def forget(self) -> None:
        """Undoes what was learned from failures, at the end of a run in which no server ever answered.

        Then it was our own network that was down, and the next run asks everybody again.
        """
        if self._unreachable and not self._has_answer():
            await self._run.storage.endpoints.poke(self._unanswered)
            await self._run.storage.hosts.wake_up(self._unreachable)

    async def _poll_moved(self, poll: Poll, moved: Moved) -> None:
        host = host_of(moved.url)
        if host is None or poll.endpoint.hops >= MAX_HOPS:
            await self._poller.failed(poll.endpoint, Outcome("failed", "redirect-limit"))
            return
        await self._poller.moved(poll.endpoint, moved.url, host, is_permanent=moved.is_permanent)
        self._feeder.listed([host])

    async def _page_moved(self, fetch: Fetch, moved: Moved) -> None:
        """Lists the target of a redirect to another host; the row itself ends as its duplicate."""
        row, target, host = fetch.row, moved.url, host_of(moved.url)
        if host is None or row.hops >= MAX_HOPS:
            await self._settler.settle(row, FAILED, "redirect-limit", moved_to=target)
            return
        if not self._run.sources[row.source_id].owns(target):
            await self._settler.settle(row, REFUSED, "redirect-to-other-site", moved_to=target)
            return
        key = url_key(target)
        if key == row.id:
            # www.example.org and example.org are one identity, so the row itself goes on under the other name.
            await self._run.storage.hosts.wake([(host, row.source_id)])
            await self._run.storage.ledger.move(row.id, target, host)
        else:
            new = NewRow(key, target, host, row.source_id, row.entry, hops=row.hops + 1)
            await self._run.storage.hosts.wake([(host, row.source_id)])
            self._run.count(row.source_id, "ledger/listed", len(await self._run.storage.ledger.add([new])))
            await self._settler.settle(row, DUPLICATE, "redirect", moved_to=target)
        self._feeder.listed([host])

    async def _mind_host(self, host: str, outcome: Outcome, until: datetime | None) -> None:
        """Leaves a host alone that asked for it or cannot be reached; notices when nothing can be."""
        if until is not None:
            await self._run.storage.hosts.rest(host, until, outcome.reason)
            self._feeder.rest(host, until)
        if outcome.is_network:
            self._unreachable.add(host)
        if len(self._unreachable) >= UNREACHABLE_HOSTS and not self._has_answer():
            logger.error("None of %d hosts can be reached: is there a network?", len(self._unreachable))
            self._feeder.stop()


def _rest_until(error: BaseException, outcome: Outcome) -> datetime | None:
    """Until when the whole host is left alone, if the failure speaks for all of it."""
    if isinstance(error, NotNow):
        return outcome.retry_at or utc_now() + UNSAID_PAUSE
    if outcome.reason in HOST_LEVEL:
        return utc_now() + HOST_PAUSE
    return None
