"""Metrics: names that stay, values that are true."""

from __future__ import annotations

from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families
from pymongo.database import Database

from tests.web.seed import make_run

Document = dict[str, Any]


async def samples(client: httpx.AsyncClient) -> dict[str, float]:
    """Values by name, those of a source by name and source."""
    text = (await client.get("/metrics")).text
    return {
        "/".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_metrics_tell_the_state_of_the_whole(client: httpx.AsyncClient, articles: list[Document]) -> None:
    found = await samples(client)
    assert found["byline_articles"] == len(articles)
    assert found["byline_endpoints"] == 4
    assert found["byline_endpoints_failing"] == 1
    assert found["byline_hosts_leased"] == 1
    assert found["byline_quarantined"] == 1
    assert found["byline_takedowns_open"] == 1
    assert found["byline_runs_running"] == 1
    assert found["byline_last_run_exit_status"] == 3
    assert found["byline_last_run_articles_stored"] == 62
    assert found["byline_source_endpoints_failing/almarsa"] == 1
    first = articles[0]["published_at"].timestamp()
    assert abs(found["byline_source_last_article_timestamp_seconds/harbour-post"] - first) < 0.01


async def test_an_empty_database_has_metrics(client: httpx.AsyncClient, prepared: Database[Document]) -> None:
    assert (await samples(client))["byline_articles"] == 0


async def test_a_run_without_an_exit_status_has_metrics(
    client: httpx.AsyncClient, prepared: Database[Document]
) -> None:
    from crawler.clock import utc_now

    run = make_run(utc_now())
    del run["exit_status"]
    prepared["runs"].insert_one(run)
    assert "byline_last_run_exit_status" not in await samples(client)
