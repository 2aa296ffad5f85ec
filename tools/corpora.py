"""The marked pages, how they are measured, and how they are split: shared by training and benchmark."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit


def load_scorer(path: Path) -> ModuleType:
    """Imports the script that measures extraction."""
    spec = spec_from_file_location("score_extraction", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python script")
    scorer = module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def group(row: Mapping[str, Any]) -> str:
    """Gives the publisher, else the site, of a page: what must not be on both sides of a split."""
    host = urlsplit(row["url"]).hostname or row["file"]
    return row.get("publisher") or ".".join(host.split(".")[-2:])


def side(row: Mapping[str, Any], sides: int, salt: str = "") -> int:
    """Gives the side of a split that a page is on."""
    return int(hashlib.sha256(f"{salt}{group(row)}".encode()).hexdigest(), 16) % sides
