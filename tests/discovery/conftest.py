"""A source and a reader for all tests of discovery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crawler.discovery.listing import Listing
from crawler.discovery.read import read_listing
from crawler.sources.source import EndpointKind, Source

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
Read = Callable[..., Listing]


@pytest.fixture
def source() -> Source:
    return Source(
        "courier",
        "Courier",
        "https://www.courier.test/",
        "DE",
        ("de",),
        domains=("courier-plus.test",),
        time_zone="Europe/Berlin",
    )


@pytest.fixture
def read(source: Source) -> Read:
    """Reads bytes or text as if an endpoint had answered with them."""

    def read_as(content: bytes | str, kind: EndpointKind = "feed", content_type: str | None = None) -> Listing:
        data = content.encode() if isinstance(content, str) else content
        url = "https://www.courier.test/lists/all.xml"
        return read_listing(data, url=url, kind=kind, source=source, content_type=content_type, now=NOW)

    return read_as
