"""``/api``: the API for people, made from its own description."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from crawler.web.services import UseTemplates

router = APIRouter()


@router.get("/api")
async def guide(request: Request, templates: UseTemplates) -> HTMLResponse:
    """What can be asked, and how."""
    description = request.app.openapi()
    calls = [
        _call(path, method, call, description["components"]["schemas"])
        for path, way in description["paths"].items()
        for method, call in way.items()
    ]
    return templates.page(request, "api.html", {"calls": calls})


def _call(path: str, method: str, call: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    parameters = [(one["name"], one.get("description") or "in the path") for one in call.get("parameters", [])]
    if "requestBody" in call:
        model = call["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        fields = schemas[model]["properties"]
        parameters += [(name, f"{field.get('description', '')} (JSON body)") for name, field in fields.items()]
    return {"path": path, "method": method.upper(), "about": call.get("description", ""), "parameters": parameters}
