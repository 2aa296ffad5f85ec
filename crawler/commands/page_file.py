"""Pages kept as files, plain or gzipped."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from crawler.exceptions import UnusableArgument

MAX_PAGE = 32 * 1024 * 1024
"""Bytes of a page after decompression; more are a mistake or a bomb."""
_GZIP = b"\x1f\x8b"


def read_file(path: Path) -> bytes:
    """Gives the bytes of a page, unpacked if they are gzipped (told by their first bytes, whatever the name).

    Raises ``UnusableArgument`` for a file that cannot be read, is damaged or too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_PAGE + 1)
        if content.startswith(_GZIP):
            with gzip.open(path) as unpacked:
                content = unpacked.read(MAX_PAGE + 1)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise UnusableArgument(f"{path}: {error}") from error
    if len(content) > MAX_PAGE:
        raise UnusableArgument(f"{path}: larger than {MAX_PAGE:,} bytes")
    return content


def address_in(content: bytes) -> str | None:
    """Gives the address that a page names as its own, if it names one."""
    # Scrapy imports the modules of all commands for each of them: the stages' weight is for those who need it.
    from crawler.extraction.document import parse_document  # noqa: PLC0415
    from crawler.extraction.structured import Structured  # noqa: PLC0415

    return Structured(parse_document(content, "")).canonical_url
