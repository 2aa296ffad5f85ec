"""``/api/stories``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from crawler.storage.reading.articles import Position
from crawler.web.api.models import Problem, Story, StoryList, summaries
from crawler.web.filters import Cursor
from crawler.web.services import UseChoices, UseReading

router = APIRouter(responses={400: {"model": Problem}, 503: {"model": Problem}})


class PageOfStories(BaseModel):
    """Which stories are asked for."""

    model_config = ConfigDict(extra="forbid")

    cursor: Annotated[Cursor | None, Field(description="The `next` of the page before")] = None
    limit: Annotated[int, Field(ge=1, le=50, description="Stories a page")] = 20


@router.get("/stories")
async def list_stories(asked: Annotated[PageOfStories, Query()], reading: UseReading, choices: UseChoices) -> StoryList:
    """Events and the articles about them, the one with the newest article first."""
    found, after = await reading.stories.page(asked.limit, Position.parse(asked.cursor) if asked.cursor else None)
    countries = choices.country_by_source
    stories = [
        Story(id=story.id, size=story.size, articles=summaries(list(story.articles), countries)) for story in found
    ]
    return StoryList(stories=stories, next=str(after) if after else None)


@router.get("/stories/{story_id}", responses={404: {"model": Problem}})
async def get_story(
    story_id: Annotated[str, Path(min_length=1, max_length=100)], reading: UseReading, choices: UseChoices
) -> Story:
    """One event."""
    story = await reading.stories.find(story_id)
    if story is None:
        raise HTTPException(404, "there is no such story")
    return Story(id=story.id, size=story.size, articles=summaries(list(story.articles), choices.country_by_source))
