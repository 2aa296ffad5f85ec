"""What a command costs, all its descendants included: wall time, CPU time and peak memory. Linux only."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
SAMPLE_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took."""

    status: int
    wall: float
    """Seconds from its start to its end."""
    cpu: float
    """Seconds of user and system time of the command and of all its descendants."""
    peak_memory: int
    """Bytes: the largest sum of the proportional set sizes of the tree, looked at four times a second."""
    output: str
    """What it printed to its standard output."""


def run_measured(command: Sequence[str], environment: Mapping[str, str], errors: Path) -> Cost:
    """Runs a command to its end and gives its cost; what it writes to standard error is appended to a file.

    The measuring process is its own and becomes the reaper of orphans, so that workers that outlive their parent for a
    moment are counted too.
    """
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (list(command), dict(environment), errors))


def _measure(command: list[str], environment: dict[str, str], errors: Path) -> Cost:
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit("prctl: this kernel cannot reap orphans")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    with errors.open("ab") as error_file:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=error_file, text=True)
        memory = _MemoryWatch(os.getpid())
        memory.start()
        output, _ = process.communicate()
        wall = time.monotonic() - start
        _reap_orphans()
    peak = memory.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(process.returncode, wall, cpu, peak, output)


def _reap_orphans() -> None:
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


class _MemoryWatch(threading.Thread):
    """Keeps the largest memory that the descendants of a process had."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._peak = 0
        self._end = threading.Event()

    def run(self) -> None:
        while not self._end.wait(SAMPLE_SECONDS):
            self._peak = max(self._peak, sum(_memory(pid) for pid in descendants(self._root)))

    def stop(self) -> int:
        self._end.set()
        self.join()
        return self._peak


def descendants(root: int) -> list[int]:
    """Gives the ids of all processes below one."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (parent := _parent(folder)):
            children.setdefault(parent, []).append(int(folder.name))
    found: list[int] = []
    waiting = [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _parent(folder: Path) -> int | None:
    """Gives a process's parent; the name in ``stat`` may hold anything, so the fields behind its last bracket count."""
    try:
        return int((folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
    except OSError:
        return None


def _memory(pid: int) -> int:
    """Gives a process's proportional set size in bytes; 0 for one that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
