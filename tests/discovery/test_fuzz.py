"""Spoiled lists of every kind: entries that can be stored, or the one agreed error; nothing else."""

from __future__ import annotations

import gzip
import random

import pytest

from crawler.discovery.front_page import read_front_page
from crawler.exceptions import UnusableListing

from .conftest import Read

SITE = "https://www.courier.test"
LISTS = [
    f"""<?xml version="1.0"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>C</title>
    <ttl>9</ttl><item><title>Tram &amp;amp; bus</title><link>{SITE}/city/tram-and-bus</link><guid>12</guid>
    <pubDate>Fri, 03 May 2024 15:47:42 +0200</pubDate><description><![CDATA[<p>New</p>]]></description></item>
    <item><title>B</title><guid>{SITE}/city/b</guid><dc:date>2024-05-03</dc:date></item></channel></rss>""",
    f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{SITE}/w/"><title>C</title><entry><title type="xhtml">
    <div xmlns="http://www.w3.org/1999/xhtml">A</div></title><link href="a.html"/><updated>2024-05-03T10:00Z</updated>
    <content type="html">&lt;p&gt;</content></entry></feed>""",
    """{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "url": "/city/a", "title": "A",
    "date_published": "2024-05-03T10:00:00+02:00"}, {"id": 2, "attachments": []}]}""",
    f"""<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{SITE}/city/new-tram-line</loc>
    <lastmod>2024-05-02</lastmod><news:news><news:title>New</news:title></news:news></url></urlset>""",
    f"<sitemapindex><sitemap><loc>{SITE}/s-2024-05.xml</loc></sitemap><sitemap><loc>/t.xml</loc></sitemap></sitemapindex>",
    f"<html><base href='/x/'><nav><a href='/y'>Y</a></nav><h2><a href='{SITE}/city/the-new-tram-1.html'>T</a></h2>",
    f"{SITE}/city/the-new-tram-line\n{SITE}/city/the-old-tram-line\n",
]
SPOILERS = [
    *"<>&\"'[]{}%é\u202e\x00",
    *(
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<!DOCTYPE x [",
        "<?xml encoding='utf-16'?>",
        "encoding='rot13'",
        "<base href='http://['>",
    ),
    *(
        "&#x0;",
        "&#xD800;",
        "&#99999999;",
        "&lol;",
        "\\u0000",
        "http://[",
        "://",
        'xml:base="http://["',
        "[" * 50,
        "9" * 30,
    ),
    *(
        "<item>",
        "</item>",
        "<entry>",
        "<links>",
        "<guid>",
        "<link>",
        "<rss",
        "<feed",
        "isPermaLink='true'",
        "<published_parsed>",
    ),
]


def spoil(text: str, rng: random.Random) -> str:
    """Inserts, cuts, doubles and overwrites a few places."""
    for _ in range(rng.randint(1, 12)):
        place, other = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        kind = rng.random()
        if kind < 0.5:
            text = text[:place] + rng.choice(SPOILERS) + text[place:]
        elif kind < 0.7:
            text = text[:place] + text[place + rng.randint(1, 40) :]
        elif kind < 0.8:
            text = text[:place] + text[place:other] + text[place:]
        elif kind < 0.9:
            text = text[:place] + chr(rng.randrange(0xD7FF)) + text[place + 1 :]
        else:
            text = text[: max(1, other)]
    return text


def pack(text: str, rng: random.Random) -> bytes:
    """Gives the bytes: some overwritten, some of them half a gzip archive."""
    content = bytearray(text.encode("utf-8"))
    if content and rng.random() < 0.3:
        content[rng.randrange(len(content))] = rng.randrange(256)
    if rng.random() < 0.1:
        packed = gzip.compress(content)
        return packed[: rng.randrange(len(packed) + 1)]
    return bytes(content)


@pytest.mark.parametrize("seed", range(40))
def test_a_spoiled_list_gives_entries_that_can_be_stored_or_the_agreed_error(read: Read, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(25):
        text = spoil(rng.choice(LISTS), rng)
        read_front_page(text, f"{SITE}/")
        try:
            listing = read(pack(text, rng), rng.choice(["feed", "section"]), rng.choice([None, "text/xml; charset=x"]))
        except UnusableListing:
            continue
        for entry in listing.entries:
            for value in (entry.url, entry.title or "", entry.guid or "", entry.summary or ""):
                value.encode("utf-8")  # what holds half a surrogate pair cannot be stored
