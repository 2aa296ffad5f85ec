"""A site with a port of its own on loopback, for crawls without a proxy and as a canary that nobody may reach."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Self

from tests.newsroom.faults import Fault
from tests.newsroom.log import AccessLog
from tests.newsroom.messages import Request, Response
from tests.newsroom.server import Server


class DirectSite:
    """Answers given paths at ``http://address:port``, everything else with 404; any ``Host`` will do.

    ``address`` is 127.0.0.1, 127.0.0.2, ... or ``::1``. ``pages`` may be changed at any time.
    """

    def __init__(
        self,
        pages: Mapping[str, Response | str | bytes | Fault] | None = None,
        address: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.pages: dict[str, Response | str | bytes | Fault] = dict(pages or {})
        self.log = AccessLog()
        self._server = Server(self._answer, self.log.add, address=address, port=port)

    def start(self) -> Self:
        """Begins to answer."""
        self._server.start()
        return self

    def stop(self) -> None:
        """Ends all connections."""
        self._server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def address(self) -> str:
        return self._server.address

    @property
    def port(self) -> int:
        return self._server.port

    def url(self, path: str = "/", host: str | None = None) -> str:
        """Gives an address of the site, under another spelling of its host if one is given."""
        host = host or (f"[{self.address}]" if ":" in self.address else self.address)
        return f"http://{host}:{self.port}{path}"

    @property
    def was_reached(self) -> bool:
        """Whether any request came."""
        return len(self.log) > 0

    def _answer(self, request: Request) -> tuple[Response, Fault | None]:
        page = self.pages.get(request.target, self.pages.get(request.path))
        match page:
            case None:
                return Response(404, b"<!doctype html><title>404</title>"), None
            case Fault():
                response = Response(200, b"<!doctype html><title>A page</title>" + b"<p>Some text.</p>" * 500)
                return (page.change(request, response) if page.change else response), page
            case Response():
                return page, None
            case str():
                return Response(200, page.encode()), None
            case bytes():
                return Response(200, page), None
