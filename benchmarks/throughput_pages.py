"""Serves the pages of the throughput benchmark in a process of its own, until its standard input is closed.

    python benchmarks/throughput_pages.py FOLDER [--corpora ../shared/corpora] [--pages N]

Pages are 80 to 200 KB and no two have the same text: the saved ones of the corpora where that folder is there, else
written ones of the same size. They are spread over sites of a newsroom (see ``tests.newsroom``) with a feed each.
Writes ``catalogue.yaml`` and ``urls.txt`` (an address a line) into FOLDER, then prints the proxy's address.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.newsroom import Listed, Newsroom, Request, Response, Site
from tests.newsroom.article import Article
from tests.newsroom.layouts import structured, wordpress
from tests.newsroom.listings import rss
from tests.newsroom.replay import read_cases
from tests.newsroom.waiting import Ending

SMALLEST, LARGEST = 80_000, 200_000
SITES = 20
WRITTEN_PAGES = 400


@dataclass(frozen=True, slots=True)
class Page:
    """One page: path with query, and what is answered."""

    path: str
    body: bytes


def saved_pages(corpora: Path) -> Iterator[Page]:
    """Gives the saved pages of the right size, each path once."""
    taken: set[str] = set()
    for folder in sorted(path for path in corpora.iterdir() if (path / "cases.jsonl").exists()):
        for saved in read_cases(folder):
            body = gzip.decompress(saved.path.read_bytes())
            parts = urlsplit(saved.url)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if SMALLEST <= len(body) <= LARGEST and path not in taken and len(parts.path) > 1:
                taken.add(path)
                yield Page(path, body)


def written_pages(count: int) -> Iterator[Page]:
    """Gives pages of the newsroom's own text, filled up to a usual size with what surrounds articles."""
    newsroom = Newsroom(["northern-herald", "tagblatt-nord"], scale=count // 2 + 1)
    articles = [article for article in newsroom.articles if not article.group and article.is_listed]
    chance = random.Random(2026)
    for article in articles[:count]:
        site = newsroom.site(article.host)
        yield Page(article.path, _filled(site, article, chance))


def _filled(site: Site, article: Article, chance: random.Random) -> bytes:
    """Adds styles, state for scripts, navigation and teasers, in about the proportions of pages of this size."""
    layout = structured.page if site.id == "tagblatt-nord" else wordpress.page
    text = layout(site, article)
    missing = chance.randint(SMALLEST + 5_000, LARGEST - 5_000) - len(text.encode())
    styles = "".join(
        f".c{index}{{margin:{index % 40}px;color:#{index:06x}}}" for index in range(missing * 3 // 10 // 32)
    )
    state = json.dumps({"items": [site.writer.sentence() for _ in range(missing // 2 // 130)]}, ensure_ascii=False)
    menu = "".join(
        f'<li class="m{index}"><a href="/topic/{index}">{index}</a></li>' for index in range(missing // 10 // 48)
    )
    teasers = "".join(
        f'<div class="teaser t{index}"><a href="/t/{index}"><h3>{site.writer.headline()}</h3></a></div>'
        for index in range(missing // 10 // 125)
    )
    text = text.replace("</head>", f"<style>{styles}</style><script>window.__DATA__={state}</script></head>", 1)
    text = text.replace("<main", f'<ul class="mega-menu">{menu}</ul><main', 1)
    return text.replace("</body>", f'<section class="more">{teasers}</section></body>', 1).encode()


def spread(newsroom: Newsroom, pages: Iterable[Page]) -> list[str]:
    """Puts the pages on sites of a newsroom; gives their addresses, sites taking turns."""
    sites = [_site(newsroom, number) for number in range(1, SITES + 1)]
    urls = []
    for index, page in enumerate(pages):
        site = sites[index % SITES]
        moment = newsroom.clock.now() - timedelta(minutes=5 + index)
        site.pages[page.path] = _answer(page.body)
        site.extras.append(Listed(site.url(page.path), f"Page {index}", moment, guid=page.path))
        urls.append(site.url(page.path))
    return urls


class PageSite(Site):
    """Answers saved addresses as they were sent, percent signs and all."""

    def respond(self, request: Request) -> Response:
        page = self.pages.get(request.target)
        return page(request) if page else super().respond(request)


def _site(newsroom: Newsroom, number: int) -> Site:
    site = PageSite(
        f"paper-{number:02}",
        f"Paper {number}",
        f"paper-{number:02}.test",
        "GB",
        "en",
        wordpress.page,
        newsroom.clock,
        listings={"/feed/": rss},
        catalogue={"feeds": ["/feed/"], "rendering": "never"},
    )
    return newsroom.add_site(site)


def _answer(body: bytes) -> Callable[[Request], Response]:
    return lambda _request: Response(200, body, "text/html")


def main() -> None:
    """Serves until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where catalogue.yaml and urls.txt are written")
    parser.add_argument("--corpora", type=Path, help="folder with folders of saved pages; without it pages are written")
    parser.add_argument("--pages", type=int, help="how many pages at most")
    arguments = parser.parse_args()
    corpora, count = arguments.corpora, arguments.pages
    pages = saved_pages(corpora) if corpora else written_pages(count or WRITTEN_PAGES)
    ending = Ending()
    with Newsroom([]) as newsroom:
        urls = spread(newsroom, islice(pages, count))
        newsroom.write_catalogue(arguments.folder / "catalogue.yaml")
        (arguments.folder / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
        print(newsroom.proxy_url, flush=True)
        ending.wait()


if __name__ == "__main__":
    main()
