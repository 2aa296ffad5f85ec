"""``scrapy extract``: what Byline reads from a page, without storing anything."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import available_timezones

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.clock import utc_now
from crawler.commands.extract_batch import print_batch
from crawler.commands.fetched_page import fetch_page
from crawler.commands.page_file import address_in, read_file
from crawler.commands.page_record import full_record, print_readable
from crawler.exceptions import BylineError, UnusableArgument, UnusablePage
from crawler.workers.pool import WorkerPool


class Command(ScrapyCommand):
    """Prints the record of one page, from a file or an address, or a JSON line for each of many files.

    Exit status 2 for arguments that cannot be used, 3 if the page cannot be had or is none; a bad line of a batch is a
    line with ``error``.
    """

    requires_project = True
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[--json] [--url URL] [--time-zone ZONE] <URL|FILE> | --batch IN.jsonl"

    def short_desc(self) -> str:
        return "Print what Byline reads from a page"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print the whole record as JSON")
        parser.add_argument("--url", help="the address of a page given as a file (default: its canonical link)")
        parser.add_argument("--time-zone", metavar="ZONE", help="the zone of times without one, e.g. Europe/Berlin")
        parser.add_argument("--batch", type=Path, metavar="IN.jsonl", help='read lines of {"id", "url", "html_path"}')

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if (opts.batch is None) != (len(args) == 1):
            raise UsageError("give one URL or FILE, or --batch IN.jsonl", print_help=False)
        if opts.time_zone and opts.time_zone not in available_timezones():
            raise UsageError(f"--time-zone: there is no time zone {opts.time_zone!r}", print_help=False)
        try:
            if opts.batch is not None:
                self._read_batch(opts.batch)
            else:
                self._read_one(args[0], opts)
        except BylineError as error:
            print(f"scrapy extract: {error}", file=sys.stderr)
            self.exitcode = 3 if isinstance(error, UnusablePage) else 2

    def _read_one(self, target: str, opts: argparse.Namespace) -> None:
        from crawler.workers.tasks import PageTask, read_page  # noqa: PLC0415 (see page_file)

        if target.startswith(("http://", "https://")):
            assert self.crawler_process is not None
            task = fetch_page(self.crawler_process, target, opts.time_zone)
        else:
            content = read_file(Path(target))
            address = opts.url or address_in(content)
            if not address:
                raise UnusableArgument("the page names no address of its own: give --url")
            task = PageTask(content, address, {}, utc_now(), time_zone=opts.time_zone)
        reading = read_page(task)
        if opts.json:
            print(json.dumps(full_record(reading, task.url), ensure_ascii=False, indent=2))
        else:
            print_readable(reading, task.url)

    def _read_batch(self, path: Path) -> None:
        assert self.settings is not None
        workers = self.settings.getint("WORKERS")
        pool = WorkerPool(workers, self.settings.getfloat("WORKER_SECONDS"), self.settings.getint("WORKER_MEMORY"))
        try:
            asyncio.run(print_batch(path, pool, at_once=2 * workers))
        finally:
            pool.close()
