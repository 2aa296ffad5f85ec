"""Crawls over loopback with the project's own fetching settings."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.fetching.servers import ROBOTS_ALLOW_ALL, Answer, Server
from tests.fetching.settings import FETCHING

ROOT = Path(__file__).parents[2]


@dataclass
class Crawl:
    """What came of a crawl: a result for each request in the order they ended, the stats, and the log."""

    results: list[dict[str, Any]]
    stats: dict[str, Any]
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
) -> Crawl:
    wanted = [{"url": r} if isinstance(r, str) else {"url": r[0], "meta": r[1]} for r in requests]
    plan = {"requests": wanted, "settings": FETCHING | (settings or {}), "names": names or {}}
    done = subprocess.run(
        [sys.executable, "-m", "tests.fetching.crawl_process"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return Crawl(told["results"], told["stats"], done.stderr)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers: ``serve(answers, host=..., port=...)``. A robots.txt that allows everything comes with them."""
    with ExitStack() as stack:

        def start(
            answers: dict[str, bytes | Answer] | None = None, *, host: str = "127.0.0.1", port: int = 0
        ) -> Server:
            return stack.enter_context(Server(host, {"/robots.txt": ROBOTS_ALLOW_ALL} | (answers or {}), port=port))

        yield start
