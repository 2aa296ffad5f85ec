"""The sources by name and country, and what a reader can choose from, kept for a moment."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.sources.source import Source
from crawler.storage.reading.deadline import TooBroad
from crawler.storage.reading.reading import Reading

KEEP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class SourceName:
    """What a source is called and where it is."""

    id: str
    name: str
    country: str | None
    languages: tuple[str, ...]
    homepage: str | None
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """What the articles can be filtered by."""

    sources: dict[str, SourceName] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)

    @property
    def countries(self) -> list[str]:
        """The countries that have a source."""
        return sorted({source.country for source in self.sources.values() if source.country})

    @property
    def country_by_source(self) -> dict[str, str | None]:
        """Each source's country."""
        return {source.id: source.country for source in self.sources.values()}

    def of_country(self, country: str) -> list[str]:
        """Gives the ids of a country's sources."""
        return [source.id for source in self.sources.values() if source.country == country.upper()]

    def name_of(self, source_id: str) -> str:
        """Gives a source's name, or its id where it has none."""
        source = self.sources.get(source_id)
        return source.name if source else source_id


class Directory:
    """Looks sources up: in the database what a run wrote down, else in the catalogue."""

    def __init__(self, reading: Reading, catalogue: Mapping[str, Source]) -> None:
        self._reading = reading
        self._catalogue = catalogue
        self._kept: Choices | None = None
        self._until = 0.0

    async def choices(self) -> Choices:
        """Gives what can be chosen from; at most half a minute old."""
        if self._kept is None or time.monotonic() > self._until:
            states = await self._reading.sources.states()
            sources = {source_id: self.describe(source_id, state) for source_id, state in states.items()}
            by_name = dict(sorted(sources.items(), key=lambda item: item[1].name.casefold()))
            self._kept = Choices(by_name, await self._languages())
            self._until = time.monotonic() + KEEP_SECONDS
        return self._kept

    def describe(self, source_id: str, state: Mapping[str, Any]) -> SourceName:
        """Gives a source's name and place from its document and the catalogue."""
        known = self._catalogue.get(source_id)
        return SourceName(
            id=source_id,
            name=state.get("name") or (known.name if known else source_id),
            country=state.get("country") or (known.country if known else None),
            languages=tuple(state.get("languages") or (known.languages if known else ())),
            homepage=state.get("homepage") or (known.homepage if known else None),
            is_enabled=bool(state.get("enabled", known.enabled if known else True)),
        )

    async def _languages(self) -> list[str]:
        try:
            return await self._reading.articles.languages()
        except TooBroad:
            return self._kept.languages if self._kept else []
