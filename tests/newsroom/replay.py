"""Saved pages under their own host names: a folder of gzipped HTML with a ``cases.jsonl`` that says whose they are.

Each line of ``cases.jsonl`` has at least ``file`` and ``url``; ``country`` and ``publisher`` are used where they are
there. The pages are served as they were saved, at ``http://`` and, through a tunnel, at ``https://``.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urlsplit

from tests.newsroom import listings
from tests.newsroom.article import Listed
from tests.newsroom.layouts import wordpress
from tests.newsroom.messages import Request, Response
from tests.newsroom.site import Site

if TYPE_CHECKING:
    from tests.newsroom.newsroom import Newsroom

FEED = "/newsroom-replay/feed.xml"
KEPT = 600
"""Unpacked pages kept in memory."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One saved page."""

    url: str
    """Where it is served: its own address by ``http://``, without a fragment."""
    path: Path
    case: dict[str, Any]
    """Its line of ``cases.jsonl``: the truth about it."""


class ReplayedSite(Site):
    """A host whose pages were saved."""

    def respond(self, request: Request) -> Response:
        if page := self.pages.get(request.target):
            return page(request)
        return super().respond(request)


def replay(newsroom: Newsroom, folder: Path, choose: Callable[[Saved], bool] | None = None) -> list[Saved]:
    """Serves the pages of a folder, all or those chosen, with a feed and a catalogue entry for each host.

    Raises OSError where the folder has no ``cases.jsonl``.
    """
    saved = [page for page in read_cases(folder) if choose is None or choose(page)]
    by_host: dict[str, list[Saved]] = {}
    for page in saved:
        by_host.setdefault(urlsplit(page.url).netloc.lower(), []).append(page)
    for host, pages in by_host.items():
        newsroom.add_site(_site(newsroom, host, pages))
    return saved


def read_cases(folder: Path) -> list[Saved]:
    """Reads what was saved. A second page saved from one address is served under a further query parameter."""
    saved: list[Saved] = []
    taken: set[str] = set()
    with (folder / "cases.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            address = urldefrag(case["url"].strip()).url
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not re.fullmatch(r"[\w.-]+\.[\w-]+", parts.netloc, re.ASCII):
                continue
            url = f"http://{parts.netloc}{parts.path or '/'}".replace(" ", "%20") + (
                f"?{parts.query}" if parts.query else ""
            )
            while url in taken:
                url += f"{'&' if '?' in url else '?'}saved={len(taken)}"
            taken.add(url)
            saved.append(Saved(url, folder / "pages" / case["file"], case))
    return saved


def _site(newsroom: Newsroom, host: str, pages: list[Saved]) -> Site:
    first = pages[0].case
    country = str(first.get("country") or "xx").upper()
    site = ReplayedSite(
        f"replay-{host.replace('.', '-')}",
        str(first.get("publisher") or host),
        host,
        country,
        "en",
        wordpress.page,
        newsroom.clock,
        listings={FEED: _feed},
        catalogue={"feeds": [FEED]},
    )
    for index, page in enumerate(pages):
        moment = newsroom.clock.now() - timedelta(minutes=10 + index)
        site.extras.append(Listed(page.url, _title(page.url), moment, guid=page.url))
        target = urlsplit(page.url)
        site.pages[f"{target.path}?{target.query}" if target.query else target.path] = _serve(page.path)
    return site


def _serve(path: Path) -> Callable[[Request], Response]:
    return lambda _request: Response(200, _unpacked(path), "text/html")


@lru_cache(maxsize=KEPT)
def _unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def _title(url: str) -> str:
    """Gives the words of an address: a feed that gives no headline away that extraction should find."""
    parts = urlsplit(url)
    words = re.sub(r"[^\w]+", " ", unquote(parts.path.rstrip("/").rpartition("/")[2])).strip()
    return words or parts.netloc


@listings.feed
def _feed(site: Site, entries: list[Listed]) -> Response:
    """RSS 2.0 with addresses and titles only: no date that would stand in for the page's own."""
    items = "".join(
        f"<item><title>{escape(entry.title)}</title><link>{escape(entry.url)}</link></item>\n" for entry in entries
    )
    channel = f"<channel><title>{escape(site.name)}</title>{items}</channel>"
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0">{channel}</rss>\n'
    return Response(200, text.encode(), "application/rss+xml; charset=utf-8")
