"""A news site: its articles, the lists that name them, and how it answers a request."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import unquote

from tests.newsroom.article import Article, Listed, Picture
from tests.newsroom.clock import Clock
from tests.newsroom.faults import Fault
from tests.newsroom.messages import Request, Response, compressed, conditional
from tests.newsroom.text import Writer

Layout = Callable[["Site", "Article"], str]
Variant = Callable[["Site", "Article"], Response]
Page = Callable[[Request], Response]
Render = Callable[["Site", list[Listed]], Response]


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed, a sitemap or a section page."""

    kind: str
    """``feed``, ``sitemap`` or ``section``: which entries it shows."""
    render: Render


@dataclass
class Site:
    """A publisher's site under a host of its own. Add articles at any time: pages and lists follow."""

    id: str
    name: str
    host: str
    country: str
    language: str
    layout: Layout
    clock: Clock
    path_pattern: str = "/{date:%Y/%m/%d}/{slug}/"
    """Slots: date, slug, number, rubric."""
    zone: timezone = UTC
    """The zone that its pages print times in."""
    encoding: str = "utf-8"
    content_type: str = "text/html; charset=utf-8"
    scheme: str = "http"
    tracking: str = ""
    """Query that its feeds add to each address, e.g. ``utm_source=rss``."""
    seed: str = ""
    robots: str = "User-agent: *\nDisallow:\n"
    headers: dict[str, str] = field(default_factory=dict)
    compress: bool = False
    listings: dict[str, Listing] = field(default_factory=dict)
    variants: dict[str, Variant] = field(default_factory=dict)
    """Further forms of every article under its path and a suffix, e.g. ``amp/``."""
    pages: dict[str, Page] = field(default_factory=dict)
    """Pages that are no articles, by path."""
    extras: list[Listed] = field(default_factory=list)
    """Entries of its lists that are no article of its own."""
    faults: dict[str, Fault] = field(default_factory=dict)
    """What goes wrong, by path."""
    catalogue: dict[str, Any] = field(default_factory=dict)
    """Keys of its catalogue entry besides names, country and languages; paths instead of addresses."""
    also: tuple[str, ...] = ()
    """Other hosts that it answers under."""

    def __post_init__(self) -> None:
        self.writer = Writer(self.language, f"{self.seed}/{self.id}")
        self._versions: dict[str, list[tuple[datetime, Article]]] = {}
        self._rendered: dict[str, tuple[Article, Response]] = {}
        self._written = 0
        self._listed_anew = self.clock.now()
        self.edition = 0

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.host}{path}"

    # -- articles

    @property
    def articles(self) -> list[Article]:
        """The articles as they are now, newest first."""
        current = [article for path in self._versions if (article := self.current(path))]
        return sorted(current, key=lambda article: article.published_at, reverse=True)

    def current(self, path: str) -> Article | None:
        """Gives the version of an article that the page shows now; None where there is none (yet)."""
        due = [article for moment, article in self._versions.get(path, ()) if moment <= self.clock.now()]
        return due[-1] if due else None

    def draft(self, published_at: datetime | None = None, *, paragraphs: int | None = None, **fields: Any) -> Article:
        """Writes an article without adding it; ``fields`` replace what was written. ``path`` names its address."""
        self._written += 1
        write, number = self.writer, self._written
        published_at = (published_at or self.clock.now()).replace(microsecond=0)
        headline = fields.pop("headline", None) or write.headline()
        rubric = fields.pop("rubric", None) or write.pick("rubrics")
        path = fields.pop("path", None) or self.path_pattern.format(
            date=published_at.astimezone(self.zone), slug=slug(headline, number), number=100_000 + number, rubric=rubric
        )
        length = paragraphs or write.random.randint(4, 7)
        written = Article(
            site=self.id,
            publisher=self.name,
            url=self.url(path),
            headline=headline,
            description=write.sentence(),
            sections=write.sections(length, min(length - 1, write.random.randint(0, 2))),
            authors=write.names(write.random.choice((1, 1, 2))),
            published_at=published_at,
            language=self.language,
            rubric=rubric,
            keywords=tuple(sorted({write.pick("what") for _ in range(3)})),
            image=self._picture(number),
        )
        return replace(written, **fields)

    def add(self, article: Article, at: datetime | None = None) -> Article:
        """Shows an article, or a new version of one, from now on or from a moment on."""
        versions = self._versions.setdefault(article.path, [])
        versions.append((at or self.clock.now(), article))
        versions.sort(key=lambda version: version[0])
        return article

    def write(self, count: int, every: timedelta = timedelta(minutes=47), **fields: Any) -> list[Article]:
        """Adds so many articles, the newest published a quarter of an hour ago, the others before it."""
        newest = self.clock.now() - timedelta(minutes=15)
        return [self.add(self.draft(newest - every * index, **fields)) for index in range(count)]

    @property
    def changed_at(self) -> datetime:
        """When its lists last changed."""
        now = self.clock.now()
        moments = [moment for versions in self._versions.values() for moment, _ in versions if moment <= now]
        return max([self._listed_anew, *moments])

    def remove(self, article: Article) -> None:
        """Takes an article from the site: its page is 404 from now on, its lists no longer name it."""
        self._versions.pop(article.path)
        self._listed_anew = self.clock.now()

    def related(self, article: Article, count: int = 5) -> list[Article]:
        """Gives other articles to tease beside one; others in each edition."""
        others = [other for other in self.articles if other.url != article.url and other.is_listed]
        start = self.edition % max(len(others), 1)
        return (others[start:] + others[:start])[:count]

    def renew_frame(self) -> None:
        """Changes what surrounds the articles, adverts and teasers, and nothing of the articles."""
        self.edition += 1
        self._rendered.clear()

    def _picture(self, number: int) -> Picture:
        place = self.writer.pick("places")
        return Picture(self.url(f"/images/{number}.jpg"), place[0].upper() + place[1:], self.writer.name())

    # -- lists

    def entries(self, kind: str) -> list[Listed]:
        """Gives the entries that the site's lists of a kind show now, newest first."""
        own = [self._entry(article, kind) for article in self.articles if article.is_listed]
        entries = own + [extra for extra in self.extras if kind in extra.kinds]
        oldest = datetime.min.replace(tzinfo=UTC)
        return sorted(entries, key=lambda entry: entry.published_at or oldest, reverse=True)

    def _entry(self, article: Article, kind: str) -> Listed:
        url = article.listed_at or article.url
        if self.tracking and kind == "feed":
            url += ("&" if "?" in url else "?") + self.tracking
        return Listed(
            url,
            article.headline,
            article.published_at,
            article.description,
            article.url,
            article,
            article.expected,
            article.why,
        )

    def listed(self) -> list[Listed]:
        """Gives every entry of the lists that its catalogue entry names, once an address."""
        kinds = {KIND_OF_KEY[key] for key in self.catalogue if key in KIND_OF_KEY}
        return list({entry.url: entry for kind in sorted(kinds) for entry in self.entries(kind)}.values())

    def catalogue_entry(self) -> dict[str, Any]:
        """Gives the site's entry for a catalogue, with absolute addresses."""
        entry: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "homepage": self.url(),
            "country": self.country,
            "languages": [self.language],
        }
        for key, value in self.catalogue.items():
            entry[key] = [self.url(path) for path in value] if key in KIND_OF_KEY else value
        return entry

    # -- answers

    def respond(self, request: Request) -> Response:
        """Answers a request as the site is now."""
        response = self._find(request)
        response.headers = self.headers | response.headers
        if self.compress and "gzip" in request.headers.get("accept-encoding", "") and response.body:
            return compressed(response)
        return response

    def _find(self, request: Request) -> Response:
        target, path = unquote(request.target), request.path
        for candidate in (target, path):
            if page := self.pages.get(candidate):
                return page(request)
            if listing := self.listings.get(candidate):
                return conditional(request, listing.render(self, self.entries(listing.kind)), self.changed_at)
        if path == "/robots.txt":
            return Response(200, self.robots.encode(), "text/plain; charset=utf-8")
        for candidate in (target, path):
            if answer := self._article_page(candidate):
                return answer
        return self.not_found()

    def _article_page(self, path: str) -> Response | None:
        if article := self.current(path):
            known = self._rendered.get(path)
            if known is None or known[0] is not article:
                known = (article, self.html(self.layout(self, article)))
                self._rendered[path] = known
            return replace(known[1], headers=dict(known[1].headers))
        for suffix, variant in self.variants.items():
            if path.endswith(suffix) and (article := self.current(path.removesuffix(suffix))):
                return variant(self, article)
        return None

    def serve(self, path: str, text: str) -> None:
        """Answers a path with a page that stays as it is."""
        self.pages[path] = lambda _request: self.html(text)

    def html(self, text: str, status: int = 200) -> Response:
        """Gives a page in the site's own encoding and content type."""
        return Response(status, text.encode(self.encoding, "xmlcharrefreplace"), self.content_type)

    def not_found(self) -> Response:
        return self.html(f"<!doctype html><title>404 - {self.name}</title><h1>404</h1>", 404)


KIND_OF_KEY = {"feeds": "feed", "news_sitemaps": "sitemap", "sitemaps": "sitemap", "sections": "section"}


def slug(text: str, number: int) -> str:
    """Gives the last part of an address: ASCII words of a headline and a number that makes it unique."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:9]
    return "-".join([*words, str(1000 + number)]) if len(words) > 2 else f"article-{1000 + number}"
