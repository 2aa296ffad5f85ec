"""What a page says about where its text came from; collected here, judged by attribution."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from crawler.extraction.addresses import split_address
from crawler.extraction.authors import Signatures
from crawler.extraction.body import Body
from crawler.extraction.document import Document
from crawler.extraction.organisations import AGENCIES
from crawler.extraction.phrases import any_of
from crawler.extraction.structured import Structured, first_text, nodes_in, texts_in
from crawler.extraction.text import clean, fold
from crawler.items import Evidence, Link

_PLACE = r"[^\W\d_][\w.'’ -]{1,40}(?:,\s[\w.\s]{2,30})?"
_DATELINE = re.compile(
    rf"^(?P<line>(?:{_PLACE}\s?)?(?:\((?P<agency>[^()\d]{{2,40}})\)|/(?P<slashed>[A-Z][\w /+-]{{1,25}})/)|{_PLACE})"
    r"\s?(?:[—–:]|--?)\s"
)
_CREDIT_LINE = re.compile(
    r"""(?:^|[\s(.!?…"”»])(?P<line>\((?P<inner>[^()]{2,60})\)|(?:©|\(c\)|copyright)\s?(?:\d{4}\s)?[^.()]{2,60}|"""
    r"(?:source|quelle|fuente|fonte|bron|kilde|källa|lähde|источник|джерело|źródło|kaynak|출처|来源)\s?[:：]\s?[^.]{2,60})\s*\.?$",
    re.IGNORECASE,
)
_SOURCE_WORDS = any_of(
    r"""
    source link|original (?:source|article|post|story|link|report)
    (?:read|view|see) (?:the |this )?(?:full |original |complete )+(?:story|article|post|report)
    (?:read|view) (?:more )?(?:at|on) (?:the )?(?:original|source)|republished (?:from|with)
    first (?:appeared|published)|originally (?:appeared|published|posted)|via\b|source\s*:
    this (?:article|story|post) (?:was|is) (?:originally |first )?(?:published|republished|syndicated)
    quelle\s*:|zum original|originalartikel|(?:ursprünglich|zuerst) (?:erschienen|veröffentlicht)|erschien zuerst
    l['’]article (?:est )?(?:apparu|publié|original)|lire l['’](?:article )?original|article original|source originale
    publié (?:initialement|à l['’]origine)
    fuente\s*:|fuente original|artículo original|leer (?:el )?(?:artículo )?original
    publicado (?:originalmente|primero|por primera vez)|la entrada .{0,160} (?:se publicó|aparece) primero
    fonte\s*:|articolo originale|pubblicato (?:originariamente|per la prima volta)|leggi l['’]originale
    l['’]articolo .{0,160} proviene da|artigo original|publicado originalmente|apareceu primeiro
    bron\s*:|oorspronkelijk (?:verschenen|gepubliceerd)|kilde\s*:|källa\s*:|lähde\s*:
    источник\s*:|первоисточник|джерело\s*:|оригинал|źródło\s*:|artykuł pochodzi|kaynak\s*:|haberin kaynağı
    출처\s*:|原文|来源|來源|出典|情報元|المصدر|منبع\s*:
    """
)
_AROUND = 300
"""Characters of a paragraph that is a note on the source rather than text."""
_LAST_LINKS = 30
"""Links from the end of the text that are looked at."""
_PUBLISHER_KEYS = ("isBasedOn", "isBasedOnUrl", "citation")


def read_evidence(document: Document, structured: Structured, signatures: Signatures, body: Body) -> Evidence:
    """Gives all that bears on the origin of a page's text."""
    article = structured.article
    publisher = next((structured.resolve(node) for node in nodes_in(article.get("publisher"))), {})
    lines = [line for section in body.sections for line in section.paragraphs]
    return Evidence(
        byline=signatures.byline,
        dateline=_dateline(lines),
        credits=list(dict.fromkeys(_credits(lines))),
        creators=signatures.organisations,
        publisher_name=clean(publisher.get("name"))  # a node that only refers to another has no text but its address
        or next((text for text in texts_in(article.get("publisher")) if "://" not in text), None)
        or structured.meta.first("og:site_name", "application-name", "publisher", "dc.publisher"),
        publisher_url=document.absolute(first_text(publisher.get("url"))),
        copyright_holder=first_text(article.get("copyrightHolder"))
        or structured.meta.first("copyright", "dc.rights", "rights", "dcterms.rightsholder"),
        source_organization=first_text(article.get("sourceOrganization")) or first_text(article.get("provider")),
        license=document.absolute(first_text(article.get("license")))
        or first_text(article.get("license"))
        or structured.link('link[rel~="license" i][href], a[rel~="license" i][href]'),
        original_source=document.absolute(
            structured.meta.first("original-source", "original_source", "og:original_source")
        ),
        syndication_source=document.absolute(structured.meta.first("syndication-source", "syndication_source")),
        based_on=_based_on(document, structured),
        source_links=_source_links(document, body.node),
    )


def _dateline(lines: list[str]) -> str | None:
    """Gives the opening of the first lines up to its dash, if it names a place in capitals or an agency in brackets."""
    for line in lines[:2]:
        found = _DATELINE.match(line[:120])
        if not found:
            continue
        agency = found["agency"] or found["slashed"]
        place = found["line"].partition("(")[0].partition(",")[0].strip()
        if agency and (agency.isupper() or any(part.strip().casefold() in AGENCIES for part in agency.split("/"))):
            return found["line"].strip()
        if not agency and place.isupper() and len(place) > 2:
            return found["line"].strip()
    return None


def _credits(lines: list[str]) -> Iterator[str]:
    """Yields credit lines: what stands in brackets, after © or after "Source:" at the end of the last lines."""
    for line in lines[-3:] + lines[:1]:
        found = _CREDIT_LINE.search(line[-100:])
        if not found:
            continue
        inner = found["inner"]
        if inner is None or any(
            part.strip(" .").casefold() in AGENCIES for part in re.split(r"[/,;+]|\s(?:and|und|et|y|e)\s", inner)
        ):
            yield found["line"].strip()


def _based_on(document: Document, structured: Structured) -> list[str]:
    """Gives the addresses that the article's node names as its origin or its twin; its own address is none."""
    own = {document.url.rstrip("/"), (structured.canonical_url or "").rstrip("/")}
    found: list[str] = []
    for key in (*_PUBLISHER_KEYS, "sameAs"):
        value = structured.article.get(key)
        for item in value if isinstance(value, list) else [value]:
            text = (item.get("url") or item.get("@id")) if isinstance(item, dict) else item
            address = document.absolute(text) if isinstance(text, str) and "://" in text else None
            if address and address.rstrip("/") not in own and address not in found:
                found.append(address)
    return found


def _source_links(document: Document, container: LexborNode | None) -> list[Link]:
    """Gives the links near the end of the text that claim, or whose paragraph claims, to lead to the original."""
    root = _with_end(container) or document.tree.css_first("article, main") or document.tree.body
    if root is None:
        return []
    own = _host(document.url)
    found: dict[str, Link] = {}
    for node in root.css("a[href]")[-_LAST_LINKS:]:
        href = node.attributes.get("href") or ""
        if "//" not in href or _host(href) == own:  # a relative address is the site's own
            continue
        words = _claim(node)
        address = document.absolute(href) if words else None
        if words and address:
            found.setdefault(address, Link(address, words))
    return list(found.values())


def _claim(node: LexborNode) -> str | None:
    """Gives the words of a link that claims to lead to the original, by itself or by the note around it."""
    text = fold(node.text(deep=True, separator=" ")[:_AROUND])
    around = node.parent.text(deep=True, separator=" ") if node.parent is not None else ""
    note = fold(around) if len(around) < _AROUND else text
    return (text or note) if _SOURCE_WORDS.search(note) else None


def _with_end(container: LexborNode | None) -> LexborNode | None:
    """Gives the element in which notes below the text stand: at most two levels up, within article and main."""
    node = container
    for _ in range(2):
        if node is None or node.tag in ("article", "main", "body") or node.parent is None:
            return node
        node = node.parent
    return node


def _host(address: str) -> str:
    return (split_address(address).hostname or "").removeprefix("www.")
