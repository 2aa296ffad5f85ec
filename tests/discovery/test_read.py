"""Whatever an endpoint answers with: the right reader, or a clear reason."""

from __future__ import annotations

import gzip
import pickle

import pytest

from crawler.discovery.body import MAX_UNPACKED, unpack
from crawler.exceptions import UnusableListing

from .conftest import Read

RSS = "<rss><channel><item><title>A</title><link>https://www.courier.test/city/story</link></item></channel></rss>"
SITEMAP = "<urlset><url><loc>https://www.courier.test/city/story-about-the-tram</loc></url></urlset>"


@pytest.mark.parametrize("kind", ["feed", "news-sitemap", "sitemap", "section"])
def test_the_content_decides_what_a_list_is(read: Read, kind: str) -> None:
    assert read(RSS, kind).format == "rss"
    assert read(SITEMAP, kind).format == "sitemap"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (gzip.compress(b""), "empty"),
        (b"<!DOCTYPE html><html><body><p>hello</p></body></html>", "html-page"),
        (b"<!-- built --><html><head><title>Bitte best\xe4tigen</title></head></html>", "html-page"),
        (b"<html><body><pre><rss><channel></channel></rss></pre></body></html>", "html-page"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN' 'x'><html/>", "html-page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"),
        (b"\x1f\x8bnot really gzip", "broken-gzip"),
        (b"[1, 2, 3]", "not-a-feed"),
        (b"<opml><body/></opml>", "not-a-feed"),
        (b"Service temporarily unavailable", "not-a-feed"),
        (b"https://www.courier.test/a\nand a line of prose", "not-a-feed"),
        (b"<!--" * 10_000 + b"<rss>", "not-a-feed"),
    ],
)
def test_what_is_no_list_says_why(read: Read, content: bytes, reason: str) -> None:
    with pytest.raises(UnusableListing, match=f"^{reason}: "):
        read(content)


def test_the_reason_survives_the_way_from_a_worker(read: Read) -> None:
    with pytest.raises(UnusableListing) as caught:
        read(b"")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_listing_survives_the_way_from_a_worker(read: Read) -> None:
    listing = read(RSS)
    assert pickle.loads(pickle.dumps(listing)) == listing


def test_an_archive_that_swells_is_cut_at_the_limit() -> None:
    bomb = gzip.compress(gzip.compress(b"<rss>" + b" " * (3 * MAX_UNPACKED), 9), 9)
    content, is_complete = unpack(bomb)
    assert (len(content), is_complete) == (MAX_UNPACKED, False)


def test_feedparser_opens_no_address_and_no_file(read: Read) -> None:
    with pytest.raises(UnusableListing):
        read(b"file:///etc/passwd")
    assert read(b"http://127.0.0.1:9/feed-of-the-site\n", "sitemap").rejected[0].reason == "other-site"
