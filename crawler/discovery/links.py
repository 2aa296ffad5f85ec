"""Judges by its address alone whether a link may lead to an article of a source.

It refuses what is surely none; what a page really is, extraction tells. The rules of courlan (its filters for site
structure and for pages that are not worth crawling) come on top of our own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from courlan.filters import is_not_crawlable, type_filter

from crawler.discovery.vocabulary import ANYWHERE, ARTICLE_FOLDERS, LISTING_FOLDERS, MEDIA_FILES, SERVICE
from crawler.hosts import host_of
from crawler.sources.source import Source

MAX_URL = 2048
"""Characters of an address; longer ones are traps and trackers."""

FEED_REDIRECTORS = ("feedproxy.google.com", "feeds.feedburner.com", "follow.it", "feedpress.me", "rss.feedsportal.com")
"""Hosts whose links lead to the article by a redirect; where they really lead is judged when they are fetched."""


def judge_link(url: str, source: Source, *, title: str | None = None) -> str | None:
    """Tells why a link leads to no article of a source, or gives ``None`` if it may lead to one.

    Args:
        url: absolute address.
        title: what the list calls it. A named entry of a feed need not look like an article (``/politics/summit``
            passes); a bare address must.

    Returns:
        ``too-long``, ``not-http``, ``bad-url``, ``other-site``, ``front-page``, ``media-file``, ``feed``, ``advert``,
        ``gallery``, ``video``, ``search``, ``service-page``, ``tag-page``, ``author-page``, ``section-page``, ``None``.
    """
    if len(url) > MAX_URL:
        return "too-long"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "bad-url"
    if parts.scheme not in ("http", "https"):
        return "not-http"
    if not host or any(character in host for character in " <>\"'"):
        return "bad-url"
    if not source.owns(url):
        return None if host_of(url) in FEED_REDIRECTORS else "other-site"
    if title and _ADVERT_TITLE.match(title):
        return "advert"
    return _judge_path(parts, is_named=bool(title))


def _judge_path(parts: SplitResult, *, is_named: bool) -> str | None:
    path = unquote(parts.path).lower()
    segments = [segment for segment in path.split("/") if segment]
    if _is_front_page(segments, parts.query):
        return "front-page"
    extension = _EXTENSION.search(segments[-1]) if segments else None
    if extension and extension[1] in MEDIA_FILES:
        return "media-file"
    if segments and (segments[-1] in ("feed", "rss", "atom") or (extension and extension[1] in _FEEDS)):
        return "feed"
    shape = article_shape(parts.geturl())
    reason = _judge_segments(segments, shape + is_named)
    if reason:
        return reason
    keys = {key.lower() for key, _ in parse_qsl(parts.query)}
    if _SEARCH_KEYS & keys and shape == 0:
        return "search"
    if _COPY_KEYS & keys:
        return "service-page"
    if is_not_crawlable(parts.geturl()):
        return "service-page"
    is_overview = shape < 2 and not type_filter(parts.geturl(), with_nav=True)
    return "section-page" if is_overview or (shape == 0 and not is_named) else None


def _is_front_page(segments: list[str], query: str) -> bool:
    if query:
        return False
    return len(segments) == 0 or (len(segments) == 1 and _FRONT_PAGE.match(segments[0]) is not None)


def _judge_segments(segments: list[str], shape: int) -> str | None:
    """Looks for the words that sites name their other pages by: as a folder, or as the page itself."""
    *folders, last = segments or [""]
    page = _EXTENSION.sub("", last)
    folders_and_page = {*folders, page}
    for reason, words in ANYWHERE.items():
        if words & folders_and_page:
            return reason
    for reason, words in LISTING_FOLDERS.items():
        behind = next((len(segments) - index - 1 for index, segment in enumerate(segments) if segment in words), 2)
        if behind == 0 or (behind == 1 and shape < 4):
            return reason
    if page in SERVICE or (SERVICE & set(folders[:1]) and shape < 2):
        return "service-page"
    if any(first in _PAGINATION and second.isdigit() for first, second in pairwise(segments)):
        return "section-page" if segments[-1].isdigit() else None
    return None


class _Shape(NamedTuple):
    words: int
    """Words of two letters and more in the longest of the last two path segments."""
    has_id: bool
    has_date: bool
    is_marked: bool
    is_page: bool
    """Whether the last segment ends like a file or holds a number."""


_HEADLINE_POINTS = (0, 0, 1, 2, 3)


def article_shape(url: str) -> int:
    """Gives how much an address looks like an article's, from 0 (``/politics/``) to 8.

    Counted are a headline in the path (three words and more, or two and a number or ``.html``), a number or code of
    five characters and more, a date, and a folder that sites keep articles in.
    """
    shape = _shape(url)
    headline = _HEADLINE_POINTS[min(shape.words, 4)] if shape.words != 2 or shape.is_page else 0
    return headline + 2 * shape.has_id + 2 * shape.has_date + (shape.is_marked and (shape.words > 0 or shape.has_id))


@lru_cache(maxsize=4096)
def _shape(url: str) -> _Shape:
    parts = urlsplit(url)
    segments = [segment for segment in unquote(parts.path).split("/") if segment]
    tail = [_EXTENSION.sub("", segment) for segment in segments[-2:]]
    return _Shape(
        words=max((_words(segment) for segment in tail), default=0),
        has_id=any(_has_id(segment) for segment in (*tail, *segments[-4:-2])) or _has_query_id(parts.query),
        has_date=_DATE.search("/" + "/".join(segments)) is not None,
        is_marked=any(segment.lower() in ARTICLE_FOLDERS for segment in segments[:-1]),
        is_page=bool(segments) and _PAGE_END.search(segments[-1]) is not None,
    )


def _words(segment: str) -> int:
    words = [word for word in _SEPARATORS.split(segment) if len(word) > 1 and not any(c.isdigit() for c in word)]
    wide = sum(1 for character in segment if ord(character) > 0x2E80)  # scripts that put no spaces between words
    return max(len(words), wide // 3)


def _has_id(segment: str) -> bool:
    return any(_is_id(part) for part in _SEPARATORS.split(segment)) or _LONG_NUMBER.search(segment) is not None


def _has_query_id(query: str) -> bool:
    if _SPIP.match(query):
        return True
    return any(len(value) >= 3 and value.isdigit() for key, value in parse_qsl(query) if key.lower() in _ID_KEYS)


def _is_id(text: str) -> bool:
    """Tells a number or a code from a word: five digits, or a mix of digits and letters of six and more."""
    digits = sum(character.isdigit() for character in text)
    if digits == len(text):
        return digits >= 5
    if len(text) < 6:
        return False
    return digits >= 2 or (len(text) < 12 and any(c.isupper() for c in text[2:]) and any(c.islower() for c in text))


_EXTENSION = re.compile(r"\.([a-z0-9]{2,5})\Z", re.IGNORECASE)
_SEPARATORS = re.compile(r"[-_.,+~!:;=\s]+")
_PAGE_END = re.compile(r"\.[a-z]{2,5}\Z|\d{2}", re.IGNORECASE)
_SPIP = re.compile(r"article\d+")
_LONG_NUMBER = re.compile(r"\d{6}")
_DATE = re.compile(
    r"/(?:19|20)\d\d[/_-]?(?:0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:[/_-]?(?:0?[1-9]|[12]\d|3[01]))?(?=[/_-].{3}|T\d)|/\d\d_[a-z]+_\d\d/",
    re.IGNORECASE,
)
_FRONT_PAGE = re.compile(r"(?:index|default|home|homepage|startseite|start|main)(?:\.[a-z]{2,5})?\Z|[a-z]{2}\Z")
_ADVERT_TITLE = re.compile(
    r"\W*(?:anzeige|advertorial|sponsored(?: content| post)?|werbung|promoted"
    r"|paid (?:post|content|partnership)|reklam[ae]?"
    r"|annons|annonse|annonce|annoncørbetalt|publicidad|patrocinado|contenido patrocinado|pubblicità|publicidade"
    r"|advertentie|pr|広告|광고|реклама)\W*(?:[:|\]\u2013\u2014]|\s-\s)",
    re.IGNORECASE,
)
_FEEDS = frozenset(("xml", "rss", "atom", "rdf"))
_SEARCH_KEYS = frozenset(("q", "s", "query", "search", "suche", "keyword", "keywords"))
_COPY_KEYS = frozenset(("replytocom", "print", "printable", "share"))
"""Parameters that make another view of a page: its comment form, its print version."""
_ID_KEYS = frozenset(
    ("id", "p", "aid", "articleid", "article_id", "article", "newsid", "news_id", "storyid", "nid", "no")
)
_PAGINATION = frozenset(("page", "seite", "pagina", "pag", "p", "paged"))
