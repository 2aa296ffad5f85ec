"""``scrapy database``: the address of the database in use, for any other client."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.exceptions import DatabaseUnavailable
from crawler.extensions.verdict import DATABASE
from crawler.storage.address import database_address
from crawler.storage.connection import connect, redacted
from crawler.storage.embedded import EmbeddedServer, resolve_uri


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
        uri = resolve_uri(self._setting("MONGODB_URI"), self._data_dir())
        name = self._setting("MONGODB_DATABASE")
        connect(uri, name).client.close()
        return database_address(uri, name)

    def _stop(self) -> str:
        server = self._embedded()
        if server.stop():
            return f"The embedded MongoDB in {server.folder} has stopped."
        return f"No embedded MongoDB runs in {server.folder}."

    def _status(self) -> str:
        uri = self._setting("MONGODB_URI")
        if uri:
            client = connect(uri, self._setting("MONGODB_DATABASE")).client
            version = client.server_info()["version"]
            client.close()
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
        return EmbeddedServer(self._data_dir() / "mongodb")

    def _data_dir(self) -> Path:
        return Path(self._setting("DATA_DIR"))

    def _setting(self, name: str) -> Any:
        assert self.settings is not None  # Scrapy sets it before it calls run
        return self.settings.get(name)
