"""A page whose only structured data is schema.org microdata in the text itself."""

from __future__ import annotations

from html import escape

from tests.newsroom.article import Article
from tests.newsroom.layouts import parts
from tests.newsroom.site import Site


def page(site: Site, article: Article) -> str:
    """Gives the page of an article."""
    authors = ", ".join(
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        f'<span itemprop="name">{escape(name)}</span></span>'
        for name in article.authors
    )
    byline = authors or escape(article.agency or "")
    changed = (
        f'<meta itemprop="dateModified" content="{parts.iso(site, article.modified_at)}">'
        if article.modified_at
        else ""
    )
    direction = ' dir="rtl"' if site.language == "ar" else ""
    return f"""<!doctype html>
<html lang="{site.language}"{direction}><head><meta charset="{site.encoding}">
<title>{escape(article.headline)} – {escape(site.name)}</title>
<link rel="canonical" href="{escape(article.url)}"></head>
<body><div class="page">{parts.navigation(site)}
<div class="contenu" itemscope itemtype="https://schema.org/NewsArticle">
<link itemprop="mainEntityOfPage" href="{escape(article.url)}">
<h1 itemprop="headline">{escape(article.headline)}</h1>
<p class="chapo" itemprop="description">{escape(article.description)}</p>
<p class="signature">{byline}
<time itemprop="datePublished" datetime="{parts.iso(site, article.published_at)}">\
{article.published_at.astimezone(site.zone):%d/%m/%Y %H:%M}</time>{changed}</p>
<div itemprop="publisher" itemscope itemtype="https://schema.org/Organization">
<meta itemprop="name" content="{escape(site.name)}"></div>
{parts.figure(article)}
<div class="texte" itemprop="articleBody">
{parts.body(article, heading="h3")}
{parts.credit(article)}
</div></div>
{parts.advert(site)}{parts.teasers(site, article)}{parts.newsletter(site)}
</div>{parts.footer(site)}</body></html>"""
