"""A page, decoded and parsed once for all who read it."""

from __future__ import annotations

from functools import cached_property

from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.addresses import absolute_address
from crawler.extraction.encoding import decode
from crawler.extraction.json_ld import Node, parse_json_ld
from crawler.extraction.markup import blank_unprinted


class Document:
    """One page: its address, its text and its tree.

    The tree belongs to all stages of extraction: who removes nodes from it does so after the others have read it.
    """

    def __init__(self, html: str, url: str) -> None:
        self.url = url
        """Where the page was fetched from, after redirects."""
        self.html = html
        """The decoded source."""
        self.tree = LexborHTMLParser(html)

    @cached_property
    def base_url(self) -> str:
        """What relative addresses are relative to: ``<base href>`` where it is a web address, else ``url``."""
        node = self.tree.css_first("base[href]")
        return (absolute_address(node.attributes.get("href"), self.url) if node else None) or self.url

    @cached_property
    def json_ld(self) -> list[Node]:
        """The nodes of all JSON-LD blocks, flattened; not yet cleaned."""
        nodes = self.tree.css('script[type*="ld+json" i]')
        return parse_json_ld(text for node in nodes if (text := node.text(deep=True)))

    @cached_property
    def markup(self) -> str:
        """The source without what is never printed: scripts, styles, templates, head, comments."""
        return blank_unprinted(self.html)

    def absolute(self, address: object) -> str | None:
        """Gives an address of the page as an absolute http or https one, ``None`` for all else."""
        return absolute_address(address, self.base_url)


def parse_document(content: bytes, url: str, content_type: str | None = None) -> Document:
    """Decodes and parses a page.

    ``content_type`` is the response header, whose charset is one witness among others. Raises ``UnusablePage`` for
    content that is empty or binary.
    """
    return Document(decode(content, content_type), url)
