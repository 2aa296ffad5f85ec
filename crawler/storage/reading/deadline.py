"""How long an answer may take: one budget for all the queries behind one page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from pymongo.errors import ConnectionFailure, ExecutionTimeout, OperationFailure, PyMongoError

from crawler.exceptions import BylineError, DatabaseUnavailable

ANSWER_SECONDS = 0.45
"""What a page may cost the database; a person takes half a second for slow."""


class TooBroad(BylineError):
    """Raised when an answer would take longer than its budget; the question has to be narrowed."""


class Deadline:
    """The moment by which a set of queries must have been answered."""

    def __init__(self, seconds: float = ANSWER_SECONDS) -> None:
        self._end = time.monotonic() + seconds

    @property
    def ms(self) -> int:
        """What is left, as ``maxTimeMS`` takes it (at least 1: 0 would be no limit). Raises TooBroad after it."""
        left = int((self._end - time.monotonic()) * 1000)
        if left < 1:
            raise TooBroad("the answer took too long")
        return left


@contextmanager
def answering() -> Iterator[None]:
    """Turns the driver's errors into TooBroad (time ran out) and DatabaseUnavailable (the server is lost)."""
    try:
        yield
    except ExecutionTimeout as error:
        raise TooBroad("the answer took too long") from error
    except ConnectionFailure as error:
        raise DatabaseUnavailable(f"the database does not answer: {error}") from error
    except OperationFailure as error:
        raise DatabaseUnavailable(f"the database refuses the question: {error.details or error}") from error
    except PyMongoError as error:
        raise DatabaseUnavailable(f"the database cannot be asked: {error}") from error
