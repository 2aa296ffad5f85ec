"""The worker pool: a task that misbehaves costs only itself."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crawler.exceptions import UnusablePage, WorkerLost
from crawler.workers.pool import WorkerPool
from tests.workers import misbehaviour


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    """Two workers with two seconds and 500 MiB each."""
    made = WorkerPool(workers=2, seconds=2.0, memory=500 * 1024 * 1024)
    yield made
    made.close()


async def test_results_come_back(pool: WorkerPool) -> None:
    assert await asyncio.gather(*(pool.run(misbehaviour.double, n) for n in range(20))) == [2 * n for n in range(20)]


async def test_a_task_that_hangs_in_c_code_is_killed(pool: WorkerPool) -> None:
    with pytest.raises(WorkerLost, match="longer than 2 s"):
        await pool.run(misbehaviour.hang_in_c)


async def test_a_crash_costs_only_its_own_task(pool: WorkerPool) -> None:
    crash, *others = await asyncio.gather(
        pool.run(misbehaviour.crash),
        *(pool.run(misbehaviour.sleep, 0.2) for _ in range(4)),
        return_exceptions=True,
    )
    assert isinstance(crash, WorkerLost)
    assert others == [0.2] * 4


async def test_a_task_that_devours_memory_is_stopped(pool: WorkerPool) -> None:
    with pytest.raises(WorkerLost, match="memory"):
        await pool.run(misbehaviour.devour, 3000)
    assert await pool.run(misbehaviour.devour, 1) == 1024 * 1024


async def test_endless_recursion_costs_only_its_own_task(pool: WorkerPool) -> None:
    with pytest.raises(WorkerLost, match="deep"):
        await pool.run(misbehaviour.recurse)


async def test_our_own_exceptions_come_back_as_they_are(pool: WorkerPool) -> None:
    with pytest.raises(UnusablePage, match="empty"):
        await pool.run(misbehaviour.complain)


async def test_a_worker_that_dies_between_two_tasks_costs_at_most_one(pool: WorkerPool) -> None:
    worker = await pool.run(misbehaviour.process_id)
    os.kill(worker, signal.SIGKILL)
    results = await asyncio.gather(*(pool.run(misbehaviour.double, n) for n in range(8)), return_exceptions=True)
    assert all(isinstance(result, WorkerLost) or result in range(16) for result in results)
    assert await pool.run(misbehaviour.double, 4) == 8


OWNER = """
import asyncio
from crawler.workers.pool import WorkerPool
from tests.workers import misbehaviour

async def main():
    pool = WorkerPool(workers=1, seconds=60, memory=900 * 1024 * 1024)
    print(await pool.run(misbehaviour.process_id), flush=True)
    await pool.run(misbehaviour.sleep, 50)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_workers_do_not_outlive_a_killed_crawl() -> None:
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    worker = int(owner.stdout.readline())
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    owner.stdout.close()
    deadline = time.monotonic() + 10
    while _lives(worker):
        assert time.monotonic() < deadline, "the worker lives on"
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
        return stat.rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_test_itself_can_tell_a_living_process() -> None:
    assert _lives(os.getpid())
