"""What all tests share: a real mongod of their own, a fresh database for each test, and no way out of this machine."""

from __future__ import annotations

import ipaddress
import socket
import subprocess
import sys
import unicodedata
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pymongo.database import Database

from crawler.storage.connection import connect
from crawler.storage.embedded import EmbeddedServer

pytest_plugins = ["tests.newsroom.fixtures"]

ROOT = Path(__file__).parents[1]

RESERVED_NAMES = (".test", ".invalid", ".example", ".localhost", "example.com", "example.net", "example.org")
"""Names that never belong to anybody (RFC 6761); they answer as they would without a network: not found."""

_escapes: list[str] = []


STOP_AFTER_US = """
import pathlib, sys
from crawler.storage.embedded import EmbeddedServer
sys.stdin.read()
EmbeddedServer(pathlib.Path(sys.argv[1])).stop()
"""
"""A process that stops the server when its standard input ends: also where the tests themselves are killed."""


@pytest.fixture(scope="session")
def mongo_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a mongod that belongs to this session; never the one of ``MONGODB_URI``."""
    server = EmbeddedServer(tmp_path_factory.mktemp("data") / "mongodb")
    command = [sys.executable, "-c", STOP_AFTER_US, str(server.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT, start_new_session=True):
        yield server.ensure_running()


@pytest.fixture
def database_name() -> str:
    """A name that no other test has."""
    return f"test_{uuid.uuid4().hex[:12]}"


@pytest.fixture
def database(mongo_uri: str, database_name: str) -> Iterator[Database[dict[str, Any]]]:
    """An empty database, dropped after the test."""
    fresh = connect(mongo_uri, database_name)
    yield fresh
    fresh.client.drop_database(database_name)
    fresh.client.close()


@pytest.fixture(autouse=True)
def stays_on_this_machine() -> Iterator[None]:
    """Fails a test that resolved somebody's name or spoke to an address beyond loopback, whatever became of it."""
    _escapes.clear()
    yield
    assert not _escapes, f"the test left this machine: {', '.join(_escapes)}"


def _watch_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook (PEP 578): it sees the look-ups and connections of every library in this process."""
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        _check_name(arguments[0])
    elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        _check_address(arguments[1][0])


def _check_name(host: str | bytes | None) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host or ""
    name = unicodedata.normalize("NFKC", name).replace("\u3002", ".").rstrip(".").lower()
    if not name or name in {"localhost", socket.gethostname().lower()} or _address(name) is not None:
        return
    if name.endswith(RESERVED_NAMES):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    _refuse(name)


def _check_address(host: str) -> None:
    address = _address(host)
    if address is None:
        _check_name(host)
    elif not (address.is_loopback or address.is_unspecified):
        _refuse(host)


def _refuse(host: str) -> NoReturn:
    _escapes.append(host)
    raise PermissionError(f"a test may not reach {host}")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return _old_spelling(name)


def _old_spelling(name: str) -> ipaddress.IPv4Address | None:
    """``127.1``, ``0x7f000001`` and the like are addresses to the C library, not names."""
    try:
        return ipaddress.IPv4Address(socket.inet_aton(name))
    except OSError:
        return None


sys.addaudithook(_watch_network)
