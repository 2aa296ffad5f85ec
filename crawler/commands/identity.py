"""``scrapy identity``: under which identity Byline keeps a URL."""

from __future__ import annotations

import argparse
import sys
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.exceptions import UnusableURL
from crawler.normalisation.identity import explain, identity


class Command(ScrapyCommand):
    """Prints the identity of each URL, one a line, in order. Needs no network and no database.

    Exit status 2 if one of them is no http(s) address; the others are printed all the same.
    """

    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <url> ..."

    def short_desc(self) -> str:
        return "Print the identity of URLs: two with the same one are one article"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--why", action="store_true", help="print the rules that made it, indented, below each")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args:
            raise UsageError("give at least one URL")
        for url in args:
            try:
                print(identity(url))
            except UnusableURL as error:
                print(f"scrapy identity: {error}", file=sys.stderr)
                self.exitcode = 2
                continue
            if opts.why:
                for step in explain(url):
                    print(f"  {step.rule}: {step.result}")
