"""What a reader or a program is told when something is not there, not understood, too much or broken."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from crawler.exceptions import DatabaseUnavailable
from crawler.storage.reading.deadline import TooBroad

logger = logging.getLogger(__name__)

NARROW = "This would take too long to find. Narrow it: choose a source, a language or a shorter period."
UNAVAILABLE = "The database does not answer at the moment. Try again in a minute."

_TITLES = {
    400: "This cannot be understood",
    401: "Sign in first",
    403: "This is not allowed",
    404: "There is nothing here",
    405: "This is not allowed",
    422: "This cannot be understood",
    429: "Too many requests",
    503: "Out of order",
}


def add_error_pages(app: FastAPI) -> None:
    """Answers errors as JSON under ``/api`` and as pages elsewhere."""

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        return _answer(request, error.status_code, str(error.detail), dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def not_understood(request: Request, error: RequestValidationError) -> Response:
        if _is_program(request):
            problems = [{"loc": list(one["loc"]), "msg": one["msg"], "type": one["type"]} for one in error.errors()]
            return JSONResponse({"detail": problems}, 422)
        problems_text = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
        return _answer(request, 400, problems_text)

    @app.exception_handler(TooBroad)
    async def too_broad(request: Request, _: TooBroad) -> Response:
        return _answer(request, 400, NARROW)

    @app.exception_handler(DatabaseUnavailable)
    async def unavailable(request: Request, error: DatabaseUnavailable) -> Response:
        logger.error("%s: %s", request.url.path, error)
        return _answer(request, 503, UNAVAILABLE, {"Retry-After": "60"})


def _is_program(request: Request) -> bool:
    return request.url.path.startswith("/api/") or request.url.path in ("/metrics", "/feed.atom")


def _answer(request: Request, status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    if _is_program(request):
        return JSONResponse({"detail": text}, status, headers)
    title = _TITLES.get(status, "This did not work")
    page: Response = request.app.state.templates.page(request, "error.html", {"title": title, "text": text}, status)
    page.headers.update(headers or {})
    return page
