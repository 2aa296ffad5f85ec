"""Вести порта: an old site in windows-1251 that says so in a meta tag only; line breaks instead of paragraphs."""

from __future__ import annotations

from datetime import timedelta, timezone

from tests.newsroom import listings
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import linebreaks
from tests.newsroom.site import Site


def build(desk: Desk) -> Site:
    """Builds the site."""
    site = Site(
        "vesti-porta",
        "Вести порта",
        "vesti-porta.test",
        "RU",
        "ru",
        linebreaks.page,
        desk.clock,
        seed=desk.seed,
        path_pattern="/news.php?id={number}",
        zone=timezone(timedelta(hours=3)),
        encoding="windows-1251",
        content_type="text/html",
        listings={"/rss.xml": listings.rss},
        catalogue={"feeds": ["/rss.xml"], "time_zone": "Europe/Moscow"},
    )
    site.write(desk.count(8))
    return site
