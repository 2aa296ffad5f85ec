"""Small papers for tests of the crawl: one site, as many articles as the test needs."""

from __future__ import annotations

from typing import Any

from tests.newsroom import Newsroom, listings
from tests.newsroom.layouts import wordpress
from tests.newsroom.site import Site


def open_paper(newsroom: Newsroom, name: str = "paper", *, articles: int = 4, **fields: Any) -> Site:
    """Opens ``<name>.test``, with an RSS feed at ``/feed/`` that lists all its articles, the newest first."""
    site = Site(
        name,
        f"The {name.title()}",
        f"{name}.test",
        "GB",
        "en",
        wordpress.page,
        newsroom.clock,
        seed=name,
        listings={"/feed/": listings.rss},
        catalogue={"feeds": ["/feed/"]},
        **fields,
    )
    site.write(articles)
    return newsroom.add_site(site)
