"""The pictures that belong to an article: addresses, captions, credits and sizes as declared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from crawler.extraction.document import Document
from crawler.extraction.phrases import any_of
from crawler.extraction.structured import Structured, first_text
from crawler.extraction.text import clean, fold
from crawler.items import Image

MAX_IMAGES = 50
_SMALL = 100
"""Pixels under which a picture is an ornament."""
_ORNAMENT = any_of(
    r"""
    logo|sprite|avatar|favicon|placeholder|default[-_]|blank\.|spacer|pixel|1x1|tracking|beacon|share|social
    emoji|icon|/ads?/|doubleclick|gravatar|\.svg(?:\?|$)
    """
)
_CREDIT = any_of(
    r"""
    ©|\(c\)|copyright|credits?\s*:|photo(?:graph)?(?:\s+(?:by|credit))?\s*[:/]|photo by
    foto(?:s|grafía)?\s*[:/]|bild(?:quelle)?\s*:|image(?:\s+source)?\s*:|quelle\s*:|crédits?\s*:?|kuva\s*:
    zdjęcie\s*:|фото\s*:|写真\s*[:：]|source\s*:
    """,
    before=r"(?:\(\s*)?",
    after=r"\s*(?P<credit>[^()\n]{2,120})\)?\s*$",
)
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "src")


def read_images(document: Document, structured: Structured, container: LexborNode | None) -> list[Image]:
    """Gives the article's pictures, each once: the lead picture first, then those printed within ``container``."""
    images: dict[str, Image] = {}
    for image in (*_declared(document, structured), *_in_figures(document, container)):
        known = images.get(_key(image.url))
        if known is None:
            images[_key(image.url)] = image
        else:
            known.caption, known.credit = known.caption or image.caption, known.credit or image.credit
            known.width, known.height = known.width or image.width, known.height or image.height
        if len(images) >= MAX_IMAGES:
            break
    return list(images.values())


def _declared(document: Document, structured: Structured) -> Iterator[Image]:
    """Yields the pictures of JSON-LD and OpenGraph."""
    value = structured.article.get("image")
    for item in value if isinstance(value, list) else [value]:
        node = structured.resolve(item) if isinstance(item, dict) else {"url": item}
        address = document.absolute(first_text(node.get("url") or node.get("contentUrl")))
        if address and not _ORNAMENT.search(address):
            credit = first_text(
                node.get("creditText")
                or node.get("copyrightHolder")
                or node.get("copyrightNotice")
                or node.get("author")
            )
            yield Image(
                address,
                clean(node.get("caption") or node.get("description")),
                credit,
                _pixels(node.get("width")),
                _pixels(node.get("height")),
            )
    address = document.absolute(
        structured.meta.first("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    )
    if address and not _ORNAMENT.search(address):
        yield Image(
            address,
            width=_pixels(structured.meta.first("og:image:width")),
            height=_pixels(structured.meta.first("og:image:height")),
        )


def _in_figures(document: Document, container: LexborNode | None) -> Iterator[Image]:
    """Yields the pictures printed within the article, those in ``<figure>`` with their captions."""
    root = container or document.tree.css_first("article") or document.tree.body
    if root is None:
        return
    for node in root.css("img"):
        image = _printed(document, node)
        if image is not None:
            yield image


def _printed(document: Document, node: LexborNode) -> Image | None:
    attributes = node.attributes
    candidates = (_first_of_set(value, name) for name in _SOURCES if (value := attributes.get(name)))
    address = next((found for candidate in candidates if (found := document.absolute(candidate))), None)
    width, height = _pixels(attributes.get("width")), _pixels(attributes.get("height"))
    if not address or _ORNAMENT.search(address) or (width or 999) < _SMALL or (height or 999) < _SMALL:
        return None
    figure = _figure_of(node)
    caption, credit = _caption_of(figure) if figure is not None else (None, None)
    return Image(address, caption, credit, width, height)


def _figure_of(node: LexborNode) -> LexborNode | None:
    ancestor = node.parent
    for _ in range(6):
        if ancestor is None or ancestor.tag == "figure":
            return ancestor
        ancestor = ancestor.parent
    return None


def _caption_of(figure: LexborNode) -> tuple[str | None, str | None]:
    """Gives caption and credit of a figure; a credit within the caption is taken out of it."""
    node = figure.css_first("figcaption")
    if node is None:
        return None, None
    marked = node.css_first(
        '[class*="credit" i], [class*="copyright" i], [class*="source" i], [class*="author" i], '
        '[itemprop~="copyrightHolder"]'
    )
    text = fold(node.text(deep=True, separator=" "))
    credit = fold(marked.text(deep=True, separator=" ")) if marked is not None else ""
    if credit and credit in text:
        text = text.replace(credit, " ", 1)
    elif found := _CREDIT.search(text):
        credit, text = found["credit"], text[: found.start()]
    return clean(text[:1000].strip(" |•–-")), clean(re.sub(r"^\(|\)$", "", credit[:200]).strip())


def _first_of_set(value: str, name: str) -> str | None:
    """Gives the first address of a ``srcset``, or the value itself."""
    if "srcset" in name:
        return value.split(",", 1)[0].split(" ", 1)[0] if not value.startswith("data:") else None
    return value


def _pixels(value: object) -> int | None:
    """Gives a declared size; ``"300px"`` is 300, a percentage is none."""
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 100_000:
        return int(value)
    found = re.match(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", value) if isinstance(value, str) else None
    return int(found[1]) or None if found else None


def _key(address: str) -> str:
    """Gives what two sizes of one picture usually share: the address without its query."""
    return re.sub(
        r"^https?:",
        "",
        address.partition("?")[0] if re.search(r"\.(?:jpe?g|png|webp|gif|avif)\?", address, re.IGNORECASE) else address,
    )
