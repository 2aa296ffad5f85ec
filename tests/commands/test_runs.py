"""``scrapy runs``: the last runs, and one of them explained."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from tests.crawling import ROOT, SCRAPY

STARTED = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
RUN: dict[str, Any] = {
    "_id": "20261101T060000-aa01",
    "spider": "news",
    "version": "0.1.0",
    "arguments": {"country": "DE"},
    "sources_selected": 3,
    "started_at": STARTED,
    "heartbeat_at": STARTED + timedelta(seconds=50),
    "ended_at": STARTED + timedelta(seconds=52),
    "verdict": "unhealthy",
    "exit_status": 3,
    "reasons": ["only 4 of 20 fetched pages were stored"],
    "books": {"at_start": 1, "listed": 20, "settled": 20, "at_end": 1, "others": 0},
    "sources": {"paper": {"polls": 1, "pages/fetched": 20, "articles/stored": 4, "refused/no-text": 16}},
    "stats": {"sources/polled": 3, "articles/stored": 4},
}


@pytest.fixture
def runs(database: Database[dict[str, Any]]) -> Database[dict[str, Any]]:
    """A database with an unhealthy run, and one that was killed."""
    killed = RUN | {"_id": "20261101T070000-bb02", "ended_at": None, "verdict": None}
    database["runs"].insert_many([RUN, killed])
    return database


def show(uri: str, database: Database[dict[str, Any]], *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"MONGODB_URI": uri, "MONGODB_DATABASE": database.name, "COLUMNS": "80"}
    command = [str(SCRAPY), "runs", *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_last_runs_stand_in_a_table(mongo_uri: str, runs: Database[dict[str, Any]]) -> None:
    said = show(mongo_uri, runs)
    assert said.returncode == 0, said.stderr
    assert "20261101T060000-aa01" in said.stdout
    assert "unhealthy" in said.stdout
    assert "killed" in said.stdout


def test_programs_get_json(mongo_uri: str, runs: Database[dict[str, Any]]) -> None:
    listed = json.loads(show(mongo_uri, runs, "--json").stdout)
    assert {run["_id"] for run in listed} == {"20261101T060000-aa01", "20261101T070000-bb02"}


def test_a_run_is_explained_by_the_beginning_of_its_id(mongo_uri: str, runs: Database[dict[str, Any]]) -> None:
    said = show(mongo_uri, runs, "show", "20261101T06").stdout
    for part in ("exit status 3", "only 4 of 20", "1 pending at the start + 20 listed = 20 settled + 1", "no-text 16"):
        assert part in " ".join(said.split())


def test_an_id_of_several_runs_is_said(mongo_uri: str, runs: Database[dict[str, Any]]) -> None:
    said = show(mongo_uri, runs, "show", "20261101")
    assert said.returncode == 2
    assert "no run, or several" in said.stderr


def test_no_run_yet_is_said(mongo_uri: str, database: Database[dict[str, Any]]) -> None:
    assert "No run yet" in show(mongo_uri, database).stdout
