"""``scrapy serve``: the web service over the database in use."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from pathlib import Path

import uvicorn
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.exceptions import BylineError, DatabaseUnavailable, UnusableArgument
from crawler.extensions.verdict import DATABASE, USAGE
from crawler.sources.catalogue import SHIPPED_CATALOGUE, load_catalogue
from crawler.storage.opening import open_database
from crawler.storage.reading.indexes import ensure_indexes
from crawler.storage.reading.reading import Reading
from crawler.storage.schema import ensure_schema
from crawler.web.application import create_app
from crawler.web.settings import WebSettings, answered_hosts, is_local

PORT = 8180
SHORTEST_TOKEN = 16


class Command(ScrapyCommand):
    """Serves operations pages, reader pages and the API until it is stopped.

    From the environment: ``WEB_TOKEN`` (who knows it is the operator; a new one is made and printed where there is
    none), ``WEB_FULL_TEXT`` (``1``: everybody may read full text), ``WEB_HOSTS`` (names it answers to, comma
    separated).
    """

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[--host ADDRESS] [--port N] [--catalogue PATH]"

    def short_desc(self) -> str:
        return "Serve operations pages, articles and the API"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on (default: {PORT})")
        parser.add_argument("--catalogue", default=SHIPPED_CATALOGUE, type=Path, help="where names of sources are from")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args or not 0 < opts.port < 65536:
            raise UsageError("scrapy serve takes --host, --port (1 to 65535) and --catalogue", print_help=False)
        try:
            settings = _settings(opts)
            reading = self._open()
        except BylineError as error:
            print(f"scrapy serve: {error}", file=sys.stderr)
            self.exitcode = DATABASE if isinstance(error, DatabaseUnavailable) else USAGE
            return
        host = f"[{opts.host}]" if ":" in opts.host else opts.host
        print(f"Byline is at http://{host}:{opts.port}/ until you press Ctrl-C.", flush=True)
        app = create_app(settings, reading)
        # Its own log of requests stays off: addresses of readers are nobody's business.
        uvicorn.run(app, host=opts.host, port=opts.port, log_level="warning", access_log=False, server_header=False)

    def _open(self) -> Reading:
        assert self.settings is not None  # Scrapy sets it before it calls run
        uri, database = open_database(self.settings)
        ensure_schema(database)
        ensure_indexes(database)
        database.client.close()
        return Reading(uri, self.settings["MONGODB_DATABASE"])


def _settings(opts: argparse.Namespace) -> WebSettings:
    return WebSettings(
        token=_token(opts.host),
        full_text=os.environ.get("WEB_FULL_TEXT", "").lower() in ("1", "true", "yes"),
        hosts=answered_hosts(opts.host, os.environ.get("WEB_HOSTS", "")),
        sources={source.id: source for source in load_catalogue(opts.catalogue)},
    )


def _token(host: str) -> str:
    token = os.environ.get("WEB_TOKEN", "").strip()
    if token and len(token) < SHORTEST_TOKEN:
        raise UnusableArgument(f"WEB_TOKEN has {len(token)} characters; take {SHORTEST_TOKEN} or more")
    if not token:
        token = secrets.token_urlsafe(24)
        print(f"No WEB_TOKEN is set; the token of this time is {token}")
        if not is_local(host):
            print("Others can reach this service: set WEB_TOKEN, and put TLS before it.")
    return token
