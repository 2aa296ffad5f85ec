"""Operations pages: what runs, what ran, which source needs a look, what waits for a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from lxml import etree
from pymongo.database import Database

from crawler.clock import utc_now
from crawler.storage.reading.sources import SourceSummary
from crawler.web.charts import CHARTS, draw
from crawler.web.health import health, yields_of
from crawler.web.templates import sparkline
from tests.web.reading_pages import links, text
from tests.web.seed import make_run

Document = dict[str, Any]
NOW = utc_now()


async def test_the_overview_shows_what_runs_and_how_far_it_is(
    client: httpx.AsyncClient, articles: list[Document]
) -> None:
    said = text((await client.get("/operations")).text)
    assert "Sources 2 of 4" in said
    assert "pages 27 articles 18" in said
    assert text_of_fragment((await client.get("/operations/now")).text).startswith("2026") or "running" in said


def text_of_fragment(fragment: str) -> str:
    return " ".join(fragment.split())


async def test_the_overview_shows_the_last_runs_with_their_verdicts(
    client: httpx.AsyncClient, articles: list[Document]
) -> None:
    said = text((await client.get("/operations")).text)
    assert "unhealthy 40 min ago 4 min 4/4 93 62 15 3" in said


async def test_a_killed_run_is_said_to_be_killed(client: httpx.AsyncClient, prepared: Database[Document]) -> None:
    prepared["runs"].insert_one(make_run(NOW - timedelta(hours=1), verdict=None))
    said = text((await client.get("/operations")).text)
    assert "killed" in said
    assert "Nothing runs at the moment." in said


async def test_a_run_shows_why_and_its_books_and_sources(client: httpx.AsyncClient, articles: list[Document]) -> None:
    overview = (await client.get("/operations")).text
    path = next(link for link in links(overview) if "/operations/runs/" in link and link.endswith("001f"))
    said = text((await client.get(path)).text)
    assert "only 12 of 93 fetched pages were stored" in said
    assert "3 pending at the start + 93 listed = 93 settled + 3 pending at the end" in said
    assert "failed/http-404 3" in said


async def test_sources_that_need_a_look_come_first(client: httpx.AsyncClient, articles: list[Document]) -> None:
    page = (await client.get("/operations/sources")).text
    assert "almarsa" in next(link for link in links(page) if "/operations/sources/" in link)
    assert "no endpoint answers" in text(page)
    assert "until" in text(page)


async def test_sources_can_be_chosen_by_health(client: httpx.AsyncClient, articles: list[Document]) -> None:
    page = (await client.get("/operations/sources?word=failing")).text
    shown = [link for link in links(page) if "/operations/sources/" in link]
    assert shown == ["/operations/sources/almarsa"]


async def test_a_source_shows_endpoints_hosts_and_failures(client: httpx.AsyncClient, articles: list[Document]) -> None:
    said = text((await client.get("/operations/sources/almarsa")).text)
    assert "https://almarsa.test/feed.xml feed" in said
    assert "3 times: http-503" in said
    assert "almarsa.test, Crawl-delay 2.0 s" in said
    assert "https://almarsa.test/trouble/0 failed http-404" in said


async def test_evidence_and_requesters_are_shown_to_the_operator_only(
    client: httpx.AsyncClient, operator: httpx.AsyncClient, articles: list[Document]
) -> None:
    for path, secret in [
        ("/operations/sources/almarsa", "more than 10 s over one page"),
        ("/operations/quarantine", "more than 10 s over one page"),
        ("/operations/takedowns", "ada@harbour-post.test"),
    ]:
        assert secret not in (await client.get(path)).text
        assert secret in (await operator.get(path)).text


async def test_removal_requests_show_their_deadline(client: httpx.AsyncClient, articles: list[Document]) -> None:
    said = text((await client.get("/operations/takedowns")).text)
    assert "20261122-0badcafe open https://harbour-post.test/more/1" in said
    assert "due in 4 h" in said


async def test_an_overdue_request_is_said_on_the_overview(
    client: httpx.AsyncClient, articles: list[Document], prepared: Database[Document]
) -> None:
    prepared["takedowns"].update_many({}, {"$set": {"deadline_at": NOW - timedelta(hours=1)}})
    assert "over its deadline" in text((await client.get("/operations")).text)
    assert "overdue" in text((await client.get("/operations/takedowns")).text)


@pytest.mark.parametrize(
    "path",
    [
        "/operations",
        "/operations/sources",
        "/operations/quarantine",
        "/operations/takedowns",
        "/operations/charts/pages",
    ],
)
async def test_an_empty_database_has_pages(client: httpx.AsyncClient, prepared: Database[Document], path: str) -> None:
    assert (await client.get(path)).status_code == 200


@pytest.mark.parametrize("path", ["runs/none", "sources/none", "charts/none", "charts/none.svg"])
async def test_what_is_not_there_is_said(client: httpx.AsyncClient, prepared: Database[Document], path: str) -> None:
    assert (await client.get(f"/operations/{path}")).status_code == 404


@pytest.mark.parametrize("name", CHARTS)
async def test_charts_are_svg_without_script_or_outside_address(
    client: httpx.AsyncClient, articles: list[Document], name: str
) -> None:
    answer = await client.get(f"/operations/charts/{name}.svg")
    drawing = etree.fromstring(answer.content)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert not drawing.xpath("//*[local-name()='script']")
    assert b"href" not in answer.content


async def test_a_chart_has_its_values_as_a_table(client: httpx.AsyncClient, articles: list[Document]) -> None:
    said = text((await client.get("/operations/charts/articles")).text)
    assert "stored copies of stored ones" in said
    assert "62 15" in said


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_of_no_runs_is_drawn(name: str) -> None:
    assert b"No run has measured this yet." in draw(CHARTS[name], [])


def test_a_sparkline_of_one_run_is_a_point() -> None:
    assert sparkline([3]) == "0.0,2.0"
    assert sparkline([0, 0]) == "0.0,18.0 96.0,18.0"


@pytest.mark.parametrize(
    ("summary", "yields", "word"),
    [
        (SourceSummary("s"), [], "new"),
        (SourceSummary("s", endpoints=2, failing=2), [], "failing"),
        (SourceSummary("s", endpoints=2, failing=1, polled_at=NOW), [1], "partly"),
        (SourceSummary("s", endpoints=2, polled_at=NOW, last_article_at=NOW - timedelta(days=3)), [2, 1, 1], "quiet"),
        (SourceSummary("s", endpoints=2, polled_at=NOW, last_article_at=NOW - timedelta(days=3)), [0, 1, 0], "well"),
        (SourceSummary("s", endpoints=2, polled_at=NOW, last_article_at=NOW), [2, 1, 1], "well"),
    ],
)
def test_health_is_judged_by_endpoints_and_articles(summary: SourceSummary, yields: list[int], word: str) -> None:
    assert health(summary, yields, NOW).word == word


def test_a_source_that_is_switched_off_is_off() -> None:
    assert health(SourceSummary("s", endpoints=1, failing=1), [], NOW, is_enabled=False).word == "off"


def test_yields_count_the_runs_that_polled_the_source() -> None:
    runs = [
        {"s": {"polls": 1, "articles/stored": 2}},
        {"other": {"polls": 1}},
        {"s": {"articles/stored": 9}},
        {"s": {"polls": 2}},
    ]
    assert yields_of("s", runs) == [2, 0]
