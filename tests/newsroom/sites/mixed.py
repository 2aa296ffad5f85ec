"""The Mixed Post: articles among pages that are none, a feed that has moved, and rights said in headers."""

from __future__ import annotations

from datetime import timedelta
from html import escape

from tests.newsroom import faults, listings
from tests.newsroom.article import EITHER_TWIN, REFUSED, REJECTED, STORED, Article, Listed
from tests.newsroom.desk import Desk
from tests.newsroom.layouts import parts, walls, wordpress
from tests.newsroom.messages import redirect
from tests.newsroom.site import Site
from tests.newsroom.text import Section


def build(desk: Desk) -> Site:
    """Builds the site; its catalogue entry names the feed's old address."""
    site = Site(
        "mixed-post",
        "The Mixed Post",
        "mixed-post.test",
        "CA",
        "en",
        wordpress.page,
        desk.clock,
        seed=desk.seed,
        path_pattern="/story/{number}-{slug}",
        listings={"/feed/": listings.rss},
        catalogue={"feeds": ["/old/rss.xml"]},
    )
    site.pages["/old/rss.xml"] = lambda _request: redirect(site.url("/feed/"), 301)
    plain = site.write(desk.count(4))
    site.faults[plain[0].path] = faults.header("X-Robots-Tag", "noarchive, nosnippet")
    site.add(
        site.draft(desk.clock.now() - timedelta(hours=8), path="/opinion/100900-a-word-on-ferries", kind="opinion")
    )
    _live_blog(site)
    _wire(site, desk)
    _paywalled(site)
    _not_articles(site)
    return site


def _live_blog(site: Site) -> None:
    """A day's entries on one page, the newest first, each under its time."""
    started = (site.clock.now() - timedelta(hours=3)).replace(microsecond=0)
    moments = [started + timedelta(minutes=25 * index) for index in range(6)]
    entries = tuple(Section(f"{moment:%H:%M}", (site.writer.paragraph(),)) for moment in reversed(moments))
    path = "/live/100901-the-storm-as-it-happens"
    site.add(site.draft(started, path=path, sections=entries, kind="live-blog", modified_at=moments[-1]))


def _wire(site: Site, desk: Desk) -> None:
    """The wire story as an editor cut it."""
    wire = desk.wire
    printed = site.add(
        site.draft(
            desk.clock.now() - timedelta(hours=1),
            headline=wire.headline,
            sections=wire.edited(site.writer.paragraph()),
            authors=(),
            agency=wire.agency,
            group=wire.group,
            expected=EITHER_TWIN,
            why="the wire story with a lede of the house and its end cut",
        )
    )
    desk.wire_urls.append(printed.url)


def _paywalled(site: Site) -> None:
    """The opening of an article, declared as not free, and an offer in place of the rest."""
    moment = site.clock.now() - timedelta(hours=4)
    opening = (Section(None, (site.writer.paragraph(),)),)
    stub = site.draft(
        moment, sections=opening, expected=STORED | REFUSED, why="only its opening is there for those who don't pay"
    )
    article = site.add(stub)
    site.serve(article.path, _stub(site, article))


def _stub(site: Site, article: Article) -> str:
    paid = parts.json_ld(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.headline,
            "isAccessibleForFree": False,
            "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paid"},
        }
    )
    page = wordpress.page(site, article).replace("</head>", f"{paid}</head>", 1)
    return page.replace('<div class="sharedaddy">', f'{walls.OFFER}<div class="sharedaddy">', 1)


def _not_articles(site: Site) -> None:
    """A soft 404, a consent wall, a captcha, and a video page without text, each as the feed lists them."""
    moment = site.clock.now() - timedelta(hours=2)
    pages = {
        "/story/900001-gone-but-polite": ("A story that is gone", walls.SOFT_404, REFUSED, "says 200 and has nothing"),
        "/story/900002-behind-consent": ("A story behind a wall", walls.CONSENT, REFUSED, "is a consent wall"),
        "/story/900003-are-you-human": ("A story for humans", walls.CAPTCHA, REFUSED, "is a captcha"),
        "/video/900004-launch": ("Watch: the ferry leaves", walls.VIDEO, REFUSED | REJECTED, "is a video without text"),
    }
    around = {"site": escape(site.name), "nav": parts.navigation(site), "footer": parts.footer(site)}
    for path, (title, template, expected, why) in pages.items():
        site.serve(path, template.format(title=escape(title), **around))
        site.extras.append(Listed(site.url(path), title, moment, title, expected=expected, why=why))
