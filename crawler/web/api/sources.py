"""``/api/sources``."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, HTTPException

from crawler.clock import utc_now
from crawler.storage.reading.reading import Reading
from crawler.web.api.models import Problem, Source, SourceList
from crawler.web.article_view import safe
from crawler.web.directory import Directory
from crawler.web.filters import SourceId
from crawler.web.health import health, yields_of
from crawler.web.pages.operations import YIELDS
from crawler.web.services import UseDirectory, UseReading

router = APIRouter(responses={400: {"model": Problem}, 503: {"model": Problem}})


@router.get("/sources")
async def list_sources(reading: UseReading, directory: UseDirectory) -> SourceList:
    """Every source that a run has met, with its health."""
    return SourceList(sources=await _sources(reading, directory))


@router.get("/sources/{source_id}", responses={404: {"model": Problem}})
async def get_source(source_id: SourceId, reading: UseReading, directory: UseDirectory) -> Source:
    """One source."""
    for source in await _sources(reading, directory):
        if source.id == source_id:
            return source
    raise HTTPException(404, "there is no such source")


async def _sources(reading: Reading, directory: Directory) -> list[Source]:
    summaries, figures = await asyncio.gather(reading.sources.summaries(), reading.runs.yields(YIELDS))
    sources = []
    for summary in summaries.values():
        name, yields = directory.describe(summary.id, summary.state), yields_of(summary.id, figures)
        judged = health(summary, yields, utc_now(), is_enabled=name.is_enabled)
        source = Source(
            id=summary.id,
            name=name.name,
            homepage=safe(name.homepage),
            country=name.country,
            languages=list(name.languages),
            health=judged.word,
            health_reason=judged.reason,
            endpoints=summary.endpoints,
            failing_endpoints=summary.failing,
            last_article_at=summary.last_article_at,
            polled_at=summary.polled_at,
            next_poll_at=summary.next_poll_at,
            yields=yields,
        )
        sources.append(source)
    return sorted(sources, key=lambda source: source.id)
