"""``scrapy crawl``: Scrapy's own, with checks before the start, a summary and a true exit status at the end."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.table import Table
from scrapy.commands.crawl import Command as ScrapysCrawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES

from crawler.attribution.rights import check_policy
from crawler.exceptions import BylineError, DatabaseUnavailable
from crawler.extensions.verdict import DATABASE, NOTHING_REACHABLE, USAGE
from crawler.run import run_of
from crawler.spiders.arguments import selection
from crawler.storage.opening import open_database
from crawler.storage.schema import ensure_schema

FAILED_TO_START = 1
"""The exit status of a crawl that a mistake in the program kept from starting; the traceback is in the log."""

_ROWS = (
    ("sources polled", "sources/polled"),
    ("pages fetched", "pages/fetched"),
    ("articles stored", "articles/stored"),
    ("copies of stored ones", "articles/duplicate"),
    ("no articles", "articles/refused"),
    ("skipped at first sight", "entries/skipped"),
    ("failed", "articles/failed"),
    ("quarantined", "articles/quarantined"),
    ("polls failed", "polls/failed"),
)


class Command(ScrapysCrawl):
    """Runs a spider of the project. Exit statuses are listed in `crawler.extensions.verdict`."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """On a terminal the live line says what happens: only warnings stand above it, unless a level was asked for."""
        super().process_options(args, opts)
        assert self.settings is not None
        asked = (self.settings.getpriority("LOG_LEVEL") or 0) >= SETTINGS_PRIORITIES["cmdline"]
        if sys.stderr.isatty() and not asked:
            self.settings.set("LOG_LEVEL", "WARNING", priority="command")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Checks arguments and database first, so that nothing is fetched that could not be kept."""
        if len(args) != 1:
            raise UsageError("name one spider: scrapy crawl news", print_help=False)
        assert self.settings is not None
        try:
            selection(**opts.spargs)
            check_policy(self.settings.getdict("RIGHTS_POLICY"))
            self._prepare_database()
        except BylineError as error:
            print(f"scrapy crawl: {error}", file=sys.stderr)
            self.exitcode = DATABASE if isinstance(error, DatabaseUnavailable) else USAGE
            return
        assert self.crawler_process is not None
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            self.exitcode = FAILED_TO_START
            return
        assert crawler.stats is not None
        self.exitcode = crawler.stats.get_value("run/exit_status", FAILED_TO_START)
        summarise(crawler, self.exitcode)

    def _prepare_database(self) -> None:
        assert self.settings is not None
        uri, database = open_database(self.settings)
        ensure_schema(database)
        database.client.close()
        self.settings.set("MONGODB_URI", uri, priority="cmdline")


def summarise(crawler: Crawler, exit_status: int) -> None:
    """Prints what a run came to, and how to look at it."""
    assert crawler.stats is not None
    figure = crawler.stats.get_value
    console = Console(highlight=False, soft_wrap=True)
    if exit_status == NOTHING_REACHABLE:
        console.print("Nothing could be reached: there is no network, or CRAWL_PROXY leads nowhere.", style="bold red")
        return
    console.print(f"Run {run_of(crawler).id}: {figure('run/verdict', 'ended early')}")
    table = Table(show_header=False)
    for label, name in _ROWS:
        if figure(name, 0) or name == "articles/stored":
            table.add_row(label, f"{figure(name, 0):,}")
    console.print(table)
    for reason in figure("run/reasons", []):
        console.print(f"  {reason}", style="red" if exit_status else "")
    console.print("Look at the articles: `make web` shows them in a browser, `make` lists what else there is.")
