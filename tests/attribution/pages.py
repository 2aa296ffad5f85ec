"""Pages and sources for the tests of attribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.attribution import PublisherIndex, attribute
from crawler.items import Attribution, Author, Evidence, Extraction, Publisher, Section, Sighting

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
URL = "https://www.herald.test/2026/05/pier-closed-after-cracks-found"
WIRE_URL = "https://apnews.com/article/pier-closed-cracks-0123456789abcdef"


@dataclass(frozen=True)
class TestSource:
    """What attribution wants to know of a source."""

    __test__ = False

    name: str = "Northern Herald"
    homepage: str = "https://www.herald.test/"
    domains: tuple[str, ...] = ("herald-live.test",)
    licence: str | None = None


HERALD = TestSource()
COURIER = TestSource("Bay Courier", "https://courier.test/", ())
CATALOGUE = PublisherIndex([HERALD, COURIER])


def page(authors: Sequence[str] = (), **fields: Any) -> Extraction:
    """An extraction with a headline and a body; other fields as given, ``evidence`` as a dictionary."""
    evidence = Evidence(**fields.pop("evidence", {}))
    fields.setdefault("headline", "Pier closed")
    return Extraction(
        "article",
        sections=[Section(None, ["The pier is closed.", "Ferries leave from the terminal."])],
        authors=[Author(name) for name in authors],
        evidence=evidence,
        **fields,
    )


def attributed(extraction: Extraction, url: str = URL, **arguments: Any) -> Attribution:
    """The attribution of a page of the Herald, unless said otherwise."""
    arguments.setdefault("source", HERALD)
    return attribute(extraction, url=url, retrieved_at=NOW, known_publisher=CATALOGUE.publisher_of, **arguments)


def sighting(url: str, name: str, domain: str, published_at: datetime | None = None) -> Sighting:
    return Sighting(Publisher(name, domain, f"https://{domain}/"), url, NOW, 0.9, published_at)
