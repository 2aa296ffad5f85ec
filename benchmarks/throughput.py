"""How fast articles get into the database, and at what cost: Byline beside a bare download and the plain way.

    python benchmarks/throughput.py [--corpora ../shared/corpora] [--pages N] [--rounds N]

The same pages of 80 to 200 KB, served on loopback by a process of their own, are crawled by (1) a Scrapy spider that
only downloads, (2) a Scrapy spider with trafilatura in its callback and an ``insert_one`` an item, (3) Byline's own
``scrapy crawl news`` on a catalogue of those pages, delay 0. Each is a fresh process with an empty database. Times are
those of whole processes, their start included; CPU counts all descendants, mongod's share stands apart. With several
rounds, which take turns, the table shows medians. Needs Linux.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from process_tree import Cost, run_measured
from pymongo import MongoClient
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from crawler.storage.embedded import EmbeddedServer

HERE = Path(__file__).parent
ROOT = HERE.parent
DATABASE = "byline_throughput"
CORPORA = ROOT.parent / "shared" / "corpora"
WAYS = ("download only", "plain way", "Byline")


@dataclass(frozen=True, slots=True)
class Bench:
    """What all three are given."""

    folder: Path
    proxy: str
    uri: str
    client: MongoClient[dict[str, Any]]

    @property
    def pages(self) -> int:
        return len((self.folder / "urls.txt").read_text(encoding="utf-8").split("\n"))

    @property
    def errors(self) -> Path:
        return self.folder / "errors.log"


@dataclass(frozen=True, slots=True)
class Result:
    """One run."""

    pages: int
    stored: int
    cost: Cost
    database_cpu: float
    """Seconds that mongod took meanwhile."""


def main() -> int:
    """Runs the benchmark and prints its table; gives 1 when one of the three failed."""
    arguments = _parser().parse_args()
    with tempfile.TemporaryDirectory() as folder, _bench(Path(folder), arguments) as bench:
        results: dict[str, list[Result]] = {way: [] for way in WAYS}
        for _ in range(arguments.rounds):
            for way in WAYS:
                result = _run(bench, RUNNERS[way])
                if result.cost.status not in (0, 3):
                    print(bench.errors.read_text(encoding="utf-8")[-4000:], file=sys.stderr)
                    print(f"{way}: exit status {result.cost.status}", file=sys.stderr)
                    return 1
                results[way].append(result)
        _show(bench, results)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA if CORPORA.exists() else None, help="saved pages")
    parser.add_argument("--written", action="store_true", help="use written pages even where saved ones are there")
    parser.add_argument("--pages", type=int, help="how many pages at most")
    parser.add_argument("--rounds", type=int, default=1, help="how often each is run")
    return parser


@contextmanager
def _bench(folder: Path, arguments: argparse.Namespace) -> Iterator[Bench]:
    """Starts a mongod of its own and the process that serves the pages."""
    server = EmbeddedServer(folder / "mongodb")
    command = [sys.executable, str(HERE / "throughput_pages.py"), str(folder)]
    if arguments.corpora and not arguments.written:
        command += ["--corpora", str(arguments.corpora)]
    if arguments.pages:
        command += ["--pages", str(arguments.pages)]
    uri = server.ensure_running()
    serving = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert serving.stdin is not None
    assert serving.stdout is not None
    try:
        with MongoClient[dict[str, Any]](uri) as client:
            yield Bench(folder, serving.stdout.readline().strip(), uri, client)
    finally:
        serving.stdin.close()
        serving.wait()
        serving.stdout.close()
        server.stop()


def _run(bench: Bench, runner: Callable[[Bench], tuple[Cost, int, int]]) -> Result:
    bench.client.drop_database(DATABASE)
    before = _database_cpu(bench)
    cost, pages, stored = runner(bench)
    return Result(pages, stored, cost, _database_cpu(bench) - before)


def _database_cpu(bench: Bench) -> float:
    """Gives the CPU seconds that mongod has used so far."""
    extra = bench.client.admin.command("serverStatus")["extra_info"]
    return float(extra["user_time_us"] + extra["system_time_us"]) / 1e6


def _plain(way: str) -> Callable[[Bench], tuple[Cost, int, int]]:
    def run(bench: Bench) -> tuple[Cost, int, int]:
        urls = str(bench.folder / "urls.txt")
        command = [sys.executable, str(HERE / "throughput_spiders.py"), way, urls]
        command += ["--mongodb-uri", bench.uri, "--database", DATABASE]
        cost = run_measured(command, os.environ | {"http_proxy": bench.proxy}, bench.errors)
        counts = json.loads(cost.output) if cost.status == 0 else {"pages": 0, "stored": 0}
        return cost, counts["pages"], counts["stored"]

    return run


def _byline(bench: Bench) -> tuple[Cost, int, int]:
    environment = os.environ | {
        "CRAWL_PROXY": bench.proxy,
        "DOWNLOAD_DELAY": "0",
        "FIRST_SIGHT_ENTRIES": str(bench.pages),
        "MONGODB_DATABASE": DATABASE,
        "MONGODB_URI": bench.uri,
        "PYTHONPATH": str(ROOT),
        "RUN_TIME_LIMIT": "0",
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
    }
    scrapy = str(Path(sys.executable).with_name("scrapy"))
    command = [scrapy, "crawl", "news", "-a", f"catalogue={bench.folder / 'catalogue.yaml'}"]
    cost = run_measured(command, environment, bench.errors)
    database = bench.client[DATABASE]
    run = database["runs"].find_one() or {"stats": {}}
    return cost, run["stats"].get("pages/fetched", 0), database["articles"].count_documents({})


RUNNERS: dict[str, Callable[[Bench], tuple[Cost, int, int]]] = {
    "download only": _plain("download"),
    "plain way": _plain("plain"),
    "Byline": _byline,
}


def _show(bench: Bench, results: dict[str, list[Result]]) -> None:
    table = Table(title=f"{bench.pages} pages of 80-200 KB, {os.cpu_count()} cores", title_justify="left")
    table.add_column("")
    for column in ("pages", "stored", "wall s", "pages/s", "stored/s", "CPU ms/page", "mongod ms/page", "peak MB"):
        table.add_column(column, justify="right")
    for way, runs in results.items():
        table.add_row(way, *_figures(runs))
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(table)
    plain, byline = (results[way] for way in WAYS[1:])
    faster = _middle(plain, lambda run: run.cost.wall) / _middle(byline, lambda run: run.cost.wall)
    cheaper = _middle(byline, _cpu_a_page) / _middle(plain, _cpu_a_page)
    console.print(f"Byline takes 1/{faster:.2f} of the plain way's wall time and {cheaper:.2f} of its CPU time a page.")


def _figures(runs: list[Result]) -> list[str]:
    return [
        f"{_middle(runs, lambda run: run.pages):.0f}",
        f"{_middle(runs, lambda run: run.stored):.0f}",
        f"{_middle(runs, lambda run: run.cost.wall):.1f}",
        f"{_middle(runs, lambda run: run.pages / run.cost.wall):.1f}",
        f"{_middle(runs, lambda run: run.stored / run.cost.wall):.1f}",
        f"{_middle(runs, _cpu_a_page):.1f}",
        f"{_middle(runs, lambda run: 1000 * run.database_cpu / max(run.pages, 1)):.1f}",
        f"{_middle(runs, lambda run: run.cost.peak_memory / 1e6):.0f}",
    ]


def _cpu_a_page(run: Result) -> float:
    return 1000 * run.cost.cpu / max(run.pages, 1)


def _middle(runs: list[Result], figure: Callable[[Result], float]) -> float:
    return median(figure(run) for run in runs)


if __name__ == "__main__":
    sys.exit(main())
