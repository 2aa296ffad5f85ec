"""When a page was published and when it was changed: what it declares, else what it prints, else its address.

The first witness in the order of trust that says something possible decides the day; a later one that says the same
day may add the time or the zone. Nothing is invented: what cannot be understood leaves only the page's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain

from selectolax.lexbor import LexborNode

from crawler.clock import utc_now
from crawler.extraction.document import Document
from crawler.extraction.guessed_date import guess_date
from crawler.extraction.moments import Moment, Reading, parse_moment
from crawler.extraction.overrides import Overrides
from crawler.extraction.structured import Structured, first_text
from crawler.extraction.surroundings import Surroundings
from crawler.extraction.witnesses import Witness
from crawler.extraction.zones import zone_of_country
from crawler.items import Entry

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
CLOCK_SKEW = timedelta(minutes=15)
"""How far the clock of a publisher may be ahead before its time counts as a future one."""

_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "datepublished", "article.published",
    "article:published", "og:published_time", "publish-date", "publish_date", "publishdate", "published-date",
    "published_date", "publisheddate", "publication_date", "publicationdate", "parsely-pub-date",
    "cxenseparse:recs:publishtime", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.issued",
    "dcterms.available", "date.available", "article_date_original", "originalpublicationdate", "pubdate",
    "pub_date", "rnews:datepublished", "article:post_date", "published", "vr:published_time",
    "citation_publication_date",
)  # fmt: skip
_LOOSE_META = (
    "date", "dc.date", "dcterms.date", "dc:date", "article:date", "displaydate", "release_date", "citation_date",
    "timestamp", "last-published",
)  # fmt: skip
"""Names that some sites fill with the last change or the delivery: a printed date is the better witness."""
_CREATED_META = (
    "datecreated", "date.created", "dc.date.created", "dcterms.created", "dc.created", "article:created", "created",
    "ya:ovs:upload_date", "uploaddate",
)  # fmt: skip
_MODIFIED_META = (
    "article:modified_time", "og:article:modified_time", "datemodified", "og:modified_time", "og:updated_time",
    "article:modified", "article.updated", "dcterms.modified", "dc.date.modified", "date.modified", "date.updated",
    "last-modified", "lastmod", "cxenseparse:modified_time", "modified",
)  # fmt: skip
_URL_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19[89]|20[0-4])\d)(?P<gap>[/_-])(?P<month>0?[1-9]|1[0-2])(?P=gap)"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
)
_URL_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>0[1-9]|[12]\d|3[01])(?P<gap>[-._])(?P<month>0[1-9]|1[0-2])(?P=gap)(?P<year>20[0-4]\d)(?!\d)"
)
_URL_COMPACT = re.compile(r"(?<!\d)(?P<year>20[0-4]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(slots=True)
class Times:
    """What the page says of its times, UTC-aware, with where it was found."""

    published_at: datetime | None = None
    published_raw: str | None = None
    published_origin: str | None = None
    has_time: bool = False
    """Whether ``published_at`` is known to the minute; a day alone is midnight UTC of that day."""
    zone_origin: str = "page"
    """Where the zone comes from: ``page``, ``source``, ``country`` or ``unknown`` (then it is read as UTC)."""
    utc_offset: int | None = None
    """Minutes by which the page's clock was ahead of UTC, where a zone is known."""
    modified_at: datetime | None = None
    modified_origin: str | None = None


def read_times(
    document: Document,
    structured: Structured,
    reading: Reading,
    entry: Entry | None,
    overrides: Overrides,
    surroundings: Surroundings,
) -> Times:
    """Gives publication and modification time.

    ``reading.zone`` is the source's own zone; what is later than ``reading.fetched_at`` (else than now) is the future.
    Printed dates are looked at only if nothing declared suffices.
    """
    times = Times()
    now = reading.fetched_at or utc_now()
    witnesses = chain(
        overrides.times("published_at"),
        _declared(structured),
        _listed(entry),
        surroundings.dates(),
        _in_meta(structured, _LOOSE_META),
        _in_address(document.url),
        surroundings.plain_dates(),
        _created(structured),
        _guessed(document),
    )
    moments = _possible(witnesses, reading, now, times)
    chosen, origin, has_time = _choose(moments)
    if chosen is not None:
        times.published_origin, times.published_raw, times.has_time = origin, chosen.raw, has_time
        at, times.zone_origin = _place(chosen, [moment for moment, _ in moments], reading, now)
        times.published_at = at.astimezone(UTC)
        times.utc_offset = _minutes_ahead(at, chosen.raw, times.zone_origin, reading) if has_time else None
    _read_modified(times, chain(overrides.times("modified_at"), _changed(structured)), reading, now)
    return times


def _declared(structured: Structured) -> Iterator[Witness]:
    """Yields what the page declares as its publication, the most trusted first."""
    if raw := first_text(structured.article.get("datePublished")):
        yield Witness(raw, "json-ld")
    yield from _in_meta(structured, _PUBLISHED_META)
    for node in structured.microdata("datePublished"):
        yield Witness(_said_by(node), "microdata")


def _in_meta(structured: Structured, names: tuple[str, ...]) -> Iterator[Witness]:
    for name in names:
        for raw in structured.meta.contents.get(name, ()):
            yield Witness(raw, "opengraph" if name.startswith(("article:", "og:")) else "meta")


def _listed(entry: Entry | None) -> Iterator[Witness]:
    if entry is not None and entry.published_at is not None:
        yield Witness(entry.published_at.isoformat(), "feed")


def _in_address(url: str) -> Iterator[Witness]:
    for pattern in (_URL_DATE, _URL_DAY_FIRST, _URL_COMPACT):
        if match := pattern.search(url):
            yield Witness(f"{match['year']}-{match['month']}-{match['day']}", "url")


def _created(structured: Structured) -> Iterator[Witness]:
    """Yields when the page was made, which is not when it was published: better than nothing only."""
    for key in ("dateCreated", "uploadDate"):
        if raw := first_text(structured.article.get(key)):
            yield Witness(raw, "json-ld")
    yield from _in_meta(structured, _CREATED_META)


def _guessed(document: Document) -> Iterator[Witness]:
    if found := guess_date(document):
        yield Witness(found, "body")


def _changed(structured: Structured) -> Iterator[Witness]:
    """Yields what the page declares as its last change."""
    if raw := first_text(structured.article.get("dateModified")):
        yield Witness(raw, "json-ld")
    yield from _in_meta(structured, _MODIFIED_META)
    for node in structured.microdata("dateModified"):
        yield Witness(_said_by(node), "microdata")


def _possible(witnesses: Iterator[Witness], reading: Reading, now: datetime, times: Times) -> list[tuple[Moment, str]]:
    """Reads witnesses until one says day, time and zone; remembers the words of the first in any case."""
    moments: list[tuple[Moment, str]] = []
    for witness in witnesses:
        if moments and moments[0][0].has_time and witness.origin not in ("opengraph", "meta", "json-ld"):
            break
        times.published_raw = times.published_raw or witness.raw[:200] or None
        moment = parse_moment(witness.raw, reading)
        if moment is None or not _is_possible(moment, now):
            continue
        moments.append((moment, witness.origin))
        if moment.has_time and moment.at.tzinfo is not None and len(moments) == 1:
            break
    return moments


def _is_possible(moment: Moment, now: datetime) -> bool:
    """Whether a moment is neither in the future nor absurd. Without a zone it may be as far ahead as any place is."""
    if moment.at.tzinfo is None:
        at, allowed = moment.at.replace(tzinfo=UTC), timedelta(hours=14)
    else:
        at, allowed = moment.at, CLOCK_SKEW
    return EARLIEST <= at <= now + allowed and at.year != 1970


def _choose(moments: list[tuple[Moment, str]]) -> tuple[Moment | None, str | None, bool]:
    """Takes the first moment, or, if it names a day alone, a later one that gives that day a time."""
    if not moments:
        return None, None, False
    first, origin = moments[0]
    if not first.has_time or _is_midnight(first):
        for moment, other in moments[1:]:
            if moment.has_time and not _is_midnight(moment) and other != "url" and moment.at.date() == first.at.date():
                return moment, other, True
    return first, origin, first.has_time


def _is_midnight(moment: Moment) -> bool:
    return moment.at.hour == moment.at.minute == moment.at.second == 0


def _place(moment: Moment, witnesses: list[Moment], reading: Reading, now: datetime) -> tuple[datetime, str]:
    """Gives a moment with its zone, and where that comes from (`Times.zone_origin`).

    What the string lacks is taken from another witness to the same moment, the source, the country; else it is UTC.
    """
    if not moment.has_time:
        return moment.at.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC), "page"
    if moment.at.tzinfo is not None:
        return moment.at, "page"
    for other in witnesses:
        if other.has_time and other.at.tzinfo is not None and _is_same_wall_clock(moment.at, other.at):
            return other.at.replace(second=moment.at.second), "page"
    for zone, origin in ((reading.zone, "source"), (zone_of_country(reading.country), "country")):
        if zone is not None and moment.at.replace(tzinfo=zone) <= now + CLOCK_SKEW:
            return moment.at.replace(tzinfo=zone), origin
    return moment.at.replace(tzinfo=UTC), "unknown"


def _minutes_ahead(at: datetime, raw: str, origin: str, reading: Reading) -> int | None:
    """Gives the offset of the publisher's clock; for a "Z", which says only how a time is stored, its zone's."""
    if origin == "unknown":
        return None
    offset = at.utcoffset()
    if raw.endswith("Z"):
        zone = reading.zone or zone_of_country(reading.country)
        offset = at.astimezone(zone).utcoffset() if zone else None
    return None if offset is None else int(offset.total_seconds() // 60)


def _is_same_wall_clock(naive: datetime, aware: datetime) -> bool:
    """Whether a time without and one with a zone are one moment: a whole quarter of an hour apart, at most 14 hours."""
    apart = abs((naive - aware.astimezone(UTC).replace(tzinfo=None)).total_seconds())
    return apart <= 14 * 3600 and apart % 900 < 60


def _read_modified(times: Times, witnesses: Iterator[Witness], reading: Reading, now: datetime) -> None:
    """Sets the time of the last change; one before the publication is no change and is left out."""
    for witness in witnesses:
        moment = parse_moment(witness.raw, reading)
        if moment is None or not moment.has_time or not _is_possible(moment, now):
            continue
        at, _ = _place(moment, [], reading, now)
        if times.published_at is None or at >= times.published_at:
            times.modified_at, times.modified_origin = at.astimezone(UTC), witness.origin
        return


def _said_by(node: LexborNode) -> str:
    """Gives what an element of microdata or a ``<time>`` says: its machine-readable attribute, else its text."""
    attributes = node.attributes
    for name in ("content", "datetime", "title"):
        if value := attributes.get(name):
            return value
    return node.text(deep=True, separator=" ")
