"""The time zone that a page means when it writes a time without one."""

from __future__ import annotations

from datetime import timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.extraction.addresses import split_address

_WIDE = frozenset({"US", "CA", "MX", "BR", "RU", "AU", "ID", "KZ", "MN", "CD", "GL", "AQ", "KI", "FM", "PF", "UM"})
"""Countries whose press works in zones of different offsets: a country alone says nothing there."""

_MAIN_ZONES = {
    "UA": "Europe/Kyiv",
    "NZ": "Pacific/Auckland",
    "CN": "Asia/Shanghai",
    "UZ": "Asia/Tashkent",
    "MY": "Asia/Kuala_Lumpur",
}
"""Countries whose main zone is not the first one listed."""

_COUNTRY_OF_SUFFIX = {"uk": "GB", "su": "RU"}
_GENERIC = frozenset(
    {"tv", "co", "io", "me", "fm", "ai", "cc", "ws", "to", "ly", "gg", "sh", "st", "am", "nu", "la", "eu"}
)
"""Country codes sold as names to the whole world; only the page's own language region counts there."""

_ABBREVIATIONS = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120,
    "met": 60, "mest": 120, "eet": 120, "eest": 180, "msk": 180, "trt": 180, "est": -300, "edt": -240, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "art": -180,
    "brt": -180, "clt": -240, "pkt": 300, "wib": 420, "wita": 480, "wit": 540, "sgt": 480, "hkt": 480, "pht": 480,
    "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "acst": 570, "acdt": 630, "awst": 480, "nzst": 720,
    "nzdt": 780, "sast": 120, "cat": 120, "eat": 180, "wat": 60, "ndt": -150, "nst": -210, "adt": -180, "npt": 345,
    "ict": 420,
}  # fmt: skip
"""Minutes east of Greenwich. CST, IST and AST are not among them: each means several zones."""

_PLACES = {
    "et": "America/New_York",
    "pt": "America/Los_Angeles",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "cst": "America/Chicago",
}
_PLACES_BY_COUNTRY = {
    ("ist", "IN"): "Asia/Kolkata",
    ("ist", "IE"): "Europe/Dublin",
    ("ist", "IL"): "Asia/Jerusalem",
    ("cst", "CN"): "Asia/Shanghai",
    ("cst", "TW"): "Asia/Taipei",
}


def zone_named(name: str, country: str | None = None) -> tzinfo | None:
    """Gives the zone of an abbreviation (``CEST``, ``PT``), or ``None`` where it is unknown or ambiguous."""
    key = name.lower()
    place = _PLACES_BY_COUNTRY.get((key, country or "")) or _PLACES.get(key)
    if place:
        return zone_of(place)
    minutes = _ABBREVIATIONS.get(key)
    return None if minutes is None else timezone(timedelta(minutes=minutes))


def zone_of(name: str | None) -> tzinfo | None:
    """Gives the zone of an IANA name (``Europe/Berlin``), or ``None`` for one that does not exist."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def country_of(url: str, language_tag: str | None) -> str | None:
    """Gives the ISO country of a page by its host's top level, else by the region of its language tag (``de-AT``)."""
    suffix = (split_address(url).hostname or "").rpartition(".")[2].lower()
    if len(suffix) == 2 and suffix.isalpha() and suffix not in _GENERIC:
        return _COUNTRY_OF_SUFFIX.get(suffix, suffix.upper()) or None
    region = (language_tag or "").replace("_", "-").rpartition("-")[2]
    return (
        region.upper()
        if len(region) == 2 and "-" in (language_tag or "").replace("_", "-") and region.isalpha()
        else None
    )


@cache
def zone_of_country(country: str | None) -> tzinfo | None:
    """Gives the zone that a country's press works in, ``None`` where there are several (or no such country).

    The first row of a country in the tz database's ``zone.tab`` is nearly always its main zone.
    """
    if not country or country in _WIDE:
        return None
    if country in _MAIN_ZONES:
        return zone_of(_MAIN_ZONES[country])
    table = (files("tzdata.zoneinfo") / "zone.tab").read_text("utf-8")
    for line in table.splitlines():
        columns = line.split("\t")
        if columns[0] == country:
            return zone_of(columns[2])
    return None
