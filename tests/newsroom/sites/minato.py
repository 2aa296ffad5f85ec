"""港ニュース: JSON Feed, text without spaces, addresses that differ only in their query."""

from __future__ import annotations

from datetime import timedelta, timezone

from tests.newsroom import listings
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import structured
from tests.newsroom.site import Site


def build(desk: Desk) -> Site:
    """Builds the site."""
    site = Site(
        "minato-news",
        "港ニュース",
        "minato-news.test",
        "JP",
        "ja",
        structured.page,
        desk.clock,
        seed=desk.seed,
        path_pattern="/articles/view?id={number}",
        zone=timezone(timedelta(hours=9)),
        listings={"/feed.json": listings.json_feed},
        catalogue={"feeds": ["/feed.json"], "time_zone": "Asia/Tokyo"},
    )
    site.write(desk.count(8))
    return site
