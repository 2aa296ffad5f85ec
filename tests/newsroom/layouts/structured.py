"""A large publisher's page: several blocks of JSON-LD, the article's not the first, and text in deep containers."""

from __future__ import annotations

from html import escape

from tests.newsroom.article import Article
from tests.newsroom.layouts import parts
from tests.newsroom.site import Site


def page(site: Site, article: Article) -> str:
    """Gives the page of an article."""
    blocks = "".join(parts.json_ld(block) for block in (_site(site), _crumbs(site, article), _article(site, article)))
    byline = escape(" und ".join(article.authors) or article.agency or "")
    return f"""<!doctype html>
<html lang="{site.language}">
<head><meta charset="utf-8"><title>{escape(article.headline)} | {escape(site.name)}</title>
<link rel="canonical" href="{escape(article.url)}">
{parts.meta(_tags(article), "name")}
{parts.opengraph(site, article)}
{blocks}
</head>
<body>
<div id="root"><header class="c-header">{parts.navigation(site)}</header>
<main class="l-main"><div class="l-grid"><div class="l-content"><article class="c-article">
<div class="c-article__head"><span class="c-kicker">{escape(article.rubric.title())}</span>
<h1 class="c-article__headline">{escape(article.headline)}</h1>
<p class="c-article__intro">{escape(article.description)}</p>
<div class="c-meta"><span class="c-meta__author">{byline}</span>
<time datetime="{parts.iso(site, article.published_at)}">\
{article.published_at.astimezone(site.zone):%d.%m.%Y, %H:%M}</time></div></div>
{parts.figure(article)}
<div class="c-article__body">{_body(site, article)}</div>
{parts.credit(article)}
</article>
{parts.newsletter(site)}
</div><div class="l-sidebar">{parts.teasers(site, article)}</div></div></main>
{parts.footer(site)}</div>
<script>window.__STATE__ = {{"edition": {site.edition}, "ads": [1, 2, 3]}};</script>
</body></html>"""


def _tags(article: Article) -> dict[str, str | None]:
    author, keywords = ", ".join(article.authors), ", ".join(article.keywords)
    return {"description": article.description, "author": author, "keywords": keywords}


def _body(site: Site, article: Article) -> str:
    """The text, each paragraph in a block of its own, with an advert and a teaser in between."""
    blocks: list[str] = []
    for section in article.sections:
        if section.heading:
            blocks.append(f'<h2 class="c-headline">{escape(section.heading)}</h2>')
        blocks += [
            f'<div class="c-block c-block--text"><p>{escape(paragraph)}</p></div>' for paragraph in section.paragraphs
        ]
    blocks.insert(2, parts.advert(site))
    if related := site.related(article, 1):
        blocks.insert(
            4,
            f'<div class="c-teaser-inline"><a href="{escape(related[0].url)}">{escape(related[0].headline)}</a></div>',
        )
    return "\n".join(blocks)


def _site(site: Site) -> dict[str, object]:
    return {"@context": "https://schema.org", "@type": "WebSite", "name": site.name, "url": site.url()}


def _crumbs(site: Site, article: Article) -> list[dict[str, object]]:
    item = {
        "@type": "ListItem",
        "position": 1,
        "item": {"@id": site.url(f"/{article.rubric}/"), "name": article.rubric},
    }
    return [{"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": [item]}]


def _article(site: Site, article: Article) -> dict[str, object]:
    author: object = [
        {"@type": "Person", "name": name, "url": site.url(f"/autoren/{index}/")}
        for index, name in enumerate(article.authors)
    ]
    return {
        "@context": "https://schema.org",
        "@type": parts.SCHEMA_TYPES[article.kind],
        "mainEntityOfPage": {"@type": "WebPage", "@id": article.url},
        "headline": article.headline,
        "description": article.description,
        "datePublished": parts.iso(site, article.published_at),
        "dateModified": parts.iso(site, article.modified_at or article.published_at),
        "author": author or {"@type": "Organization", "name": article.agency},
        "publisher": {"@type": "NewsMediaOrganization", "name": site.name, "url": site.url()},
        "image": {"@type": "ImageObject", "url": article.image.url, "width": 960, "height": 540}
        if article.image
        else None,
        "isAccessibleForFree": True,
        "articleSection": article.rubric,
        "inLanguage": site.language,
    }
