"""What the API gives, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from crawler.web.article_view import ArticleView, view


class Problem(BaseModel):
    """An error."""

    detail: str


class Reference(BaseModel):
    """A name with its hyperlink."""

    name: str
    url: Annotated[str | None, Field(description="http or https; null where the page gave no such address")] = None


class Copy(BaseModel):
    """Another publisher's copy of the article."""

    publisher: str
    url: str | None
    first_seen: datetime | None
    similarity: Annotated[float, Field(description="1.0 for the same text")]


class Section(BaseModel):
    """Paragraphs under a heading."""

    heading: str | None
    paragraphs: list[str]


class ArticleSummary(BaseModel):
    """An article without its text."""

    id: str
    headline: str
    description: str | None
    url: Annotated[str | None, Field(description="The page that was read")]
    primary_source: Annotated[Reference, Field(description="Where the text came from first")]
    publisher: Reference
    statement: Annotated[str, Field(description="The attribution, ready to print; it holds the hyperlink")]
    authors: list[Reference]
    published_at: datetime | None
    modified_at: datetime | None
    first_seen_at: datetime | None
    language: str | None
    country: Annotated[str | None, Field(description="Of the source")]
    keywords: list[str]
    section: str | None
    kind: str
    is_truncated: bool
    also_published_by: list[Copy]
    story: str | None
    source: str
    revision: int

    @classmethod
    def of(cls, shown: ArticleView, country: str | None) -> Self:
        """Takes over what may be shown."""
        return cls(**summary(shown, country))


class Article(ArticleSummary):
    """An article with its text, where that may be shown."""

    sections: list[Section]
    images: list[Reference]
    withheld: Annotated[
        str | None,
        Field(description="Why there is no text: token, reserved, nosnippet, noarchive, empty; null where there is"),
    ]

    @classmethod
    def of(cls, shown: ArticleView, country: str | None) -> Self:
        """Takes over what may be shown."""
        return cls(
            **summary(shown, country),
            sections=[Section(heading=heading, paragraphs=paragraphs) for heading, paragraphs in shown.sections],
            images=[Reference(name=link.text, url=link.url) for link, _ in shown.images],
            withheld=shown.withheld,
        )


class ArticleList(BaseModel):
    """A page of articles, newest first."""

    articles: list[ArticleSummary]
    next: Annotated[str | None, Field(description="The cursor of the next page; null at the end")]


class Story(BaseModel):
    """The newest articles about one event: at most 100, in a list of stories at most 10."""

    id: str
    size: Annotated[int, Field(description="Articles in all")]
    articles: list[ArticleSummary]


class StoryList(BaseModel):
    """A page of stories, the one with the newest article first."""

    stories: list[Story]
    next: str | None


class Source(BaseModel):
    """A news site and how it is."""

    id: str
    name: str
    homepage: str | None
    country: str | None
    languages: list[str]
    health: Annotated[str, Field(description="well, partly, failing, quiet, new or off")]
    health_reason: str
    endpoints: int
    failing_endpoints: int
    last_article_at: datetime | None
    polled_at: datetime | None
    next_poll_at: datetime | None
    yields: Annotated[list[int], Field(description="Articles of each of its last runs, oldest first")]


class SourceList(BaseModel):
    """All sources that a run has met."""

    sources: list[Source]


class Run(BaseModel):
    """One run of the crawler."""

    model_config = ConfigDict(extra="ignore")

    id: str
    spider: str
    status: Annotated[str, Field(description="running, killed, or the verdict")]
    exit_status: int | None = None
    reasons: list[str] = []
    started_at: datetime
    ended_at: datetime | None = None
    heartbeat_at: datetime
    arguments: dict[str, str] = {}
    sources_selected: int | None = None
    books: dict[str, int] | None = None
    figures: Annotated[dict[str, Any], Field(description="Scrapy's stats; docs/stats.md names them")] = {}


class RunDetail(Run):
    """One run with the figures of its sources."""

    sources: dict[str, dict[str, Any]] = {}


class RunList(BaseModel):
    """A page of runs, newest first."""

    runs: list[Run]
    next: str | None


class RemovalReceipt(BaseModel):
    """A filed request; the operator decides within 24 hours."""

    number: str


def summary(shown: ArticleView, country: str | None) -> dict[str, Any]:
    """Gives the fields of a summary."""
    before, link, after = shown.statement
    return {
        "id": shown.id,
        "headline": shown.headline,
        "description": shown.description,
        "url": shown.own.url,
        "primary_source": Reference(name=shown.source.text, url=shown.source.url),
        "publisher": Reference(name=shown.publisher.text, url=shown.publisher.url),
        "statement": f"{before}{link.text}{after}",
        "authors": [Reference(name=author.text, url=author.url) for author in shown.authors],
        "published_at": shown.published_at,
        "modified_at": shown.modified_at,
        "first_seen_at": shown.first_seen_at,
        "language": shown.language,
        "country": country,
        "keywords": shown.keywords,
        "section": shown.section,
        "kind": shown.kind,
        "is_truncated": shown.is_truncated,
        "also_published_by": [
            Copy(publisher=one.publisher, url=one.link.url, first_seen=one.first_seen, similarity=one.similarity)
            for one in shown.also
        ],
        "story": shown.story_id,
        "source": shown.source_id,
        "revision": shown.revision,
    }


def summaries(articles: list[Mapping[str, Any]], countries: Mapping[str, str | None]) -> list[ArticleSummary]:
    """Gives documents as summaries; ``countries`` by source id."""
    return [ArticleSummary.of(view(article), countries.get(article["source_id"])) for article in articles]
