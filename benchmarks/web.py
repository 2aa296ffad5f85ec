"""How fast the web service answers over many articles: ``python -m benchmarks.web [--articles N]``.

Loads synthetic articles (200,000 unless told otherwise; words drawn by Zipf's law, as in real text) into a mongod of
its own with the default cache of 256 MB, asks for every kind of page over HTTP and prints a table: median, 99th
percentile and slowest answer in ms, and the answers that were cut off with a request to narrow the question.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from pymongo.database import Database
from rich.console import Console
from rich.progress import track
from rich.table import Table

from crawler.clock import utc_now
from crawler.storage.connection import connect
from crawler.storage.embedded import EmbeddedServer
from crawler.storage.reading.indexes import ensure_indexes
from crawler.storage.schema import ensure_schema
from tests.web.seed import make_article, make_run
from tests.web.service import TOKEN, running_service

Document = dict[str, Any]

VOCABULARY = 60_000
WORDS = 350
"""In an article's body."""
SOURCES = 180
ASKED = 60
"""Times that each kind of page is asked for."""
BATCH = 1000


class Newsroom:
    """Writes articles that nobody wrote, the same ones each time."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        syllables = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "ti", "vo", "zu", "pan", "ter", "gol", "fin"]
        names = {"".join(self.random.choices(syllables, k=self.random.randint(2, 5))) for _ in range(VOCABULARY)}
        self.words = sorted(names)
        self.random.shuffle(self.words)
        total, self.weights = 0.0, list[float]()
        for rank in range(1, len(self.words) + 1):
            total += 1 / rank
            self.weights.append(total)
        self.now = utc_now()

    def text(self, length: int) -> str:
        """Gives words by their frequency."""
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=length))

    def article(self, n: int) -> Document:
        """Gives the n-th article; a fifth belong to stories, a few have no date."""
        source = f"source-{self.random.randrange(SOURCES)}"
        paragraphs = [self.text(WORDS // 7) for _ in range(7)]
        document = make_article(
            f"https://{source}.test/{n}",
            self.text(9),
            paragraphs=paragraphs,
            description=self.text(25),
            keywords=[self.text(1) for _ in range(4)],
            language=self.random.choice(["en", "en", "de", "fr", "es", "ja"]),
            published_at=None if n % 500 == 0 else self.now - timedelta(seconds=26 * n + self.random.randrange(600)),
            story_id=f"story-{n // 20}" if n % 5 == 0 else None,
        )
        return document | {"source_id": source}


def load(database: Database[Document], count: int) -> Newsroom:
    """Fills the database, then makes the indexes."""
    newsroom = Newsroom()
    for start in track(range(0, count, BATCH), "Loading", console=Console(stderr=True)):
        numbers = range(start, min(start + BATCH, count))
        database["articles"].insert_many([newsroom.article(n) for n in numbers], ordered=False)
    for n in range(SOURCES):
        source = f"source-{n}"
        country = "DE" if n % 10 == 0 else "FR"
        database["sources"].insert_one({"_id": source, "name": source.title(), "country": country})
        endpoint = {"_id": source, "source_id": source, "url": f"https://{source}.test/feed", "kind": "feed"}
        database["endpoints"].insert_one(endpoint | {"host": f"{source}.test", "failures": 0})
    counted = {f"source-{n}": {"polls": 1, "articles/stored": n % 7} for n in range(SOURCES)}
    runs = [make_run(newsroom.now - timedelta(hours=n), scale=n + 1, sources=counted) for n in range(60)]
    database["runs"].insert_many(runs)
    ensure_schema(database)
    ensure_indexes(database)
    return newsroom


def questions(newsroom: Newsroom, client: httpx.Client) -> dict[str, Iterator[str]]:
    """Gives for each kind of page the addresses to ask for."""
    choose = newsroom.random
    first = client.get("/api/articles?limit=100").json()["articles"]
    cursors = _cursors(client, 30)

    def many(make: Any) -> Iterator[str]:
        return (make() for _ in range(ASKED))

    frequent, middling, rare = newsroom.words[:20], newsroom.words[300:2000], newsroom.words[20_000:]
    return {
        "list": many(lambda: "/"),
        "list, further on": many(lambda: f"/?cursor={choose.choice(cursors)}"),
        "list of a source": many(lambda: f"/?source=source-{choose.randrange(SOURCES)}"),
        "list of a country": many(lambda: f"/?country={choose.choice(['DE', 'FR'])}"),
        "list of a language": many(lambda: f"/?language={choose.choice(['en', 'ja'])}"),
        "list of a keyword": many(lambda: f"/?keyword={choose.choice(newsroom.words[:500])}"),
        "list of a day": many(lambda: f"/?until={newsroom.now - timedelta(days=choose.randrange(50)):%Y-%m-%d}"),
        "source and language": many(lambda: f"/?source=source-{choose.randrange(SOURCES)}&language=ja"),
        "search, frequent word": many(lambda: f"/?q={choose.choice(frequent)}"),
        "search, middling word": many(lambda: f"/?q={choose.choice(middling)}"),
        "search, rare word": many(lambda: f"/?q={choose.choice(rare)}"),
        "search, two middling words": many(lambda: f"/?q={choose.choice(middling)}+{choose.choice(middling)}"),
        "search, four frequent words": many(lambda: f"/?q={'+'.join(choose.sample(frequent, 4))}"),
        "search, no such word": many(lambda: "/?q=nowhereatall"),
        "search and country": many(lambda: f"/?q={choose.choice(middling)}&country=DE"),
        "article": many(lambda: f"/articles/{choose.choice(first)['id']}"),
        "API list": many(lambda: "/api/articles"),
        "API stories": many(lambda: "/api/stories"),
        "API stories, further on": many(lambda: f"/api/stories?cursor={choose.choice(cursors)}"),
        "feed": many(lambda: f"/feed.atom?language={choose.choice(['en', 'de'])}"),
        "operations": many(lambda: "/operations"),
        "sources": many(lambda: "/operations/sources"),
        "a source": many(lambda: f"/operations/sources/source-{choose.randrange(SOURCES)}"),
        "chart": many(lambda: "/operations/charts/articles.svg"),
        "metrics": many(lambda: "/metrics"),
    }


def _cursors(client: httpx.Client, pages: int) -> list[str]:
    found, cursor = [], ""
    for _ in range(pages):
        cursor = client.get(f"/api/articles?limit=100{cursor and '&cursor=' + cursor}").json()["next"]
        found.append(cursor)
    return found


def measure(client: httpx.Client, addresses: Iterator[str]) -> tuple[list[float], int]:
    """Gives the times of the answers in ms, and how many were cut off."""
    times, cut = [], 0
    for address in addresses:
        began = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        if answer.status_code == 400:
            cut += 1
        elif answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code} {answer.text[:300]}")
    return sorted(times), cut


def main() -> int:
    """Gives 1 where an answer took longer than 500 ms or the list's median more than 50 ms."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=200_000)
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder) / "mongodb")
        try:
            return run(server.ensure_running(), count)
        finally:
            server.stop()


def run(uri: str, count: int) -> int:
    """Loads, asks, prints."""
    database = connect(uri, "benchmark_web")
    newsroom = load(database, count)
    sizes = database.command("collstats", "articles", scale=1_000_000)
    table = Table(title=f"Answers over {count:,} articles, ms", title_justify="left")
    for heading in ("page", "median", "p99", "slowest", "cut off"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    slowest, list_median = 0.0, 0.0
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with running_service(uri, "benchmark_web") as address, httpx.Client(base_url=address, headers=headers) as client:
        for name, addresses in questions(newsroom, client).items():
            times, cut = measure(client, addresses)
            median = statistics.median(times)
            table.add_row(name, f"{median:.1f}", f"{times[int(len(times) * 0.99)]:.1f}", f"{times[-1]:.1f}", str(cut))
            slowest, list_median = max(slowest, times[-1]), median if name == "list" else list_median
    console = Console()
    console.print(table)
    console.print(f"Data {sizes['storageSize']} MB on disk, indexes {sizes['indexSizes']} MB")
    database.client.close()
    return 0 if slowest <= 500 and list_median <= 50 else 1


if __name__ == "__main__":
    sys.exit(main())
