"""``requirements.txt`` names, at exact versions, all that ``crawler`` imports; a fresh checkout finds out too late."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==[^\s;]+(?: *;.*)?$")
OWN = {"crawler", "tests", "benchmarks"}
STANDARD_SINCE_3_14 = {"compression"}


def requirements(file: str) -> list[str]:
    lines = (ROOT / file).read_text().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def pinned(*files: str) -> set[str]:
    """Gives the names as ``packages_distributions`` may spell them, case and separators evened out."""
    pins = [PIN.match(line) for file in files for line in requirements(file)]
    return {_even(pin["name"]) for pin in pins if pin}


def imported(folder: str) -> set[str]:
    """Gives the first words of what the modules under a folder import, the standard library's left out."""
    names: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - OWN - STANDARD_SINCE_3_14 - sys.stdlib_module_names


def missing(folder: str, *files: str) -> set[str]:
    owners, known = packages_distributions(), pinned(*files)
    return {name for name in imported(folder) if not known & {_even(owner) for owner in owners.get(name, [])}}


def _even(name: str) -> str:
    return re.sub(r"[._-]+", "-", name).lower()


def test_every_line_pins_one_version() -> None:
    lines = requirements("requirements.txt") + requirements("requirements-dev.txt")
    assert [line for line in lines if not PIN.match(line)] == []


def test_all_that_the_crawler_imports_is_pinned() -> None:
    assert missing("crawler", "requirements.txt") == set()


def test_all_that_the_tests_import_is_pinned() -> None:
    assert missing("tests", "requirements.txt", "requirements-dev.txt") == set()
