"""Reads what a publisher allows, from headers and page, as found: judging it is not extraction's task."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.extraction.structured import Structured
from crawler.extraction.text import clean
from crawler.items import Rights

OWN_TOKENS = ("robots", "bylinebot", "byline")
"""Names of robots meta elements that speak to us."""


def read_rights(structured: Structured, headers: Mapping[str, str] | None) -> Rights:
    """Gives robots meta, ``X-Robots-Tag`` and the TDM reservation (W3C TDMRep); a header wins over the page.

    ``headers`` are the response's, names in any case, several values of one joined by commas.
    """
    lower = {name.lower(): value for name, value in (headers or {}).items()}
    robots = structured.meta.all(*OWN_TOKENS)
    return Rights(
        robots_meta=", ".join(dict.fromkeys(robots)) or None,
        x_robots_tag=clean(lower.get("x-robots-tag")),
        tdm_reservation=clean(lower.get("tdm-reservation")) or structured.meta.first("tdm-reservation"),
        tdm_policy=clean(lower.get("tdm-policy")) or structured.meta.first("tdm-policy"),
    )
