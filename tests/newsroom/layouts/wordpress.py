"""A WordPress theme: OpenGraph, a JSON-LD graph as the common SEO plug-in writes it, ``entry-content``, comments."""

from __future__ import annotations

from html import escape

from tests.newsroom.article import Article
from tests.newsroom.layouts import parts
from tests.newsroom.site import Site


def page(site: Site, article: Article) -> str:
    """Gives the page of an article."""
    tags = "".join(
        f'<a href="/tag/{index}/" rel="tag">{escape(word)}</a> ' for index, word in enumerate(article.keywords)
    )
    return f"""<!DOCTYPE html>
<html lang="{site.language}">
<head>
<meta charset="UTF-8"><meta name="generator" content="WordPress 6.8">
<title>{escape(article.headline)} - {escape(site.name)}</title>
<link rel="canonical" href="{escape(article.url)}">
{parts.meta({"description": article.description, "robots": "index, follow, max-image-preview:large"}, "name")}
{parts.opengraph(site, article)}
{parts.json_ld(_graph(site, article))}
</head>
<body class="single single-post">
<header id="masthead"><p class="site-title"><a href="/">{escape(site.name)}</a></p>{parts.navigation(site)}</header>
{parts.advert(site)}
<main id="main"><article class="post type-post">
<header class="entry-header"><h1 class="entry-title">{escape(article.headline)}</h1>
<div class="entry-meta"><time class="entry-date published" datetime="{parts.iso(site, article.published_at)}">\
{article.published_at.astimezone(site.zone):%d.%m.%Y %H:%M}</time>
<span class="byline">{_byline(article)}</span></div></header>
<div class="entry-content">
<p class="standfirst"><strong>{escape(article.description)}</strong></p>
{parts.figure(article)}
{parts.body(article)}
{parts.credit(article)}
<div class="sharedaddy"><h3>{parts.box(site, 5)}</h3>
<a href="https://social.test/share?u={escape(article.url)}">social</a></div>
</div>
<footer class="entry-footer"><span class="tags-links">{tags}</span></footer>
</article>
<div id="comments" class="comments-area"><h2>{parts.box(site, 2)}</h2><ol><li>
<cite>visitor{len(article.headline)}</cite><p>{escape(article.headline)}?!</p></li></ol></div>
</main>
{parts.teasers(site, article)}
{parts.newsletter(site)}
{parts.footer(site)}
</body></html>"""


def _byline(article: Article) -> str:
    links = [
        f'<a class="url fn n" rel="author" href="/author/{index}/">{escape(name)}</a>'
        for index, name in enumerate(article.authors)
    ]
    return "by " + " and ".join(links) if links else escape(article.agency or "")


def _graph(site: Site, article: Article) -> dict[str, object]:
    people = [
        {"@type": "Person", "@id": site.url(f"/#/person/{index}"), "name": name}
        for index, name in enumerate(article.authors)
    ]
    news = {
        "@type": parts.SCHEMA_TYPES[article.kind],
        "@id": f"{article.url}#article",
        "headline": article.headline,
        "datePublished": parts.iso(site, article.published_at),
        "dateModified": parts.iso(site, article.modified_at or article.published_at),
        "author": [{"@id": person["@id"]} for person in people] or {"@type": "Organization", "name": article.agency},
        "publisher": {"@id": site.url("/#organization")},
        "keywords": list(article.keywords),
        "articleSection": [article.rubric],
        "inLanguage": site.language,
    }
    organisation = {"@type": "Organization", "@id": site.url("/#organization"), "name": site.name, "url": site.url()}
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Home", "item": site.url()}],
    }
    return {"@context": "https://schema.org", "@graph": [organisation, crumbs, news, *people]}
