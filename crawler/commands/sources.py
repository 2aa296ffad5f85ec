"""``scrapy sources``: lists the catalogue, checks it, shows one source, proposes the entry of a new one."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from crawler.clock import utc_now
from crawler.commands.source_scout import survey_site
from crawler.discovery.proposal import Proposal, propose
from crawler.exceptions import CatalogueError
from crawler.extensions.verdict import NOTHING_REACHABLE, UNHEALTHY, USAGE
from crawler.hosts import host_of
from crawler.sources.catalogue import SHIPPED_CATALOGUE, load_catalogue, select
from crawler.sources.entry import write_entry
from crawler.sources.source import Source

_ARGUMENTS = {"list": 0, "check": 0, "show": 1, "add": 1}


class Command(ScrapyCommand):
    """Reads the catalogue; none of its actions needs a database, only ``add`` the network."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[list | check | show ID | add URL] [--catalogue PATH] [--country CODE] [--json]"

    def short_desc(self) -> str:
        return "List, check or show the sources of a catalogue, or propose a new one"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--catalogue", type=Path, default=SHIPPED_CATALOGUE, help="a YAML file, or a folder of them"
        )
        parser.add_argument("--country", help="list: only the sources of this country (ISO 3166 alpha-2)")
        parser.add_argument("--json", action="store_true", help="list, show: print JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        action, *rest = args or ["list"]
        if len(rest) != _ARGUMENTS.get(action, -1):
            raise UsageError(f"scrapy sources {self.syntax()}", print_help=False)
        try:
            if action == "list":
                _list(load_catalogue(opts.catalogue), opts.country, as_json=opts.json)
            elif action == "check":
                _check(load_catalogue(opts.catalogue), opts.catalogue)
            elif action == "show":
                _show(select(load_catalogue(opts.catalogue), rest)[0], as_json=opts.json)
            else:
                self._add(rest[0], load_catalogue(opts.catalogue))
        except CatalogueError as error:
            print(f"scrapy sources: {error}", file=sys.stderr)
            self.exitcode = USAGE

    def _add(self, url: str, sources: list[Source]) -> None:
        if urlsplit(url).scheme not in ("http", "https") or host_of(url) is None:
            raise UsageError(f"{url} is no address: write it as https://www.example.org", print_help=False)
        assert self.settings is not None
        print(f"Looking at {url}: this takes a minute, one request a second ...", file=sys.stderr)
        survey = survey_site(AsyncCrawlerProcess(self.settings), url)
        for address, reason in survey.unusable.items():
            print(f"  nothing at {address}: {reason}", file=sys.stderr)
        if survey.guesses:
            print(f"  nothing at {survey.guesses} addresses where others have their lists", file=sys.stderr)
        if survey.front is None:
            print(f"scrapy sources: {url} cannot be reached", file=sys.stderr)
            self.exitcode = NOTHING_REACHABLE
            return
        taken = [source.id for source in sources]
        self._print(propose(survey.front, survey.findings, taken=taken, now=utc_now()), sources)

    def _print(self, proposal: Proposal, sources: list[Source]) -> None:
        source = proposal.source
        for address, reason in proposal.passed_over.items():
            print(f"  passed over {address}: {reason}", file=sys.stderr)
        for known in sources:
            if known.owns(source.homepage):
                print(f"  the catalogue has '{known.id}' on this site already", file=sys.stderr)
        if source.endpoints():
            print(write_entry(source, proposal.comments), end="")
        else:
            print(f"scrapy sources: {source.homepage} has no list of articles that can be read", file=sys.stderr)
            self.exitcode = UNHEALTHY


def _list(sources: list[Source], country: str | None, *, as_json: bool) -> None:
    if country:
        select(sources, country=country)  # for its error
        sources = [source for source in sources if source.country == country.upper()]
    if as_json:
        print(json.dumps([asdict(source) for source in sources], indent=2, ensure_ascii=False))
        return
    table = Table(title=f"{len(sources)} sources", title_justify="left")
    table.add_column("id", no_wrap=True)
    for heading in ("name", "in", "languages"):
        table.add_column(heading)
    for heading in ("feeds", "news", "maps", "pages"):
        table.add_column(heading, justify="right")
    table.add_column("notes")
    for source in sources:
        counts = (source.feeds, source.news_sitemaps, source.sitemaps, source.sections)
        table.add_row(
            source.id,
            source.name,
            source.country or "-",
            " ".join(source.languages),
            *(str(len(urls)) if urls else "-" for urls in counts),
            _notes(source),
        )
    # No markup, because a name may hold what rich takes for it; wide where no terminal cuts the lines.
    Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 140).print(table)
    print("news: news sitemaps, maps: other sitemaps, pages: section pages. `scrapy sources show ID` shows one source.")


def _notes(source: Source) -> str:
    notes = ["disabled"] if not source.enabled else []
    if source.rendering != "auto":
        notes.append(f"rendering: {source.rendering}")
    if not source.verify_certificates:
        notes.append("certificates unchecked")
    if source.selectors:
        notes.append("own selectors")
    return ", ".join(notes)


def _check(sources: list[Source], path: Path) -> None:
    endpoints = sum(len(source.endpoints()) for source in sources)
    countries = len({source.country for source in sources if source.country})
    disabled = sum(not source.enabled for source in sources)
    found = f"{len(sources)} sources ({disabled} disabled) of {countries} countries, {endpoints} endpoints"
    print(f"{path}: all right. {found}.")


def _show(source: Source, *, as_json: bool) -> None:
    print(json.dumps(asdict(source), indent=2, ensure_ascii=False) if as_json else write_entry(source).rstrip())
