"""Pages written for the tests."""

from __future__ import annotations

import json
from typing import Any

from crawler.extraction.document import Document, parse_document
from crawler.extraction.structured import Structured

URL = "https://www.herald.example/politics/2024/05/03/council-votes-on-harbour"

TEXT = [
    "The city council voted on Friday to rebuild the old harbour, ending a dispute that divided the town for a decade.",
    "Nineteen members were in favour of the plan, which will cost forty million and create a park along the water.",
    "Opponents said that the money was needed for schools; two of them left the hall before the vote was taken.",
    "Work is expected to begin in the spring, when the last of the warehouses has been emptied and the ground tested.",
    "The mayor called the decision a gift to the children of the town, who have had no way to the sea until now.",
]


def page(head: str = "", body: str = "", lang: str = "en", article: dict[str, Any] | None = None) -> bytes:
    """Makes a page; ``article`` becomes its JSON-LD node."""
    script = f'<script type="application/ld+json">{json.dumps(article)}</script>' if article is not None else ""
    return f'<!doctype html><html lang="{lang}"><head>{head}{script}</head><body>{body}</body></html>'.encode()


def article_page(
    head: str = "", before: str = "", after: str = "", headline: str = "Council votes to rebuild the harbour"
) -> bytes:
    """Makes an article's page with a real text; ``before`` stands between headline and text."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    return page(
        head, f"<main><article><h1>{headline}</h1>{before}<div class='text'>{text}</div>{after}</article></main>"
    )


def read(content: bytes, url: str = URL) -> tuple[Document, Structured]:
    """Parses a page for the readers of single fields."""
    document = parse_document(content, url)
    return document, Structured(document)
