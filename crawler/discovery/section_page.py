"""Finds the links to articles on a page that lists them: a front page, a section, an archive.

What the articles of a site look like is learned from the page itself: links whose addresses are built alike
(``/news/<headline>-<number>.html``) are judged together, so that a short headline among long ones is kept and a long
entry of a menu is not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.discovery.candidates import absolute
from crawler.discovery.links import article_shape, judge_link
from crawler.discovery.listing import Listing
from crawler.discovery.text import plain
from crawler.exceptions import UnusableListing
from crawler.items import Entry
from crawler.sources.source import Source

MAX_LINKS = 5000
"""Links of a page that are looked at."""
MAX_SECTION_ENTRIES = 300
"""Articles that are taken from one page."""
MIN_SCORE = 3.5
"""Points from which a link leads to an article: half its own, half those of the links built alike."""
MIN_OWN_SCORE = 2.0
"""Points that a link needs whatever the others have: the imprint is often built like an article."""
MIN_ALIKE = 3
"""Stored articles that must share a shape before it is trusted."""

_TELLING = re.compile(r"(?:^|/)[SNC]")
_FRAME = frozenset(("nav", "footer", "header", "menu", "form"))
_FRAME_NAME = re.compile(
    r"\b(?:nav|navi|navigation|menu|footer|breadcrumbs?|social|share|cookie|consent)\b", re.IGNORECASE
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NUMBER = re.compile(r"\d+")


@dataclass
class _Candidate:
    """All links of a page to one address."""

    url: str
    title: str
    in_heading: bool
    in_frame: bool
    in_article: bool

    def score(self) -> float:
        words = len(self.title.split())
        length = len(self.title) + 2 * sum(ord(character) > 0x2E80 for character in self.title)
        text = 2.0 if length >= 30 and (words >= 4 or length > 2 * len(self.title)) else 1.0 if length >= 20 else 0.0
        position = 2.0 * self.in_heading + 1.0 * self.in_article - 6.0 * (self.in_frame and not self.in_heading)
        return min(4, article_shape(self.url)) + text + position


def read_section_page(html: str, *, url: str, source: Source, learned: Collection[str] = ()) -> Listing:
    """Reads the links to articles of a page, in the order of the page.

    Args:
        html: the page.
        url: its address, after redirects.
        source: whose articles are wanted; links to other sites are left out.
        learned: the shapes that articles of this source are known to have (``learn_shapes``).

    Links that are no articles (menus, other sites) are not counted as entries.

    Raises:
        UnusableListing: ``no-article-links``; a page that is made by scripts has none, for example.
    """
    page = LexborHTMLParser(html)
    candidates = _candidates(page, url, source)
    scores: dict[str, list[float]] = defaultdict(list)
    for candidate in candidates:
        scores[url_shape(candidate.url)].append(candidate.score())
    entries = []
    for candidate in candidates:
        shape, own = url_shape(candidate.url), candidate.score()
        alike = sum(scores[shape]) / len(scores[shape])
        if shape in learned or (own >= MIN_OWN_SCORE and (own + alike) / 2 >= MIN_SCORE):
            entries.append(Entry(url=candidate.url, title=candidate.title or None))
    if not entries:
        raise UnusableListing("no-article-links: no link of the page looks like an article of this source")
    title = page.css_first("title")
    root = page.root
    language = root.attributes.get("lang") if root else None
    return Listing(
        format="html",
        entries=entries[:MAX_SECTION_ENTRIES],
        title=plain(title.text()) if title else None,
        language=language or None,
    )


def url_shape(url: str) -> str:
    """Gives what addresses of one kind share: ``/w/S-N.html`` for ``/sport/the-final-in-pictures-12345.html``.

    Folders become ``w``, headlines ``S``, numbers ``N``, codes ``C``; host and query names stay.
    """
    parts = urlsplit(url)
    segments = [segment for segment in unquote(parts.path).split("/") if segment]
    shape = "/".join([*(_segment_shape(folder) for folder in segments[:-1]), *map(_page_shape, segments[-1:])])
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&") if pair})
    return f"{parts.hostname}/{shape}" + (f"?{'&'.join(names)}" if names else "")


def learn_shapes(articles: Iterable[str]) -> frozenset[str]:
    """Gives the shapes that a source's articles are known to have, from addresses of some that were stored.

    A shape counts from ``MIN_ALIKE`` articles on, and only if it says something: folders alone (``w/w``) are the shape
    of section pages too.
    """
    counts = Counter(url_shape(url) for url in set(articles))
    return frozenset(
        shape for shape, count in counts.items() if count >= MIN_ALIKE and _TELLING.search(shape.partition("/")[2])
    )


def _page_shape(segment: str) -> str:
    stem, dot, extension = segment.rpartition(".")
    if dot and 2 <= len(extension) <= 5:
        return f"{_segment_shape(stem)}.{extension.lower()}"
    return _segment_shape(segment)


def _segment_shape(segment: str) -> str:
    words = [word for word in re.split(r"[-_,+]", segment) if word]
    if segment.isdigit():
        return "N"
    if len([word for word in words if not _NUMBER.search(word)]) >= 3:
        return "S-N" if words[-1].isdigit() and len(words[-1]) >= 4 else "S"
    return "C" if sum(character.isdigit() for character in segment) >= 4 else "w"


def _candidates(page: LexborHTMLParser, url: str, source: Source) -> list[_Candidate]:
    base = page.css_first("base[href]")
    root = absolute(base.attributes.get("href"), url) if base else None
    found: dict[str, _Candidate] = {}
    for link in page.css("a[href]")[:MAX_LINKS]:
        address = absolute(link.attributes.get("href"), root or url)
        if address is None or judge_link(address, source) not in (None, "section-page"):
            continue
        address = urldefrag(address).url
        if address == urldefrag(url).url:
            continue
        seen = _look(link, address)
        known = found.setdefault(address, seen)
        if known is not seen:
            known.title = max(known.title, seen.title, key=len)
            known.in_heading |= seen.in_heading
            known.in_article |= seen.in_article
            known.in_frame &= seen.in_frame
    return list(found.values())


def _look(link: LexborNode, address: str) -> _Candidate:
    heading = link.css_first("h1, h2, h3, h4, h5, h6")
    text = heading.text() if heading else link.text(separator=" ")
    seen = _Candidate(address, plain(text) or "", heading is not None, False, False)
    above = link.parent
    while above is not None and above.tag not in ("body", "html", None):
        seen.in_heading |= above.tag in _HEADINGS
        seen.in_article |= above.tag == "article"
        if not seen.in_frame:
            names = " ".join(above.attributes.get(name) or "" for name in ("class", "id", "role"))
            seen.in_frame = (above.tag in _FRAME and not seen.in_article) or _FRAME_NAME.search(names) is not None
        above = above.parent
    return seen
