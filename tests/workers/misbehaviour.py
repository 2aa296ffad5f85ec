"""Tasks that do what hostile pages make parsers do."""

from __future__ import annotations

import os
import signal
import time

from crawler.exceptions import UnusablePage


def double(number: int) -> int:
    return 2 * number


def hang_in_c() -> None:
    """Holds the process in one C call, where Python's signal handlers never run."""
    sum(range(10**12))


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def devour(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def complain() -> None:
    raise UnusablePage("empty")


def recurse() -> None:
    recurse()


def process_id() -> int:
    return os.getpid()
