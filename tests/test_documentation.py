"""What the documents say is so: links lead somewhere, commands and variables exist, every stat is listed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from tests.crawling import ROOT, Crawls
from tests.newsroom import Newsroom

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
STAT = re.compile(r"^\| (`.+?`) \|", re.MULTILINE)

SCRAPYS_OWN = {
    "dns", "downloader", "dupefilter", "elapsed_time_seconds", "feedexport", "finish_reason", "finish_time",
    "httpcompression", "httperror", "item_dropped_count", "item_dropped_reasons_count", "item_scraped_count",
    "items_per_minute", "log_count", "memdebug", "memusage", "request_depth_count", "request_depth_max",
    "response_received_count", "responses_per_minute", "scheduler", "spider_exceptions", "start_time", "urllength",
}  # fmt: skip
"""The first word of each of its stats."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_local_links_lead_to_a_file(document: Path) -> None:
    targets = [link.partition("#")[0] for link in LINK.findall(document.read_text()) if "://" not in link]
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_command_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"\bscrapy ([a-z]+)\b(?! project)", (ROOT / "README.md").read_text()))
    assert named <= {path.stem for path in (ROOT / "crawler" / "commands").glob("*.py")}


def test_every_make_target_that_the_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in DOCUMENTS:
        named = set(re.findall(r"(?:`|^ {4}|&& )make ([a-z]+)", document.read_text(), re.MULTILINE))
        assert named <= targets, document.name


def test_the_readme_lists_every_variable_that_settings_read() -> None:
    read = set(re.findall(r"(?:environ\.get|_number)\(\"([A-Z_]+)\"", (ROOT / "crawler" / "settings.py").read_text()))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert listed == read


def test_every_stat_of_a_run_is_listed(mongo_uri: str, database: Database[dict[str, Any]], tmp_path: Path) -> None:
    with Newsroom(["corriere-vernia", "mixed-post", "roundup"]) as newsroom:
        Crawls(newsroom, mongo_uri, database.name, tmp_path).run()
    run = database["runs"].find_one()
    assert run is not None
    counted = {name for name in run["stats"] if name.partition("/")[0] not in SCRAPYS_OWN}
    assert "articles/stored" in counted
    assert {name for name in counted if not _listed(name)} == set()


def _listed(stat: str) -> bool:
    return any(re.fullmatch(pattern, stat) for pattern in _patterns())


def _patterns() -> list[str]:
    """Gives each listed name as a regular expression; words in capitals stand for anything."""
    cells = STAT.findall((ROOT / "docs" / "stats.md").read_text())
    names = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    return [re.sub(r"[A-Z]{2,}", ".+", re.escape(name)) for name in names if not name.startswith("byline_")]
