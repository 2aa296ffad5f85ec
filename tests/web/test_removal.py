"""Requests for removal: asked for, confirmed, filed; never executed."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pymongo.database import Database

from tests.web.reading_pages import text

Document = dict[str, Any]

FORM = {"by": "Ada Berg", "contact": "ada@harbour-post.test", "reason": "It is ours."}


@pytest.fixture
def path(articles: list[Document]) -> str:
    """Where the form of an article is."""
    return f"/articles/{articles[0]['_id']}/removal"


async def test_a_request_is_filed_with_a_deadline_after_it_was_confirmed(
    client: httpx.AsyncClient, path: str, prepared: Database[Document], articles: list[Document]
) -> None:
    prepared["takedowns"].delete_many({})
    checked = await client.post(path, data=FORM | {"step": "check"})
    assert "Confirm your request" in text(checked.text)
    assert prepared["takedowns"].count_documents({}) == 0
    filed = await client.post(path, data=FORM | {"step": "file", "copies": "true"})
    request = prepared["takedowns"].find_one({})
    assert request is not None
    assert request["_id"] in text(filed.text)
    assert (request["article"], request["by"], request["copies"]) == (articles[0]["_id"], "Ada Berg", True)
    assert (request["deadline_at"] - request["requested_at"]).total_seconds() == 24 * 3600


async def test_nothing_is_removed_by_a_request(
    client: httpx.AsyncClient, path: str, prepared: Database[Document], articles: list[Document]
) -> None:
    await client.post(path, data=FORM | {"step": "file"})
    assert prepared["articles"].find_one({"_id": articles[0]["_id"]}) is not None
    assert (await client.get("/")).text.count(articles[0]["headline"]) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("by", " "), ("contact", "no address"), ("contact", "a@b@c d"), ("reason", ""), ("reason", "\u200b")],
)
async def test_an_incomplete_request_is_not_filed_and_keeps_what_was_typed(
    client: httpx.AsyncClient, path: str, prepared: Database[Document], field: str, value: str
) -> None:
    before = prepared["takedowns"].count_documents({})
    answer = await client.post(path, data=FORM | {"step": "file", field: value})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "Ada Berg" in answer.text or field == "by"
    assert prepared["takedowns"].count_documents({}) == before


async def test_changing_shows_the_form_with_what_was_typed(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(path, data=FORM | {"step": "edit"})
    assert 'value="ada@harbour-post.test"' in answer.text


async def test_a_client_may_file_five_requests_an_hour(
    client: httpx.AsyncClient, path: str, prepared: Database[Document]
) -> None:
    prepared["takedowns"].delete_many({})
    statuses = [(await client.post(path, data=FORM | {"step": "file"})).status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    assert prepared["takedowns"].count_documents({}) == 5


async def test_another_sites_form_is_refused(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(path, data=FORM | {"step": "file"}, headers={"Origin": "https://evil.test"})
    assert answer.status_code == 403


async def test_there_is_no_form_for_what_is_not_there(client: httpx.AsyncClient, articles: list[Document]) -> None:
    assert (await client.get(f"/articles/{'0' * 64}/removal")).status_code == 404


async def test_a_program_files_requests_with_the_token_only(
    client: httpx.AsyncClient, operator: httpx.AsyncClient, articles: list[Document], prepared: Database[Document]
) -> None:
    article = articles[0]
    row = {"url": article["url"], "host": "harbour-post.test", "source_id": "harbour-post", "state": "stored"}
    from crawler.normalisation.identity import url_key

    prepared["urls"].insert_one(
        row | {"_id": url_key(article["url"]), "listed_at": article["first_seen_at"], "article": article["_id"]}
    )
    asked = FORM | {"url": f"{article['url']}?utm_source=x"}
    assert (await client.post("/api/takedowns", json=asked)).status_code == 401
    assert (await operator.post("/api/takedowns", json=asked | {"url": "https://x.test/"})).status_code == 404
    answer = await operator.post("/api/takedowns", json=asked)
    assert answer.status_code == 201
    filed = prepared["takedowns"].find_one({"_id": answer.json()["number"]})
    assert filed is not None
    assert filed["article"] == article["_id"]
