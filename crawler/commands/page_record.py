"""A page's record as ``scrapy extract`` prints it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from crawler.clock import utc_now
from crawler.items import Extraction

if TYPE_CHECKING:
    from crawler.workers.tasks import PageReading


@dataclass(frozen=True, slots=True)
class UnlistedSource:
    """Stands in for the catalogue's source of a page that no source listed: its publisher is read from the page."""

    name: str = ""
    homepage: str = ""
    domains: tuple[str, ...] = ()
    licence: str | None = None


def short_record(reading: PageReading, url: str) -> dict[str, Any]:
    """Gives the fields of a batch line.

    ``authors`` are the names of those who signed: people, then agencies and desks, which the stored record keeps apart.
    """
    extraction = reading.extraction
    return {
        "kind": extraction.kind,
        "headline": extraction.headline,
        "authors": [author.name for author in extraction.authors] + extraction.evidence.creators,
        "published_at": printed_time(extraction.published_at, extraction.utc_offset),
        "modified_at": printed_time(extraction.modified_at, extraction.utc_offset),
        "language": extraction.language,
        "body": extraction.body or None,
        "sections": [asdict(section) for section in extraction.sections],
        "description": extraction.description,
        "images": [asdict(image) for image in extraction.images],
        "keywords": extraction.keywords,
        "primary_source": primary_source(reading, url),
        "seconds": round(reading.cpu_seconds, 6),
    }


def full_record(reading: PageReading, url: str) -> dict[str, Any]:
    """Gives all fields of the extraction and what was computed from it, ready for JSON."""
    record = asdict(reading.extraction)
    for name in ("published_at", "modified_at"):
        record[name] = printed_time(record[name], reading.extraction.utc_offset)
    return record | {
        "body": reading.extraction.body or None,
        "word_count": reading.word_count,
        "fingerprint": reading.fingerprint,
        "primary_source": primary_source(reading, url),
        "seconds": round(reading.cpu_seconds, 6),
    }


def primary_source(reading: PageReading, url: str) -> str:
    """Gives the address of the primary source as far as one page tells."""
    # Not above: see page_file.
    from crawler.attribution import attribute  # noqa: PLC0415

    source = UnlistedSource()
    return attribute(reading.extraction, url=url, source=source, retrieved_at=utc_now()).primary_source.url


def printed_time(at: datetime | None, utc_offset: int | None) -> str | None:
    """Gives a time as ISO 8601, to the second, by the publisher's clock where its offset (minutes) is known."""
    if at is None:
        return None
    return at.astimezone(timezone(timedelta(minutes=utc_offset or 0))).isoformat(timespec="seconds")


def print_readable(reading: PageReading, url: str) -> None:
    """Prints a page's record for a person."""
    console, extraction = Console(highlight=False), reading.extraction
    console.print(Text(extraction.headline or "(no headline)", style="bold"))
    for label, value in _rows(reading, url):
        if value:
            console.print(Text(f"{label:>13}  ", style="dim") + Text(str(value)))
    _print_body(console, extraction)


def _rows(reading: PageReading, url: str) -> list[tuple[str, str | None]]:
    extraction = reading.extraction
    confidence = f"{extraction.body_confidence:.2f}" if extraction.sections else None
    return [
        ("kind", extraction.kind),
        ("by", ", ".join(author.name for author in extraction.authors)),
        ("agency, desk", ", ".join(extraction.evidence.creators)),
        ("published", _printed_publication(extraction)),
        ("modified", printed_time(extraction.modified_at, extraction.utc_offset)),
        ("language", extraction.language),
        ("section", extraction.section),
        ("keywords", ", ".join(extraction.keywords)),
        ("images", str(len(extraction.images)) if extraction.images else None),
        ("source", primary_source(reading, url)),
        ("body", f"{reading.word_count:,} words, confidence {confidence}" if confidence else "none"),
        ("cut off", "the page shows only the beginning" if extraction.is_truncated else None),
        ("description", extraction.description),
    ]


def _printed_publication(extraction: Extraction) -> str | None:
    """Gives the time of publication, or the day where no more is known, or else the page's own words."""
    at = printed_time(extraction.published_at, extraction.utc_offset)
    if at and extraction.origins.get("published_at_precision") == "day":
        return at.partition("T")[0]
    return at or extraction.published_raw


def _print_body(console: Console, extraction: Extraction) -> None:
    for section in extraction.sections:
        console.print()
        if section.heading:
            console.print(Text(section.heading, style="bold"))
        for paragraph in section.paragraphs:
            console.print(Text(paragraph))
