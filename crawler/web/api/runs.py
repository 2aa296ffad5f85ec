"""``/api/runs``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from crawler.clock import utc_now
from crawler.storage.runs import status_of
from crawler.web.api.models import Problem, Run, RunDetail, RunList
from crawler.web.services import UseReading

router = APIRouter(responses={400: {"model": Problem}, 503: {"model": Problem}})

RunId = Annotated[str, Field(min_length=1, max_length=60)]


class PageOfRuns(BaseModel):
    """Which runs are asked for."""

    model_config = ConfigDict(extra="forbid")

    cursor: Annotated[RunId | None, Field(description="The `next` of the page before")] = None
    limit: Annotated[int, Field(ge=1, le=100, description="Runs a page")] = 20


@router.get("/runs")
async def list_runs(asked: Annotated[PageOfRuns, Query()], reading: UseReading) -> RunList:
    """Runs, newest first, those under way included."""
    runs = await reading.runs.last(asked.limit + 1, asked.cursor)
    shown = runs[: asked.limit]
    return RunList(
        runs=[Run(**_values(run)) for run in shown], next=shown[-1]["_id"] if len(runs) > len(shown) else None
    )


@router.get("/runs/{run_id}", responses={404: {"model": Problem}})
async def get_run(run_id: Annotated[str, Path(min_length=1, max_length=60)], reading: UseReading) -> RunDetail:
    """One run with the figures of its sources."""
    run = await reading.runs.find(run_id)
    if run is None:
        raise HTTPException(404, "there is no such run")
    return RunDetail(**_values(run))


def _values(run: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in run.items() if value is not None}
    return shown | {"id": run["_id"], "status": status_of(dict(run), utc_now()), "figures": run.get("stats") or {}}
