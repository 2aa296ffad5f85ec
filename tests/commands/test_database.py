"""``scrapy database``: what it prints, and how it ends where there is no database."""

from __future__ import annotations

import argparse
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pymongo import MongoClient
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from crawler.commands.database import Command
from crawler.storage.embedded import EmbeddedServer, ensure_running

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command as Scrapy does; gives exit status, standard output and standard error."""

    def run_command(*arguments: str, uri: str | None = None) -> tuple[int, str, str]:
        command = Command()
        command.settings = Settings(
            {"MONGODB_URI": uri, "MONGODB_DATABASE": "byline", "DATA_DIR": str(tmp_path / "data")}
        )
        parser = argparse.ArgumentParser(conflict_handler="resolve")
        command.add_options(parser)
        options, rest = parser.parse_known_args(arguments)
        command.run(rest, options)
        printed = capsys.readouterr()
        return command.exitcode, printed.out, printed.err

    return run_command


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_starts_the_embedded_server_and_prints_only_an_address_that_works(run: Run, tmp_path: Path) -> None:
    status, printed, errors = run()
    try:
        assert (status, errors) == (0, "")
        assert printed.endswith("/byline?directConnection=true\n")
        with MongoClient(printed.strip()) as client:
            assert client.get_default_database().name == "byline"
            assert client.admin.command("ping")["ok"] == 1
    finally:
        EmbeddedServer(tmp_path / "data" / "mongodb").stop()


def test_prints_the_operators_own_address_with_the_database_name(run: Run, mongo_uri: str, tmp_path: Path) -> None:
    status, printed, _ = run(uri=mongo_uri)
    assert (status, printed) == (0, mongo_uri.replace("/?", "/byline?") + "\n")
    assert not (tmp_path / "data").exists()


def test_an_unreachable_database_is_an_error_within_a_few_seconds(run: Run) -> None:
    began = time.monotonic()
    status, printed, errors = run(uri=f"mongodb://user:secret@127.0.0.1:{closed_port()}/")
    assert (status, printed) == (5, "")
    assert errors.startswith("scrapy database: no MongoDB answers at mongodb://127.0.0.1:")
    assert "secret" not in errors
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("uri", ["localhost", "http://localhost", "mongodb://", "mongodb://127.0.0.1:port/"])
def test_an_address_that_is_none_is_an_error(run: Run, uri: str) -> None:
    status, printed, errors = run(uri=uri)
    assert (status, printed) == (5, "")
    assert "MONGODB_URI" in errors


def test_stop_ends_the_embedded_server(run: Run, tmp_path: Path) -> None:
    ensure_running(tmp_path / "data")
    status, printed, _ = run("--stop")
    assert (status, printed) == (0, f"The embedded MongoDB in {tmp_path / 'data' / 'mongodb'} has stopped.\n")
    assert EmbeddedServer(tmp_path / "data" / "mongodb").status() is None


def test_stop_says_that_nothing_runs(run: Run) -> None:
    status, printed, _ = run("--stop")
    assert status == 0
    assert printed.startswith("No embedded MongoDB runs in ")


def test_status_starts_nothing(run: Run, tmp_path: Path) -> None:
    status, printed, _ = run("--status")
    assert status == 0
    assert "does not run" in printed
    assert not (tmp_path / "data").exists()


def test_status_tells_process_and_place(run: Run, tmp_path: Path) -> None:
    ensure_running(tmp_path / "data")
    try:
        assert str(tmp_path / "data" / "mongodb" / "mongod.log") in run("--status")[1]
    finally:
        run("--stop")


def test_status_hides_the_operators_password(run: Run, mongo_uri: str) -> None:
    _, printed, _ = run("--status", uri=mongo_uri)
    assert printed.startswith("MONGODB_URI is set: MongoDB ")


def test_takes_no_arguments(run: Run) -> None:
    with pytest.raises(UsageError, match="takes no argument: byline"):
        run("byline")
