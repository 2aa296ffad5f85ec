"""Sorts the entries of a list into those worth fetching and those that are not, losing none."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urldefrag, urljoin

from crawler.discovery.links import judge_link
from crawler.discovery.listing import Listing, Rejected
from crawler.items import Entry
from crawler.sources.source import Source

_SPACE = re.compile(r"[\t\r\n]+")


def absolute(url: str | None, base: str) -> str | None:
    """Resolves an address against its base; ``None`` for nothing. What cannot be resolved stays as it is."""
    url = _SPACE.sub("", (url or "").strip()).replace(" ", "%20")
    if not url:
        return None
    if url.startswith(("https://", "http://")):  # urljoin would tidy it up, and it would not be what was listed
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def admit(listing: Listing, found: list[Entry], source: Source, *, cap: int) -> None:
    """Puts found entries into a listing: articles of the source, newest first, each once, at most ``cap``.

    Entries without a time keep their place after the one before them. Of the entries beyond the cap of a list without
    any times, half are taken from its end: such lists grow at either end.
    """
    admitted: list[Entry] = []
    seen: set[str] = set()
    for entry in newest_first(found):
        reason = judge_link(entry.url, source, title=entry.title)
        key = urldefrag(entry.url).url if reason is None else ""
        if reason is None and key in seen:
            reason = "repeated"
        if reason is not None:
            listing.rejected.append(Rejected(entry.url, reason))
            continue
        seen.add(key)
        admitted.append(entry)
    if len(admitted) > cap:
        listing.rejected.append(Rejected(None, "beyond-cap", len(admitted) - cap))
        if any(time_of(entry) for entry in admitted):
            admitted = admitted[:cap]
        else:
            admitted = [*admitted[: cap - cap // 2], *admitted[-(cap // 2) :]]
    listing.entries.extend(admitted)


def time_of(entry: Entry) -> datetime | None:
    """Gives when an entry is from, for sorting: its publication, else its last change."""
    return entry.published_at or entry.modified_at


def newest_first(entries: list[Entry]) -> list[Entry]:
    """Sorts by time, newest first; an entry without a time stays behind the one it follows in the list."""
    times = [time_of(entry) for entry in entries]
    known = [moment for moment in times if moment]
    if not known:
        return list(entries)
    last = next(moment for moment in times if moment)
    keys: list[datetime] = []
    for moment in times:
        last = moment or last
        keys.append(last)
    order = sorted(range(len(entries)), key=lambda index: keys[index], reverse=True)
    return [entries[index] for index in order]
