"""Fetched pages in WARC files."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler.fetching.archive import OPEN, ArchiveWriter, Exchange, drop_records
from tests.fetching.conftest import RunCrawl
from tests.fetching.servers import ARTICLE, Server, page, redirect

Serve = Callable[..., Server]
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ARCHIVING = {"crawler.fetching.archive_middleware.ArchiveMiddleware": 900}


def _exchange(url: str, body: bytes = b"<p>The ferry is back.</p>") -> Exchange:
    fields = [(b"Content-Type", b"text/html"), (b"Set-Cookie", b"a=1"), (b"Set-Cookie", b"b=2")]
    return Exchange(url, "GET", [(b"Host", b"news.test")], 200, fields, body, "192.0.2.7", NOW)


def _read(path: Path) -> list[tuple[WarcRecordType, str | None, bytes]]:
    with path.open("rb") as file:
        return [
            (record.record_type, record.headers.get("WARC-Target-URI"), record.reader.read())
            for record in ArchiveIterator(file, parse_http=False, verify_digests=True)
        ]


def _settings(folder: Path, **more: Any) -> dict[str, Any]:
    from tests.fetching.settings import FETCHING

    middlewares = FETCHING["DOWNLOADER_MIDDLEWARES"] | ARCHIVING
    return {"DOWNLOADER_MIDDLEWARES": middlewares, "WARC_DIR": str(folder), "WARC_MAX_SIZE": 10**9, **more}


def test_what_was_written_can_be_read_with_its_digests(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 10**9, "Byline/0.1")
    writer.write(_exchange("https://news.test/a?b=1"))
    writer.close()
    (path,) = tmp_path.glob("*.warc.gz")
    info, response, request = _read(path)
    assert info[0] == WarcRecordType.warcinfo
    assert response[:2] == (WarcRecordType.response, "https://news.test/a?b=1")
    assert response[2].startswith(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n"
    )
    assert response[2].endswith(b"<p>The ferry is back.</p>")
    assert request[2] == b"GET /a?b=1 HTTP/1.1\r\nHost: news.test\r\n\r\n"


def test_every_record_is_compressed_by_itself(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 10**9, "Byline/0.1")
    for number in range(3):
        writer.write(_exchange(f"https://news.test/{number}"))
    writer.close()
    (path,) = tmp_path.glob("*.warc.gz")
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(path.read_bytes()[:-20])
    assert [url for kind, url, _ in _read(cut) if kind == WarcRecordType.response] == [
        f"https://news.test/{number}" for number in range(3)
    ]


def test_a_file_that_is_full_is_followed_by_another(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 1000, "Byline/0.1")
    for number in range(4):
        writer.write(_exchange(f"https://news.test/{number}", bytes(range(256)) * 4))
    assert len(list(tmp_path.glob("*.warc.gz"))) >= 2
    writer.close()
    assert not list(tmp_path.glob(f"*{OPEN}"))
    urls = [
        url
        for path in sorted(tmp_path.glob("*.warc.gz"))
        for kind, url, _ in _read(path)
        if kind == WarcRecordType.response
    ]
    assert urls == [f"https://news.test/{number}" for number in range(4)]


def test_a_file_carries_its_mark_while_it_is_written_to(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 10**9, "Byline/0.1")
    writer.write(_exchange("https://news.test/a"))
    assert [path.name.endswith(OPEN) for path in tmp_path.iterdir()] == [True]
    writer.close()
    assert [path.name.endswith(OPEN) for path in tmp_path.iterdir()] == [False]


def test_unwanted_records_are_dropped_and_the_others_stay(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 10**9, "Byline/0.1")
    for name in ("keep", "drop", "keep-too"):
        writer.write(_exchange(f"https://news.test/{name}"))
    writer.close()
    (path,) = tmp_path.glob("*.warc.gz")
    assert drop_records(path, lambda url: url.endswith("/drop")) == 2
    assert {url for _, url, _ in _read(path)} == {None, "https://news.test/keep", "https://news.test/keep-too"}
    assert b"/drop" not in gzip.decompress(path.read_bytes())
    before = path.read_bytes()
    assert drop_records(path, lambda url: url.endswith("/drop")) == 0
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_crawl_writes_what_it_fetched_as_it_came(tmp_path: Path, crawl: RunCrawl, serve: Serve) -> None:
    packed = gzip.compress(ARTICLE.encode())
    site = serve({"/a": redirect("/b"), "/b": page(packed, Content_Encoding="gzip"), "/c": page("gone", 410)})
    done = crawl(site.url("/a"), site.url("/c"), settings=_settings(tmp_path))
    (path,) = tmp_path.glob("*.warc.gz")
    responses = {url: block for kind, url, block in _read(path) if kind == WarcRecordType.response}
    assert set(responses) == {site.url(target) for target in ("/robots.txt", "/a", "/b", "/c")}
    assert responses[site.url("/b")].endswith(packed)
    assert responses[site.url("/a")].startswith(b"HTTP/1.1 302 Found")
    assert done.stats["archive/written"] == 4


def test_no_password_is_written_down(tmp_path: Path, crawl: RunCrawl, serve: Serve) -> None:
    proxy = serve({"*": page(ARTICLE)})
    settings = _settings(tmp_path, CRAWL_PROXY=f"http://me:secret@127.0.0.1:{proxy.port}", ROBOTSTXT_OBEY=False)
    crawl("http://news.test/a", settings=settings)
    (path,) = tmp_path.glob("*.warc.gz")
    assert "authorization" in " ".join(proxy.asked[0].headers)
    assert b"uthorization" not in gzip.decompress(path.read_bytes())


def test_a_disk_that_refuses_is_said_once_and_survived(tmp_path: Path, crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"*": page(ARTICLE)})
    (tmp_path / "file").write_text("in the way")
    done = crawl(site.url("/a"), site.url("/b"), settings=_settings(tmp_path / "file" / "folder"))
    assert [result["status"] for result in done.results] == [200, 200]
    assert done.log.count("No archive is written any more") == 1
    assert done.stats["archive/failed"] == 1


@pytest.mark.parametrize("folder", [None, ""])
def test_without_a_folder_nothing_is_written(folder: str | None, crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"*": page(ARTICLE)})
    done = crawl(site.url("/a"), settings=_settings(Path()) | {"WARC_DIR": folder})
    assert done.only["status"] == 200
    assert "archive/written" not in done.stats
