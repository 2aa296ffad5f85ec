"""Which articles a request asks for: the same parameters for pages, feeds and the API."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from crawler.storage.reading.articles import Position, Wanted
from crawler.storage.reading.search_tokens import query_tokens
from crawler.web.directory import Choices

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _only_iso(value: object) -> object:
    """Pydantic alone would take a number for seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("a day is written YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_only_iso)]
SourceId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
Cursor = Annotated[str, Field(pattern=Position.PATTERN)]


class ArticleFilter(BaseModel):
    """Conditions that must all be true. Every value is compared as it is: nothing in it is an operator or a pattern."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Annotated[str | None, Field(min_length=1, max_length=200, description="Words that must all occur")] = None
    source: Annotated[SourceId | None, Field(description="Id of a source, as /api/sources lists them")] = None
    country: Annotated[str | None, Field(pattern="^[A-Za-z]{2}$", description="ISO 3166-1 alpha-2")] = None
    language: Annotated[str | None, Field(pattern="^[a-z]{2,3}$", description="ISO 639")] = None
    keyword: Annotated[str | None, Field(min_length=1, max_length=200, description="As the page spells it")] = None
    since: Annotated[Day | None, Field(description="Published on this day (UTC) or later")] = None
    until: Annotated[Day | None, Field(description="Published on this day (UTC) or earlier")] = None
    cursor: Annotated[Cursor | None, Field(description="The `next` of the page before")] = None
    limit: Annotated[int, Field(ge=1, le=100, description="Articles a page")] = 20

    @property
    def is_searching(self) -> bool:
        """Whether anything narrows the list."""
        return any((self.q, self.source, self.country, self.language, self.keyword, self.since, self.until))

    @property
    def position(self) -> Position | None:
        """Where the page begins."""
        return Position.parse(self.cursor) if self.cursor else None

    def wanted(self, choices: Choices) -> Wanted | None:
        """Gives what to look for; None where nothing can fit (words without a letter, a country without a source)."""
        words = query_tokens(self.q) if self.q else []
        sources = self._sources(choices)
        if (self.q and not words) or sources == []:
            return None
        return Wanted(
            sources=sources,
            language=self.language,
            keyword=self.keyword,
            since=_midnight(self.since) if self.since else None,
            until=_midnight(self.until) + timedelta(days=1) if self.until and self.until != date.max else None,
            words=words,
        )

    def link(self, path: str, **changes: Any) -> str:
        """Gives an address with these conditions, the given ones changed (None leaves one out)."""
        values = self.model_dump(exclude_defaults=True, exclude={"cursor"}) | changes
        query = urlencode({name: str(value) for name, value in values.items() if value is not None})
        return f"{path}?{query}" if query else path

    def _sources(self, choices: Choices) -> list[str] | None:
        if self.country is None:
            return None if self.source is None else [self.source]
        of_country = choices.of_country(self.country)
        if self.source is None:
            return of_country
        return [self.source] if self.source in of_country else []


class PageFilter(ArticleFilter):
    """The same from a form, which sends what was left empty too, and from links that others have adorned."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        return {name: value for name, value in values.items() if not (isinstance(value, str) and not value.strip())}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
