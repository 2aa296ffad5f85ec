"""CSS selectors that an operator wrote by hand for one site; they win over everything that is found without them."""

from __future__ import annotations

from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from crawler.extraction.document import Document
from crawler.extraction.headline import Headline
from crawler.extraction.text import fold
from crawler.extraction.witnesses import Signature, Witness
from crawler.items import Extraction

ORIGIN = "override"


class Overrides:
    """The selectors of one source, by field, each optional.

    The fields: ``headline``, ``description``, ``authors``, ``section``, ``published_at``, ``modified_at`` here;
    ``body`` and ``remove`` are `crawler.extraction.body`'s.

    They are validated with the catalogue, when it is loaded. One that matches nothing on a page leaves the field to the
    general rules; one that is no CSS raises ``SelectolaxError``.
    """

    def __init__(self, document: Document, selectors: Mapping[str, str] | None = None) -> None:
        self._document = document
        self._selectors = selectors or {}

    def headline(self) -> Headline | None:
        """Gives the text of the first element chosen as headline."""
        text = self._text("headline")
        return Headline(text, ORIGIN) if text else None

    def set_texts(self, extraction: Extraction) -> None:
        """Sets the fields that are the text of an element and nothing more."""
        for name in ("description", "section"):
            if text := self._text(name):
                setattr(extraction, name, text)
                extraction.origins[name] = ORIGIN

    def signatures(self) -> list[Signature]:
        """Gives the texts of the elements chosen as authors."""
        found = [(_text_of(node), node.attributes.get("href")) for node in self._nodes("authors")]
        return [
            Signature(text, ORIGIN, self._document.absolute(href), is_typed_person=True) for text, href in found if text
        ]

    def times(self, name: str) -> list[Witness]:
        """Gives what the elements chosen for ``name`` say: their machine-readable attribute, else their text."""
        nodes = self._nodes(name)
        said = [node.attributes.get("datetime") or node.attributes.get("content") or _text_of(node) for node in nodes]
        return [Witness(text, ORIGIN) for text in said if text]

    def _text(self, name: str) -> str | None:
        return next((text for node in self._nodes(name) if (text := _text_of(node))), None)

    def _nodes(self, name: str) -> list[LexborNode]:
        selector = self._selectors.get(name)
        return self._document.tree.css(selector) if selector else []


def _text_of(node: LexborNode) -> str:
    return fold(node.text(deep=True, separator=" "))
