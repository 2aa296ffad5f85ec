"""Tells what a text is by its content: servers and catalogues are often wrong about it."""

from __future__ import annotations

import re

from crawler.exceptions import UnusableListing

HEAD = 65_536
"""Characters in which a document must show what it is."""

_ROOT = re.compile(r"<(?:[\w-]{1,40}:)?(rss|feed|RDF|channel|urlset|sitemapindex)(?=[\s>/])")
_PROLOG = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|meta|div|script)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ADDRESS_LINE = re.compile(r"https?://\S+\Z")
_NEWS_NAMESPACE = "/schemas/sitemap-news/"
_FORMATS = {
    "rss": "rss",
    "channel": "rss",
    "RDF": "rss",
    "feed": "atom",
    "urlset": "sitemap",
    "sitemapindex": "sitemap-index",
}


def sniff(text: str) -> tuple[str, int]:
    """Gives the format of a list (see ``Listing.format``) and where its content begins.

    What stands before the root element (a declaration, a DOCTYPE with its entities, a warning of the server's own
    scripts) is not part of it. A web page is a ``html`` even if a feed is quoted in it.

    Raises:
        UnusableListing: it is none; the message begins with the reason: ``empty``, ``binary``, ``not-a-feed``.
    """
    head = text[:HEAD]
    start = len(head) - len(head.lstrip("\ufeff \t\r\n\x00"))
    if not head[start:]:
        raise UnusableListing("empty: the response has no content")
    if len(_CONTROL.findall(head)) > 0.02 * len(head):
        raise UnusableListing("binary: the response is no text")
    if head[start] == "{":
        return "json-feed", start
    bare = _PROLOG.sub(lambda comment: " " * len(comment[0]), head)
    root = _ROOT.search(bare)
    if _HTML.search(bare, 0, root.start() if root else HEAD):
        return "html", start
    if root:
        kind = _FORMATS[root[1]]
        return ("news-sitemap" if kind == "sitemap" and _NEWS_NAMESPACE in text else kind), root.start()
    if _is_address_list(head[start:]):
        return "text-sitemap", start
    what = "JSON" if head[start] == "[" else "XML" if head[start] == "<" else "text"
    raise UnusableListing(f"not-a-feed: the response is {what}, but no feed and no sitemap")


def _is_address_list(head: str) -> bool:
    lines = [line.strip() for line in head.splitlines()[:20]]
    written = [line for line in lines if line]
    return bool(written) and all(_ADDRESS_LINE.match(line) for line in written)
