"""Which link of a page leads to the original of its text, and how plainly it says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.deduplication.words import words
from crawler.exceptions import UnusableURL
from crawler.hosts import domain_of
from crawler.items import Link
from crawler.normalisation.identity import identity
from crawler.normalisation.shape import path_names_article

NOT_SOURCES = frozenset(
    """
    amazon.com apple.com bsky.app creativecommons.org doi.org facebook.com feedburner.com flickr.com gettyimages.com
    google.com imgur.com instagram.com jstor.org linkedin.com mastodon.social paypal.com pexels.com pinterest.com
    pixabay.com reddit.com shutterstock.com t.co t.me telegram.org threads.net tiktok.com twitter.com unsplash.com
    vk.com whatsapp.com wikidata.org wikimedia.org wikipedia.org x.com youtu.be youtube.com
    """.split()
)
"""Registered domains that articles link to in the words of a source and that print no articles."""

SAME_STORY = 0.5
"""Share of the headline's words that a link must hold to be about the same story."""

_PLAIN = re.compile(
    r"source\s+link|\boriginal(?:ly)?\b|\bfull\s+(?:story|article|report|post)\b|first\s+(?:appeared|published)"
    r"|appeared\s+first|republished|syndicated|erschien\s+zuerst|original(?:artikel|beitrag)|se\s+publicó\s+primero"
    r"|apparu\s+en\s+premier|article\s+original|artículo\s+original|articolo\s+originale|proviene\s+da"
    r"|apareceu\s+primeiro|впервые\s+появилась|первоисточник|原文",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"licen[cs]|lizenz|rights|rechte|permission|reprint|syndication|subscri|newsletter|\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34])(?:$|\?)",
    re.IGNORECASE,
)


def names_article(url: str) -> bool:
    """Says whether an address is one article's, by its shape; an address that is none is not."""
    try:
        split = urlsplit(identity(url))
    except UnusableURL:
        return False
    return path_names_article(split.path) or bool(split.query)


def source_link(links: Sequence[Link], headline: str | None) -> Link | None:
    """Gives the link that leads to the original: plain ones first, then those to an article, then in the page's order.

    Links to pictures, licences and places that print no articles are none.
    """
    able = [link for link in links if domain_of(link.url) not in NOT_SOURCES and not _ELSEWHERE.search(link.url)]
    ranked = sorted(able, key=lambda link: (not is_plain(link, headline), not names_article(link.url)))
    articles = [link for link in ranked if names_article(link.url)]
    return next(iter(articles or ranked), None)


def is_plain(link: Link, headline: str | None) -> bool:
    """Says whether a link plainly leads to the original: by its words, or since it repeats the headline.

    Others stand in a line such as "Quelle: ...", which introduces references as often.
    """
    if _PLAIN.search(link.text):
        return True
    title = {word for word in words(headline or "") if len(word) > 2}
    there = {*words(link.text), *words(urlsplit(link.url).path)}
    return len(title) > 2 and len(title & there) >= SAME_STORY * len(title)
