"""Who may what: token, session, forms of other sites, host names, headers."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from crawler.storage.reading.reading import Reading
from crawler.web.access import RateLimit, is_same, is_session, new_session
from crawler.web.application import create_app
from crawler.web.settings import WebSettings, answered_hosts, is_local
from tests.web.reading_pages import text
from tests.web.seed import ENGLISH
from tests.web.service import TOKEN

Document = dict[str, Any]


async def test_the_token_opens_a_session_and_signing_out_ends_it(
    client: httpx.AsyncClient, articles: list[Document]
) -> None:
    path = f"/articles/{articles[0]['_id']}"
    answer = await client.post("/sign-in", data={"token": TOKEN})
    assert answer.status_code == 303
    assert {"HttpOnly", "SameSite=strict"} <= set(answer.headers["set-cookie"].split("; "))
    assert ENGLISH[0] in text((await client.get(path)).text)
    await client.post("/sign-out")
    assert ENGLISH[0] not in text((await client.get(path)).text)


@pytest.mark.parametrize("token", ["", "wrong", TOKEN.upper(), TOKEN[:-1], "töken", "\ud800"])
async def test_another_token_opens_nothing(client: httpx.AsyncClient, articles: list[Document], token: str) -> None:
    answer = await client.post("/sign-in", data={"token": token.encode("utf-8", "surrogatepass").decode("latin-1")})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


async def test_guessing_the_token_is_stopped(client: httpx.AsyncClient, articles: list[Document]) -> None:
    statuses = [(await client.post("/sign-in", data={"token": str(n)})).status_code for n in range(12)]
    assert statuses[-2:] == [429, 429]


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.test"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
async def test_another_sites_form_is_refused(
    client: httpx.AsyncClient, articles: list[Document], path: str, headers: dict[str, str]
) -> None:
    assert (await client.post(path, data={"token": TOKEN}, headers=headers)).status_code == 403


async def test_our_own_form_is_taken(client: httpx.AsyncClient, articles: list[Document]) -> None:
    headers = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    assert (await client.post("/sign-in", data={"token": TOKEN}, headers=headers)).status_code == 303


def test_a_session_ends_after_its_time() -> None:
    cookie = new_session(TOKEN, now=1000)
    assert is_session(TOKEN, cookie, now=1001)
    assert not is_session(TOKEN, cookie, now=1000 + 12 * 3600 + 1)


@pytest.mark.parametrize("change", [lambda c: c + "0", lambda c: "9" + c, lambda c: c.replace(".", ""), lambda c: ""])
def test_a_session_that_was_tampered_with_is_none(change: Any) -> None:
    assert not is_session(TOKEN, change(new_session(TOKEN, now=1000)), now=1001)


def test_a_session_of_another_token_is_none() -> None:
    assert not is_session("another token", new_session(TOKEN, now=1000), now=1001)


def test_comparing_takes_any_text() -> None:
    assert not is_same("\ud800ü", TOKEN)


def test_a_rate_limit_counts_clients_apart_and_all_together() -> None:
    limit = RateLimit(times=2, seconds=10, in_all=3)
    assert [limit.allows("a", 0), limit.allows("a", 1), limit.allows("a", 2)] == [True, True, False]
    assert [limit.allows("b", 3), limit.allows("c", 4)] == [True, False]
    assert limit.allows("a", 11)


async def test_other_names_are_not_answered(app: FastAPI, articles: list[Document]) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://rebound.evil.test") as stranger:
        assert (await stranger.get("/")).status_code == 400


def test_a_service_for_this_machine_answers_to_its_names_only() -> None:
    assert answered_hosts("127.0.0.1") == ("localhost", "127.0.0.1", "[::1]")
    assert answered_hosts("0.0.0.0") == ("*",)
    assert answered_hosts("0.0.0.0", "news.test, ") == ("localhost", "127.0.0.1", "[::1]", "news.test")


@pytest.mark.parametrize(
    ("host", "expected"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("pc", False)]
)
def test_loopback_is_local(host: str, expected: bool) -> None:
    assert is_local(host) is expected


@pytest.mark.parametrize("path", ["/", "/api/articles", "/nowhere", "/static/style.css", "/feed.atom", "/metrics"])
async def test_every_answer_forbids_scripts_frames_and_sniffing(
    client: httpx.AsyncClient, articles: list[Document], path: str
) -> None:
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "noindex" in headers["x-robots-tag"]


async def test_pages_ask_for_nothing_from_elsewhere_and_hold_no_inline_script_or_style(
    operator: httpx.AsyncClient, articles: list[Document]
) -> None:
    from lxml import html

    for path in ("/", f"/articles/{articles[0]['_id']}", "/operations", "/operations/sources", "/api", "/sign-in"):
        page = html.fromstring((await operator.get(path)).text)
        loaded = [*page.xpath("//@src"), *page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href")]
        assert all(address.startswith("/") and not address.startswith("//") for address in loaded)
        assert not page.xpath("//script[not(@src)] | //style | //@style | //@*[starts-with(name(), 'on')]")


async def test_a_database_that_is_away_is_said(prepared: Any) -> None:
    reading = Reading("mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200", "away")
    app = create_app(WebSettings(token=TOKEN), reading)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
        page, answer = await client.get("/"), await client.get("/api/articles")
    await reading.close()
    assert page.status_code == answer.status_code == 503
    assert "database does not answer" in text(page.text)
    assert "database does not answer" in answer.json()["detail"]
