"""Turns the ledger into work: claims hosts, paces each, and hands out what is due there, newest first.

Knows no Scrapy. Scrapy's own queues stay nearly empty: a host has at most ``window`` jobs under way, and a job is
handed out only when its host may be asked, so that no waiting request takes a place from a host that is ready.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from crawler.clock import utc_now
from crawler.storage.endpoints import EndpointState
from crawler.storage.hosts import LEASE_SECONDS, RENEW_SECONDS, HostLease
from crawler.storage.ledger import Row
from crawler.storage.storage import Storage

logger = logging.getLogger(__name__)

BATCH = 20
"""Rows read from the ledger at once for a host; few, so that what is listed meanwhile is not far behind."""

CLAIMS_AT_ONCE = 16

CLAIM_PAUSE = 1.0
"""Seconds between two looks for hosts when the last one found none."""

WORTH_WAITING = 10.0
"""Seconds that a run with nothing else to do waits for work that is due soon, such as a first retry."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A request to be made: an endpoint is to be asked for its list."""

    host: str
    endpoint: EndpointState

    @property
    def source_id(self) -> str:
        return self.endpoint.source_id


@dataclass(frozen=True, slots=True)
class Fetch:
    """A request to be made: a page is to be fetched."""

    host: str
    row: Row

    @property
    def source_id(self) -> str:
        return self.row.source_id


Job = Poll | Fetch


@dataclass(slots=True)
class HeldHost:
    """A leased host and its work."""

    lease: HostLease
    sources: list[str]
    delay: float
    window: int
    polls: deque[EndpointState] = field(default_factory=deque)
    rows: deque[Row] = field(default_factory=deque)
    under_way: int = 0
    ready_at: float = 0.0
    """On the monotonic clock."""
    is_dry: bool = False
    """Whether the last look found nothing more that is due."""
    rest_until: float = 0.0

    @property
    def has_work(self) -> bool:
        return bool(self.polls or self.rows)

    @property
    def is_done(self) -> bool:
        return self.is_dry and not self.has_work and not self.under_way


class Feeder:
    """Hands out the work of the selected sources until none is due.

    ``delay_of`` gives the seconds between two requests to a host for one of its sources; ``window`` is how many jobs of
    one host are under way at most; ``hosts_at_once`` how many hosts are held.
    """

    def __init__(
        self,
        storage: Storage,
        sources: Sequence[str],
        *,
        hosts_at_once: int,
        window: int,
        delay_of: Callable[[str], float],
        deadline: float | None,
    ) -> None:
        self._storage = storage
        self._sources = sources
        self._selected = frozenset(sources)
        self._hosts_at_once = hosts_at_once
        self._window = window
        self._delay_of = delay_of
        self._deadline = deadline
        self._held: dict[str, HeldHost] = {}
        self._changed = asyncio.Event()
        self._next_claim = 0.0
        self._stopped = False
        self._renewal: asyncio.Task[None] | None = None

    async def jobs(self) -> AsyncIterator[Job]:
        """Yields jobs until no work is due, the deadline has passed or `stop` was called."""
        self._renewal = asyncio.create_task(self._keep_leases())
        while not self._is_over():
            await self._claim()
            await self._refill()
            job = self._pick()
            if job is not None:
                yield job
            elif not await self._wait():
                break

    def done(self, job: Job) -> None:
        """Says that a job handed out has ended, however it did."""
        held = self._held.get(job.host)
        if held is not None:
            held.under_way -= 1
        self._changed.set()

    def listed(self, hosts: Sequence[str]) -> None:
        """Says that new work was written down for hosts."""
        if not hosts:
            return
        for host in hosts:
            if host in self._held:
                self._held[host].is_dry = False
        self._next_claim = 0.0
        self._changed.set()

    def rest(self, host: str, until: datetime | None) -> None:
        """Keeps a held host from being asked before a moment."""
        held = self._held.get(host)
        if held is not None and until is not None:
            held.rest_until = max(held.rest_until, time.monotonic() + (until - utc_now()).total_seconds())

    def slow_down(self, host: str, delay: float) -> None:
        """Sets the delay that a held host asked for; a longer one of our own stays."""
        held = self._held.get(host)
        if held is not None and delay > held.delay:
            held.delay = delay
            held.ready_at = max(held.ready_at, time.monotonic() + delay)

    def holds(self, host: str) -> bool:
        """Tells whether this process may send requests to a host."""
        return host in self._held

    def stop(self) -> None:
        """Hands out nothing more."""
        self._stopped = True
        self._changed.set()

    async def close(self) -> None:
        """Gives hosts and rows back; what is pending stays pending and due."""
        self.abandon()
        for held in list(self._held.values()):
            await self._give_back(held)
            await self._release(held)
        await self._storage.hosts.abandon_all()
        self._held.clear()

    def abandon(self) -> None:
        """Lets the leases lapse by themselves."""
        if self._renewal is not None:
            self._renewal.cancel()

    def _is_over(self) -> bool:
        return self._stopped or (self._deadline is not None and time.monotonic() >= self._deadline)

    async def _claim(self) -> None:
        if time.monotonic() < self._next_claim:
            return
        while room := self._hosts_at_once - len(self._held):
            # The server makes them wait for its journal: together they wait once.
            claims = [self._storage.hosts.claim(self._sources, self._held) for _ in range(min(room, CLAIMS_AT_ONCE))]
            leases = await asyncio.gather(*claims)
            for lease in leases:
                if lease is not None:
                    self._hold(lease)
            if None in leases:
                await self._storage.hosts.free_dead()
                self._next_claim = time.monotonic() + CLAIM_PAUSE
                return

    def _hold(self, lease: HostLease) -> None:
        sources = [source for source in lease.sources if source in self._selected]
        delay = max([lease.delay or 0.0, *(self._delay_of(source) for source in sources)])
        window = self._window if delay == 0 else min(self._window, 2)
        held = HeldHost(lease, sources, delay, window)
        if lease.next_request_at is not None:
            held.ready_at = time.monotonic() + (lease.next_request_at - utc_now()).total_seconds()
        self._held[lease.host] = held

    async def _refill(self) -> None:
        await asyncio.gather(*(self._tend(held) for held in list(self._held.values()) if self._needs_care(held)))

    def _needs_care(self, held: HeldHost) -> bool:
        return held.is_done or _rests_long(held) or (not held.is_dry and len(held.rows) + len(held.polls) < held.window)

    async def _tend(self, held: HeldHost) -> None:
        if _rests_long(held):
            await self._give_back(held)
        elif not held.is_dry:
            await self._look(held)
        if held.is_done:
            await self._release(held)

    async def _give_back(self, held: HeldHost) -> None:
        """Lets go of what was read for a host and not handed out."""
        await self._storage.ledger.give_back([row.id for row in held.rows])
        await self._storage.endpoints.give_back([endpoint.id for endpoint in held.polls])
        held.rows.clear()
        held.polls.clear()
        held.is_dry = True

    async def _look(self, held: HeldHost) -> None:
        """Reads what is due at the host; nothing further makes it dry until something changes."""
        work_seq = await self._storage.hosts.read_work(held.lease.host)
        if work_seq is None:
            self._drop(held)
            return
        held.lease.work_seq = work_seq
        held.polls.extend(await self._storage.endpoints.take(held.lease.host, held.sources))
        rows = await self._storage.ledger.take(held.lease.host, held.sources, BATCH)
        held.rows.extend(rows)
        held.is_dry = len(rows) < BATCH

    def _pick(self) -> Job | None:
        """Takes a job from the host that has been ready for longest."""
        now = time.monotonic()
        ready = [
            held
            for held in self._held.values()
            if held.has_work and held.under_way < held.window and max(held.ready_at, held.rest_until) <= now
        ]
        if not ready:
            return None
        held = min(ready, key=lambda host: host.ready_at)
        held.under_way += 1
        held.ready_at = now + held.delay
        if held.polls:
            return Poll(held.lease.host, held.polls.popleft())
        return Fetch(held.lease.host, held.rows.popleft())

    async def _wait(self) -> bool:
        """Waits until something may have become possible; False when the run is at its end."""
        if not self._held and not await self._more_to_come():
            return False
        now = time.monotonic()
        moments = [
            max(held.ready_at, held.rest_until)
            for held in self._held.values()
            if held.has_work and held.under_way < held.window
        ]
        moments.append(max(self._next_claim, now + 0.01))
        if self._deadline is not None:
            moments.append(self._deadline)
        self._changed.clear()
        try:
            await asyncio.wait_for(self._changed.wait(), max(min(moments) - now, 0.001))
        except TimeoutError:
            return True
        return True

    async def _more_to_come(self) -> bool:
        """Whether work is due soon, or due now at hosts whose holder may be dead."""
        soon = await self._storage.hosts.next_work(self._sources)
        if soon is not None and soon <= utc_now() + timedelta(seconds=WORTH_WAITING):
            return True
        return await self._waits_for_foreign_leases()

    async def _waits_for_foreign_leases(self) -> bool:
        """A holder that renews its lease lives and does the work itself; one that doesn't leaves it to us."""
        first = {lease.host: lease.until for lease in await self._storage.hosts.foreign(self._sources)}
        if not first:
            return False
        logger.info("Waiting for %d hosts that another process holds", len(first))
        give_up = time.monotonic() + LEASE_SECONDS
        while time.monotonic() < give_up and not self._is_over():
            await asyncio.sleep(CLAIM_PAUSE)
            await self._storage.hosts.free_dead()
            now = {lease.host: lease.until for lease in await self._storage.hosts.foreign(self._sources)}
            if any(host not in now or now[host] < datetime.now(UTC) for host in first):
                return True
            if all(now[host] > until for host, until in first.items()):
                return False
        return False

    async def _release(self, held: HeldHost) -> None:
        host = held.lease.host
        due = [await self._storage.ledger.next_due(host), await self._storage.endpoints.next_due(host)]
        moments = [moment for moment in due if moment is not None]
        spare = held.ready_at - time.monotonic()  # a rest is the host's own, and kept with it
        next_request = utc_now() + timedelta(seconds=spare) if spare > 0 else None
        if await self._storage.hosts.release(held.lease, min(moments, default=None), next_request):
            self._held.pop(host, None)
        else:
            held.is_dry = False

    def _drop(self, held: HeldHost) -> None:
        logger.warning("Lost the lease on %s: another process goes on there", held.lease.host)
        self._held.pop(held.lease.host, None)

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            held = dict(self._held)
            kept = await self._storage.hosts.renew(held)
            for host in held.keys() - kept:
                if host in self._held:
                    self._drop(self._held[host])


def _rests_long(held: HeldHost) -> bool:
    return held.rest_until > time.monotonic() + WORTH_WAITING
