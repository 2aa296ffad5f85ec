"""The metrics file, read back with Prometheus' own parser."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from scrapy import Spider
from scrapy.exceptions import NotConfigured
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from crawler.extensions.metrics import MetricsFile


@pytest.fixture
def stats() -> StatsCollector:
    collector = StatsCollector(get_crawler(Spider))
    collector.set_stats(
        {
            "run/exit_status": 3,
            "sources/polled": 34,
            "articles/stored": 1100,
            "refused/front-page": 7,
            'failed/a "quoted"\nreason': 1,
            "downloader/request_count": 9,
        }
    )
    return collector


def read(path: Path) -> dict[tuple[str, ...], float]:
    """Gives each sample's value by its name and its labels' values."""
    families = text_string_to_metric_families(path.read_text())
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_holds_verdict_figures_and_reasons(stats: StatsCollector, tmp_path: Path) -> None:
    path = tmp_path / "metrics" / "byline.prom"
    MetricsFile(stats, path).write()
    samples = read(path)
    assert samples["byline_run_exit_status",] == 3
    assert samples["byline_run_sources", "polled"] == 34
    assert samples["byline_run_articles", "stored"] == 1100
    assert samples["byline_run_articles", "failed"] == 0
    assert samples["byline_run_reasons", "front-page", "refused"] == 7
    assert samples["byline_run_reasons", 'a "quoted"\nreason', "failed"] == 1
    assert samples["byline_run_end_timestamp_seconds",] > 0


def test_every_name_is_in_the_documentation(stats: StatsCollector, tmp_path: Path) -> None:
    path = tmp_path / "byline.prom"
    MetricsFile(stats, path).write()
    documented = (Path(__file__).parents[2] / "docs" / "stats.md").read_text()
    assert [name for name, *_ in read(path) if f"`{name}" not in documented] == []


def test_leaves_no_unfinished_file(stats: StatsCollector, tmp_path: Path) -> None:
    metrics = MetricsFile(stats, tmp_path / "byline.prom")
    metrics.write()
    metrics.write()
    assert [path.name for path in tmp_path.iterdir()] == ["byline.prom"]


def test_a_file_that_cannot_be_written_is_logged_and_counted(
    stats: StatsCollector, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    with caplog.at_level(logging.ERROR):
        MetricsFile(stats, tmp_path / "file" / "byline.prom").write()
    assert "cannot be written" in caplog.text
    assert stats.get_value("metrics/failed") == 1


@pytest.mark.parametrize("path", [None, "", "byline.txt"])
def test_is_off_without_a_file_that_the_node_exporter_would_read(path: str | None) -> None:
    with pytest.raises(NotConfigured):
        MetricsFile.from_crawler(get_crawler(Spider, {"METRICS_FILE": path}))
