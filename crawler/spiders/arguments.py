"""The `-a` arguments of the spiders, checked before anything is opened."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from crawler.exceptions import UnusableArgument
from crawler.sources.catalogue import SHIPPED_CATALOGUE, load_catalogue, select
from crawler.sources.source import Source

_TRUE, _FALSE = ("1", "true", "yes"), ("", "0", "false", "no")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which sources a run is for."""

    sources: list[Source]
    catalogue: list[Source]
    """All sources of the catalogue, selected or not."""
    all: bool = False
    """Whether every endpoint is polled, due or not."""


def selection(
    catalogue: str | None = None,
    sources: str | None = None,
    country: str | None = None,
    all: str | bool | None = None,  # noqa: A002  (the argument's public name)
    **unknown: str,
) -> Selection:
    """Reads the arguments of a crawl; raises UnusableArgument or CatalogueError."""
    accepted = ("catalogue", "sources", "country", "all")
    for name, value in unknown.items():
        close = difflib.get_close_matches(name, accepted, 1)
        hint = f"; did you mean {close[0]}?" if close else f"; there are {', '.join(accepted)}"
        raise UnusableArgument(f"no such argument: -a {name}={value}{hint}")
    ids = [part.strip() for part in sources.split(",") if part.strip()] if sources else None
    known = load_catalogue(Path(catalogue) if catalogue else SHIPPED_CATALOGUE)
    return Selection(select(known, ids=ids, country=country or None), known, _flag("all", all))


def _flag(name: str, value: str | bool | None) -> bool:
    word = str(value or "").strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise UnusableArgument(f"-a {name}={value}: expected 1 or 0")
