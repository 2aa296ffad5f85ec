"""The embedded MongoDB: started, shared, killed, moved and refused, with a real mongod each time."""

from __future__ import annotations

import os
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from crawler.exceptions import DatabaseUnavailable
from crawler.storage import embedded, mongod
from crawler.storage.embedded import EmbeddedServer, ensure_running, resolve_uri

START = """
import pathlib, sys
from crawler.storage.embedded import ensure_running
print(ensure_running(pathlib.Path(sys.argv[1])))
"""


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A data folder with a space in its name, whose server is stopped after the test."""
    folder = tmp_path / "my data"
    yield folder
    EmbeddedServer(folder / "mongodb").stop()


def start_elsewhere(data_dir: Path) -> subprocess.Popen[str]:
    """Another command that needs the database."""
    return subprocess.Popen([sys.executable, "-c", START, str(data_dir)], stdout=subprocess.PIPE, text=True)


def process_id(data_dir: Path) -> int:
    return int((data_dir / "mongodb" / "db" / "mongod.lock").read_text())


def port_file(data_dir: Path) -> Path:
    return data_dir / "mongodb" / "port"


class Neighbour(socketserver.TCPServer):
    allow_reuse_address = True


@contextmanager
def taken(port: int) -> Iterator[None]:
    """Another server on ``port``, which hangs up on everybody."""
    with Neighbour(("127.0.0.1", port), socketserver.BaseRequestHandler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        yield
        server.shutdown()


def insert(uri: str, document: dict[str, Any]) -> None:
    with MongoClient[dict[str, Any]](uri, w="majority", journal=True) as client:
        client.shelf.books.insert_one(document)


def titles(uri: str) -> list[str]:
    with MongoClient[dict[str, Any]](uri) as client:
        return sorted(book["title"] for book in client.shelf.books.find())


def test_is_a_replica_set_that_takes_transactions(data_dir: Path) -> None:
    with MongoClient[dict[str, Any]](ensure_running(data_dir)) as client, client.start_session() as session:
        session.with_transaction(lambda active: client.shelf.books.insert_one({"title": "Emma"}, session=active))
        assert client.shelf.books.count_documents({}) == 1


def test_listens_on_loopback_only(data_dir: Path) -> None:
    with MongoClient[dict[str, Any]](ensure_running(data_dir)) as client:
        network = client.admin.command("getCmdLineOpts")["parsed"]["net"]
    assert network["bindIp"] == "127.0.0.1"
    assert network["unixDomainSocket"] == {"enabled": False}


def test_keeps_its_cache_small(data_dir: Path) -> None:
    with MongoClient[dict[str, Any]](ensure_running(data_dir)) as client:
        cache = client.admin.command("serverStatus")["wiredTiger"]["cache"]
    assert cache["maximum bytes configured"] == 256 * 1024 * 1024


def test_gives_the_running_server_to_the_next_command(data_dir: Path) -> None:
    first = ensure_running(data_dir)
    started = process_id(data_dir)
    assert ensure_running(data_dir) == first
    assert process_id(data_dir) == started


def test_commands_that_start_at_once_share_one_server(data_dir: Path) -> None:
    starters = [start_elsewhere(data_dir) for _ in range(4)]
    addresses = {starter.communicate(timeout=60)[0].strip() for starter in starters}
    assert addresses == {ensure_running(data_dir)}


def test_outlives_the_command_that_started_it(data_dir: Path) -> None:
    address = start_elsewhere(data_dir).communicate(timeout=60)[0].strip()
    insert(address, {"title": "Middlemarch"})
    assert os.getsid(process_id(data_dir)) != os.getsid(0)


def test_keeps_data_and_port_over_a_clean_stop(data_dir: Path) -> None:
    first = ensure_running(data_dir)
    insert(first, {"title": "Persuasion"})
    assert EmbeddedServer(data_dir / "mongodb").stop()
    assert ensure_running(data_dir) == first
    assert titles(first) == ["Persuasion"]


def test_starts_again_after_the_server_was_killed(data_dir: Path) -> None:
    address = ensure_running(data_dir)
    insert(address, {"title": "Villette"})
    os.kill(process_id(data_dir), signal.SIGKILL)
    assert titles(ensure_running(data_dir)) == ["Villette"]


def test_starts_after_a_starter_was_killed_half_way(data_dir: Path) -> None:
    starter = start_elsewhere(data_dir)
    while not port_file(data_dir).exists() and starter.poll() is None:
        pass
    starter.kill()
    starter.communicate(timeout=60)
    insert(ensure_running(data_dir), {"title": "Shirley"})


def test_makes_the_replica_set_where_a_start_ended_before_it(data_dir: Path) -> None:
    server = EmbeddedServer(data_dir / "mongodb")
    server.data.mkdir(parents=True)
    port = next(embedded._candidates(None))
    port_file(data_dir).write_text(str(port))
    mongod.launch(server.data, server.log, port, 256, 20)
    assert f":{port}/" in ensure_running(data_dir)
    insert(ensure_running(data_dir), {"title": "Agnes Grey"})


def test_moves_to_another_port_with_its_data_when_its_own_is_taken(data_dir: Path) -> None:
    first = ensure_running(data_dir)
    insert(first, {"title": "Cranford"})
    server = EmbeddedServer(data_dir / "mongodb")
    port = server.port() or 0
    server.stop()
    with taken(port):
        moved = ensure_running(data_dir)
    assert moved != first
    assert titles(moved) == ["Cranford"]
    insert(moved, {"title": "North and South"})


def test_does_not_take_another_mongod_on_its_port_for_its_own(data_dir: Path, mongo_uri: str) -> None:
    data_dir.joinpath("mongodb").mkdir(parents=True)
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        assert client.address is not None
        port_file(data_dir).write_text(str(client.address[1]))
    assert ensure_running(data_dir) != mongo_uri


@pytest.mark.parametrize("content", ["", "none\n", "0", "99999", "-1"])
def test_chooses_a_new_port_where_the_kept_one_is_damaged(data_dir: Path, content: str) -> None:
    data_dir.joinpath("mongodb").mkdir(parents=True)
    port_file(data_dir).write_text(content)
    ensure_running(data_dir)
    assert int(port_file(data_dir).read_text()) in embedded.PORTS


def test_names_the_process_that_holds_the_data_on_a_port_that_was_lost(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_running(data_dir)
    kept = port_file(data_dir).read_text()
    port_file(data_dir).unlink()
    monkeypatch.setattr(embedded, "START_SECONDS", 1.0)
    with pytest.raises(DatabaseUnavailable, match=rf"process {process_id(data_dir)}\) holds"):
        ensure_running(data_dir)
    port_file(data_dir).write_text(kept)


def test_a_server_that_hangs_is_an_error_within_the_deadline(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ensure_running(data_dir)
    os.kill(process_id(data_dir), signal.SIGSTOP)
    monkeypatch.setattr(embedded, "START_SECONDS", 1.0)
    try:
        with pytest.raises(DatabaseUnavailable, match="does not answer"):
            ensure_running(data_dir)
    finally:
        os.kill(process_id(data_dir), signal.SIGCONT)


def test_says_so_when_another_command_holds_the_lock(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "START_SECONDS", 0.2)
    data_dir.joinpath("mongodb").mkdir(parents=True)
    with (
        embedded.FileLock(data_dir / "mongodb" / "start.lock"),
        pytest.raises(DatabaseUnavailable, match="another command has been starting or stopping"),
    ):
        ensure_running(data_dir)


def test_a_lock_file_left_behind_stops_nothing(data_dir: Path) -> None:
    data_dir.joinpath("mongodb").mkdir(parents=True)
    data_dir.joinpath("mongodb", "start.lock").touch()
    assert ensure_running(data_dir)


def test_damaged_data_is_an_error_with_the_servers_own_reason(data_dir: Path) -> None:
    ensure_running(data_dir)
    server = EmbeddedServer(data_dir / "mongodb")
    server.stop()
    (server.data / "WiredTiger.wt").write_bytes(b"no database")
    with pytest.raises(DatabaseUnavailable, match=r"does not start \(status 14\).*WiredTiger\.wt.*mongod\.log"):
        ensure_running(data_dir)


def test_a_full_disk_is_said_before_anything_is_written(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "NEEDED_MB", 10**12)
    with pytest.raises(DatabaseUnavailable, match=r"MB are free for .*DATA_DIR"):
        ensure_running(data_dir)


def test_a_file_in_place_of_the_folder_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(DatabaseUnavailable, match=r"cannot be used: Not a directory.*MONGODB_URI"):
        ensure_running(tmp_path / "data")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(DatabaseUnavailable, match="Permission denied"):
        ensure_running(tmp_path)


def test_a_log_that_grew_too_large_begins_anew(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = ensure_running(data_dir)
    server = EmbeddedServer(data_dir / "mongodb")
    monkeypatch.setattr(embedded, "LOG_LIMIT_BYTES", 1000)
    ensure_running(data_dir)
    assert server.log.with_name("mongod.log.1").stat().st_size > 1000
    insert(address, {"title": "Ruth"})
    assert server.log.exists()


def test_stopping_what_does_not_run_is_no_error(data_dir: Path) -> None:
    assert not EmbeddedServer(data_dir / "mongodb").stop()
    assert not data_dir.exists()


def test_status_is_none_until_it_runs(data_dir: Path) -> None:
    server = EmbeddedServer(data_dir / "mongodb")
    assert server.status() is None
    server.ensure_running()
    status = server.status()
    assert status is not None
    assert status["pid"] == process_id(data_dir)


def test_the_operators_own_address_starts_nothing(data_dir: Path) -> None:
    assert resolve_uri("mongodb://db.example/?replicaSet=r", data_dir) == "mongodb://db.example/?replicaSet=r"
    assert not data_dir.exists()


def test_without_any_mongod_the_error_names_the_three_ways_out(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(mongod, "PACKAGE", "a-package-for-another-platform")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DatabaseUnavailable, match=r"make setup.*mongod 4\.4 or newer on PATH.*MONGODB_URI"):
        ensure_running(data_dir)


def test_a_mongod_on_path_is_taken_where_the_package_is_missing(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "mongod").symlink_to(mongod.find_mongod())
    monkeypatch.setattr(mongod, "PACKAGE", "a-package-for-another-platform")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert mongod.find_mongod() == tmp_path / "mongod"
    assert ensure_running(data_dir)


def test_a_missing_system_library_is_named_with_the_way_to_install_it(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "mongod"
    broken.write_text("#!/bin/sh\necho 'mongod: error while loading shared libraries: libcurl.so.4' >&2\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setattr(mongod, "PACKAGE", "a-package-for-another-platform")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(DatabaseUnavailable, match=r"libcurl\.so\.4\. On Debian and Ubuntu: apt-get install libcurl4"):
        ensure_running(data_dir)


def test_a_processor_that_cannot_run_mongod_is_said(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "mongod"
    broken.write_text("#!/bin/sh\nkill -ILL $$\n")
    broken.chmod(0o755)
    monkeypatch.setattr(mongod, "PACKAGE", "a-package-for-another-platform")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(DatabaseUnavailable, match="signal 4: MongoDB 5 and newer need a processor with AVX"):
        ensure_running(data_dir)
