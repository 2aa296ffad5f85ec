"""``/metrics``: the state of the whole for Prometheus. The names are an interface: they stay."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from crawler.storage.reading.figures import Figures
from crawler.storage.reading.sources import SourceSummary
from crawler.web.services import UseReading

router = APIRouter()

LAST_RUN = {
    "polls": "Endpoints polled",
    "polls/failed": "Polls that failed",
    "pages/fetched": "Pages fetched",
    "articles/stored": "Articles stored",
    "articles/duplicate": "Copies of stored articles",
    "articles/refused": "Pages that were refused or are no articles",
    "articles/failed": "Pages that failed",
    "articles/quarantined": "Pages that could not be read or stored",
}
"""Stats of the run that ended last; ``articles/stored`` becomes ``byline_last_run_articles_stored``."""


@router.get("/metrics")
async def metrics(reading: UseReading) -> Response:
    """All metrics, counted now."""
    figures, ended, running, sources = await asyncio.gather(
        reading.figures.now(), reading.runs.last_ended(1), reading.runs.running(), reading.sources.summaries()
    )
    text = exposition(figures, ended[0] if ended else None, len(running), sources.values())
    return Response(text, media_type=CONTENT_TYPE_LATEST)


def exposition(
    figures: Figures, run: Mapping[str, Any] | None, running: int, sources: Iterable[SourceSummary]
) -> bytes:
    """Gives the metrics in Prometheus' text format."""
    registry = CollectorRegistry()

    def gauge(name: str, about: str, value: float) -> None:
        Gauge(f"byline_{name}", about, registry=registry).set(value)

    gauge("articles", "Article records, removed ones included", figures.articles)
    gauge("urls", "URLs in the ledger", figures.urls)
    gauge("urls_pending", "URLs that wait to be fetched", figures.pending)
    gauge("endpoints", "Feeds, sitemaps and section pages", figures.endpoints)
    gauge("endpoints_due", "Endpoints whose poll is due", figures.endpoints_due)
    gauge("endpoints_failing", "Endpoints whose last poll failed", figures.endpoints_failing)
    gauge("hosts_leased", "Hosts that a crawl process holds", figures.hosts_leased)
    gauge("quarantined", "Pages in quarantine", figures.quarantined)
    gauge("takedowns_open", "Removal requests that are neither executed nor declined", figures.takedowns_open)
    if figures.takedown_deadline is not None:
        deadline = figures.takedown_deadline.timestamp()
        gauge("takedown_deadline_timestamp_seconds", "Earliest deadline of an open removal request", deadline)
    gauge("runs_running", "Crawl processes at work", running)
    if run is not None:
        _add_last_run(registry, run)
    _add_sources(registry, sources)
    return generate_latest(registry)


def _add_last_run(registry: CollectorRegistry, run: Mapping[str, Any]) -> None:
    def gauge(name: str, about: str, value: float) -> None:
        Gauge(f"byline_last_run_{name}", f"{about} (run that ended last)", registry=registry).set(value)

    gauge("started_timestamp_seconds", "Start", run["started_at"].timestamp())
    gauge("ended_timestamp_seconds", "End", run["ended_at"].timestamp())
    if run.get("exit_status") is not None:
        gauge("exit_status", "Exit status: 0 healthy, 3 unhealthy, 4 nothing reachable, 5 database", run["exit_status"])
    for stat, about in LAST_RUN.items():
        gauge(stat.replace("/", "_"), about, (run.get("stats") or {}).get(stat, 0))


def _add_sources(registry: CollectorRegistry, sources: Iterable[SourceSummary]) -> None:
    def gauge(name: str, about: str) -> Gauge:
        return Gauge(f"byline_source_{name}", about, ["source"], registry=registry)

    last = gauge("last_article_timestamp_seconds", "Publication of a source's newest article")
    polled = gauge("polled_timestamp_seconds", "Last poll of a source that was answered")
    failing = gauge("endpoints_failing", "Endpoints of a source whose last poll failed")
    for source in sources:
        failing.labels(source.id).set(source.failing)
        if source.last_article_at is not None:
            last.labels(source.id).set(source.last_article_at.timestamp())
        if source.polled_at is not None:
            polled.labels(source.id).set(source.polled_at.timestamp())
