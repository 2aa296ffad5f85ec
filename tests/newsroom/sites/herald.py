"""The Northern Herald: WordPress, RSS 2.0 with tracking parameters, and everything that creeps into real feeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.newsroom import listings
from tests.newsroom.article import EITHER_TWIN, REFUSED, REJECTED, Listed
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import wordpress
from tests.newsroom.messages import redirect
from tests.newsroom.site import Site

ROBOTS = (
    "User-agent: *\nDisallow: /wp-admin/\nDisallow: /internal/\n\nSitemap: http://northern-herald.test/sitemap.xml\n"
)
FEED = frozenset({"feed"})


def build(desk: Desk) -> Site:
    """Builds the site with its plain articles and with the odd entries of its feed."""
    site = Site(
        "northern-herald",
        "The Northern Herald",
        "northern-herald.test",
        "GB",
        "en",
        wordpress.page,
        desk.clock,
        seed=desk.seed,
        tracking="utm_source=rss&utm_medium=feed",
        robots=ROBOTS,
        also=("magazine.northern-herald.test",),
        listings={"/feed/": listings.rss, "/sitemap.xml": listings.sitemap},
        catalogue={"feeds": ["/feed/"]},
    )
    site.write(desk.count(8))
    _wire(site, desk)
    _second_address(site)
    _redirected(site)
    _disallowed(site)
    _not_articles(site)
    _broken(site)
    return site


def _wire(site: Site, desk: Desk) -> None:
    wire = desk.wire
    moment = desk.clock.now() - timedelta(hours=3)
    printed = site.add(
        site.draft(
            moment,
            headline=wire.headline,
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


def _second_address(site: Site) -> None:
    """One article under two addresses, without a canonical link that says so."""
    first = site.add(
        site.draft(
            site.clock.now() - timedelta(hours=5),
            group="two-addresses",
            expected=EITHER_TWIN,
            why="has a second address",
        )
    )
    site.add(
        site.draft(
            first.published_at,
            path="/archive/" + first.path.strip("/").rpartition("/")[2] + "/",
            headline=first.headline,
            description=first.description,
            sections=first.sections,
            authors=first.authors,
            rubric=first.rubric,
            group="two-addresses",
            expected=EITHER_TWIN,
            why="is the same article under a second address",
        )
    )


def _redirected(site: Site) -> None:
    """Entries whose address redirects: within the site, to its other host, and out to an advert."""
    moment = site.clock.now() - timedelta(hours=6)
    short = site.url("/?p=4711")
    near = site.add(site.draft(moment, listed_at=short, expected=EITHER_TWIN, why="its listed address redirects"))
    site.pages["/?p=4711"] = lambda _request: redirect(near.url)
    site.pages["/?p=4711&" + site.tracking] = lambda _request: redirect(near.url)
    path = "/spring/longer-read/"
    moved = f"http://magazine.northern-herald.test{path}"
    far = site.draft(
        moment,
        path=path,
        listed_at=site.url("/magazine/longer-read/"),
        expected=EITHER_TWIN,
        why="its listed address redirects to another host",
    )
    site.add(replace(far, url=moved))
    site.pages["/magazine/longer-read/"] = lambda _request: redirect(moved, 302)
    site.extras.append(
        Listed(
            site.url("/promo/cheap-cruises"),
            "Cheap cruises",
            moment,
            "Set sail.",
            expected=REFUSED | REJECTED,
            why="redirects to an advert on another site",
            kinds=FEED,
        )
    )
    site.pages["/promo/cheap-cruises"] = lambda _request: redirect("http://ads.test/landing?id=1", 302)


def _disallowed(site: Site) -> None:
    site.add(
        site.draft(
            site.clock.now() - timedelta(hours=7),
            path="/internal/budget-notes/",
            expected=REFUSED,
            why="robots.txt disallows it",
        )
    )


def _not_articles(site: Site) -> None:
    """Adverts, galleries and links to other sites in the feed."""
    moment = site.clock.now() - timedelta(hours=2)
    either = REFUSED | REJECTED
    for url, title, expected, why in (
        ("http://ads.test/click?id=77", "Advertisement: a mattress for life", REJECTED, "is an advert on another site"),
        ("http://social.test/northern-herald/status/12", "Follow us", REJECTED, "is a post on another site"),
        (site.url("/gallery/storm-pictures/"), "The storm in 24 pictures", either, "is a gallery"),
        (site.url("/"), "The Northern Herald", either, "is the front page"),
    ):
        site.extras.append(Listed(url, title, moment, title, expected=expected, why=why, kinds=FEED))
    pictures = "".join(
        f'<figure><img src="/images/g{index}.jpg"><figcaption>Picture {index}</figcaption></figure>'
        for index in range(24)
    )
    title = "The storm in 24 pictures"
    site.serve("/gallery/storm-pictures/", f"<!doctype html><title>{title}</title><h1>{title}</h1>{pictures}")


def _broken(site: Site) -> None:
    """An entry that makes the whole feed ill-formed, and names no address."""
    raw = "<item><title>Fish & chips &nbsp; <b>unclosed</title><description>no link here</description></item>\n"
    site.extras.append(
        Listed(
            "",
            "Fish & chips",
            site.clock.now() - timedelta(hours=4),
            expected=REJECTED,
            why="has no address",
            kinds=FEED,
            raw=raw,
        )
    )
