"""Article records: written once, together with their ledger rows, never brought back."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

import pytest
from pymongo.database import Database

from crawler.clock import utc_now
from crawler.exceptions import RefusedDocument
from crawler.items import Article, Attribution, Entry, Extraction, PrimarySource, Publisher, Section
from crawler.storage.ledger import DUPLICATE, REMOVED, STORED, NewRow
from crawler.storage.storage import Storage

SOURCE = "paper"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def make_article(url: str, text: str = "The council met on Monday.", domain: str = "paper.test") -> Article:
    """An article as it comes out of the attribute pipeline."""
    publisher = Publisher("The Paper", domain, f"https://{domain}/")
    return Article(
        url=url,
        source_id=SOURCE,
        run_id="run-1",
        retrieved_at=utc_now(),
        extraction=Extraction("article", headline="The council met", sections=[Section(None, [text])]),
        row_id=digest(url),
        fingerprint=digest(text),
        id=digest(url),
        canonical_url=url,
        attribution=Attribution(
            publisher=publisher,
            primary_source=PrimarySource(publisher.name, url, "publisher", 0.9),
            retrieved_at=utc_now(),
            statement=f"By The Paper: {url}",
            statement_html=f'By The Paper: <a href="{url}">{url}</a>',
        ),
    )


async def take(storage: Storage, *articles: Article) -> None:
    """Lists the articles' URLs and takes them in hand, as the feeder does."""
    rows = [NewRow(one.row_id, one.url, "paper.test", SOURCE, Entry(one.url)) for one in articles]
    await storage.ledger.add(rows)
    await storage.ledger.take("paper.test", [SOURCE], 1000)


async def test_a_batch_is_stored_with_its_rows(storage: Storage, prepared: Database[dict[str, Any]]) -> None:
    batch = [make_article(f"https://paper.test/{n}", f"Text number {n}.") for n in range(5)]
    await take(storage, *batch)
    states = await storage.articles.write(batch)
    assert set(states.values()) == {STORED}
    assert prepared["articles"].count_documents({"state": "live"}) == 5
    assert prepared["urls"].count_documents({"state": STORED, "article": {"$exists": True}}) == 5


async def test_of_two_with_the_same_text_in_one_batch_the_second_is_a_sighting(
    storage: Storage, prepared: Database[dict[str, Any]]
) -> None:
    first = make_article("https://paper.test/1")
    second = make_article("https://copy.test/1", domain="copy.test")
    await take(storage, first, second)
    states = await storage.articles.write([first, second])
    assert states == {first.row_id: STORED, second.row_id: DUPLICATE}
    record = prepared["articles"].find_one({})
    assert record is not None
    assert [sighting["url"] for sighting in record["also_published_by"]] == [second.url]


async def test_the_same_publishers_second_address_is_an_alias(
    storage: Storage, prepared: Database[dict[str, Any]]
) -> None:
    first, second = make_article("https://paper.test/1"), make_article("https://paper.test/2")
    await take(storage, first, second)
    await storage.articles.write([first])
    await storage.articles.write([second])
    record = prepared["articles"].find_one({})
    assert record is not None
    assert (record["aliases"], record["also_published_by"]) == ([second.url], [])


async def test_a_sighting_is_kept_once(storage: Storage, prepared: Database[dict[str, Any]]) -> None:
    first = make_article("https://paper.test/1")
    await take(storage, first)
    await storage.articles.write([first])
    holder = await storage.articles.find_holder(first)
    assert holder is not None
    copy = make_article("https://copy.test/1", domain="copy.test")
    for _ in range(2):
        await storage.articles.add_sighting(copy, holder)
    record = prepared["articles"].find_one({})
    assert record is not None
    assert len(record["also_published_by"]) == 1


async def test_what_was_taken_down_does_not_come_back(storage: Storage, prepared: Database[dict[str, Any]]) -> None:
    article = make_article("https://paper.test/1")
    await take(storage, article)
    prepared["articles"].insert_one(
        {"_id": article.id, "state": "removed", "removed_at": utc_now(), "fingerprint": article.fingerprint}
    )
    assert await storage.articles.write([article]) == {article.row_id: REMOVED}
    assert prepared["articles"].count_documents({"state": "live"}) == 0


async def test_a_copy_of_what_was_taken_down_stays_away(storage: Storage, prepared: Database[dict[str, Any]]) -> None:
    copy = make_article("https://copy.test/1", domain="copy.test")
    await take(storage, copy)
    removed = {"_id": digest("original"), "state": "removed", "removed_at": utc_now(), "fingerprint": copy.fingerprint}
    prepared["articles"].insert_one(removed)
    assert await storage.articles.write([copy]) == {copy.row_id: REMOVED}


async def test_writing_an_article_twice_leaves_one_record(storage: Storage, prepared: Database[dict[str, Any]]) -> None:
    article = make_article("https://paper.test/1")
    await take(storage, article)
    await storage.articles.write([article])
    await storage.articles.write([article])
    assert prepared["articles"].count_documents({}) == 1


async def test_writers_of_the_same_articles_at_once_leave_each_one_once(
    storage: Storage, prepared: Database[dict[str, Any]], mongo_uri: str
) -> None:
    articles = [make_article(f"https://paper.test/{n}", f"Text number {n}.") for n in range(60)]
    await take(storage, *articles)
    writers = [Storage(mongo_uri, prepared.name, f"run-{n}") for n in range(4)]
    await asyncio.gather(*(writer.articles.write(articles[n : n + 20]) for writer in writers for n in range(0, 60, 20)))
    for writer in writers:
        await writer.close()
    assert prepared["articles"].count_documents({}) == 60


@pytest.mark.parametrize("text", ["lone surrogate \ud800 here", "x" * 17_000_000], ids=["surrogate", "17 MB"])
async def test_what_mongodb_refuses_costs_only_itself(
    storage: Storage, prepared: Database[dict[str, Any]], text: str
) -> None:
    good, bad = make_article("https://paper.test/1"), make_article("https://paper.test/2")
    bad.extraction.sections[0].paragraphs = [text]
    bad.fingerprint = digest("bad")
    await take(storage, good, bad)
    states = await storage.articles.write([good, bad])
    assert states[good.row_id] == STORED
    assert states[bad.row_id].startswith("refused: ")
    assert prepared["articles"].count_documents({}) == 1


async def test_a_record_without_a_hyperlink_to_its_source_is_refused(storage: Storage) -> None:
    article = make_article("https://paper.test/1")
    assert article.attribution is not None
    article.attribution.primary_source.url = "javascript:alert(1)"
    await take(storage, article)
    with pytest.raises(RefusedDocument):
        await storage.articles.write([article])
