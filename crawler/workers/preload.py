"""Imported once, by the server that workers are forked from: loads what the first pages would load in each of them.

Models, the calendars of all languages and their regular expressions take nearly two seconds; forked, they are there and
share their memory. The one module that works when it is imported, which is why only the fork server imports it.
"""

from __future__ import annotations

from crawler.clock import utc_now
from crawler.extraction.calendars import months_anywhere
from crawler.extraction.document import parse_document
from crawler.extraction.guessed_date import guess_date
from crawler.workers.tasks import PageTask, read_page

_URL = "https://preload.invalid/article/1"
_PAGE = """<!doctype html><html lang="{language}"><head><title>{words}</title></head><body><article><h1>{words}</h1>
<p class="byline">{words}</p><p>{text}</p><p>{text}</p></article></body></html>"""

_WORDS = {"en": "The council met on Monday", "de": "Der Rat tagte am Montag", "ru": "Совет собрался в понедельник"}
"""A language for each set of tables that is loaded by language or script."""

_ODD_DATE = b"<span class='published'>14 of the 2 nnn 2023x</span><p>Only the last resort reads such a date.</p>"

for _language, _words in _WORDS.items():
    _html = _PAGE.format(language=_language, words=_words, text=f"{_words}. " * 20)
    read_page(PageTask(_html.encode(), _URL, {"content-type": "text/html"}, utc_now()))
months_anywhere()
guess_date(parse_document(_ODD_DATE, _URL))
