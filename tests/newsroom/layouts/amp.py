"""A page with an AMP twin: each names the other, and both have the same text."""

from __future__ import annotations

from html import escape

from tests.newsroom.article import Article
from tests.newsroom.layouts import parts, structured
from tests.newsroom.messages import Response
from tests.newsroom.site import Site


def page(site: Site, article: Article) -> str:
    """Gives the canonical page."""
    link = f'<link rel="amphtml" href="{escape(article.url)}amp/">'
    return structured.page(site, article).replace("</head>", f"{link}\n</head>", 1)


def twin(site: Site, article: Article) -> Response:
    """Gives the AMP page."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "datePublished": parts.iso(site, article.published_at),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": site.name},
    }
    return site.html(
        f'<!doctype html><html amp lang="{site.language}"><head><meta charset="utf-8">'
        f"<title>{escape(article.headline)}</title>"
        f'<link rel="canonical" href="{escape(article.url)}"><meta name="viewport" content="width=device-width">'
        f"{parts.json_ld(data)}</head><body><header>{escape(site.name)}</header><article>"
        f'<h1>{escape(article.headline)}</h1><p class="intro">{escape(article.description)}</p>'
        f'<amp-ad width="300" height="250"></amp-ad>{parts.body(article)}</article>{parts.footer(site)}</body></html>'
    )
