"""Corriere di Vernia: reserves the rights of text and data mining, in a header and in ``/.well-known/tdmrep.json``."""

from __future__ import annotations

import json
from datetime import timedelta, timezone

from tests.newsroom import listings
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import structured
from tests.newsroom.messages import Response
from tests.newsroom.site import Site

POLICY = "http://corriere-vernia.test/tdm-policy.json"


def build(desk: Desk) -> Site:
    """Builds the site."""
    site = Site(
        "corriere-vernia",
        "Corriere di Vernia",
        "corriere-vernia.test",
        "IT",
        "it",
        structured.page,
        desk.clock,
        seed=desk.seed,
        path_pattern="/{rubric}/{date:%y_%B_%d}/{slug}.shtml",
        zone=timezone(timedelta(hours=1)),
        headers={"TDM-Reservation": "1", "TDM-Policy": POLICY},
        listings={"/rss/homepage.xml": listings.rss},
        catalogue={"feeds": ["/rss/homepage.xml"], "time_zone": "Europe/Rome"},
    )
    rules = [{"location": "/", "tdm-reservation": 1, "tdm-policy": POLICY}]
    site.pages["/.well-known/tdmrep.json"] = lambda _request: Response(
        200, json.dumps(rules).encode(), "application/json"
    )
    site.write(desk.count(5), why="its rights keep the body back")
    return site
