"""Many pages from files, read in worker processes, a JSON line each."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.clock import utc_now
from crawler.commands.page_file import address_in, read_file
from crawler.commands.page_record import short_record
from crawler.exceptions import BylineError, UnusableArgument
from crawler.workers.pool import WorkerPool

Line = dict[str, Any]

NO_ADDRESS = "https://unknown.invalid/"
"""Stands for the address of a page that is known neither from its line nor from the page (RFC 2606)."""


async def print_batch(path: Path, pool: WorkerPool, at_once: int) -> None:
    """Prints a JSON line for each line of a file, in its order. A bad line or page is a line with ``id`` and ``error``.

    ``at_once`` pages are under way at a time, so memory does not grow with the file. Raises ``UnusableArgument`` if the
    file itself cannot be read.
    """
    waiting: deque[asyncio.Task[Line]] = deque()
    for number, line in _lines(path):
        if len(waiting) >= at_once:
            _print(await waiting.popleft())
        waiting.append(asyncio.create_task(_read(line, number, pool)))
    while waiting:
        _print(await waiting.popleft())


def _print(record: Line) -> None:
    print(json.dumps(record, ensure_ascii=False), flush=True)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise UnusableArgument(f"{path}: {error.strerror}") from error


async def _read(line: bytes, number: int, pool: WorkerPool) -> Line:
    """Reads the page that one line names."""
    from crawler.workers.tasks import PageTask, read_page  # noqa: PLC0415 (see page_file)

    case: Line = {}
    try:
        case = _parse(line, number)
        _check(case, number)
        content = read_file(Path(case["html_path"]))
        address = case["url"] if case["url"].startswith(("http://", "https://")) else address_in(content)
        reading = await pool.run(read_page, PageTask(content, address or NO_ADDRESS, {}, utc_now()))
        return {"id": case["id"], **short_record(reading, address or NO_ADDRESS)}
    except BylineError as error:
        return {"id": case.get("id"), "error": str(error)}


def _parse(line: bytes, number: int) -> Line:
    try:
        case = json.loads(line)
    except ValueError as error:
        raise UnusableArgument(f"line {number}: no JSON: {error}") from error
    if not isinstance(case, dict):
        raise UnusableArgument(f"line {number}: no JSON object")
    return case


def _check(case: Line, number: int) -> None:
    missing = [name for name in ("id", "url", "html_path") if not isinstance(case.get(name), str)]
    if missing:
        raise UnusableArgument(f"line {number}: no text for {', '.join(missing)}")
