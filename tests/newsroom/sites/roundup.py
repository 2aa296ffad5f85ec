"""The Roundup: an aggregator that reprints others' stories and ends each with a "Source link"."""

from __future__ import annotations

from datetime import timedelta
from html import escape

from tests.newsroom import listings
from tests.newsroom.article import EITHER_TWIN, Article
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import wordpress
from tests.newsroom.site import Layout, Site

BOILERPLATE = (
    "The Roundup is an automatic aggregator of news. All content belongs to its owners. "
    "If you are the owner of this text, contact us by e-mail and we will delete it within 24 hours."
)


def build(desk: Desk) -> Site:
    """Builds the site; the wire story is reprinted from the first publisher that printed it."""
    site = Site(
        "roundup",
        "The Roundup",
        "roundup.test",
        "SG",
        "en",
        wordpress.page,
        desk.clock,
        seed=desk.seed,
        listings={"/feed/": listings.rss},
        catalogue={"feeds": ["/feed/"]},
    )
    site.layout = _page(desk.wire_urls[0] if desk.wire_urls else "http://northern-herald.test/")
    site.write(desk.count(3))
    wire = desk.wire
    site.add(
        site.draft(
            desk.clock.now() - timedelta(minutes=20),
            headline=wire.headline,
            description=wire.description,
            sections=wire.sections,
            authors=(),
            group=wire.group,
            expected=EITHER_TWIN,
            why="reprints the wire story from another publisher",
        )
    )
    return site


def _page(source: str) -> Layout:
    def page(site: Site, article: Article) -> str:
        """Gives the page of an article, with the source at the end of the reprinted one."""
        link = f'<p><a href="{escape(source)}">Source link</a></p>' if article.group else ""
        return wordpress.page(site, article).replace(
            '<div class="sharedaddy">', f'{link}<p>{BOILERPLATE}</p>\n<div class="sharedaddy">', 1
        )

    return page
