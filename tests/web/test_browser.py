"""The pages in a real browser: content, links, keyboard, narrow screens, and texts that try to become script."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from crawler.clock import utc_now
from crawler.storage.connection import connect
from tests.web.browsing import CHROMIUM_ARGUMENTS, find_chromium
from tests.web.conftest import prepare
from tests.web.hostile import PAYLOADS, seed_hostile
from tests.web.seed import seed
from tests.web.service import TOKEN, running_service

Document = dict[str, Any]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_chromium() is None, reason="there is no Chromium on this machine"),
]

PAGES = (
    "/",
    "/?q=pier",
    "/operations",
    "/operations/sources",
    "/operations/sources/almarsa",
    "/operations/charts/articles",
    "/operations/quarantine",
    "/operations/takedowns",
    "/api",
    "/sign-in",
)


@dataclass(slots=True)
class Service:
    """A running service and what it serves."""

    address: str
    articles: list[Document]
    database: Any


@dataclass(slots=True)
class Watch:
    """What went on in a browser besides what was asked for."""

    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole module."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        yield started
        started.close()


def serve(uri: str, fill: Any) -> Iterator[Service]:
    """A service over a database of its own."""
    database = prepare(connect(uri, f"browser_{uuid.uuid4().hex[:12]}"))
    articles = fill(database)
    with running_service(uri, database.name, full_text=True) as address:
        yield Service(address, articles, database)
    database.client.drop_database(database.name)
    database.client.close()


@pytest.fixture(scope="module")
def service(mongo_uri: str) -> Iterator[Service]:
    """The service over the seeded database."""
    yield from serve(mongo_uri, seed)


@pytest.fixture(scope="module")
def hostile(mongo_uri: str) -> Iterator[Service]:
    """The service over a database in which every field tries to become script."""
    yield from serve(mongo_uri, seed_hostile)


@pytest.fixture
def watch() -> Watch:
    """What the page of this test does besides."""
    return Watch()


def open_page(context: BrowserContext, watch: Watch, service: Service) -> Page:
    """A page that is watched."""
    page = context.new_page()
    page.on("console", lambda message: watch.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on("dialog", lambda dialog: (watch.dialogs.append(dialog.message), dialog.dismiss()))
    page.on(
        "request", lambda request: watch.strangers.append(request.url) if not _is_ours(request.url, service) else None
    )
    return page


def _is_ours(url: str, service: Service) -> bool:
    return urlsplit(url).netloc == urlsplit(service.address).netloc


@pytest.fixture
def page(browser: Browser, service: Service, watch: Watch) -> Iterator[Page]:
    """A page on a desktop, with nobody signed in; nothing may go wrong in it, and nobody else be asked."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield open_page(context, watch, service)
    context.close()
    assert (watch.errors, watch.strangers, watch.dialogs) == ([], [], [])


def sign_in(page: Page, service: Service) -> None:
    """Shows the token."""
    page.goto(f"{service.address}/sign-in")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{service.address}/operations")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_without_a_complaint_and_names_its_parts(page: Page, service: Service, path: str) -> None:
    page.goto(service.address + path)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title().endswith("Byline")
    assert page.locator("main").count() == page.locator("header nav").count() == 1
    unnamed = page.locator("input:not([type=hidden]), select, textarea").evaluate_all(
        "fields => fields.filter(field => !field.labels.length).length"
    )
    assert unnamed == 0
    assert page.locator("img:not([alt])").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PAGES, "article", "removal"])
def test_a_page_fits_a_phone(browser: Browser, service: Service, watch: Watch, path: str, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page = open_page(context, watch, service)
    article = f"/articles/{service.articles[0]['_id']}"
    page.goto(service.address + {"article": article, "removal": f"{article}/removal"}.get(path, path))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"
    assert dark is (scheme == "dark")
    context.close()
    assert watch == Watch()


def test_every_link_within_the_service_leads_somewhere(page: Page, service: Service) -> None:
    sign_in(page, service)
    seen, ahead = set[str](), ["/"]
    while ahead:
        path = ahead.pop()
        answer = page.request.get(service.address + path)
        assert answer.status == 200, path
        if "html" not in answer.headers["content-type"]:
            continue
        page.goto(service.address + path)
        for href in page.locator("a[href^='/']").evaluate_all("links => links.map(link => link.getAttribute('href'))"):
            # One page of each kind will do: what differs behind them is the database.
            kind = "/".join("*" if any(map(str.isdigit, part)) else part for part in href.partition("?")[0].split("/"))
            if kind not in seen:
                seen.add(kind)
                ahead.append(href)
    assert {"/articles/*", "/articles/*/removal", "/operations/runs/*", "/operations/sources/almarsa"} <= seen


def test_the_keyboard_reaches_the_content_past_the_navigation(page: Page, service: Service) -> None:
    page.goto(service.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"


def test_a_search_works_by_keyboard_alone(page: Page, service: Service) -> None:
    page.goto(service.address)
    page.get_by_label("Words").focus()
    page.keyboard.type("mooring")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text([service.articles[0]["headline"]])
    page.keyboard.press("Tab")
    for _ in range(30):
        if page.evaluate("document.activeElement.textContent") == service.articles[0]["headline"]:
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(service.articles[0]["headline"])


def test_filters_open_and_choose_by_keyboard(page: Page, service: Service) -> None:
    page.goto(service.address)
    page.get_by_text("Filters").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Language").select_option("ar")
    page.get_by_label("Words").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**language=ar**")
    assert page.locator("article.item").count() == 1
    assert page.locator("article.item h2").evaluate("heading => getComputedStyle(heading).direction") == "rtl"


def test_a_removal_is_requested_confirmed_and_numbered(page: Page, service: Service) -> None:
    page.goto(f"{service.address}/articles/{service.articles[1]['_id']}")
    page.get_by_role("link", name="Request removal").click()
    page.get_by_label("Who asks").fill("Ada Berg")
    page.get_by_label("Mail address").fill("ada@tagblatt.test")
    page.get_by_label("Why").fill("It is ours.\nAll of it.")
    page.get_by_label("The text is mine").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your request")
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_label("Why")).to_have_value("It is ours.\nAll of it.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="File this request").click()
    number = page.locator("main strong").text_content()
    filed = service.database["takedowns"].find_one({"_id": number})
    assert (filed["by"], filed["copies"], filed["state"]) == ("Ada Berg", True, "requested")


def test_the_progress_of_a_run_moves_without_loading_the_page_again(page: Page, service: Service) -> None:
    page.goto(f"{service.address}/operations")
    page.evaluate("window.here = true")
    running = service.database["runs"].find_one({"ended_at": None})
    values = {"stats.sources/polled": 3, "heartbeat_at": utc_now()}
    service.database["runs"].update_one({"_id": running["_id"]}, {"$set": values})
    expect(page.get_by_text("Sources 3 of 4")).to_be_visible(timeout=15_000)
    assert page.evaluate("window.here")


def test_signing_in_and_out_shows_and_hides_what_is_for_the_operator(page: Page, service: Service) -> None:
    sign_in(page, service)
    page.goto(f"{service.address}/operations/takedowns")
    expect(page.get_by_text("ada@harbour-post.test")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{service.address}/operations/takedowns")
    expect(page.get_by_text("ada@harbour-post.test")).to_have_count(0)


@pytest.mark.parametrize("bypass_csp", [True, False], ids=["escaping alone", "with the policy"])
def test_no_text_in_any_field_becomes_script(
    browser: Browser, hostile: Service, watch: Watch, bypass_csp: bool
) -> None:
    """The policy is a net; escaping has to hold without it."""
    assert len(PAYLOADS) >= 50
    context = browser.new_context(bypass_csp=bypass_csp)
    page = open_page(context, watch, hostile)
    sign_in(page, hostile)
    articles = [f"/articles/{article['_id']}" for article in hostile.articles]
    runs = [f"/operations/runs/{quote(PAYLOADS[n], safe='')}" for n in (6, 9)]
    sources = [f"/operations/sources/hostile-{n}" for n in range(len(PAYLOADS))]
    asked = [f"/?{name}={quote(payload, safe='')}" for name in ("q", "keyword", "since") for payload in PAYLOADS[::7]]
    stories = [f"/stories/{quote(payload, safe='')}" for payload in PAYLOADS if "/" not in payload]
    fixed = ["/?limit=100", "/operations", "/operations/sources", "/operations/quarantine", "/operations/takedowns"]
    for path in [*fixed, "/operations/charts/articles", *articles, *runs, *sources, *asked, *stories]:
        page.goto(hostile.address + path)
        hrefs = page.locator("[href], [src], [action]").evaluate_all(
            "all => all.map(one => one.getAttribute('href') || one.getAttribute('src') || one.getAttribute('action'))"
        )
        assert not [href for href in hrefs if not href.startswith(("http://", "https://", "/", "#"))], path
    context.close()
    assert (watch.dialogs, watch.strangers) == ([], [])
    assert not [error for error in watch.errors if "400" not in error and "404" not in error]
