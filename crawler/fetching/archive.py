"""Fetched pages written down as they came: WARC files (ISO 28500:2017) that other tools read.

One gzip member a record, as the standard's annex D has it: a file cut off by a crash loses its last record alone.
"""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

OPEN = ".open"
"""What the name of a file ends with while it is written to."""

Fields = list[tuple[bytes, bytes]]
"""Header names and values in their order."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response, as they went over the wire but for chunked transfer."""

    url: str
    method: str
    request_fields: Fields
    status: int
    response_fields: Fields
    body: bytes
    """Compressed as it came, if it did."""
    address: str | None
    """The IP address of the server or proxy."""
    at: datetime
    """UTC."""


class ArchiveWriter:
    """Appends exchanges to files in ``folder``, a new one after ``max_bytes``.

    ``software`` names the crawler in each file's first record. A file is called
    ``byline-<time>-<pid>-<number>.warc.gz`` and carries ``OPEN`` behind its name until it is complete; one that a crash
    left so is good up to its last record. Raises ``OSError`` where the disk refuses.
    """

    def __init__(self, folder: Path, max_bytes: int, software: str) -> None:
        self.folder = folder
        self.max_bytes = max_bytes
        self.software = software
        self._file: BinaryIO | None = None
        self._path: Path | None = None
        self._number = 0

    def write(self, exchange: Exchange) -> None:
        """Appends the response and the request of one exchange."""
        file = self._open()
        response = _record(WarcRecordType.response, "application/http; msgtype=response", _response_block(exchange))
        _describe(response, exchange)
        request = _record(WarcRecordType.request, "application/http; msgtype=request", _request_block(exchange))
        _describe(request, exchange)
        request.headers["WARC-Concurrent-To"] = response.headers["WARC-Record-ID"]
        file.write(_packed(response) + _packed(request))
        if file.tell() >= self.max_bytes:
            self.close()

    def close(self) -> None:
        """Completes the file that is open, if there is one."""
        if self._file is None or self._path is None:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._path.rename(self._path.with_name(self._path.name.removesuffix(OPEN)))
        self._file = self._path = None

    def _open(self) -> BinaryIO:
        if self._file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._number += 1
            name = f"byline-{datetime.now(UTC):%Y%m%d%H%M%S}-{os.getpid()}-{self._number:05}.warc.gz{OPEN}"
            self._path = self.folder / name
            self._file = self._path.open("xb")
            text = f"software: {self.software}\r\nformat: WARC File Format 1.1\r\n"
            info = _record(WarcRecordType.warcinfo, "application/warc-fields", text.encode())
            info.headers["WARC-Filename"] = name.removesuffix(OPEN)
            self._file.write(_packed(info))
        return self._file


def drop_records(path: Path, is_unwanted: Callable[[str], bool]) -> int:
    """Rewrites a complete file without the records whose target address is unwanted; gives how many there were.

    The new file takes the old one's place in one step, and only where something was dropped.
    """
    dropped = 0
    rewritten = path.with_name(path.name + ".rewritten")
    with path.open("rb") as source, rewritten.open("wb") as target:
        for record in ArchiveIterator(source, parse_http=False):
            if is_unwanted(record.headers.get("WARC-Target-URI") or ""):
                dropped += 1
            else:
                record.freeze()
                target.write(_packed(record))
        target.flush()
        os.fsync(target.fileno())
    if dropped:
        rewritten.replace(path)
    else:
        rewritten.unlink()
    return dropped


def _record(kind: WarcRecordType, content_type: str, block: bytes) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(kind)
    record.headers["Content-Type"] = content_type
    record.set_bytes_content(block)
    return record


def _describe(record: WarcRecord, exchange: Exchange) -> None:
    record.headers["WARC-Target-URI"] = exchange.url
    record.headers["WARC-Date"] = f"{exchange.at:%Y-%m-%dT%H:%M:%SZ}"
    if exchange.address is not None:
        record.headers["WARC-IP-Address"] = exchange.address


def _packed(record: WarcRecord) -> bytes:
    buffer = io.BytesIO()
    record.write(buffer, checksum_data=True)
    return gzip.compress(buffer.getvalue(), compresslevel=6)


def _response_block(exchange: Exchange) -> bytes:
    try:
        phrase = HTTPStatus(exchange.status).phrase
    except ValueError:
        phrase = ""
    return _head(f"HTTP/1.1 {exchange.status} {phrase}".encode(), exchange.response_fields) + exchange.body


def _request_block(exchange: Exchange) -> bytes:
    target = "/" + exchange.url.partition("://")[2].partition("/")[2]
    return _head(f"{exchange.method} {target} HTTP/1.1".encode(), exchange.request_fields)


def _head(first: bytes, fields: Fields) -> bytes:
    return b"\r\n".join([first, *(name + b": " + value for name, value in fields)]) + b"\r\n\r\n"
