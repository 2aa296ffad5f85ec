"""The pages' templates: every value is escaped, and a link is one only where its address is http(s)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.clock import utc_now
from crawler.storage.runs import status_of
from crawler.web import words
from crawler.web.access import is_operator
from crawler.web.article_view import WITHHELD, safe


class Templates:
    """Renders pages."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("crawler.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "moment": words.moment,
            "distance": lambda value: words.distance(value, utc_now()),
            "country": words.country,
            "language": words.language,
            "number": words.number,
            "duration": words.duration,
            "safe_link": safe,
            "segment": lambda text: quote(str(text), safe=""),
            "status": lambda run: status_of(run, utc_now()),
            "took": took,
            "points": sparkline,
        }
        self._environment.globals["WITHHELD"] = WITHHELD

    def page(self, request: Request, name: str, values: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        """Gives a page; the templates know besides who asks and under which path."""
        shared = {"is_operator": is_operator(request), "path": request.url.path}
        return HTMLResponse(self._environment.get_template(name).render(shared | dict(values)), status)


def took(run: Mapping[str, Any]) -> str:
    """How long a run took, or has taken so far."""
    return words.duration(((run.get("ended_at") or run["heartbeat_at"]) - run["started_at"]).total_seconds())


def sparkline(yields: list[int], width: int = 96, height: int = 20) -> str:
    """Gives the ``points`` of an SVG polyline over some counts; a whole chart for each row would take seconds."""
    top = max(yields, default=0) or 1
    step = width / max(len(yields) - 1, 1)
    return " ".join(f"{n * step:.1f},{height - 2 - (height - 4) * count / top:.1f}" for n, count in enumerate(yields))
