"""What a request handler needs of the service, as FastAPI dependencies."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from crawler.storage.reading.reading import Reading
from crawler.web.access import is_operator
from crawler.web.directory import Choices, Directory
from crawler.web.settings import WebSettings
from crawler.web.templates import Templates


def _reading(request: Request) -> Reading:
    reading: Reading = request.app.state.reading
    return reading


def _directory(request: Request) -> Directory:
    directory: Directory = request.app.state.directory
    return directory


async def _choices(request: Request) -> Choices:
    return await _directory(request).choices()


def _templates(request: Request) -> Templates:
    templates: Templates = request.app.state.templates
    return templates


def _may_read(request: Request) -> bool:
    settings: WebSettings = request.app.state.settings
    return settings.full_text or is_operator(request)


UseReading = Annotated[Reading, Depends(_reading)]
UseDirectory = Annotated[Directory, Depends(_directory)]
UseChoices = Annotated[Choices, Depends(_choices)]
UseTemplates = Annotated[Templates, Depends(_templates)]
MayRead = Annotated[bool, Depends(_may_read)]
