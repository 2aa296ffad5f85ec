"""Charts over time as SVG, drawn here by pygal; a page shows them as images."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pygal
from pygal.style import Style

# pygal hooks into all imports for plug-ins with maps, in a way that Python warns of since 3.10.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

Run = Mapping[str, Any]

RUNS = 60
"""Runs in a chart."""

_SCRIPT = re.compile(rb"<script\b.*?(?:</script>|/>)", re.DOTALL)
_LIGHT, _DARK = ("#1d4f91", "#c8641b", "#2f7d4f", "#8a3b8f"), ("#7fb0ea", "#f0a15e", "#77c795", "#d59be0")


@dataclass(frozen=True, slots=True)
class Chart:
    """What one chart shows of each run."""

    title: str
    series: Mapping[str, Callable[[Run], float | None]]
    is_stacked: bool = True


def _stat(name: str) -> Callable[[Run], float | None]:
    return lambda run: (run.get("stats") or {}).get(name, 0)


def _stats(*names: str) -> Callable[[Run], float | None]:
    return lambda run: sum((run.get("stats") or {}).get(name, 0) for name in names)


def _mean(total: str, count: str) -> Callable[[Run], float | None]:
    def mean(run: Run) -> float | None:
        stats = run.get("stats") or {}
        return round(stats[total] / stats[count], 3) if stats.get(total) and stats.get(count) else None

    return mean


def _minutes(run: Run) -> float:
    took: timedelta = (run.get("ended_at") or run["heartbeat_at"]) - run["started_at"]
    return round(took.total_seconds() / 60, 1)


CHARTS: Mapping[str, Chart] = {
    "articles": Chart(
        "Articles a run", {"stored": _stat("articles/stored"), "copies of stored ones": _stat("articles/duplicate")}
    ),
    "pages": Chart("Pages fetched a run", {"pages": _stat("pages/fetched")}),
    "errors": Chart(
        "Errors a run",
        {
            "polls failed": _stat("polls/failed"),
            "pages failed": _stat("articles/failed"),
            "quarantined": _stat("articles/quarantined"),
        },
    ),
    "latency": Chart(
        "Seconds a page, from request to answer", {"seconds": _mean("pages/latency", "pages/fetched")}, is_stacked=False
    ),
    "duration": Chart("Minutes a run took", {"minutes": _minutes}),
}


def draw(chart: Chart, runs: Sequence[Run]) -> bytes:
    """Gives the SVG of a chart over ``runs`` (oldest first): no script, and colours for light and dark."""
    kind = pygal.StackedBar if chart.is_stacked else pygal.Line
    drawing = kind(
        js=[],
        style=_style(),
        width=520,
        height=220,
        margin=6,
        margin_right=28,
        show_legend=False,  # the page has it, in letters that grow with the reader's
        truncate_label=-1,
        no_data_text="No run has measured this yet.",
        include_x_axis=True,
        min_scale=3,
        max_scale=5,
        stroke_style={"width": 2},
        dots_size=2,
    )
    step = len(runs) // 5 + 1
    drawing.x_labels = [f"{run['started_at']:%d %b}" if n % step == 0 else "" for n, run in enumerate(runs)]
    for name, value in chart.series.items():
        drawing.add(name, [value(run) for run in runs])
    svg: bytes = _SCRIPT.sub(b"", drawing.render())  # its settings, which only pygal's own script would read
    return svg.replace(b"</defs>", b"<style>" + _dark().encode() + b"</style></defs>", 1)


def table(chart: Chart, runs: Sequence[Run]) -> list[tuple[Run, list[float | None]]]:
    """Gives the values behind a chart, newest run first, for those who cannot see it."""
    return [(run, [value(run) for value in chart.series.values()]) for run in reversed(runs)]


def _style() -> Style:
    return Style(
        background="transparent",
        plot_background="transparent",
        foreground="#5b6470",
        foreground_strong="#22282f",
        foreground_subtle="#c9cfd6",
        colors=_LIGHT,
        font_family="system-ui, sans-serif",
        label_font_size=13,
        major_label_font_size=13,
        no_data_font_size=16,
        opacity=".9",
        transition="0s",
    )


def _dark() -> str:
    colours = "".join(
        f".color-{n},.color-{n} *{{fill:{c}!important;stroke:{c}!important}}" for n, c in enumerate(_DARK)
    )
    text = "text{fill:#c3cad3!important}.guide.line,.axis .line{stroke:#4a525c!important}"
    return f"@media(prefers-color-scheme:dark){{{colours}{text}}}"
