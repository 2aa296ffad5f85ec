"""Whether a source is well, judged from what runs left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crawler.storage.reading.sources import SourceSummary

QUIET_AFTER = timedelta(hours=48)
REGULAR = 3
"""Runs with new articles that make a source one that is missed when it goes quiet."""


@dataclass(frozen=True, slots=True)
class Health:
    """A word and its reason."""

    word: str
    """``well``, ``failing``, ``partly`` (some endpoints fail), ``quiet``, ``new`` or ``off``."""
    reason: str


def health(source: SourceSummary, yields: Sequence[int], now: datetime, *, is_enabled: bool = True) -> Health:
    """Judges a source by its endpoints, its newest article and its ``yields`` (articles of the last runs)."""
    if not is_enabled:
        return Health("off", "switched off in the catalogue")
    if source.polled_at is None and not source.failing:
        return Health("new", "not polled yet")
    if source.endpoints and source.failing == source.endpoints:
        return Health("failing", "no endpoint answers")
    last = source.last_article_at
    if sum(1 for count in yields if count) >= REGULAR and last is not None and now - last > QUIET_AFTER:
        return Health("quiet", f"no new article since {last:%Y-%m-%d}, though it had some in its last runs")
    if source.failing:
        return Health("partly", f"{source.failing} of {source.endpoints} endpoints fail")
    return Health("well", "its endpoints answer")


def yields_of(source_id: str, figures: Sequence[Mapping[str, Mapping[str, Any]]]) -> list[int]:
    """Gives the articles a source brought in each of the last runs that polled it, oldest first."""
    polled = (run[source_id] for run in figures if run.get(source_id, {}).get("polls"))
    return [int(counted.get("articles/stored", 0)) for counted in polled]
