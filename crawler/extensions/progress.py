"""How far a run has come: one live line on a terminal, a plain log line every few seconds elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from collections import deque
from dataclasses import dataclass
from typing import Self, TextIO

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from scrapy.statscollectors import StatsCollector
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from scrapy.utils.log import get_scrapy_root_handler
from twisted.internet.task import LoopingCall

logger = logging.getLogger(__name__)

REFRESH_SECONDS = 0.5
RATE_SECONDS = 10.0
"""The present speed is that of the last so many seconds."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run has done up to a moment."""

    total: int
    """Sources that are due."""
    polled: int
    pages: int
    articles: int
    duplicates: int
    refused: int
    failures: int

    @classmethod
    def of(cls, stats: StatsCollector) -> Self:
        """Reads them from Scrapy's stats; what was not counted yet is zero."""
        return cls(
            total=stats.get_value("sources/total", 0),
            polled=stats.get_value("sources/polled", 0),
            pages=stats.get_value("pages/fetched", 0),
            articles=stats.get_value("articles/stored", 0),
            duplicates=stats.get_value("articles/duplicate", 0),
            refused=stats.get_value("articles/refused", 0),
            failures=stats.get_value("articles/failed", 0) + stats.get_value("polls/failed", 0),
        )

    def describe(self, pages_a_second: float) -> str:
        """Gives them as one line of text."""
        return (
            f"sources {self.polled:,} of {self.total:,} · pages {self.pages:,} ({pages_a_second:.1f}/s) · "
            f"articles {self.articles:,} · duplicates {self.duplicates:,} · refused {self.refused:,} · "
            f"failures {self.failures:,}"
        )


class Speed:
    """Pages a second over the last seconds."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def update(self, now: float, pages: int) -> float:
        """Takes the count of pages at a moment (seconds of any clock that only goes forward); gives the speed."""
        self._samples.append((now, pages))
        while len(self._samples) > 2 and self._samples[1][0] <= now - RATE_SECONDS:
            self._samples.popleft()
        began, pages_then = self._samples[0]
        return (pages - pages_then) / (now - began) if now > began else 0.0


class Progress:
    """Shows the stats as they grow, and reads nothing else."""

    def __init__(self, stats: StatsCollector, seconds: float, live: LiveLine | None) -> None:
        self.stats = stats
        self._seconds = REFRESH_SECONDS if live else seconds
        self._live = live
        self._speed = Speed()
        self._calls: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        seconds = crawler.settings.getfloat("PROGRESS_INTERVAL")
        if seconds <= 0:
            raise NotConfigured("PROGRESS_INTERVAL is 0")
        assert crawler.stats is not None
        console = Console(stderr=True, highlight=False)
        live = LiveLine(console, crawler.settings) if console.is_terminal and not console.is_dumb_terminal else None
        progress = cls(crawler.stats, seconds, live)
        crawler.signals.connect(progress.spider_opened, signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        """Begins to show."""
        self._speed.update(time.monotonic(), 0)
        if self._live:
            self._live.start()
        self._calls = create_looping_call(self.show)
        self._calls.start(self._seconds, now=self._live is not None)

    def spider_closed(self) -> None:
        """Shows the last figures and gives the terminal back."""
        if self._calls and self._calls.running:
            self._calls.stop()
        self.show()
        if self._live:
            self._live.stop()

    def show(self) -> None:
        """Shows the present figures once."""
        figures = Figures.of(self.stats)
        line = figures.describe(self._speed.update(time.monotonic(), figures.pages))
        if self._live:
            self._live.update(line)
        else:
            logger.info("Progress: %s", line)


class LiveLine:
    """A line that stays at the bottom of the terminal; warnings of the log scroll above it."""

    def __init__(self, console: Console, settings: BaseSettings) -> None:
        self._began = time.monotonic()
        self._spinner = Spinner("dots")
        self._live = Live(console=console, auto_refresh=False, redirect_stdout=False)
        # What the operator asked for on the command line is shown, even where it is much.
        asked_for = (settings.getpriority("LOG_LEVEL") or 0) >= SETTINGS_PRIORITIES["cmdline"]
        self._log_level = logging.NOTSET if asked_for else logging.WARNING

    def start(self) -> None:
        """Takes over the terminal, the log's lines included."""
        self._live.start()
        handler = _terminal_handler()
        if handler is not None:
            handler.setStream(sys.stderr)  # rich has put its own in the place of it
            handler.setLevel(max(handler.level, self._log_level))

    def stop(self) -> None:
        """Leaves the last line where it is."""
        self._live.stop()
        handler = _terminal_handler()
        if handler is not None:
            handler.setStream(sys.stderr)

    def update(self, line: str) -> None:
        """Shows another line in place of the former one."""
        minutes, seconds = divmod(int(time.monotonic() - self._began), 60)
        row = Table.grid(padding=(0, 1))
        row.add_row(self._spinner, Text(f"{minutes}:{seconds:02}", style="dim"), Text(line))
        self._live.update(row, refresh=True)


def _terminal_handler() -> logging.StreamHandler[TextIO] | None:
    handler = get_scrapy_root_handler()
    if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
        return handler
    return None
