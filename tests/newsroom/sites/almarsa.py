"""المرسى: written from right to left, and known only by a sitemap index with a gzipped child a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from tests.newsroom import listings
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import microdata
from tests.newsroom.site import Site

DAYS = 3


def build(desk: Desk) -> Site:
    """Builds the site: articles of three days, and a child of the index for each of them."""
    children: dict[str, Callable[[Site], datetime]] = {
        f"/sitemaps/day-{day}.xml.gz": _changed(day) for day in range(DAYS)
    }
    site = Site(
        "almarsa",
        "المرسى",
        "almarsa.test",
        "LB",
        "ar",
        microdata.page,
        desk.clock,
        seed=desk.seed,
        path_pattern="/{date:%Y/%m/%d}/{number}",
        zone=timezone(timedelta(hours=2)),
        listings={"/sitemap_index.xml": listings.sitemap_index(children)},
        catalogue={"sitemaps": ["/sitemap_index.xml"], "time_zone": "Asia/Beirut"},
    )
    for day, path in enumerate(children):
        site.listings[path] = listings.gzipped(listings.daily(day, listings.sitemap))
    site.write(desk.count(8), every=timedelta(hours=6))
    return site


def _changed(day: int) -> Callable[[Site], datetime]:
    return lambda site: site.clock.now() - timedelta(days=day)
