"""The URL ledger: every address once, in one state, newest first, owned by one process."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.database import Database

from crawler.clock import utc_now
from crawler.items import Entry
from crawler.storage.ledger import DUPLICATE, FAILED, PENDING, SKIPPED, STORED, NewRow, Transition
from crawler.storage.storage import Storage

HOST, SOURCE = "paper.test", "paper"


def row(number: int, *, state: str = PENDING, published: datetime | None = None) -> NewRow:
    """A row for the page of that number."""
    url = f"https://{HOST}/{number}"
    key = hashlib.sha256(url.encode()).hexdigest()
    return NewRow(key, url, HOST, SOURCE, Entry(url, published_at=published), state=state)


async def test_a_url_listed_twice_is_new_once(storage: Storage) -> None:
    first = await storage.ledger.add([row(1), row(2)])
    second = await storage.ledger.add([row(2), row(3)])
    assert (first, second) == ({row(1).id, row(2).id}, {row(3).id})


async def test_of_many_that_list_the_same_url_at_once_one_counts_it_as_new(storage: Storage) -> None:
    counted = await asyncio.gather(*(storage.ledger.add([row(n) for n in range(50)]) for _ in range(4)))
    assert sum(map(len, counted)) == 50


async def test_the_newest_row_is_handed_out_first(storage: Storage) -> None:
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    await storage.ledger.add([row(hours, published=noon - timedelta(hours=hours)) for hours in (2, 0, 1)])
    taken = await storage.ledger.take(HOST, [SOURCE], 2)
    assert [one.url for one in taken] == [row(0).url, row(1).url]


async def test_a_row_in_hand_is_not_handed_out_again(storage: Storage) -> None:
    await storage.ledger.add([row(1)])
    await storage.ledger.take(HOST, [SOURCE], 9)
    assert await storage.ledger.take(HOST, [SOURCE], 9) == []


async def test_a_row_given_back_is_handed_out_again(storage: Storage) -> None:
    await storage.ledger.add([row(1)])
    await storage.ledger.take(HOST, [SOURCE], 9)
    await storage.ledger.give_back([row(1).id])
    assert len(await storage.ledger.take(HOST, [SOURCE], 9)) == 1


async def test_the_rows_of_a_killed_process_are_handed_out_to_the_next(
    storage: Storage, prepared: Database[dict[str, Any]]
) -> None:
    await storage.ledger.add([row(1)])
    prepared["urls"].update_one({"_id": row(1).id}, {"$set": {"owner": "somebody who was killed"}})
    assert len(await storage.ledger.take(HOST, [SOURCE], 9)) == 1


async def test_a_row_that_another_process_took_over_is_not_settled(
    storage: Storage, prepared: Database[dict[str, Any]]
) -> None:
    await storage.ledger.add([row(1)])
    await storage.ledger.take(HOST, [SOURCE], 9)
    prepared["urls"].update_one({"_id": row(1).id}, {"$set": {"owner": "somebody else"}})
    counted = await storage.ledger.settle([Transition(row(1).id, FAILED, "http-404")])
    assert (counted["lost"], counted[FAILED]) == (1, 0)


async def test_a_settlement_whose_acknowledgement_was_lost_counts_when_it_is_repeated(storage: Storage) -> None:
    await storage.ledger.add([row(1)])
    await storage.ledger.take(HOST, [SOURCE], 9)
    transition = Transition(row(1).id, FAILED, "http-404")
    await storage.ledger.settle([transition])
    assert (await storage.ledger.settle([transition]))[FAILED] == 1


async def test_a_postponed_row_waits_for_its_time(storage: Storage) -> None:
    await storage.ledger.add([row(1)])
    await storage.ledger.take(HOST, [SOURCE], 9)
    later = utc_now() + timedelta(hours=1)
    tries = await storage.ledger.postpone(Transition(row(1).id, PENDING, "http-503", not_before=later))
    assert tries == 1
    assert await storage.ledger.take(HOST, [SOURCE], 9) == []
    assert await storage.ledger.next_due(HOST) == later


async def test_only_rows_that_keep_articles_apart_never_expire(
    storage: Storage, prepared: Database[dict[str, Any]]
) -> None:
    await storage.ledger.add([row(1), row(2)])
    await storage.ledger.take(HOST, [SOURCE], 9)
    await storage.ledger.settle([Transition(row(1).id, STORED, None, "a"), Transition(row(2).id, FAILED, "http-404")])
    expiring = {found["url"] for found in prepared["urls"].find({"expires_at": {"$exists": True}})}
    assert expiring == {row(2).url}


async def test_rows_pending_for_too_long_are_skipped(storage: Storage) -> None:
    await storage.ledger.add([row(1)])
    assert await storage.ledger.skip_stale([SOURCE], utc_now() + timedelta(seconds=1)) == 1
    assert await storage.ledger.count_pending([SOURCE]) == 0


async def test_an_alias_never_replaces_a_row(storage: Storage, prepared: Database[dict[str, Any]]) -> None:
    await storage.ledger.add([row(1)])
    alias = [(row(number, state=DUPLICATE), "article") for number in (1, 2)]
    await storage.ledger.alias(alias)
    states = {found["url"]: found["state"] for found in prepared["urls"].find()}
    assert states == {row(1).url: PENDING, row(2).url: DUPLICATE}


async def test_a_skipped_row_is_not_pending(storage: Storage) -> None:
    await storage.ledger.add([row(1, state=SKIPPED)])
    assert await storage.ledger.take(HOST, [SOURCE], 9) == []


async def test_rows_of_other_sources_are_left_alone(storage: Storage) -> None:
    await storage.ledger.add([row(1)])
    assert await storage.ledger.take(HOST, ["another"], 9) == []
