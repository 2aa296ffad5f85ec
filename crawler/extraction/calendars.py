"""Words for dates in the world's languages, from Unicode's CLDR as babel carries it."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_timedelta

_TODAY = frozenset({
    "today", "heute", "aujourd'hui", "aujourd’hui", "hoy", "oggi", "hoje", "vandaag", "idag", "i\u00a0dag",
    "dzisiaj", "dziś", "dnes", "danas", "azi", "astăzi", "ma", "bugün", "сегодня", "сьогодні", "днес", "σήμερα",
    "היום", "اليوم", "امروز", "आज", "আজ", "今日", "今天", "오늘", "hari\u00a0ini", "hôm\u00a0nay", "วันนี้", "tänään",
    "avui", "hoxe", "gaur", "šiandien", "šodien", "täna", "sot", "leo",
})  # fmt: skip
_YESTERDAY = frozenset({
    "yesterday", "gestern", "hier", "ayer", "ieri", "ontem", "gisteren", "igår", "i\u00a0går", "wczoraj",
    "včera", "jučer", "juče", "tegnap", "dün", "вчера", "вчора", "χθες", "χτες", "אתמול", "أمس", "دیروز",
    "कल", "গতকাল", "昨日", "昨天", "어제", "kemarin", "hôm\u00a0qua", "เมื่อวาน", "eilen", "ahir", "onte", "atzo",
    "vakar", "eile", "dje", "jana",
})  # fmt: skip
_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_EXTRA_MONTHS = {
    "de": {"jänner": 1, "feber": 2, "mrz": 3, "mär": 3, "mai": 5, "sept": 9},
    "en": {"sept": 9},
    "pl": {
        "sty": 1, "lut": 2, "mar": 3, "kwi": 4, "maj": 5, "cze": 6, "lip": 7, "sie": 8, "wrz": 9, "paź": 10, "lis": 11,
        "gru": 12,
    },
    "es": {"setiembre": 9, "set": 9},
    "pt": {"fev": 2, "abr": 4, "mai": 5, "ago": 8, "set": 9, "out": 10, "dez": 12},
    "ar": {
        "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8,
        "أيلول": 9, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12,
    },
}  # fmt: skip
"""What newspapers print and CLDR does not list."""


@cache
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


def fold_word(word: str) -> str:
    """Gives a month's name as the tables hold it: lower case, composed, without its abbreviating dot."""
    return unicodedata.normalize("NFC", word).casefold().strip(".,’'\u200f\u200e")


@cache
def months(language: str) -> dict[str, int]:
    """Gives the month of each name and abbreviation of a language (ISO 639-1); empty for an unknown one."""
    locale = _locale(language)
    found: dict[str, int] = {}
    if locale is not None:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    if not name.strip(".").isdigit():
                        found.setdefault(fold_word(name), number)
    found.update({fold_word(name): number for name, number in _EXTRA_MONTHS.get(language, {}).items()})
    return found


_WIDESPREAD = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "cs", "sk", "sv", "da", "nb", "fi", "tr", "el",
    "ro", "hu", "bg", "sr", "hr", "sl", "lt", "lv", "et", "ca", "id", "vi", "th", "ar", "fa", "he", "hi", "bn",
    "sw", "zu", "af", "sq", "mk", "ka", "hy", "az", "kk",
)  # fmt: skip


@cache
def months_anywhere() -> dict[str, int]:
    """Gives the months whose name means the same in all widespread languages; for pages of unknown language."""
    found: dict[str, set[int]] = {}
    for language in _WIDESPREAD:
        for name, number in months(language).items():
            found.setdefault(name, set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


@cache
def _ago_patterns(language: str) -> list[tuple[re.Pattern[str], int]]:
    """Gives patterns of "3 hours ago" in a language, each with the seconds of its unit."""
    locale = _locale(language)
    if locale is None:
        return []
    seen: dict[str, int] = {}
    for width in ("long", "short", "narrow"):
        for unit, seconds in _UNITS.items():
            for count in (1, 2, 5):
                text = _say_ago(unit, seconds * count, locale, width)
                if str(count) in text:
                    seen.setdefault(
                        re.escape(fold_word(text)).replace(str(count), r"(\d{1,3})", 1).replace(r"\ ", r"\s*"), seconds
                    )
    return [(re.compile(rf"(?<!\w){pattern}(?!\w)"), seconds) for pattern, seconds in seen.items()]


def _say_ago(unit: str, seconds: int, locale: Locale, width: str) -> str:
    try:
        return format_timedelta(
            timedelta(seconds=-seconds),
            granularity=unit,  # type: ignore[arg-type]
            threshold=9,
            add_direction=True,
            locale=locale,
            format=width,  # type: ignore[arg-type]
        )
    except KeyError:  # the language has no such width
        return ""


def time_ago(text: str, language: str) -> timedelta | None:
    """Gives how long ago a text like "vor 3 Stunden" says, in ``language`` or English; else ``None``."""
    folded = unicodedata.normalize("NFC", text).casefold()
    if not any(character.isdigit() for character in folded):
        return None
    for name in dict.fromkeys((language, "en")):
        for pattern, seconds in _ago_patterns(name):
            if found := pattern.search(folded):
                return timedelta(seconds=seconds * int(found[1]))
    return None


def days_ago(text: str) -> int | None:
    """Gives 0 for a text that begins with a word for today, 1 for yesterday, in any language; else ``None``."""
    words = re.split(r"[\s,|]+", text.casefold().strip(), maxsplit=2)
    heads = {words[0].strip(".:,"), "\u00a0".join(words[:2]).strip(".:,")}
    return 0 if heads & _TODAY else 1 if heads & _YESTERDAY else None
