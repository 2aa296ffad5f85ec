"""Dawn: a single-page application; its pages are empty until their script has run."""

from __future__ import annotations

from tests.newsroom import listings
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import application
from tests.newsroom.site import Site


def build(desk: Desk) -> Site:
    """Builds the site."""
    site = Site(
        "dawn-app",
        "Dawn",
        "dawn-app.test",
        "IE",
        "en",
        application.page,
        desk.clock,
        seed=desk.seed,
        path_pattern="/story/{slug}",
        variants={".json": application.story},
        listings={"/rss.xml": listings.rss},
        catalogue={"feeds": ["/rss.xml"], "rendering": "always"},
    )
    site.write(desk.count(4))
    return site
