"""Leases on hosts: one holder at a time, freed when the holder is dead."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from pymongo.database import Database

from crawler.clock import utc_now
from crawler.storage.hosts import Hosts
from crawler.storage.owner import Owner
from crawler.storage.storage import Storage

HOST, SOURCE = "paper.test", "paper"


def another(storage: Storage, *, machine: str = "elsewhere", pid: int = 1) -> Hosts:
    """The hosts as another process sees them."""
    return Hosts(storage.hosts._hosts.database, Owner(machine, "boot", pid, "0"))


async def test_a_host_is_held_by_one_process(storage: Storage) -> None:
    await storage.hosts.wake([(HOST, SOURCE)])
    leases = await asyncio.gather(
        storage.hosts.claim([SOURCE], []), *(another(storage, pid=pid).claim([SOURCE], []) for pid in range(5))
    )
    assert len([lease for lease in leases if lease is not None]) == 1


async def test_a_host_without_due_work_is_not_claimed(storage: Storage) -> None:
    await storage.hosts.wake([(HOST, SOURCE)], at=utc_now() + timedelta(hours=1))
    assert await storage.hosts.claim([SOURCE], []) is None


async def test_a_resting_host_is_not_claimed(storage: Storage) -> None:
    await storage.hosts.wake([(HOST, SOURCE)])
    await storage.hosts.rest(HOST, utc_now() + timedelta(hours=1), "http-503")
    assert await storage.hosts.claim([SOURCE], []) is None


async def test_the_shorter_of_two_rests_changes_nothing(storage: Storage) -> None:
    long, short = utc_now() + timedelta(hours=2), utc_now() + timedelta(hours=1)
    await storage.hosts.rest(HOST, long, "http-503")
    await storage.hosts.rest(HOST, short, "http-429")
    found = await storage.hosts.load_rest(HOST)
    assert found is not None
    assert found[0] == long


async def test_a_lapsed_lease_can_be_claimed(storage: Storage, prepared: Database[dict[str, Any]]) -> None:
    other = another(storage)
    await other.wake([(HOST, SOURCE)])
    await other.claim([SOURCE], [])
    prepared["hosts"].update_one({"_id": HOST}, {"$set": {"lease.until": utc_now() - timedelta(seconds=1)}})
    assert await storage.hosts.claim([SOURCE], []) is not None
    assert await other.renew([HOST]) == set()


async def test_the_hosts_of_a_dead_process_of_this_machine_are_freed_at_once(storage: Storage) -> None:
    here = Owner.this_process()
    dead = Hosts(storage.hosts._hosts.database, Owner(here.machine, here.boot, here.pid, "an earlier start"))
    await dead.wake([(HOST, SOURCE)])
    await dead.claim([SOURCE], [])
    assert await storage.hosts.claim([SOURCE], []) is None
    assert await storage.hosts.free_dead() == 1
    assert await storage.hosts.claim([SOURCE], []) is not None


async def test_the_hosts_of_another_machine_are_not_freed_early(storage: Storage) -> None:
    other = another(storage)
    await other.wake([(HOST, SOURCE)])
    await other.claim([SOURCE], [])
    assert await storage.hosts.free_dead() == 0


async def test_a_release_that_does_not_know_the_last_listing_is_refused(storage: Storage) -> None:
    await storage.hosts.wake([(HOST, SOURCE)])
    lease = await storage.hosts.claim([SOURCE], [])
    assert lease is not None
    await another(storage).wake([(HOST, SOURCE)])
    assert not await storage.hosts.release(lease, None, None)
    lease.work_seq = await storage.hosts.read_work(HOST) or 0
    assert await storage.hosts.release(lease, None, None)


async def test_a_released_host_keeps_when_it_may_be_asked_again(storage: Storage) -> None:
    await storage.hosts.wake([(HOST, SOURCE)])
    lease = await storage.hosts.claim([SOURCE], [])
    assert lease is not None
    soon = utc_now() + timedelta(seconds=30)
    await storage.hosts.release(lease, utc_now(), soon)
    again = await storage.hosts.claim([SOURCE], [])
    assert again is not None
    assert again.next_request_at == soon


async def test_robots_files_are_shared_by_address(storage: Storage) -> None:
    await storage.hosts.save_file(HOST, "https://paper.test/robots.txt", {"status": 200, "body": b"x"})
    assert await storage.hosts.load_file(HOST, "https://paper.test/robots.txt") == {"status": 200, "body": b"x"}
    assert await storage.hosts.load_file(HOST, "http://paper.test/robots.txt") is None


async def test_work_of_other_sources_is_not_claimed(storage: Storage) -> None:
    await storage.hosts.wake([(HOST, SOURCE)])
    assert await storage.hosts.claim(["another"], []) is None
