"""A run's figures for Prometheus, as a file for the node exporter's textfile collector."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Self

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.statscollectors import StatsCollector

logger = logging.getLogger(__name__)

_STATES = ("stored", "duplicate", "refused", "quarantined", "failed", "skipped", "removed")
_FAMILIES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "sources": ("state", "Sources of the last run.", ("selected", "total", "polled")),
    "polls": ("result", "Feeds and sitemaps that were asked in the last run.", ("read", "unchanged", "failed")),
    "entries": ("kind", "Entries on lists in the last run.", ("found", "new", "known", "rejected", "skipped")),
    "pages": ("state", "Article pages of the last run.", ("fetched",)),
    "articles": ("state", "Addresses that were settled in the last run, by state.", _STATES),
    "ledger": ("movement", "Addresses that became or were pending in the last run.", ("listed", "settled", "lost")),
}
"""Stats ``FAMILY/WORD`` become the metric ``byline_run_FAMILY`` with a label for the word; zeros are written too."""


class MetricsFile:
    """Writes the file after each run, atomically: a reader never sees half of it."""

    def __init__(self, stats: StatsCollector, path: Path) -> None:
        self.stats = stats
        self.path = path
        self._began = time.time()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        path = crawler.settings.get("METRICS_FILE")
        if not path:
            raise NotConfigured
        if not path.endswith(".prom"):
            raise NotConfigured(f"METRICS_FILE={path} must end in .prom, or the node exporter will not read it")
        assert crawler.stats is not None
        metrics = cls(crawler.stats, Path(path))
        # After spider_closed, in whose handlers the verdict is made.
        crawler.signals.connect(metrics.write, signals.engine_stopped)
        return metrics

    def write(self) -> None:
        """Writes all metrics; a file that cannot be written is an error in the log, not of the run."""
        registry = metrics_of(self.stats, began=self._began, ended=time.time())
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_to_textfile(str(self.path), registry)
        except OSError as error:
            self.stats.inc_value("metrics/failed")
            logger.error("The metrics cannot be written to %s: %s", self.path, error.strerror)


def metrics_of(stats: StatsCollector, began: float, ended: float) -> CollectorRegistry:
    """Gives a run's figures as metrics; ``began`` and ``ended`` are seconds since 1970."""
    registry = CollectorRegistry()
    figure = stats.get_value
    status = figure("run/exit_status", 1)
    _gauge(registry, "byline_run_exit_status", "Exit status of the last run: 0 is healthy.", status)
    _gauge(registry, "byline_run_end_timestamp_seconds", "When the last run ended.", ended)
    _gauge(registry, "byline_run_duration_seconds", "How long the last run took.", ended - began)
    for family, (label, help_text, words) in _FAMILIES.items():
        gauge = Gauge(f"byline_run_{family}", help_text, [label], registry=registry)
        for word in words:
            gauge.labels(word).set(figure(f"{family}/{word}", 0))
    reasons = Gauge("byline_run_reasons", "Why addresses were settled so.", ["state", "reason"], registry=registry)
    for name, value in sorted(stats.get_stats().items()):
        state, _, reason = name.partition("/")
        if reason and state in _STATES:
            reasons.labels(state, reason).set(value)
    return registry


def _gauge(registry: CollectorRegistry, name: str, help_text: str, value: float) -> None:
    Gauge(name, help_text, registry=registry).set(value)
