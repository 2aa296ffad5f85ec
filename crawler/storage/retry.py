"""Operations are tried again while the database is away for a moment (an election, a restart)."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError

from crawler.exceptions import DatabaseUnavailable

P = ParamSpec("P")
T = TypeVar("T")

RETRY_SECONDS = 60.0
"""How long one operation is tried again; an election takes about ten seconds."""

_PASSING = ("TransientTransactionError", "RetryableWriteError", "UnknownTransactionCommitResult")
"""Error labels of a server that is changing its primary."""


def persistent(operation: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Makes a coroutine function try again until it succeeds or RETRY_SECONDS have passed.

    Only for operations that may run twice: a write that timed out may have been written. Raises DatabaseUnavailable at
    the end; errors that a further try would meet again pass through.
    """

    @functools.wraps(operation)
    async def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        deadline, pause = loop.time() + RETRY_SECONDS, 0.1
        while True:
            try:
                return await operation(*args, **kwargs)
            except PyMongoError as error:
                if not _is_passing(error):
                    raise
                if loop.time() + pause > deadline:
                    raise DatabaseUnavailable(f"no answer for {RETRY_SECONDS:g} s: {error}") from error
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)

    return tried


def _is_passing(error: PyMongoError) -> bool:
    if isinstance(error, ConnectionFailure):
        return True
    return isinstance(error, OperationFailure) and any(error.has_error_label(label) for label in _PASSING)
