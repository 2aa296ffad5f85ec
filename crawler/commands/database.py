"""``scrapy database``: the address of the database in use, for any other client."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.exceptions import DatabaseUnavailable
from crawler.extensions.verdict import DATABASE
from crawler.storage.address import database_address
from crawler.storage.connection import connect, redacted
from crawler.storage.embedded import EmbeddedServer
from crawler.storage.opening import open_database


class Command(ScrapyCommand):
    """Prints one line and nothing else, so that ``mongosh "$(scrapy database)"`` works."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[--status | --stop]"

    def short_desc(self) -> str:
        return "Print the address of the database in use, starting the embedded one where needed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--status", action="store_true", help="say where the database is, start nothing")
        choice.add_argument("--stop", action="store_true", help="stop the embedded MongoDB cleanly")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError(f"scrapy database takes no argument: {args[0]}", print_help=False)
        try:
            if opts.stop:
                print(self._stop())
            elif opts.status:
                print(self._status())
            else:
                print(self._address())
        except DatabaseUnavailable as error:
            print(f"scrapy database: {error}", file=sys.stderr)
            self.exitcode = DATABASE

    def _address(self) -> str:
        assert self.settings is not None  # Scrapy sets it before it calls run
        uri, database = open_database(self.settings)
        database.client.close()
        return database_address(uri, database.name)

    def _stop(self) -> str:
        server = self._embedded()
        if server.stop():
            return f"The embedded MongoDB in {server.folder} has stopped."
        return f"No embedded MongoDB runs in {server.folder}."

    def _status(self) -> str:
        assert self.settings is not None
        uri = self.settings["MONGODB_URI"]
        if uri:
            with connect(uri, self.settings["MONGODB_DATABASE"]).client as client:
                version = client.server_info()["version"]
            return f"MONGODB_URI is set: MongoDB {version} answers at {redacted(uri)}."
        server = self._embedded()
        status = server.status()
        if status is None:
            return f"The embedded MongoDB in {server.folder} does not run; any command that needs it starts it."
        return (
            f"The embedded MongoDB {status['version']} runs at 127.0.0.1:{status['port']} as process {status['pid']}, "
            f"since {status['uptime']:.0f} s, with {status['connections']['current']} connections. "
            f"Its data is in {server.folder}, its log is {server.log}."
        )

    def _embedded(self) -> EmbeddedServer:
        assert self.settings is not None
        return EmbeddedServer(Path(self.settings["DATA_DIR"]) / "mongodb")
