"""What the operator sees of a run while it goes on."""

from __future__ import annotations

import io
import logging

import pytest
from rich.console import Console
from scrapy import Spider
from scrapy.exceptions import NotConfigured
from scrapy.settings import Settings
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from crawler.extensions.progress import Figures, LiveLine, Progress, Speed


@pytest.fixture
def stats() -> StatsCollector:
    """The stats of a run half way."""
    collector = StatsCollector(get_crawler(Spider))
    collector.set_stats(
        {
            "sources/total": 180,
            "sources/polled": 34,
            "pages/fetched": 1210,
            "articles/stored": 1100,
            "articles/duplicate": 3,
            "articles/refused": 20,
            "articles/failed": 4,
            "polls/failed": 2,
        }
    )
    return collector


def test_names_every_figure_of_the_run(stats: StatsCollector) -> None:
    assert Figures.of(stats).describe(17.46) == (
        "sources 34 of 180 · pages 1,210 (17.5/s) · articles 1,100 · duplicates 3 · refused 20 · failures 6"
    )


def test_a_run_that_has_only_begun_shows_zeros() -> None:
    assert Figures.of(StatsCollector(get_crawler(Spider))).describe(0.0).startswith("sources 0 of 0 · pages 0 (0.0/s)")


def test_speed_is_that_of_the_last_ten_seconds() -> None:
    speed = Speed()
    speeds = [speed.update(float(second), 100 * second if second <= 50 else 5000) for second in range(71)]
    assert speeds[0] == 0.0
    assert speeds[50] == pytest.approx(100.0)
    assert speeds[70] == 0.0


def test_elsewhere_than_on_a_terminal_it_is_a_line_of_the_log(
    stats: StatsCollector, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    Progress(stats, 10.0, live=None).show()
    assert caplog.messages[0].startswith("Progress: sources 34 of 180")


def test_on_a_terminal_the_line_replaces_the_former_one(stats: StatsCollector) -> None:
    screen = io.StringIO()
    line = LiveLine(Console(file=screen, force_terminal=True, width=160), Settings())
    line.start()
    line.update("sources 1 of 2")
    line.update("sources 2 of 2")
    line.stop()
    assert "\x1b[2K" in screen.getvalue()
    assert screen.getvalue().count("sources 2 of 2") >= 1


def test_can_be_switched_off() -> None:
    with pytest.raises(NotConfigured):
        Progress.from_crawler(get_crawler(Spider, {"PROGRESS_INTERVAL": 0}))
