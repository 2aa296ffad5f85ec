"""The access log: every request that reached the newsroom, in the order of arrival."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, TextIO


@dataclass(frozen=True, slots=True)
class Access:
    """One request."""

    moment: float
    """Seconds by ``time.monotonic()``, which all processes of one machine share, when the request was complete."""
    at: datetime
    """The same by the wall clock, in UTC."""
    method: str
    scheme: str
    host: str
    target: str
    """Path and query as sent; empty for CONNECT."""
    status: int
    """0 where nothing was answered (a hang, a reset)."""
    fault: str | None
    user_agent: str

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}{self.target}"

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    def as_json(self) -> str:
        """Gives the line that the command's ``--log`` writes."""
        return json.dumps(asdict(self) | {"at": self.at.isoformat(), "url": self.url}, ensure_ascii=False)


class AccessLog:
    """A list of requests that can be asked from another thread, and written to a file as JSON lines."""

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._accesses: list[Access] = []
        self._path = path
        self._file: TextIO | None = None

    def open(self) -> None:
        """Opens the file, if there is to be one; raises OSError when it cannot be written."""
        if self._path and self._file is None:
            self._file = self._path.open("a", encoding="utf-8", buffering=1)

    def add(self, access: Access) -> None:
        with self._lock:
            self._accesses.append(access)
            if self._file:
                self._file.write(access.as_json() + "\n")

    def all(self) -> list[Access]:
        """Gives a copy of all that is there so far."""
        with self._lock:
            return list(self._accesses)

    def of(self, host: str | None = None, path: str | None = None, **fields: Any) -> list[Access]:
        """Gives the requests to a host and a path (with query if given with one) whose other fields are equal."""
        wanted = {name: value for name, value in {"host": host, **fields}.items() if value is not None}
        return [
            access
            for access in self.all()
            if all(getattr(access, name) == value for name, value in wanted.items())
            and (path is None or path == (access.target if "?" in path else access.path))
        ]

    def counts(self, host: str | None = None) -> dict[str, int]:
        """Gives how often each URL was asked for."""
        counts: dict[str, int] = {}
        for access in self.of(host):
            counts[access.url] = counts.get(access.url, 0) + 1
        return counts

    def gaps(self, host: str) -> list[float]:
        """Gives the seconds between one request to a host and the next."""
        moments = [access.moment for access in self.of(host)]
        return [later - earlier for earlier, later in pairwise(moments)]

    def wait_for(self, count: int = 1, timeout: float = 10.0, **fields: Any) -> list[Access]:
        """Waits until so many requests fit ``of(**fields)``; raises TimeoutError when they do not come."""
        deadline = time.monotonic() + timeout
        while len(found := self.of(**fields)) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(found)} of {count} requests came for {fields}")
            time.sleep(0.01)
        return found

    def clear(self) -> None:
        """Forgets what was logged so far; a file keeps its lines."""
        with self._lock:
            self._accesses.clear()

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            if self._file:
                self._file.close()
                self._file = None

    def __iter__(self) -> Iterator[Access]:
        return iter(self.all())

    def __len__(self) -> int:
        return len(self._accesses)
