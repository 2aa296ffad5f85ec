"""Operations pages: what runs, what ran, which source went quiet, what waits for a person."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pprint import pformat
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, Response

from crawler.clock import utc_now
from crawler.storage.reading.sources import SourceSummary
from crawler.web.charts import CHARTS, RUNS, draw, table
from crawler.web.directory import Directory, SourceName
from crawler.web.filters import SourceId
from crawler.web.health import Health, health, yields_of
from crawler.web.services import UseChoices, UseDirectory, UseReading, UseTemplates

router = APIRouter(prefix="/operations")

LAST_RUNS = 15
YIELDS = 30
FAILURES = 50
RunId = Annotated[str, Path(max_length=60)]
_WORST_FIRST = {"failing": 0, "quiet": 1, "partly": 2, "new": 3, "well": 4, "off": 5}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source in the table of all."""

    name: SourceName
    summary: SourceSummary
    health: Health
    yields: list[int]


@router.get("")
async def overview(request: Request, reading: UseReading, templates: UseTemplates) -> HTMLResponse:
    """What runs now, the last runs, charts."""
    running, runs, takedowns = await asyncio.gather(
        reading.runs.running(), reading.runs.last(LAST_RUNS), reading.takedowns.last(100)
    )
    values = {"running": running, "runs": runs, "charts": CHARTS, "open": _open(takedowns), "now": utc_now()}
    return templates.page(request, "operations.html", values)


@router.get("/now")
async def now(request: Request, reading: UseReading, templates: UseTemplates) -> HTMLResponse:
    """The part of the overview that changes every few seconds."""
    return templates.page(request, "_running.html", {"running": await reading.runs.running()})


@router.get("/charts/{name}.svg")
async def chart(name: str, reading: UseReading) -> Response:
    """One chart as an image."""
    if name not in CHARTS:
        raise HTTPException(404, "There is no such chart.")
    runs = await reading.runs.last_ended(RUNS)
    return Response(draw(CHARTS[name], runs[::-1]), media_type="image/svg+xml")


@router.get("/charts/{name}")
async def chart_table(request: Request, name: str, reading: UseReading, templates: UseTemplates) -> HTMLResponse:
    """The same chart as a table."""
    if name not in CHARTS:
        raise HTTPException(404, "There is no such chart.")
    runs = await reading.runs.last_ended(RUNS)
    values = {"name": name, "chart": CHARTS[name], "rows": table(CHARTS[name], runs[::-1])}
    return templates.page(request, "chart.html", values)


@router.get("/runs/{run_id}")
async def run(
    request: Request, run_id: RunId, reading: UseReading, choices: UseChoices, templates: UseTemplates
) -> HTMLResponse:
    """One run: verdict, reasons, books, figures of its sources."""
    found = await reading.runs.find(run_id)
    if found is None:
        raise HTTPException(404, "There is no such run.")
    return templates.page(request, "run.html", {"run": found, "choices": choices})


@router.get("/sources")
async def sources(
    request: Request,
    reading: UseReading,
    directory: UseDirectory,
    templates: UseTemplates,
    word: Annotated[str, Query(pattern="^[a-z]*$", max_length=20)] = "",
) -> HTMLResponse:
    """All sources, those that need a look first."""
    summaries, figures = await asyncio.gather(reading.sources.summaries(), reading.runs.yields(YIELDS))
    rows = [_row(directory, summary, figures) for summary in summaries.values()]
    rows.sort(key=lambda row: (_WORST_FIRST[row.health.word], row.name.name.casefold()))
    counts = {known: sum(row.health.word == known for row in rows) for known in _WORST_FIRST}
    shown = [row for row in rows if not word or row.health.word == word]
    return templates.page(request, "sources.html", {"rows": shown, "counts": counts, "word": word, "total": len(rows)})


@router.get("/sources/{source_id}")
async def source(
    request: Request, source_id: SourceId, reading: UseReading, directory: UseDirectory, templates: UseTemplates
) -> HTMLResponse:
    """One source: endpoints, hosts, what its URLs came to, recent failures."""
    summaries, figures = await asyncio.gather(reading.sources.summaries(), reading.runs.yields(YIELDS))
    if source_id not in summaries:
        raise HTTPException(404, "No run has met such a source.")
    endpoints, hosts, failures, counts, profile = await asyncio.gather(
        reading.sources.endpoints(source_id),
        reading.sources.hosts(source_id),
        reading.sources.failures(source_id, FAILURES),
        reading.sources.row_counts(source_id),
        reading.sources.profile(source_id),
    )
    values = {
        "row": _row(directory, summaries[source_id], figures),
        "endpoints": endpoints,
        "hosts": hosts,
        "failures": failures,
        "evidence": await reading.sources.evidence([row["_id"] for row in failures]),
        "counts": counts,
        "profile": pformat(profile) if profile else None,
    }
    return templates.page(request, "source.html", values)


@router.get("/quarantine")
async def quarantine(
    request: Request,
    reading: UseReading,
    choices: UseChoices,
    templates: UseTemplates,
    source: SourceId | None = None,
) -> HTMLResponse:
    """Pages that could not be read or stored."""
    found = await reading.quarantine.last(100, source)
    return templates.page(request, "quarantine.html", {"entries": found, "choices": choices, "source": source})


@router.get("/takedowns")
async def takedowns(request: Request, reading: UseReading, templates: UseTemplates) -> HTMLResponse:
    """Requests for removal with their deadlines; who asks is shown to the operator only."""
    return templates.page(request, "takedowns.html", {"requests": await reading.takedowns.last(200), "now": utc_now()})


def _row(directory: Directory, summary: SourceSummary, figures: list[dict[str, Any]]) -> SourceRow:
    name = directory.describe(summary.id, summary.state)
    yields = yields_of(summary.id, figures)
    return SourceRow(name, summary, health(summary, yields, utc_now(), is_enabled=name.is_enabled), yields)


def _open(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [request for request in requests if request["state"] == "requested"]
