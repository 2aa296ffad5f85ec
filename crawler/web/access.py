"""Who is asking: the operator, who knows the token, or anybody else."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import deque
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request

COOKIE = "byline"
SESSION_SECONDS = 12 * 3600
MAX_CLIENTS = 10_000


def new_session(token: str, now: float | None = None) -> str:
    """Gives the cookie of a person who has shown the token: it says until when it holds, and is signed with it."""
    ends = int((now or time.time()) + SESSION_SECONDS)
    return f"{ends}.{_signature(token, ends)}"


def is_session(token: str, cookie: str, now: float | None = None) -> bool:
    """Whether a cookie is one that `new_session` gave out and that still holds."""
    ends, _, signature = cookie.partition(".")
    if not (ends.isascii() and ends.isdigit() and len(ends) < 12) or int(ends) < (now or time.time()):
        return False
    return is_same(signature, _signature(token, int(ends)))


def is_same(given: str, secret: str) -> bool:
    """Compares without telling by its time how much was right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def is_operator(request: Request) -> bool:
    """Whether a request carries the token (``Authorization: Bearer``) or the cookie of a signed-in operator."""
    token: str = request.app.state.settings.token
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return is_same(given.strip(), token)
    return is_session(token, request.cookies.get(COOKIE, ""))


def require_operator(request: Request) -> None:
    """Lets only the operator through; to be used as a dependency."""
    if not is_operator(request):
        raise HTTPException(401, "this needs the token", {"WWW-Authenticate": "Bearer"})


def require_own_page(request: Request) -> None:
    """Refuses a form that another site's page has sent (cross-site request forgery).

    Browsers say where a form comes from in ``Origin`` and ``Sec-Fetch-Site``; programs say nothing and pass.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "none")
    is_foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if is_foreign or site not in ("same-origin", "none"):
        raise HTTPException(403, "this form was not sent by a page of this service")


class RateLimit:
    """At most so many times in a period for each client, and in all so many times the number of clients at once."""

    def __init__(self, times: int, seconds: float, in_all: int) -> None:
        self._times, self._seconds, self._in_all = times, seconds, in_all
        self._seen: dict[str, deque[float]] = {}
        self._all: deque[float] = deque()

    def allows(self, client: str, now: float | None = None) -> bool:
        """Counts one more time; False where that is too often, which is not counted."""
        now = time.monotonic() if now is None else now
        if len(self._seen) > MAX_CLIENTS:
            self._seen.clear()  # the limit for all still holds
        own = self._seen.setdefault(client, deque())
        for moments in (own, self._all):
            while moments and moments[0] <= now - self._seconds:
                moments.popleft()
        if len(own) >= self._times or len(self._all) >= self._in_all:
            return False
        own.append(now)
        self._all.append(now)
        return True


def client_of(request: Request) -> str:
    """Names the client for a rate limit."""
    return request.client.host if request.client else "unknown"


def _signature(token: str, ends: int) -> str:
    return hmac.new(token.encode(), f"byline session {ends}".encode(), hashlib.sha256).hexdigest()


IsOperator = Annotated[bool, Depends(is_operator)]
