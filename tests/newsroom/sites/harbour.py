"""The Harbour Post: no feed and no sitemap, only its front page and section pages."""

from __future__ import annotations

from datetime import timedelta, timezone

from tests.newsroom import listings
from tests.newsroom.article import EITHER_TWIN
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import wordpress
from tests.newsroom.site import Site
from tests.newsroom.text import vocabulary


def build(desk: Desk) -> Site:
    """Builds the site; it prints the wire story word for word under a headline of its own."""
    site = Site(
        "harbour-post",
        "The Harbour Post",
        "harbour-post.test",
        "US",
        "en",
        wordpress.page,
        desk.clock,
        seed=desk.seed,
        path_pattern="/{rubric}/{date:%Y/%m}/{slug}",
        zone=timezone(-timedelta(hours=5)),
        catalogue={"sections": ["/"]},
    )
    for rubric in vocabulary(site.language)["rubrics"]:
        site.listings[f"/{rubric}/"] = listings.section(rubric)
        site.catalogue["sections"].append(f"/{rubric}/")
    site.write(desk.count(8))
    wire = desk.wire
    printed = site.add(
        site.draft(
            desk.clock.now() - timedelta(hours=2),
            description=wire.description,
            sections=wire.sections,
            authors=(),
            agency=wire.agency,
            group=wire.group,
            expected=EITHER_TWIN,
            why="the same wire story as at other publishers",
        )
    )
    desk.wire_urls.append(printed.url)
    return site
