"""The hand of the command form: a reserved name behind the proxy that changes the newsroom and tells its truth.

    GET  http://control.test/articles            the truth as JSON
    GET  http://control.test/log?host=...        the access log as JSON
    GET  http://control.test/catalogue           the catalogue as YAML
    POST http://control.test/publish             {"site": id, field: value, ...}
    POST http://control.test/change              {"url": address, field: value, ...}
    POST http://control.test/withdraw            {"url": address, "status": 404 or 410}
    POST http://control.test/fault               {"host": name, "path": path or "*", "fault": name,
                                                  "parameters": {}, "times": n}
    POST http://control.test/clear-faults        {"host": name} or {}
    POST http://control.test/renew-frame         {"site": id}
    POST http://control.test/clock               {"hours": 1}, as ``timedelta`` takes it

The newsroom listens on loopback only, so that nobody else reaches it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import yaml

from tests.newsroom import faults
from tests.newsroom.messages import Request, Response

if TYPE_CHECKING:
    from tests.newsroom.newsroom import Newsroom

CONTROL_HOST = "control.test"


class Control:
    """Answers for ``control.test``."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._reads: dict[str, Callable[[dict[str, str]], Response]] = {
            "/articles": self._articles,
            "/log": self._log,
            "/catalogue": self._catalogue,
        }
        self._writes: dict[str, Callable[[dict[str, Any]], Any]] = {
            "/publish": self._publish,
            "/change": self._change,
            "/withdraw": self._withdraw,
            "/fault": self._fault,
            "/clear-faults": lambda order: newsroom.clear_faults(order.get("host")),
            "/renew-frame": lambda order: newsroom.renew_frame(order["site"]),
            "/clock": lambda order: newsroom.clock.advance(**order).isoformat(),
        }

    def respond(self, request: Request) -> Response:
        """Does what a request asks for; 400 with the reason for what cannot be done."""
        try:
            if request.method == "POST" and request.path in self._writes:
                order = json.loads(request.body or b"{}")
                return _json(self._writes[request.path](order))
            if request.method == "GET" and request.path in self._reads:
                query = parse_qs(request.target.partition("?")[2])
                return self._reads[request.path]({key: values[-1] for key, values in query.items()})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return Response(400, f"{type(error).__name__}: {error}".encode(), "text/plain; charset=utf-8")
        return Response(404, b"no such order", "text/plain; charset=utf-8")

    def _articles(self, _query: dict[str, str]) -> Response:
        from tests.newsroom.newsroom import as_plain

        return _json(as_plain(self._newsroom.articles))

    def _log(self, query: dict[str, str]) -> Response:
        lines = [access.as_json() for access in self._newsroom.log.of(**query)]
        return Response(200, f"[{','.join(lines)}]".encode(), "application/json")

    def _catalogue(self, _query: dict[str, str]) -> Response:
        text = yaml.safe_dump(self._newsroom.catalogue(), allow_unicode=True, sort_keys=False)
        return Response(200, text.encode(), "application/yaml")

    def _publish(self, order: dict[str, Any]) -> str:
        return self._newsroom.publish(order.pop("site"), **order).url

    def _change(self, order: dict[str, Any]) -> str:
        return self._newsroom.change(self._newsroom.article(order.pop("url")), **order).url

    def _withdraw(self, order: dict[str, Any]) -> None:
        self._newsroom.withdraw(self._newsroom.article(order["url"]), order.get("status", 404))

    def _fault(self, order: dict[str, Any]) -> str:
        fault = faults.named(order["fault"], **order.get("parameters", {}))
        self._newsroom.set_fault(order["host"], order["path"], fault, order.get("times"))
        return fault.name


def _json(value: Any) -> Response:
    return Response(200, json.dumps(value, ensure_ascii=False).encode(), "application/json")
