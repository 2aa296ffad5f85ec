"""The Atom feed, read by the parser that reads others'."""

from __future__ import annotations

from typing import Any

import feedparser
import httpx
from pymongo.database import Database

from tests.web.seed import ENGLISH, make_article

Document = dict[str, Any]


async def test_the_feed_links_to_the_sources(client: httpx.AsyncClient, articles: list[Document]) -> None:
    answer = await client.get("/feed.atom?limit=3")
    feed = feedparser.parse(answer.content)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert not feed.bozo
    assert [entry.link for entry in feed.entries] == [article["url"] for article in articles[:3]]
    assert feed.entries[0].authors == [{"name": "Ida Marsh"}, {"name": "Tom Reed"}]
    assert articles[0]["url"] in feed.entries[0].rights


async def test_the_feed_has_the_same_filters_and_a_next_page(
    client: httpx.AsyncClient, articles: list[Document]
) -> None:
    feed = feedparser.parse((await client.get("/feed.atom?keyword=town&limit=20")).content)
    following = next(link.href for link in feed.feed.links if link.rel == "next")
    rest = feedparser.parse((await client.get(following)).content)
    assert len(feed.entries) + len(rest.entries) == 30


async def test_the_feed_never_holds_full_text(operator: httpx.AsyncClient, articles: list[Document]) -> None:
    assert ENGLISH[0] not in (await operator.get("/feed.atom")).text


async def test_characters_that_xml_cannot_hold_do_not_break_the_feed(
    client: httpx.AsyncClient, prepared: Database[Document]
) -> None:
    prepared["articles"].insert_one(
        make_article("https://harbour-post.test/x", "Bell \x07 and <b>&amp; \ufffe", keywords=["\x00a"])
    )
    feed = feedparser.parse((await client.get("/feed.atom")).content)
    assert not feed.bozo
    assert len(feed.entries) == 1


async def test_an_empty_feed_is_a_feed(client: httpx.AsyncClient, prepared: Database[Document]) -> None:
    assert not feedparser.parse((await client.get("/feed.atom?q=none")).content).bozo
