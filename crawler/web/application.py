"""The web service put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from crawler.storage.reading.reading import Reading
from crawler.web import feed, metrics
from crawler.web.access import RateLimit
from crawler.web.api import articles, guide, runs, sources, stories, takedowns
from crawler.web.directory import Directory
from crawler.web.errors import add_error_pages
from crawler.web.headers import SecurityHeaders
from crawler.web.pages import operations, reader, removal, session
from crawler.web.settings import WebSettings
from crawler.web.templates import Templates

ABOUT = (
    "Articles of news sites, each once, with its primary source. Full text is given to holders of the token "
    "(`Authorization: Bearer TOKEN`). Lists are read page by page: pass `next` of one page as `cursor` of the next."
)


def create_app(settings: WebSettings, reading: Reading) -> FastAPI:
    """Gives the ASGI application over a database whose schema is there."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await reading.close()

    # FastAPI's own documentation pages load their scripts from another site.
    app = FastAPI(
        title="Byline",
        version="1",
        description=ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.settings = settings
    app.state.reading = reading
    app.state.directory = Directory(reading, settings.sources)
    app.state.templates = Templates()
    app.state.removal_limit = RateLimit(times=5, seconds=3600, in_all=100)
    app.state.sign_in_limit = RateLimit(times=10, seconds=600, in_all=100)
    for part in (articles, stories, sources, runs, takedowns):
        app.include_router(part.router, prefix="/api", tags=["api"])
    for page in (guide, feed, metrics, reader, removal, operations, session):
        app.include_router(page.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    add_error_pages(app)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts))
    return app
