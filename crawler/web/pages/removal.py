"""Requests for removal: a form, a look at what was written, and a number. Nothing is removed here."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from crawler.normalisation.text import clean_lines, clean_text
from crawler.storage.reading.reading import Reading
from crawler.storage.reading.takedowns import RemovalRequest
from crawler.web.access import client_of, require_own_page
from crawler.web.article_view import ArticleView, view
from crawler.web.pages.reader import ArticleId
from crawler.web.services import UseReading, UseTemplates

router = APIRouter()

_MAIL = re.compile(r"[^@\s<>\"']{1,64}@[^@\s<>\"']{1,255}")


class RemovalForm(BaseModel):
    """What the form holds, as typed."""

    model_config = ConfigDict(extra="ignore")

    by: Annotated[str, Field(max_length=200)] = ""
    contact: Annotated[str, Field(max_length=320)] = ""
    reason: Annotated[str, Field(max_length=4000)] = ""
    copies: bool = False
    step: Annotated[str, Field(pattern="^(edit|check|file)$")] = "check"

    def problems(self) -> dict[str, str]:
        """Gives what is missing or wrong, by field."""
        found = {}
        if not clean_text(self.by):
            found["by"] = "Say who asks."
        if not _MAIL.fullmatch(self.contact.strip()):
            found["contact"] = "Give a mail address, so that we can answer."
        if not clean_text(self.reason):
            found["reason"] = "Say why, and by what right."
        return found

    def request(self, article_id: str, url: str) -> RemovalRequest:
        """Gives the request that a form without problems makes."""
        return RemovalRequest(
            article=article_id,
            url=url,
            by=clean_text(self.by) or "",
            contact=self.contact.strip(),
            reason=clean_lines(self.reason) or "",
            copies=self.copies,
        )


@router.get("/articles/{article_id}/removal")
async def show_form(
    request: Request, article_id: ArticleId, reading: UseReading, templates: UseTemplates
) -> HTMLResponse:
    """The empty form."""
    return templates.page(request, "removal.html", await _values(reading, article_id, RemovalForm()))


@router.post("/articles/{article_id}/removal", dependencies=[Depends(require_own_page)])
async def take_form(
    request: Request,
    article_id: ArticleId,
    form: Annotated[RemovalForm, Form()],
    reading: UseReading,
    templates: UseTemplates,
) -> HTMLResponse:
    """Shows the form again with its problems, then all of it to be confirmed, then files it."""
    values = await _values(reading, article_id, form)
    if form.step == "edit":
        return templates.page(request, "removal.html", values)
    if problems := form.problems():
        return templates.page(request, "removal.html", values | {"problems": problems}, 422)
    if form.step == "check":
        return templates.page(request, "removal_check.html", values)
    if not request.app.state.removal_limit.allows(client_of(request)):
        raise HTTPException(
            429, "That is many requests for one hour. Write to the operator instead, or come back later."
        )
    article: ArticleView = values["article"]
    number = await reading.takedowns.file(form.request(article_id, article.own.text))
    return templates.page(request, "removal_filed.html", values | {"number": number})


async def _values(reading: Reading, article_id: str, form: RemovalForm) -> dict[str, Any]:
    article = await reading.articles.find(article_id)
    if article is None or article.get("state") == "removed":
        raise HTTPException(404, "There is no such article.")
    return {"article": view(article), "form": form, "problems": {}}
