"""The Isle Gazette: known only by a plain sitemap with ``lastmod``; microdata; prints the wire story shortened."""

from __future__ import annotations

from datetime import timedelta, timezone

from tests.newsroom import listings
from tests.newsroom.article import EITHER_TWIN
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import microdata
from tests.newsroom.site import Site
from tests.newsroom.text import Section


def build(desk: Desk) -> Site:
    """Builds the site."""
    site = Site(
        "isle-gazette",
        "The Isle Gazette",
        "isle-gazette.test",
        "AU",
        "en",
        microdata.page,
        desk.clock,
        seed=desk.seed,
        path_pattern="/{rubric}/{slug}",
        zone=timezone(timedelta(hours=10)),
        listings={"/sitemap.xml": listings.sitemap},
        catalogue={"sitemaps": ["/sitemap.xml"]},
    )
    site.write(desk.count(5))
    wire = desk.wire
    printed = site.add(
        site.draft(
            desk.clock.now() - timedelta(minutes=90),
            sections=(Section(None, wire.sections[0].paragraphs[:-1]),),
            authors=(),
            agency=wire.agency,
            group=wire.group,
            expected=EITHER_TWIN,
            why="the wire story without its last paragraph",
        )
    )
    desk.wire_urls.append(printed.url)
    return site
