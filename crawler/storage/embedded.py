"""A real mongod of the project's own: found, started when needed, shared, and stopped when asked to.

It is for trying out, for tests and for one machine; production sets ``MONGODB_URI``. The server is a single-node
replica set, so that transactions, change streams and majority writes work, bound to 127.0.0.1. It is left running on
purpose: it outlives the command that started it, and the next command finds it in milliseconds.
``scrapy database --stop`` ends it.

Everything it keeps is in one folder: ``db/`` (the data), ``port`` (chosen once, kept with the data), ``mongod.log``
and ``mongod.log.1``, ``start.lock`` (an operating system's lock: it is gone with the process that held it).
"""

from __future__ import annotations

import logging
import os
import random
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pymongo import MongoClient
from pymongo.errors import AutoReconnect, OperationFailure, PyMongoError

from crawler.exceptions import DatabaseUnavailable
from crawler.storage.mongod import REPLICA_SET, Launch, launch

logger = logging.getLogger(__name__)

START_SECONDS = 20.0
"""How long a start may take, recovery after a crash included, before it is an error."""
MOVE_SECONDS = 35.0
"""How much longer it may take on another port: mongod first looks for itself on the former one, up to 30 s where a
server there accepts and says nothing (5 s with a web server)."""
STOP_SECONDS = 30.0
NEEDED_MB = 600
"""The journal's three files of 100 MB, the oplog, and room to work."""
LOG_LIMIT_BYTES = 20_000_000
PORTS = range(21000, 32000)
"""Below the range that operating systems give to outgoing connections."""

_TOO_EARLY = {
    23,  # AlreadyInitialized: it has found its configuration in the meantime
    94,  # NotYetInitialized: it still looks for itself on its former port
    109,  # ConfigurationInProgress
}
"""mongod's answers while it reads its replica set's configuration."""

Client = MongoClient[dict[str, Any]]


def ensure_running(data_dir: Path, cache_mb: int = 256) -> str:
    """Gives the address of the server whose data is in ``data_dir / "mongodb"``, after starting it where needed.

    The server is ready to be written to. ``cache_mb`` (MB, at least 256) counts when it is started, not when it runs
    already. Raises `DatabaseUnavailable`, as a rule within 20 seconds (longer where another command starts it, or its
    port was taken).
    """
    return EmbeddedServer(data_dir / "mongodb", cache_mb).ensure_running()


def resolve_uri(mongodb_uri: str | None, data_dir: Path) -> str:
    """Gives the operator's own ``mongodb_uri`` where one is set, else the address of the embedded server, started.

    It does not try whether ``mongodb_uri`` can be reached. Raises `DatabaseUnavailable` as `ensure_running` does.
    """
    return mongodb_uri or ensure_running(data_dir)


class EmbeddedServer:
    """The mongod of one folder. Any number of processes may hold one of these for the same folder at once."""

    def __init__(self, folder: Path, cache_mb: int = 256) -> None:
        self.folder = folder.absolute()
        self.data = self.folder / "db"
        self.log = self.folder / "mongod.log"
        self._port_file = self.folder / "port"
        self._cache_mb = max(cache_mb, 256)

    def ensure_running(self) -> str:
        """Gives the server's address, after starting it and waiting until it takes writes."""
        self._make_folder()
        port = self.port()
        if port is None or not self._takes_writes(port):
            with self._lock():
                port = self._join_or_start(time.monotonic() + START_SECONDS)
        self._rotate_log(port)
        return _uri(port)

    def status(self) -> dict[str, Any] | None:
        """Gives mongod's ``serverStatus`` with its ``port`` and ``uri``, or ``None`` when it does not run."""
        port = self.port()
        if port is None or not self._answers(port):
            return None
        with _connect(port) as client:
            return {**client.admin.command("serverStatus"), "port": port, "uri": _uri(port)}

    def stop(self) -> bool:
        """Shuts the server down cleanly and waits for its end; ``False`` if it did not run."""
        if not self._port_file.exists():
            return False
        with self._lock():
            port = self.port()
            if port is None or not self._answers(port):
                return False
            with _connect(port) as client:
                try:
                    client.admin.command("shutdown", force=True, timeoutSecs=1)
                except AutoReconnect:
                    logger.debug("mongod closed the connection, as it does when it shuts down")
            self._await_end(port)
        return True

    def port(self) -> int | None:
        """Gives the port kept with the data; ``None`` where there is none that can be used."""
        try:
            port = int(self._port_file.read_text())
        except (FileNotFoundError, ValueError):
            return None
        except OSError as error:
            raise self._unusable(error) from error
        return port if 0 < port < 65536 else None

    def _make_folder(self) -> None:
        try:
            self.data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(error) from error
        for path in (self.folder, self.data, self.log, self._port_file, self.data / "mongod.lock"):
            if path.exists() and not os.access(path, os.R_OK | os.W_OK):
                raise DatabaseUnavailable(
                    f"{path} cannot be written by this user: give it the folder {self.folder}, choose another with "
                    "DATA_DIR, or set MONGODB_URI"
                )

    @contextmanager
    def _lock(self) -> Iterator[None]:
        lock = FileLock(self.folder / "start.lock", timeout=START_SECONDS)
        try:
            lock.acquire()
        except Timeout as error:
            raise DatabaseUnavailable(
                f"another command has been starting or stopping MongoDB in {self.folder} for {START_SECONDS:.0f} s"
            ) from error
        except OSError as error:
            raise self._unusable(error) from error
        try:
            yield
        finally:
            lock.release()

    def _join_or_start(self, deadline: float) -> int:
        """Under the lock: gives the port of the running server, or starts one."""
        kept = self.port()
        if kept is not None and self._answers(kept):
            self._await_primary(kept, deadline)
            return kept
        self._check_space()
        self._trim_log()
        for candidate in _candidates(kept):
            port = self._start(candidate, kept, deadline)
            if port is not None:
                if kept not in {None, port}:
                    deadline += MOVE_SECONDS
                self._await_primary(port, deadline)
                logger.info("Embedded MongoDB listens on 127.0.0.1:%d, its data is in %s", port, self.folder)
                return port
        raise DatabaseUnavailable(f"no free port for MongoDB on 127.0.0.1 between {PORTS.start} and {PORTS.stop}")

    def _start(self, port: int, kept: int | None, deadline: float) -> int | None:
        """Gives the port where mongod listens now, ``None`` if somebody took ``port`` in between."""
        # Written first: where this command is killed in between, the next one must find the server.
        self._keep_port(port)
        outcome = launch(self.data, self.log, port, self._cache_mb, max(deadline - time.monotonic(), 1.0))
        if outcome is Launch.PORT_TAKEN:
            return None
        if outcome is Launch.SLOW:
            raise self._too_slow()
        if outcome is Launch.DATA_IN_USE:
            port = kept or port
            self._keep_port(port)
            self._await_answer(port, deadline)
        return port

    def _takes_writes(self, port: int) -> bool:
        if not self._answers(port):
            return False
        with _connect(port) as client:
            return _is_primary(client)

    def _answers(self, port: int) -> bool:
        """Whether the server that listens there, if any, is a mongod over this very folder."""
        if _is_free(port):
            return False
        with _connect(port) as client:
            try:
                options = client.admin.command("getCmdLineOpts")["parsed"]
                return Path(options["storage"]["dbPath"]).samefile(self.data)
            except (PyMongoError, KeyError, OSError) as error:
                logger.debug("Not the embedded MongoDB on port %d: %s", port, error)
                return False

    def _await_answer(self, port: int, deadline: float) -> None:
        """Waits for a mongod that holds the data and did not answer yet, e.g. one that still recovers."""
        while not self._answers(port):
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(
                    f"a mongod (process {self._process_id() or 'unknown'}) holds {self.data} and does not answer on "
                    f"127.0.0.1:{port}; if it stays so, end that process. Its log is {self.log}"
                )
            time.sleep(0.1)

    def _await_primary(self, port: int, deadline: float) -> None:
        with _connect(port) as client:
            while not _is_primary(client):
                if time.monotonic() > deadline:
                    raise self._too_slow()
                try:
                    _mend_replica_set(client, port)
                except AutoReconnect as error:
                    logger.debug("mongod does not answer yet: %s", error)
                except OperationFailure as error:
                    if error.code not in _TOO_EARLY:
                        reason = f"MongoDB in {self.folder} cannot be made a replica set: {error}"
                        raise DatabaseUnavailable(reason) from error
                time.sleep(0.05)

    def _await_end(self, port: int) -> None:
        # By its traces, not by its process: that may remain as a zombie in a container.
        deadline = time.monotonic() + STOP_SECONDS
        while self._process_id() is not None or not _is_free(port):
            if time.monotonic() > deadline:
                process = self._process_id()
                raise DatabaseUnavailable(f"mongod (process {process}) did not stop within {STOP_SECONDS:.0f} s")
            time.sleep(0.05)

    def _process_id(self) -> int | None:
        try:
            return int((self.data / "mongod.lock").read_text())
        except (FileNotFoundError, ValueError):
            return None

    def _keep_port(self, port: int) -> None:
        try:
            unfinished = self._port_file.with_suffix(".new")
            unfinished.write_text(f"{port}\n")
            unfinished.replace(self._port_file)
        except OSError as error:
            raise self._unusable(error) from error

    def _check_space(self) -> None:
        free_mb = shutil.disk_usage(self.folder).free // 1_000_000
        if free_mb < NEEDED_MB:
            raise DatabaseUnavailable(
                f"{free_mb} MB are free for {self.folder}, MongoDB needs {NEEDED_MB}: make room, choose another folder "
                "with DATA_DIR, or set MONGODB_URI"
            )

    def _trim_log(self) -> bool:
        """Puts a log that grew too large aside, over the former one."""
        if not self.log.exists() or self.log.stat().st_size < LOG_LIMIT_BYTES:
            return False
        self.log.replace(self.log.with_name("mongod.log.1"))
        return True

    def _rotate_log(self, port: int) -> None:
        """mongod itself never lets go of its log: it is told to begin a new one."""
        if self.log.exists() and self.log.stat().st_size >= LOG_LIMIT_BYTES:
            with self._lock(), _connect(port) as client:
                if self._trim_log():
                    client.admin.command("logRotate")

    def _too_slow(self) -> DatabaseUnavailable:
        return DatabaseUnavailable(
            f"MongoDB was not ready within {START_SECONDS:.0f} s; after a crash it may still be recovering: try again "
            f"in a while, and see {self.log}"
        )

    def _unusable(self, error: OSError) -> DatabaseUnavailable:
        return DatabaseUnavailable(
            f"the folder {self.folder} of the embedded MongoDB cannot be used: {error.strerror}. Choose another with "
            "DATA_DIR, or set MONGODB_URI"
        )


@contextmanager
def _connect(port: int) -> Iterator[Client]:
    client: Client = MongoClient(
        "127.0.0.1",
        port,
        directConnection=True,
        serverSelectionTimeoutMS=2000,
        connectTimeoutMS=2000,
        socketTimeoutMS=10_000,
    )
    try:
        yield client
    finally:
        client.close()


def _is_primary(client: Client) -> bool:
    try:
        return bool(client.admin.command("hello")["isWritablePrimary"])
    except PyMongoError as error:
        logger.debug("mongod does not answer yet: %s", error)
        return False


def _mend_replica_set(client: Client, port: int) -> None:
    """Makes the replica set where there is none yet, and moves it where its port has changed."""
    member = {"_id": 0, "host": f"127.0.0.1:{port}"}
    config = client.get_database("local").get_collection("system.replset").find_one()
    if config is None:
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
    elif config["members"][0]["host"] != member["host"]:
        # A member that moved never becomes primary by itself: "Does not have a valid replica set config".
        config["members"][0]["host"] = member["host"]
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)


def _uri(port: int) -> str:
    return f"mongodb://127.0.0.1:{port}/?directConnection=true"


def _candidates(kept: int | None) -> Iterator[int]:
    """Gives free ports to try, the kept one first."""
    if kept is not None and _is_free(kept):
        yield kept
    yield from (port for port in random.sample(PORTS, 20) if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As mongod does: connections that are still closing don't hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
