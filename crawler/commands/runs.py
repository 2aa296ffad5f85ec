"""``scrapy runs``: the last runs at a glance, or one of them explained."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.clock import utc_now
from crawler.exceptions import DatabaseUnavailable
from crawler.extensions.verdict import DATABASE, USAGE
from crawler.storage.opening import open_database
from crawler.storage.runs import find_run, last_runs, status_of

Document = dict[str, Any]

_FIGURES = ("polls", "pages/fetched", "articles/stored", "articles/duplicate")


class Command(ScrapyCommand):
    """Shows run records."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[show ID] [--limit N] [--json]"

    def short_desc(self) -> str:
        return "Show the last runs with their verdicts, or explain one"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--limit", type=int, default=10, help="how many runs (default: 10)")
        parser.add_argument("--json", action="store_true", help="print JSON: a list of runs, or one run")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args and (args[0] != "show" or len(args) != 2):
            raise UsageError("scrapy runs, or scrapy runs show ID", print_help=False)
        if opts.limit < 1:
            raise UsageError("--limit takes a number from 1", print_help=False)
        assert self.settings is not None
        try:
            _, database = open_database(self.settings)
        except DatabaseUnavailable as error:
            print(f"scrapy runs: {error}", file=sys.stderr)
            self.exitcode = DATABASE
            return
        with database.client:
            if args:
                self._show(find_run(database, args[1]), args[1], as_json=opts.json)
            else:
                _list(last_runs(database, opts.limit), as_json=opts.json)

    def _show(self, run: Document | None, wanted: str, *, as_json: bool) -> None:
        if run is None:
            print(f"scrapy runs: no run, or several, whose id begins with {wanted!r}", file=sys.stderr)
            self.exitcode = USAGE
        elif as_json:
            print(json.dumps(run, default=_plain, indent=2))
        else:
            _explain(run)


def _list(runs: list[Document], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(runs, default=_plain, indent=2))
        return
    if not runs:
        print("No run yet: start one with `make crawl`.")
        return
    table = Table(title="Runs, newest first", title_justify="left")
    for heading in ("run", "took", "verdict", "sources", "stored", "copies", "failed"):
        is_text = heading in ("run", "verdict")
        table.add_column(heading, justify="left" if is_text else "right", no_wrap=True)
    for run in runs:
        stats = run.get("stats", {})
        table.add_row(
            run["_id"],
            _took(run),
            status_of(run, utc_now()),
            f"{stats.get('sources/polled', 0)}/{run.get('sources_selected', 0)}",
            *(str(stats.get(f"articles/{state}", 0)) for state in ("stored", "duplicate", "failed")),
        )
    Console(highlight=False).print(table)


def _explain(run: Document) -> None:
    console = Console(highlight=False)
    started = f"{run['started_at']:%Y-%m-%d %H:%M} UTC"
    console.print(f"Run {run['_id']} of {started}: {status_of(run, utc_now())}", style="bold")
    arguments = " ".join(f"-a {name}={value}" for name, value in run.get("arguments", {}).items())
    command = f"scrapy crawl {run['spider']} {arguments}".rstrip()
    console.print(f"{command}, version {run.get('version')}, {_took(run)}")
    if run.get("exit_status") is not None:
        console.print(f"exit status {run['exit_status']}")
    for reason in run.get("reasons", []):
        console.print(f"  because {reason}")
    if books := run.get("books"):
        console.print(
            f"books: {books['at_start']} pending at the start + {books['listed']} listed = "
            f"{books['settled']} settled + {books['at_end']} pending at the end"
            + (f" (not checked: {books['others']} other runs at work)" if books["others"] else "")
        )
    _print_sources(console, run.get("sources", {}))


def _print_sources(console: Console, sources: dict[str, dict[str, int]]) -> None:
    table = Table(title="Sources", title_justify="left")
    for heading in ("source", *_FIGURES, "why not more"):
        table.add_column(heading.replace("pages/", "").replace("articles/", ""))
    for source, figures in sorted(sources.items()):
        reasons = [
            f"{name.split('/', 1)[1]} {amount}"
            for name, amount in sorted(figures.items())
            if name.startswith(("polls/failed/", "refused/", "failed/", "quarantined/", "retries/", "postponed/"))
        ]
        table.add_row(source, *(str(figures.get(name, 0)) for name in _FIGURES), ", ".join(reasons))
    console.print(table)


def _took(run: Document) -> str:
    seconds = ((run.get("ended_at") or run["heartbeat_at"]) - run["started_at"]).total_seconds()
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
