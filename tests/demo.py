"""``make demo``: crawls the test newsroom on this machine, so that the whole work can be seen without a network.

It uses the database ``byline_demo``, which is emptied first, and leaves it for looking at.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console

from crawler.exceptions import DatabaseUnavailable
from crawler.settings import DATA_DIR, MONGODB_URI
from crawler.storage.connection import connect
from crawler.storage.embedded import resolve_uri
from tests.newsroom import Newsroom

DATABASE = "byline_demo"
SCRAPY = Path(sys.executable).with_name("scrapy")


def main() -> int:
    """Gives the exit status of the crawl."""
    console = Console(highlight=False, soft_wrap=True)
    try:
        uri = resolve_uri(MONGODB_URI, Path(DATA_DIR))
        database = connect(uri, DATABASE)
    except DatabaseUnavailable as error:
        print(f"make demo: {error}", file=sys.stderr)
        return 5
    database.client.drop_database(DATABASE)
    with Newsroom() as newsroom, tempfile.TemporaryDirectory() as folder:
        sites, articles = len(newsroom.sources), len(newsroom.articles)
        console.print(f"A newsroom of {sites} sites with {articles} articles runs on this machine; Byline crawls it.\n")
        catalogue = newsroom.write_catalogue(Path(folder) / "newsroom.yaml")
        status = _crawl(catalogue, newsroom.proxy_url, uri)
    article = database.articles.find_one({"also_published_by.0": {"$exists": True}}) or database.articles.find_one()
    if article is not None:
        _show(console, article)
    database.client.close()
    return status


def _show(console: Console, article: dict[str, Any]) -> None:
    console.print(f"\nOne of the articles: {article['headline']}", markup=False)
    console.print(f"  {article['attribution']['statement']}", markup=False)
    for copy in article["also_published_by"]:
        console.print(f"  Also published by {copy['publisher']['name']}: {copy['url']}", markup=False)
    console.print(f"\nAll of them are in the database {DATABASE}. Read them in a browser:")
    console.print(f"  MONGODB_DATABASE={DATABASE} make web")
    console.print("or with any MongoDB client, at the address that this prints:")
    console.print(f"  MONGODB_DATABASE={DATABASE} .venv/bin/scrapy database")


def _crawl(catalogue: Path, proxy: str, uri: str) -> int:
    environment = os.environ | {
        "ALLOWED_PRIVATE_NETWORKS": "",
        "CRAWL_PROXY": proxy,
        "DOWNLOAD_DELAY": "0.1",
        "FIRST_SIGHT_ENTRIES": "100",
        "MONGODB_DATABASE": DATABASE,
        "MONGODB_URI": uri,
    }
    command = [str(SCRAPY), "crawl", "news", "-a", f"catalogue={catalogue}"]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
