"""Running ``scrapy crawl`` as an operator does: a process of its own, a newsroom and a database of the test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from tests.newsroom import Newsroom

ROOT = Path(__file__).parents[1]
SCRAPY = Path(sys.executable).with_name("scrapy")
SECONDS = 180
"""Longer than any crawl of a test takes, even on a busy machine."""


@dataclass(frozen=True)
class Crawls:
    """Crawls of one newsroom into one database; ``folder`` takes the catalogue and the logs."""

    newsroom: Newsroom
    mongo_uri: str
    database: str
    folder: Path

    def run(self, *arguments: str, spider: str = "news", **settings: str) -> subprocess.CompletedProcess[str]:
        """Crawls to the end; ``settings`` are variables of its environment."""
        command, environment = self._command(spider, arguments), self._environment(settings)
        return subprocess.run(
            command,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def start(self, *arguments: str, spider: str = "news", **settings: str) -> subprocess.Popen[bytes]:
        """Begins to crawl, and leaves the rest to the test; the log is ``folder / "crawl.log"``."""
        with (self.folder / "crawl.log").open("ab") as log:
            return subprocess.Popen(
                self._command(spider, arguments),
                env=self._environment(settings),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _command(self, spider: str, arguments: tuple[str, ...]) -> list[str]:
        catalogue = self.newsroom.write_catalogue(self.folder / "catalogue.yaml")
        options = [option for argument in arguments for option in ("-a", argument)]
        return [str(SCRAPY), "crawl", spider, "-a", f"catalogue={catalogue}", *options]

    def _environment(self, settings: dict[str, str]) -> dict[str, str]:
        fixed = {
            "DOWNLOAD_DELAY": "0",
            "FIRST_SIGHT_ENTRIES": "1000",
            "MONGODB_DATABASE": self.database,
            "MONGODB_URI": self.mongo_uri,
        }
        return os.environ | fixed | self.newsroom.environment() | settings


def wait_until(true: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
    """Polls until something is so; raises TimeoutError that names it when it never is."""
    deadline = monotonic() + seconds
    while not true():
        if monotonic() > deadline:
            raise TimeoutError(what)
        sleep(0.05)
