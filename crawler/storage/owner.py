"""Who holds a lease: a process, named so that others on the same machine can tell whether it still lives."""

from __future__ import annotations

import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Owner:
    """One crawl process."""

    machine: str
    boot: str
    """Changes with each start of the machine, so that a process id of an earlier boot is not taken for a living one."""
    pid: int
    started: str
    """When the process started, in clock ticks since boot: process ids are used again."""

    @classmethod
    def this_process(cls) -> Owner:
        """Names the running process."""
        return cls(socket.gethostname(), _boot(), os.getpid(), _started(os.getpid()) or "")

    @property
    def id(self) -> str:
        """One string for the ledger's rows."""
        return f"{self.machine}/{self.boot[:8]}/{self.pid}/{self.started}"

    def is_dead(self, here: Owner) -> bool:
        """Whether this owner is known to have ended, judged from the process ``here``; False where nobody can know."""
        if self.machine != here.machine:
            return False
        if self.boot != here.boot:
            return True
        return _started(self.pid) != self.started

    def as_document(self) -> dict[str, Any]:
        """The owner as MongoDB keeps it."""
        return asdict(self)


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "unknown"


def _started(pid: int) -> str | None:
    """The start time of a process on Linux; elsewhere only whether it exists."""
    stat = Path(f"/proc/{pid}/stat")
    if stat.parent.parent.joinpath("self").exists():
        try:
            # The command's name may hold spaces and brackets: count the fields after its closing one.
            fields = stat.read_text().rpartition(")")[2].split()
            return None if fields[0] == "Z" else fields[19]
        except (OSError, IndexError):
            return None
    try:
        os.kill(pid, 0)
    except OSError:
        return None
    return ""
