"""The lists that sites publish: feeds of each kind, sitemaps, section pages."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

from tests.newsroom.article import Listed
from tests.newsroom.messages import Response, http_date
from tests.newsroom.site import Listing, Render, Site

RSS = "application/rss+xml; charset={}"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def feed(render: Render) -> Listing:
    """Makes a feed of a function that renders one."""
    return Listing("feed", render)


def site_map(render: Render) -> Listing:
    """Makes a sitemap of a function that renders one."""
    return Listing("sitemap", render)


@feed
def rss(site: Site, entries: list[Listed]) -> Response:
    """RSS 2.0 with the modules that publishers use: dc:creator, atom:link, guid."""
    items = "".join(entry.raw or _rss_item(entry) for entry in entries)
    text = (
        f'<?xml version="1.0" encoding="{site.encoding}"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">\n'
        f"<channel><title>{escape(site.name)}</title><link>{site.url()}</link>"
        f"<description>{escape(site.name)}</description><language>{site.language}</language>\n{items}</channel></rss>\n"
    )
    return Response(200, text.encode(site.encoding, "xmlcharrefreplace"), RSS.format(site.encoding))


def _rss_item(entry: Listed) -> str:
    creators = "".join(
        f"<dc:creator>{escape(name)}</dc:creator>" for name in (entry.article.authors if entry.article else ())
    )
    guid = f'<guid isPermaLink="false">{escape(entry.guid)}</guid>' if entry.guid else ""
    date = f"<pubDate>{http_date(entry.published_at)}</pubDate>" if entry.published_at else ""
    return (
        f"<item><title>{escape(entry.title)}</title><link>{escape(entry.url)}</link>{guid}{date}{creators}"
        f"<description>{escape(f'<p>{escape(entry.summary)}</p>')}</description></item>\n"
    )


@feed
def rdf(site: Site, entries: list[Listed]) -> Response:
    """RSS 1.0: items beside the channel, dates in dc:date."""
    items = "".join(
        f'<item rdf:about="{escape(entry.url)}"><title>{escape(entry.title)}</title><link>{escape(entry.url)}</link>'
        f"<description>{escape(entry.summary)}</description>{_dc_date(site, entry)}</item>\n"
        for entry in entries
    )
    order = "".join(f'<rdf:li resource="{escape(entry.url)}"/>' for entry in entries)
    text = (
        f'<?xml version="1.0" encoding="{site.encoding}"?>\n'
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<channel rdf:about="{site.url()}"><title>{escape(site.name)}</title><link>{site.url()}</link>'
        f"<description>{escape(site.name)}</description><items><rdf:Seq>{order}</rdf:Seq></items></channel>\n{items}</rdf:RDF>\n"
    )
    return Response(200, text.encode(site.encoding, "xmlcharrefreplace"), "application/rdf+xml")


def _dc_date(site: Site, entry: Listed) -> str:
    return f"<dc:date>{entry.published_at.astimezone(site.zone).isoformat()}</dc:date>" if entry.published_at else ""


@feed
def atom(site: Site, entries: list[Listed]) -> Response:
    """Atom 1.0 with the link in ``href`` and a second one to the comments."""
    items = "".join(_atom_entry(entry) for entry in entries)
    updated = _iso(max((entry.published_at for entry in entries if entry.published_at), default=site.clock.now()))
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{site.language}"><title>{escape(site.name)}</title>'
        f'<id>{site.url()}</id><link rel="alternate" href="{site.url()}"/><updated>{updated}</updated>\n'
        f"{items}</feed>\n"
    )
    return Response(200, text.encode(), "application/atom+xml; charset=utf-8")


def _atom_entry(entry: Listed) -> str:
    authors = "".join(
        f"<author><name>{escape(name)}</name></author>" for name in (entry.article.authors if entry.article else ())
    )
    dates = (
        f"<published>{_iso(entry.published_at)}</published><updated>{_iso(entry.published_at)}</updated>"
        if entry.published_at
        else ""
    )
    return (
        f'<entry><title type="html">{escape(escape(entry.title))}</title>'
        f'<link rel="replies" href="{escape(entry.url)}#comments"/>'
        f'<link rel="alternate" type="text/html" href="{escape(entry.url)}"/>'
        f"<id>{escape(entry.guid or entry.url)}</id>{dates}{authors}"
        f"<summary>{escape(entry.summary)}</summary></entry>\n"
    )


@feed
def json_feed(site: Site, entries: list[Listed]) -> Response:
    """JSON Feed 1.1."""
    items = [
        {"id": entry.guid or entry.url, "url": entry.url, "title": entry.title, "summary": entry.summary}
        | ({"date_published": entry.published_at.astimezone(site.zone).isoformat()} if entry.published_at else {})
        | ({"authors": [{"name": name} for name in entry.article.authors]} if entry.article else {})
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.name,
        "home_page_url": site.url(),
        "items": items,
    }
    return Response(200, json.dumps(feed, ensure_ascii=False).encode(), "application/feed+json")


@site_map
def news_sitemap(site: Site, entries: list[Listed]) -> Response:
    """A Google News sitemap of what was published in the last two days."""
    fresh = [entry for entry in entries if entry.published_at and (site.clock.now() - entry.published_at).days < 2]
    urls = "".join(
        f"<url><loc>{escape(entry.url)}</loc><news:news><news:publication><news:name>{escape(site.name)}</news:name>"
        f"<news:language>{site.language}</news:language></news:publication>"
        f"<news:publication_date>{_iso(entry.published_at)}</news:publication_date>"
        f"<news:title>{escape(entry.title)}</news:title></news:news></url>\n"
        for entry in fresh
        if entry.published_at
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}">\n{urls}</urlset>\n'
    return Response(200, text.encode(), "application/xml")


@site_map
def sitemap(site: Site, entries: list[Listed]) -> Response:
    """A plain sitemap with ``lastmod``."""
    urls = "".join(f"<url><loc>{escape(entry.url)}</loc>{_lastmod(entry.published_at)}</url>\n" for entry in entries)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">\n{urls}</urlset>\n'
    return Response(200, text.encode(), "application/xml")


def gzipped(listing: Listing) -> Listing:
    """Gives the same list as a ``.gz`` file, which is its content and not its transfer encoding."""

    def packed(site: Site, entries: list[Listed]) -> Response:
        return Response(200, gzip.compress(listing.render(site, entries).body, mtime=0), "application/x-gzip")

    return Listing(listing.kind, packed)


def daily(day: int, listing: Listing) -> Listing:
    """Limits a list to the entries of one day: 0 is today by the site's clock, 1 yesterday."""

    def limited(site: Site, entries: list[Listed]) -> Response:
        today = site.clock.now().date()
        of_day = [entry for entry in entries if entry.published_at and (today - entry.published_at.date()).days == day]
        return listing.render(site, of_day)

    return Listing(listing.kind, limited)


def sitemap_index(children: dict[str, Callable[[Site], datetime]]) -> Listing:
    """Names children by path, each with the time of its last change."""

    @site_map
    def index(site: Site, _entries: list[Listed]) -> Response:
        parts = "".join(
            f"<sitemap><loc>{site.url(path)}</loc>{_lastmod(changed(site))}</sitemap>\n"
            for path, changed in children.items()
        )
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{SITEMAP}">\n{parts}</sitemapindex>\n'
        return Response(200, text.encode(), "application/xml")

    return index


def section_page(site: Site, entries: list[Listed]) -> Response:
    """A front or section page: teasers that link to articles, among links that don't."""
    teasers = "".join(
        f'<article class="teaser"><h2><a href="{escape(entry.url)}">{escape(entry.title)}</a></h2>'
        f"<p>{escape(entry.summary)}</p></article>\n"
        for entry in entries
    )
    feeds = "".join(
        f'<link rel="alternate" type="{_feed_type(path)}" title="{escape(site.name)}" href="{path}">'
        for path, listing in site.listings.items()
        if listing.kind == "feed"
    )
    rubrics = sorted({entry.article.rubric for entry in entries if entry.article})
    nav = "".join(f'<a href="/{rubric}/">{rubric.title()}</a> ' for rubric in rubrics)
    direction = ' dir="rtl"' if site.language == "ar" else ""
    return site.html(
        f'<!doctype html><html lang="{site.language}"{direction}><head><meta charset="{site.encoding}">'
        f'<title>{escape(site.name)}</title><meta property="og:site_name" content="{escape(site.name)}">'
        f'<meta property="og:type" content="website">{feeds}</head><body>'
        f'<header><a href="/">{escape(site.name)}</a><nav>{nav}<a href="/about/">About</a> '
        f'<a href="/privacy/">Privacy</a> <a href="/login?next=/">Log in</a></nav></header><main>\n{teasers}</main>'
        '<footer><a href="/imprint.html">Imprint</a> <a href="https://social.test/share">Follow us</a></footer>'
        "</body></html>"
    )


def section(rubric: str | None = None) -> Listing:
    """Gives a section page, of one rubric or of all."""

    def render(site: Site, entries: list[Listed]) -> Response:
        return section_page(
            site, [entry for entry in entries if rubric is None or (entry.article and entry.article.rubric == rubric)]
        )

    return Listing("section", render)


def _feed_type(path: str) -> str:
    if "json" in path:
        return "application/feed+json"
    return "application/atom+xml" if "atom" in path else "application/rss+xml"


def _lastmod(moment: datetime | None) -> str:
    return f"<lastmod>{_iso(moment)}</lastmod>" if moment else ""


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()
