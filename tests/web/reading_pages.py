"""What a page says, for tests that read HTML."""

from __future__ import annotations

from lxml import html


def headlines(page: str) -> list[str]:
    """The headlines of a list."""
    return [heading.text_content() for heading in html.fromstring(page).cssselect("article.item h2")]


def text(page: str) -> str:
    """All that is to be read, on one line."""
    main = html.fromstring(page).cssselect("main")[0]
    for block in main.cssselect("td, th, dt, dd, li, p, div, h1, h2, h3"):
        block.tail = f" {block.tail or ''}"
    return " ".join(main.text_content().split())


def links(page: str) -> list[str]:
    """Where the links of the content lead."""
    return [str(link.get("href")) for link in html.fromstring(page).cssselect("main a")]
