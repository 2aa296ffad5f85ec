"""Reader pages: the list of articles, one article, one story."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse

from crawler.storage.reading.articles import Page
from crawler.web.article_view import view
from crawler.web.filters import PageFilter
from crawler.web.services import MayRead, UseChoices, UseReading, UseTemplates

router = APIRouter()

ArticleId = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
RELATED = 10


@router.get("/")
async def list_articles(
    request: Request,
    asked: Annotated[PageFilter, Query()],
    reading: UseReading,
    choices: UseChoices,
    templates: UseTemplates,
) -> HTMLResponse:
    """The newest articles that fit the filters."""
    wanted = asked.wanted(choices)
    page = await reading.articles.page(wanted, asked.limit, asked.position) if wanted else Page([], None)
    values = {
        "asked": asked,
        "choices": choices,
        "articles": [view(article) for article in page.articles],
        "next": asked.link("/", cursor=page.after) if page.after else None,
        "feed": asked.link("/feed.atom"),
    }
    return templates.page(request, "articles.html", values)


@router.get("/articles/{article_id}")
async def show_article(
    request: Request,
    article_id: ArticleId,
    may_read: MayRead,
    reading: UseReading,
    choices: UseChoices,
    templates: UseTemplates,
) -> HTMLResponse:
    """One article with its source on top and at the bottom."""
    article = await reading.articles.find(article_id)
    if article is None:
        raise HTTPException(404, "There is no such article.")
    shown = view(article, may_read=may_read)
    if shown.withheld == "removed":
        return templates.page(request, "removed.html", {}, 410)
    related, revisions = await asyncio.gather(
        reading.articles.related(article, RELATED), reading.articles.revisions(article_id)
    )
    values = {
        "article": shown,
        "choices": choices,
        "related": [view(other) for other in related],
        # A former version is text: shown to whom the text is.
        "revisions": revisions if shown.withheld is None else [],
    }
    return templates.page(request, "article.html", values)


@router.get("/stories/{story_id}")
async def show_story(
    request: Request, story_id: Annotated[str, Path(max_length=100)], reading: UseReading, templates: UseTemplates
) -> HTMLResponse:
    """The articles about one event."""
    story = await reading.stories.find(story_id)
    if story is None:
        raise HTTPException(404, "There is no such story.")
    articles = [view(article) for article in story.articles]
    return templates.page(request, "story.html", {"articles": articles, "size": story.size})


@router.get("/robots.txt")
async def robots() -> PlainTextResponse:
    """No crawler needs the copies: the originals are linked."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")
