"""Tagblatt Nord: Atom, JSON-LD in several blocks, a Crawl-delay, and an article that changes after an hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

from tests.newsroom import listings
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import structured
from tests.newsroom.site import Site
from tests.newsroom.text import Section

REVISED_AFTER = timedelta(hours=1)
ROBOTS = "User-agent: *\nCrawl-delay: 2\nDisallow: /suche\n"


def build(desk: Desk) -> Site:
    """Builds the site; the newest article has a second version an hour after the newsroom began."""
    site = Site(
        "tagblatt-nord",
        "Tagblatt Nord",
        "tagblatt-nord.test",
        "DE",
        "de",
        structured.page,
        desk.clock,
        seed=desk.seed,
        path_pattern="/{rubric}/{slug}.html",
        zone=timezone(timedelta(hours=1)),
        robots=ROBOTS,
        compress=True,
        listings={"/atom.xml": listings.atom},
        catalogue={"feeds": ["/atom.xml"], "time_zone": "Europe/Berlin"},
    )
    newest = site.write(desk.count(7))[0]
    moment = desk.clock.now() + REVISED_AFTER
    added = Section("Nachtrag", (site.writer.paragraph(),))
    site.add(replace(newest, sections=(*newest.sections, added), modified_at=moment.replace(microsecond=0)), at=moment)
    return site
