"""Signing in with the token, and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crawler.web.access import COOKIE, SESSION_SECONDS, client_of, is_same, new_session, require_own_page
from crawler.web.services import UseTemplates
from crawler.web.settings import WebSettings

router = APIRouter()


@router.get("/sign-in")
async def show_form(request: Request, templates: UseTemplates) -> HTMLResponse:
    """The form."""
    return templates.page(request, "sign_in.html", {"problem": None})


@router.post("/sign-in", dependencies=[Depends(require_own_page)])
async def sign_in(
    request: Request, templates: UseTemplates, token: Annotated[str, Form(max_length=500)] = ""
) -> Response:
    """Gives a cookie for the right token."""
    if not request.app.state.sign_in_limit.allows(client_of(request)):
        raise HTTPException(429, "Too many attempts. Try again in ten minutes.")
    settings: WebSettings = request.app.state.settings
    if not is_same(token.strip(), settings.token):
        return templates.page(request, "sign_in.html", {"problem": "This is not the token."}, 401)
    answer = RedirectResponse("/operations", 303)
    answer.set_cookie(
        COOKIE,
        new_session(settings.token),
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


@router.post("/sign-out", dependencies=[Depends(require_own_page)])
async def sign_out() -> Response:
    """Takes the cookie back."""
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(COOKIE)
    return answer
