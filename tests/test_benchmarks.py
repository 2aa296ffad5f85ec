"""The benchmarks' own measuring: a figure that is wrong is worse than none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.process_tree import run_measured

BURN = "import time; end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BURN!r}])"
ORPHAN = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BURN!r}])"
LARGE = "import time; block = bytearray(b'x') * 50_000_000; time.sleep(1)"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def measure(code: str, folder: Path) -> tuple[int, float, int, str]:
    cost = run_measured([sys.executable, "-c", code], os.environ, folder / "errors")
    return cost.status, cost.cpu, cost.peak_memory, cost.output


@pytest.mark.parametrize("code", [BURN, CHILD, ORPHAN], ids=["itself", "a child", "a child that outlives it"])
def test_the_cpu_time_of_a_command_and_all_its_descendants_is_counted(code: str, tmp_path: Path) -> None:
    status, cpu, _, _ = measure(code, tmp_path)
    assert status == 0
    assert cpu >= 0.3


def test_the_peak_memory_of_a_command_is_seen(tmp_path: Path) -> None:
    assert measure(LARGE, tmp_path)[2] >= 50_000_000


def test_output_and_status_are_handed_on_and_errors_kept(tmp_path: Path) -> None:
    code = "import sys; print('figures'); print('trouble', file=sys.stderr); sys.exit(3)"
    status, _, _, output = measure(code, tmp_path)
    assert (status, output) == (3, "figures\n")
    assert (tmp_path / "errors").read_text(encoding="utf-8") == "trouble\n"
