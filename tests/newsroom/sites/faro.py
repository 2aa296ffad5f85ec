"""El Faro del Norte: a news sitemap that also names the AMP twins of some articles."""

from __future__ import annotations

from datetime import timedelta, timezone

from tests.newsroom import listings
from tests.newsroom.article import EITHER_TWIN, Listed
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import amp
from tests.newsroom.site import Site

TWINS_LISTED = 2


def build(desk: Desk) -> Site:
    """Builds the site."""
    site = Site(
        "faro-del-norte",
        "El Faro del Norte",
        "faro-del-norte.test",
        "ES",
        "es",
        amp.page,
        desk.clock,
        seed=desk.seed,
        path_pattern="/{rubric}/{date:%Y-%m-%d}/{slug}/",
        zone=timezone(timedelta(hours=1)),
        variants={"amp/": amp.twin},
        listings={"/sitemap-news.xml": listings.news_sitemap},
        catalogue={"news_sitemaps": ["/sitemap-news.xml"], "time_zone": "Europe/Madrid"},
    )
    for article in site.write(desk.count(8))[:TWINS_LISTED]:
        site.extras.append(
            Listed(
                f"{article.url}amp/",
                article.headline,
                article.published_at,
                article.description,
                article=article,
                expected=EITHER_TWIN,
                why="is the AMP twin of an article",
            )
        )
    return site
