"""Crawls over loopback with the project's own fetching settings."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.fetching import crawl_process
from tests.fetching.servers import ROBOTS_ALLOW_ALL, Answer, Server
from tests.fetching.settings import FETCHING

# Processes are forked from one that has imported everything already: a crawl starts in a tenth of a second.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.fetching.preloaded"])
SECONDS = 120


@dataclass
class Crawl:
    """What came of a crawl: a result for each request in the order they ended, the stats, what is kept
    of the hosts, and the log."""

    results: list[dict[str, Any]]
    stats: dict[str, Any]
    kept: dict[str, Any]
    log: str

    @property
    def only(self) -> dict[str, Any]:
        """The one result."""
        assert len(self.results) == 1, self.results
        return self.results[0]

    def reasons(self) -> list[str | None]:
        return [result["reason"] for result in self.results]


RunCrawl = Callable[..., Crawl]


@pytest.fixture
def crawl() -> RunCrawl:
    """Runs a crawl of ``requests`` (URLs, or URL and meta) to its end and gives what came of it."""
    return run_crawl


def run_crawl(
    *requests: str | tuple[str, dict[str, Any]],
    settings: dict[str, Any] | None = None,
    names: dict[str, list[list[str]]] | None = None,
    known: dict[str, Any] | None = None,
) -> Crawl:
    wanted = [{"url": r} if isinstance(r, str) else {"url": r[0], "meta": r[1]} for r in requests]
    plan = {
        "requests": wanted,
        "settings": FETCHING | (settings or {}),
        "names": names or {},
        "known": known or {},
        "environment": dict(os.environ),
    }
    with TemporaryDirectory() as folder:
        told, log = Path(folder) / "told.json", Path(folder) / "log"
        process = PROCESSES.Process(target=crawl_process.run, args=(plan, told, log))
        process.start()
        process.join(SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
        written = log.read_text()
        assert process.exitcode == 0, written
        return Crawl(**json.loads(told.read_text()), log=written)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers: ``serve(answers, host=..., port=..., tls=...)``; each has a robots.txt that allows everything."""
    with ExitStack() as stack:

        def start(
            answers: dict[str, bytes | Answer] | None = None, *, host: str = "127.0.0.1", **options: Any
        ) -> Server:
            answers = {"/robots.txt": ROBOTS_ALLOW_ALL} | (answers or {})
            return stack.enter_context(Server(host, answers, **options))

        yield start
