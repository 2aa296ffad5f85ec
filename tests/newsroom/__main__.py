"""Runs the newsroom as a command until SIGTERM, SIGINT or the end of its standard input.

    python -m tests.newsroom --catalogue-out /tmp/catalogue.yaml --log /tmp/access.jsonl

Prints one line of JSON as soon as it answers: ``{"proxy", "catalogue", "control", "sources", "articles"}``, and with
``--https`` the file with its authority's ``certificate`` (that needs the package trustme).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.newsroom.control import CONTROL_HOST
from tests.newsroom.newsroom import Newsroom
from tests.newsroom.replay import replay
from tests.newsroom.sites import BUILDERS
from tests.newsroom.waiting import Ending


def main() -> int:
    """Serves until told to stop; gives the exit status."""
    arguments = _parser().parse_args()
    chosen = arguments.sites.split(",") if arguments.sites else None
    try:
        newsroom = Newsroom(
            [] if chosen == ["none"] else chosen,
            seed=arguments.seed,
            scale=arguments.scale,
            log=arguments.log,
            port=arguments.port,
        )
        if arguments.replay:
            replay(newsroom, arguments.replay)
        if arguments.catalogue_out:
            newsroom.write_catalogue(arguments.catalogue_out)
        ending = Ending()
        with newsroom:
            print(json.dumps(_greeting(newsroom, arguments)), flush=True)
            ending.wait()
    except (ValueError, OSError) as error:
        print(f"newsroom: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.newsroom", description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, default=0, help="port of the proxy on 127.0.0.1 (default: any free one)")
    parser.add_argument(
        "--sites", help=f"ids, comma-separated, or all, steady (default), none; there are {', '.join(BUILDERS)}"
    )
    parser.add_argument("--scale", type=int, default=0, metavar="N", help="N more articles a site")
    parser.add_argument("--seed", default="byline", help="another seed writes other articles")
    parser.add_argument(
        "--replay",
        type=Path,
        metavar="FOLDER",
        help="also serve the pages of FOLDER/cases.jsonl under their own host names",
    )
    parser.add_argument("--catalogue-out", type=Path, metavar="FILE", help="write a catalogue of the sites as YAML")
    parser.add_argument("--https", action="store_true", help="say where its authority's certificate is")
    parser.add_argument("--log", type=Path, metavar="FILE", help="append each request as a line of JSON")
    return parser


def _greeting(newsroom: Newsroom, arguments: argparse.Namespace) -> dict[str, object]:
    trust = {"certificate": str(newsroom.certificate)} if arguments.https else {}
    return trust | {
        "proxy": newsroom.proxy_url,
        "catalogue": str(arguments.catalogue_out) if arguments.catalogue_out else None,
        "control": f"http://{CONTROL_HOST}/",
        "sources": len(newsroom.sources),
        "articles": len(newsroom.articles),
    }


if __name__ == "__main__":
    sys.exit(main())
