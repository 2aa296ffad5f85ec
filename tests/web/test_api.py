"""The API: the same lists for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from pymongo.database import Database

from crawler.clock import utc_now
from crawler.items import Rights
from tests.web.seed import ENGLISH, make_article

Document = dict[str, Any]


async def walk(client: httpx.AsyncClient, path: str, items: str, limit: int) -> list[dict[str, Any]]:
    """All items of a list, page by page."""
    found, cursor = [], None
    while True:
        asked = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(path, params=asked)).json()
        found += page[items]
        cursor = page["next"]
        if cursor is None:
            return found


async def test_articles_come_page_by_page_each_once(client: httpx.AsyncClient, articles: list[Document]) -> None:
    found = await walk(client, "/api/articles", "articles", 9)
    assert [article["id"] for article in found] == [article["_id"] for article in articles]


async def test_an_article_names_its_source_and_its_copies(client: httpx.AsyncClient, articles: list[Document]) -> None:
    article = (await client.get("/api/articles?limit=1")).json()["articles"][0]
    assert article["primary_source"] == {"name": "The Harbour Post", "url": "https://harbour-post.test/2026/11/pier"}
    assert article["country"] == "GB"
    assert article["also_published_by"][0]["publisher"] == "Tagblatt Nord"
    assert article["primary_source"]["url"] in article["statement"]
    assert "sections" not in article


async def test_text_comes_with_the_token(
    client: httpx.AsyncClient, operator: httpx.AsyncClient, articles: list[Document]
) -> None:
    path = f"/api/articles/{articles[0]['_id']}"
    without, whole = (await client.get(path)).json(), (await operator.get(path)).json()
    assert (without["sections"], without["withheld"]) == ([], "token")
    assert whole["sections"][0]["paragraphs"] == ENGLISH[:2]
    assert whole["withheld"] is None


async def test_robots_directives_bind_everybody_but_the_operators_programs(
    open_client: httpx.AsyncClient, operator: httpx.AsyncClient, prepared: Database[Document]
) -> None:
    article = make_article("https://harbour-post.test/x", rights=Rights(robots_meta="noarchive"))
    prepared["articles"].insert_one(article)
    path = f"/api/articles/{article['_id']}"
    assert (await open_client.get(path)).json()["withheld"] == "noarchive"
    assert (await operator.get(path)).json()["sections"]


async def test_a_removed_article_is_gone(operator: httpx.AsyncClient, prepared: Database[Document]) -> None:
    prepared["articles"].insert_one({"_id": "a" * 64, "state": "removed", "removed_at": utc_now()})
    assert (await operator.get(f"/api/articles/{'a' * 64}")).status_code == 410
    assert (await operator.get("/api/articles")).json()["articles"] == []


async def test_stories_come_once_each_by_their_newest_article(
    client: httpx.AsyncClient, prepared: Database[Document]
) -> None:
    now = utc_now()
    members = [("a", 1), ("b", 2), ("a", 3), ("c", 3), ("b", 5), ("a", 9), ("c", 10)]
    prepared["articles"].insert_many(
        [
            make_article(f"https://harbour-post.test/{n}", published_at=now - timedelta(hours=age), story_id=story)
            for n, (story, age) in enumerate(members)
        ]
    )
    prepared["articles"].insert_one(make_article("https://harbour-post.test/alone", published_at=now))
    for limit in (1, 2, 3, 10):
        found = await walk(client, "/api/stories", "stories", limit)
        assert [(story["id"], story["size"], len(story["articles"])) for story in found] == [
            ("a", 3, 3),
            ("b", 2, 2),
            ("c", 2, 2),
        ]


async def test_a_long_story_is_listed_with_its_newest_articles(
    client: httpx.AsyncClient, prepared: Database[Document]
) -> None:
    now = utc_now()
    prepared["articles"].insert_many(
        [
            make_article(
                f"https://harbour-post.test/{n}", f"Part {n}", published_at=now - timedelta(hours=n), story_id="s"
            )
            for n in range(130)
        ]
    )
    listed = (await client.get("/api/stories")).json()["stories"][0]
    assert listed["size"] == 130
    assert [article["headline"] for article in listed["articles"]] == [f"Part {n}" for n in range(10)]
    whole = (await client.get("/api/stories/s")).json()
    assert (whole["size"], len(whole["articles"])) == (130, 100)


async def test_sources_have_their_health(client: httpx.AsyncClient, articles: list[Document]) -> None:
    sources = (await client.get("/api/sources")).json()["sources"]
    assert {source["id"]: source["health"] for source in sources} == {
        "almarsa": "failing",
        "harbour-post": "well",
        "minato": "well",
        "tagblatt": "well",
    }
    one = (await client.get("/api/sources/minato")).json()
    assert (one["name"], one["country"], one["endpoints"]) == ("港日報", "JP", 1)


async def test_runs_come_page_by_page(client: httpx.AsyncClient, articles: list[Document]) -> None:
    runs = await walk(client, "/api/runs", "runs", 10)
    assert len(runs) == 32
    assert [run["id"] for run in runs] == sorted((run["id"] for run in runs), reverse=True)
    assert runs[0]["status"] == "running"
    one = (await client.get(f"/api/runs/{runs[1]['id']}")).json()
    assert one["status"] == "unhealthy"
    assert one["sources"]["minato"]["polls"] == 1


@pytest.mark.parametrize(
    "query",
    [
        "source[$ne]=x",
        "source[]=x",
        "$where=1",
        "q[$regex]=.*",
        'source={"$gt":""}',
        "language=.*",
        "country=$ne",
        "cursor=x",
        "cursor=1-" + "g" * 64,
        "cursor=99999999999999999999-" + "0" * 64,
        "limit=0",
        "limit=-1",
        "since=2026-13-01",
        "since=0",
    ],
)
async def test_operators_and_nonsense_are_refused(
    operator: httpx.AsyncClient, articles: list[Document], query: str
) -> None:
    name, _, value = query.partition("=")
    answer = await operator.get("/api/articles", params={name: value})
    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "value",
    ['{"$gt": ""}', "$ne", ".*", "^", "a|b", "(a+)+$", "[$regex]", "' || true==true", "\x00", "\\", "%00", "🦭" * 50],
)
@pytest.mark.parametrize("name", ["q", "keyword"])
async def test_operators_and_patterns_in_free_text_are_data(
    operator: httpx.AsyncClient, articles: list[Document], name: str, value: str
) -> None:
    answer = await operator.get("/api/articles", params={name: value})
    assert answer.status_code == 200
    assert answer.json() == {"articles": [], "next": None}


@pytest.mark.parametrize("until", ["9999-12-31", "0001-01-01"])
async def test_the_ends_of_the_calendar_are_days_too(
    client: httpx.AsyncClient, articles: list[Document], until: str
) -> None:
    assert (await client.get("/api/articles", params={"until": until})).status_code == 200


@pytest.mark.usefixtures("no_waiting")
async def test_what_takes_too_long_is_cut_off(client: httpx.AsyncClient, articles: list[Document]) -> None:
    answer = await client.get("/api/articles")
    assert answer.status_code == 400
    assert "Narrow it" in answer.json()["detail"]


async def test_the_guide_lists_every_call(client: httpx.AsyncClient, prepared: Database[Document]) -> None:
    page = (await client.get("/api")).text
    for path in (await client.get("/api/openapi.json")).json()["paths"]:
        assert path in page
