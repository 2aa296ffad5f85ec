"""A pool of worker processes for coroutines: a task that hangs, crashes or eats memory costs only itself."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import TimeoutError as TaskTimeout
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from crawler.exceptions import BylineError, WorkerLost

T = TypeVar("T")

TASKS_PER_WORKER = 2000
"""A worker is replaced after so many tasks: what a parser leaks ends with it."""

_PR_SET_PDEATHSIG = 1


class WorkerPool:
    """Runs picklable functions of this package in worker processes.

    ``workers`` processes, each limited to ``memory`` bytes of data; a task that takes longer than ``seconds`` is killed
    together with its worker.
    """

    def __init__(self, workers: int, seconds: float, memory: int) -> None:
        self._workers = workers
        self._seconds = seconds
        self._memory = memory
        self._pool = self._open()
        self._launch: asyncio.Task[int] | None = None

    async def run(self, task: Callable[..., T], *args: Any) -> T:
        """Gives ``task(*args)``; raises what it raises if that is one of ours, else WorkerLost."""
        await self._launched()
        try:
            return await asyncio.wrap_future(self._schedule(task, args))
        except BylineError:
            raise
        except TaskTimeout as error:
            raise WorkerLost(f"took longer than {self._seconds:g} s") from error
        except ProcessExpired as error:
            raise WorkerLost(f"the worker died (exit status {error.exitcode})") from error
        except BrokenProcessPool as error:
            raise WorkerLost("all workers died at once") from error
        except MemoryError as error:
            raise WorkerLost("ran out of memory") from error
        except RecursionError as error:
            raise WorkerLost("nested too deep") from error

    async def _launched(self) -> None:
        """Waits in a thread for the first worker, which comes when the fork server has loaded everything."""
        if self._launch is None:
            first = self._pool
            self._launch = asyncio.create_task(asyncio.to_thread(lambda: int(first.schedule(os.getpid).result())))
        await asyncio.shield(self._launch)

    def _schedule(self, task: Callable[..., T], args: tuple[Any, ...]) -> ProcessFuture[T]:
        try:
            return self._pool.schedule(task, args=args, timeout=self._seconds)
        except RuntimeError:
            # A worker that dies between two tasks breaks pebble's whole pool.
            self.close()
            self._pool = self._open()
            return self._pool.schedule(task, args=args, timeout=self._seconds)

    def _open(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        # The server imports the stages once; every worker is forked from it in a few milliseconds. It has no use for
        # the threads that numpy's algebra would start.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        context.set_forkserver_preload(["crawler.workers.preload"])
        forkserver.ensure_running()
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=TASKS_PER_WORKER,
            initializer=_prepare_worker,
            initargs=(self._memory,),
            context=context,
        )

    def close(self) -> None:
        """Ends the workers; what they are at is given up."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join(timeout=5)


def _prepare_worker(memory: int) -> None:
    """Runs first in each worker."""
    # Python's own handler would wait for C code to come back; the default action ends a hung parser at once.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Ctrl-C goes to the whole terminal group: the crawl decides when its workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()
    # What a process writes to, unlike its address space, is not inflated by the libraries it maps (setrlimit(2)).
    with contextlib.suppress(ValueError, OSError):  # a lower limit is in force already
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _end_with_parent() -> None:
    """Ties the worker's life to the fork server's, and the fork server's to the crawl's alone."""
    server: Any = forkserver._forkserver
    if server._forkserver_alive_fd is not None:
        with contextlib.suppress(OSError):
            os.close(server._forkserver_alive_fd)
        server._forkserver_alive_fd = None
    with contextlib.suppress(OSError, AttributeError):  # Linux only
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
