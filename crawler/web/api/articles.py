"""``/api/articles``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from crawler.storage.reading.articles import Page
from crawler.web.access import IsOperator
from crawler.web.api.models import Article, ArticleList, Problem, summaries
from crawler.web.article_view import view
from crawler.web.filters import ArticleFilter
from crawler.web.pages.reader import ArticleId
from crawler.web.services import MayRead, UseChoices, UseReading

router = APIRouter(responses={400: {"model": Problem}, 503: {"model": Problem}})


@router.get("/articles")
async def list_articles(
    asked: Annotated[ArticleFilter, Query()], reading: UseReading, choices: UseChoices
) -> ArticleList:
    """The newest articles that fit all conditions, those without a date last. Text is given one article at a time."""
    wanted = asked.wanted(choices)
    page = await reading.articles.page(wanted, asked.limit, asked.position) if wanted else Page([], None)
    after = str(page.after) if page.after else None
    return ArticleList(articles=summaries(list(page.articles), choices.country_by_source), next=after)


@router.get("/articles/{article_id}", responses={404: {"model": Problem}, 410: {"model": Problem}})
async def get_article(
    article_id: ArticleId, may_read: MayRead, is_operator: IsOperator, reading: UseReading, choices: UseChoices
) -> Article:
    """One article. Its text comes with the token, or where the operator and the publisher allow it to everybody."""
    article = await reading.articles.find(article_id)
    if article is None:
        raise HTTPException(404, "there is no such article")
    # What robots directives forbid is display; the operator's own programs read what is stored.
    shown = view(article, may_read=may_read, heeds_robots=not is_operator)
    if shown.withheld == "removed":
        raise HTTPException(410, "removed at its owner's request")
    return Article.of(shown, choices.country_by_source.get(shown.source_id))
