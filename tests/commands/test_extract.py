from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
URL = "https://www.herald.example/2024/05/03/council"
FIELDS = {
    "id", "kind", "headline", "authors", "published_at", "modified_at", "language", "body", "sections", "description",
    "images", "keywords", "primary_source", "seconds",
}  # fmt: skip
PAGE = """<!doctype html><html lang="en"><head><link rel="canonical" href="https://www.herald.example/2024/05/03/council">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Council votes to rebuild the harbour",
"author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Organization", "name": "Reuters"}],
"datePublished": "2024-05-03T09:30:00+02:00"}</script></head><body><article>
<h1>Council votes to rebuild the harbour</h1>
<p>The city council voted on Friday to rebuild the old harbour, ending a dispute that divided the town for a decade.</p>
<p>Nineteen members were in favour of the plan, which will cost forty million and create a park along the water.</p>
<p>Opponents said that the money was needed for schools; two of them left the hall before the vote was taken.</p>
</article></body></html>"""


def scrapy(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "extract", *args],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def batch(tmp_path: Path, *lines: object) -> list[dict[str, Any]]:
    """Runs a batch of lines and gives what it printed."""
    path = tmp_path / "in.jsonl"
    path.write_text("".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines))
    done = scrapy("--batch", str(path))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_batch_prints_a_line_with_all_fields_for_each_page(tmp_path: Path, page: Path) -> None:
    zipped = tmp_path / "zipped"
    zipped.write_bytes(gzip.compress(PAGE.encode()))
    cases = [{"id": str(number), "url": URL, "html_path": str(path)} for number, path in enumerate([page, zipped])]
    printed = batch(tmp_path, *cases)
    assert [line["id"] for line in printed] == ["0", "1"]
    assert all(set(line) == FIELDS for line in printed)
    for line in printed:
        assert (line["kind"], line["headline"]) == ("article", "Council votes to rebuild the harbour")
        assert (line["authors"], line["published_at"]) == (["Jane Doe", "Reuters"], "2024-05-03T09:30:00+02:00")
        assert line["body"] == "\n".join(line["sections"][0]["paragraphs"])
        assert line["seconds"] > 0


def test_a_bad_line_is_a_line_with_an_error_and_the_batch_goes_on(tmp_path: Path, page: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "cut.gz").write_bytes(gzip.compress(PAGE.encode())[:-20])
    good = {"id": "good", "url": URL, "html_path": str(page)}
    printed = batch(
        tmp_path,
        "{no json\n",
        "[1]\n",
        {"id": "no-path", "url": URL},
        {"id": 5, "url": URL, "html_path": str(page)},
        {"id": "missing", "url": URL, "html_path": str(tmp_path / "none.html")},
        {"id": "empty", "url": URL, "html_path": str(tmp_path / "empty.html")},
        {"id": "cut", "url": URL, "html_path": str(tmp_path / "cut.gz")},
        "\n",
        good,
    )
    assert [line["id"] for line in printed] == [None, None, "no-path", 5, "missing", "empty", "cut", "good"]
    assert ["error" in line for line in printed] == [True] * 7 + [False]


def test_a_page_whose_line_has_no_web_address_is_known_by_its_own(tmp_path: Path, page: Path) -> None:
    printed = batch(tmp_path, {"id": "a", "url": "hard::council", "html_path": str(page)})
    assert printed[0]["primary_source"] == URL


def test_a_file_is_printed_as_json(page: Path) -> None:
    record = json.loads(scrapy(str(page), "--json").stdout)
    assert (record["headline"], record["canonical_url"]) == ("Council votes to rebuild the harbour", URL)
    assert record["origins"]["published_at"] == "json-ld"


def test_a_file_is_printed_for_a_person(page: Path) -> None:
    printed = scrapy(str(page)).stdout
    assert printed.startswith("Council votes to rebuild the harbour\n")
    assert "Jane Doe" in printed


@pytest.mark.parametrize(
    ("arguments", "exit_status", "words"),
    [
        ([], 2, "give one URL or FILE"),
        (["none.html"], 2, "none.html"),
        (["--batch", "none.jsonl"], 2, "none.jsonl"),
        (["--time-zone", "Mars/Base", "x.html"], 2, "Mars/Base"),
    ],
)
def test_arguments_that_cannot_be_used_are_named(arguments: list[str], exit_status: int, words: str) -> None:
    done = scrapy(*arguments)
    assert (done.returncode, words in done.stdout + done.stderr) == (exit_status, True)


def test_a_file_without_an_address_asks_for_one(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<p>text</p>")
    done = scrapy(str(path))
    assert (done.returncode, "--url" in done.stderr) == (2, True)


def test_what_is_no_page_ends_with_status_3(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(b"%PDF-1.4")
    assert scrapy(str(path), "--url", URL).returncode == 3


@pytest.fixture
def site(page: Path) -> Iterator[str]:
    """A site on loopback that serves the page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(page.parent)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_address_is_fetched_with_scrapys_downloader(site: str) -> None:
    done = scrapy(f"{site}/page.html", "--json", ALLOWED_PRIVATE_NETWORKS="127.0.0.0/8", DOWNLOAD_DELAY="0.01")
    assert json.loads(done.stdout)["headline"] == "Council votes to rebuild the harbour"


def test_an_address_that_cannot_be_had_says_why(site: str) -> None:
    done = scrapy(f"{site}/none.html", ALLOWED_PRIVATE_NETWORKS="127.0.0.0/8", DOWNLOAD_DELAY="0.01")
    assert (done.returncode, "none.html" in done.stderr) == (3, True)


def test_a_private_address_is_refused(site: str) -> None:
    assert scrapy(f"{site}/page.html", ALLOWED_PRIVATE_NETWORKS="").returncode == 3
