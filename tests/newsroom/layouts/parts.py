"""What the layouts share: tags in the head, and the noise around an article that is no part of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

from tests.newsroom.article import Article
from tests.newsroom.site import Site

BOXES = {
    "en": (
        "Most read",
        "Sign up for our morning newsletter",
        "Comments",
        "All rights reserved",
        "Advertisement",
        "Share this story",
    ),
    "de": (
        "Meistgelesen",
        "Melden Sie sich für unseren Newsletter an",
        "Kommentare",
        "Alle Rechte vorbehalten",
        "Anzeige",
        "Artikel teilen",
    ),
    "fr": (
        "Les plus lus",
        "Inscrivez-vous à notre lettre du matin",
        "Commentaires",
        "Tous droits réservés",
        "Publicité",
        "Partager",
    ),
    "es": (
        "Lo más leído",
        "Suscríbase a nuestro boletín",
        "Comentarios",
        "Todos los derechos reservados",
        "Publicidad",
        "Compartir",
    ),
    "it": (
        "I più letti",
        "Iscriviti alla nostra newsletter",
        "Commenti",
        "Tutti i diritti riservati",
        "Pubblicità",
        "Condividi",
    ),
    "ru": (
        "Самое читаемое",
        "Подпишитесь на нашу рассылку",
        "Комментарии",
        "Все права защищены",
        "Реклама",
        "Поделиться",
    ),
    "ja": ("よく読まれている記事", "ニュースレターに登録", "コメント", "無断転載を禁じます", "広告", "記事を共有"),
    "ar": ("الأكثر قراءة", "اشترك في نشرتنا الصباحية", "التعليقات", "جميع الحقوق محفوظة", "إعلان", "شارك الخبر"),
}


def box(site: Site, index: int) -> str:
    """Gives the words of one of the boxes: most read, newsletter, comments, rights, advert, share."""
    return BOXES[site.language][index]


def iso(site: Site, moment: datetime) -> str:
    """Gives a time with the offset of the site's own zone."""
    return moment.astimezone(site.zone).isoformat()


def meta(properties: Mapping[str, str | None], key: str = "property") -> str:
    """Gives meta tags; those without a value are left out."""
    return "\n".join(f'<meta {key}="{name}" content="{escape(value)}">' for name, value in properties.items() if value)


def opengraph(site: Site, article: Article) -> str:
    """Gives the OpenGraph tags of an article."""
    return meta(
        {
            "og:type": "article",
            "og:title": article.headline,
            "og:description": article.description,
            "og:url": article.url,
            "og:site_name": site.name,
            "og:image": article.image.url if article.image else None,
            "article:published_time": iso(site, article.published_at),
            "article:modified_time": iso(site, article.modified_at) if article.modified_at else None,
            "article:section": article.rubric,
        }
    )


def figure(article: Article) -> str:
    """Gives the picture with caption and credit."""
    if article.image is None:
        return ""
    image = article.image
    return (
        f'<figure><img src="{image.url}" alt="" width="960" height="540"><figcaption>{escape(image.caption)} '
        f'<span class="credit">Photo: {escape(image.credit)}</span></figcaption></figure>'
    )


def body(article: Article, *, heading: str = "h2") -> str:
    """Gives the text as paragraphs and headings."""
    lines = []
    for section in article.sections:
        if section.heading:
            lines.append(f"<{heading}>{escape(section.heading)}</{heading}>")
        lines += [f"<p>{escape(paragraph)}</p>" for paragraph in section.paragraphs]
    return "\n".join(lines)


def credit(article: Article) -> str:
    """Gives the line that names the agency, if one wrote it."""
    return f'<p class="credits">© {escape(article.agency)}</p>' if article.agency else ""


def navigation(site: Site) -> str:
    rubrics = dict.fromkeys(article.rubric for article in site.articles)
    links = "".join(f'<li><a href="/{rubric}/">{rubric.title()}</a></li>' for rubric in sorted(rubrics))
    return f'<nav class="main-navigation"><ul><li><a href="/">{escape(site.name)}</a></li>{links}</ul></nav>'


def teasers(site: Site, article: Article) -> str:
    """Gives the box of other stories, with their summaries: the noise that extractors fall for."""
    items = "".join(
        f'<li class="teaser"><h3><a href="{escape(other.url)}">{escape(other.headline)}</a></h3>'
        f"<p>{escape(other.description)}</p></li>"
        for other in site.related(article)
    )
    return f'<aside class="related"><h2>{box(site, 0)}</h2><ul>{items}</ul></aside>'


def newsletter(site: Site) -> str:
    form = '<form action="/newsletter"><input name="email"><button>OK</button></form>'
    return f'<div class="newsletter-signup"><p>{box(site, 1)}</p>{form}</div>'


def advert(site: Site) -> str:
    link = f'<a href="http://ads.test/click?id={site.edition}">No. {site.edition}</a>'
    return f'<div class="advert"><span>{box(site, 4)}</span>{link}</div>'


def footer(site: Site) -> str:
    line = f"<p>© {escape(site.name)}. {box(site, 3)}.</p>"
    return f'<footer class="site-footer">{line}<a href="/privacy/">Privacy</a></footer>'


SCHEMA_TYPES = {"article": "NewsArticle", "opinion": "OpinionNewsArticle", "live-blog": "LiveBlogPosting"}
"""Kind of article to its class in schema.org."""


def json_ld(data: Any) -> str:
    """Gives a JSON-LD block; ``</`` is broken up so that it cannot end the element."""
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'
