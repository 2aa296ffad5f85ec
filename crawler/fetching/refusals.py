"""Why a request gets no response, said by exception.

All are ``IgnoreRequest``: Scrapy hands them to the request's errback and neither logs a traceback nor tries again. Each
knows the state that its URL comes to; ``crawler.fetching.failures`` judges all other exceptions.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from scrapy.exceptions import IgnoreRequest

State = Literal["pending", "refused", "failed"]


class NotFetched(IgnoreRequest):
    """Root of Byline's own reasons to give no response."""

    state: ClassVar[State]
    """What becomes of the URL: asked for again (``pending``), never asked for (``refused``), given up (``failed``)."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.until: datetime | None = None
        self.is_network = False


class Refused(NotFetched):
    """The request must not be made, now or later.

    Raised by the guard (``guard``, ``scheme``, ``bad-address``), by robots.txt (``robots``) and for redirects
    (``redirect-limit``, ``redirect-loop``, ``scheme``, ``bad-address``). ``host`` is the refused host, where it is the
    host that is refused.
    """

    state = "refused"

    def __init__(self, reason: str, detail: str = "", *, host: str | None = None) -> None:
        super().__init__(reason, detail)
        self.host = host


class NotNow(NotFetched):
    """The request may be made later, not before ``until``, and so may all others to its host.

    Raised where robots.txt cannot be had (``robots-...``), and for a host that asked for patience (``http-429``,
    ``http-503``, ``resting``). ``until`` is UTC-aware, or ``None`` where nobody named a time; ``is_network`` says that
    nothing was reachable at all.
    """

    state = "pending"

    def __init__(self, reason: str, until: datetime | None, *, is_network: bool = False) -> None:
        super().__init__(reason, f"not before {until:%Y-%m-%d %H:%M:%S} UTC" if until else "")
        self.until = until
        self.is_network = is_network


class Postponed(NotFetched):
    """This URL must wait, not its host, and through no fault of its own.

    Raised by the rendering: the browser is missing (``no-browser``) or has done its share for this run
    (``rendering-budget``). ``until`` as in ``NotNow``.
    """

    state = "pending"

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.until = until


class Incomplete(NotFetched):
    """The body ended before its end, or is corrupt: half an article is none. Asking again may help (``truncated``)."""

    state = "pending"

    def __init__(self, detail: str) -> None:
        super().__init__("truncated", detail)


class NotRendered(NotFetched):
    """The browser failed on the page: it hung, crashed or grew beyond all bounds (``browser``)."""

    state = "pending"

    def __init__(self, detail: str) -> None:
        super().__init__("browser", detail)


class Unusable(NotFetched):
    """What came can never be used. Raised by the limits: ``too-large``, ``encoding``."""

    state = "failed"


class Moved(NotFetched):
    """The page redirects to another host, which another process may hold: it is not followed (``moved``).

    ``url`` is absolute and http or https, ``status`` the redirect's (200 for a meta refresh), and ``is_permanent`` says
    that every redirect on the way was permanent.
    """

    state = "refused"

    def __init__(self, url: str, status: int, *, is_permanent: bool) -> None:
        super().__init__("moved", f"{status} to {url}")
        self.url = url
        self.status = status
        self.is_permanent = is_permanent
