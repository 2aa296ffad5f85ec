"""Pages read in a real browser."""

from __future__ import annotations

import json
import shutil
import ssl
from collections.abc import Callable
from typing import Any

import pytest
import trustme

from crawler.fetching.browser import EXECUTABLES
from tests.fetching.conftest import RunCrawl
from tests.fetching.servers import ARTICLE, ROBOTS_ALLOW_ALL, Server, page, redirect
from tests.fetching.spellings import CANARY, NAMES, SPELLINGS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not any(map(shutil.which, EXECUTABLES)), reason="no Chromium is installed"),
]
Serve = Callable[..., Server]

TEXT = "The harbour master said on Tuesday that the ferry would run again from next week, weather permitting."
SHELL = page('<html><body><div id="root"></div><img src="/picture.png"><script src="/app.js"></script></body></html>')
SHOW = """
function show(texts) {
  for (const text of texts) {
    const p = document.createElement("p");
    p.textContent = text;
    document.getElementById("root").append(p);
  }
}
"""
APP = SHOW + 'fetch("/api/story").then(r => r.json()).then(story => show(story.text));'
STATIC = page(f"<html><body><div id=root><p>{TEXT * 4}</p></div></body></html>")
AUTO: dict[str, Any] = {"rendering": "auto", "source_id": "harbour"}
ALWAYS: dict[str, Any] = {"rendering": "always", "source_id": "harbour"}


def _script(text: str) -> bytes:
    return page(text, content_type="text/javascript")


def _site(script: str = APP, **more: bytes) -> dict[str, Any]:
    story = page(json.dumps({"text": [TEXT] * 4}), content_type="application/json")
    return {"/a": SHELL, "/app.js": _script(script), "/api/story": story, **more}


def test_a_client_rendered_page_is_read(crawl: RunCrawl, serve: Serve) -> None:
    site = serve(_site())
    done = crawl((site.url("/a"), AUTO))
    assert done.only["body"].count(TEXT) == 4
    assert done.only["meta"]["rendered"] is True
    assert done.stats["rendering/recovered"] == 1


def test_its_host_is_asked_for_the_page_once_and_for_no_pictures(crawl: RunCrawl, serve: Serve) -> None:
    site = serve(_site())
    crawl((site.url("/a"), AUTO))
    assert site.targets() == ["/robots.txt", "/a", "/app.js", "/api/story"]
    assert {asked.headers["user-agent"] for asked in site.asked} == {"Byline/0.1 (+mailto:operator@example.org)"}


def test_a_static_page_never_starts_a_browser(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": STATIC, "/b": page(ARTICLE), "/feed": page("<rss/>", content_type="text/xml")})
    done = crawl(*((site.url(path), AUTO) for path in ("/a", "/b", "/feed", "/missing")))
    assert not any(result["meta"].get("rendered") for result in done.results)
    assert done.stats["playwright_loaded"] is False


def test_a_source_may_ask_for_the_browser_always_or_never(crawl: RunCrawl, serve: Serve) -> None:
    site = serve(_site("document.getElementById('root').append('by script')", **{"/static": STATIC}))
    done = crawl((site.url("/static"), ALWAYS), (site.url("/a"), {"rendering": "never"}))
    rendered = {result["url"]: result["meta"].get("rendered", False) for result in done.results}
    assert rendered == {site.url("/static"): True, site.url("/a"): False}


def test_a_source_known_for_such_pages_is_rendered_without_other_signs(crawl: RunCrawl, serve: Serve) -> None:
    plain = page('<html><body><section id="story"></section><script src="/late.js"></script></body></html>')
    late = _script(APP.replace('"root"', '"story"'))
    site = serve(_site(**{"/plain": plain, "/late.js": late}))
    one_by_one = {"CONCURRENT_REQUESTS": 1}
    done = crawl((site.url("/plain"), AUTO), (site.url("/a"), AUTO), (site.url("/plain"), AUTO), settings=one_by_one)
    assert [result["meta"].get("rendered", False) for result in done.results] == [False, True, True]


def test_what_was_learned_of_a_source_is_kept_for_other_runs(crawl: RunCrawl, serve: Serve) -> None:
    site = serve(_site())
    assert crawl((site.url("/a"), AUTO)).kept["renderings"] == {"harbour": "browser"}


def test_a_source_that_can_be_read_without_a_browser_again_is_noticed(crawl: RunCrawl, serve: Serve) -> None:
    site = serve({"/a": STATIC})
    done = crawl((site.url("/a"), AUTO), known={"renderings": {"harbour": "browser"}})
    assert done.kept["renderings"] == {"harbour": "static"}
    assert done.stats["playwright_loaded"] is False


def test_beyond_the_budget_pages_wait_for_the_next_run(crawl: RunCrawl, serve: Serve) -> None:
    site = serve(_site())
    done = crawl(*((site.url("/a"), AUTO) for _ in range(3)), settings={"RENDERING_BUDGET": 1})
    assert sorted(result["reason"] or "" for result in done.results) == ["", "rendering-budget", "rendering-budget"]
    assert {result["state"] for result in done.results} == {None, "pending"}


def test_a_missing_browser_is_said_once_with_the_way_to_install_it(crawl: RunCrawl, serve: Serve) -> None:
    site = serve(_site(**{"/static": STATIC}))
    requests = [(site.url("/a"), AUTO), (site.url("/a"), AUTO), (site.url("/static"), AUTO)]
    done = crawl(*requests, settings={"BROWSER_EXECUTABLE": "/nowhere/chromium"})
    assert sorted(result["reason"] or "" for result in done.results) == ["", "no-browser", "no-browser"]
    assert done.log.count("apt install chromium") == 1


def test_no_spelling_in_a_pages_script_reaches_the_canary(crawl: RunCrawl, serve: Serve) -> None:
    canary = serve(host=CANARY)
    urls = [f"http://{host}:{canary.port}/secret" for host in SPELLINGS.values() if "@" not in host]
    script = f"""
    const urls = {json.dumps(urls)};
    const tries = urls.flatMap(url => [
      fetch(url, {{mode: "no-cors"}}),
      fetch("/redirect?" + encodeURIComponent(url), {{mode: "no-cors"}}),
      new Promise(done => {{
        const script = document.createElement("script");
        script.src = url; script.onload = script.onerror = done;
        document.body.append(script);
      }}),
      new Promise(done => {{
        const frame = document.createElement("iframe");
        frame.src = url; document.body.append(frame); setTimeout(done, 300);
      }}),
      new Promise(done => {{
        try {{ new WebSocket(url.replace("http", "ws")).onclose = done; }} catch (e) {{ done(); }}
      }}),
    ]);
    """  # fmt: skip
    script += SHOW + f"Promise.allSettled(tries).then(() => show(Array(4).fill({json.dumps(TEXT)})));"
    site = serve(_site(script))

    async def lead_on(asked: Any, writer: Any) -> None:
        from urllib.parse import unquote

        location = unquote(asked.target.partition("?")[2])
        writer.write(redirect(location.encode().decode("latin-1")))

    site.answers["*"] = lead_on
    done = crawl((site.url("/a"), AUTO), names=NAMES)
    assert canary.asked == []
    assert done.only["body"].count(TEXT) == 4
    assert done.stats["rendering/refused-subrequests"] >= len(urls)


def test_a_script_that_leads_to_another_page_is_not_followed(crawl: RunCrawl, serve: Serve) -> None:
    other = serve(host="127.0.0.2")
    site = serve(_site(f'setTimeout(() => {{ location = "{other.url("/x")}"; }}, 0);' + APP))
    done = crawl((site.url("/a"), AUTO), settings={"ALLOWED_PRIVATE_NETWORKS": ["127.0.0.0/8"]})
    assert other.asked == []
    assert done.only["url"] == site.url("/a")


def test_what_robots_txt_forbids_is_not_loaded_for_a_page(crawl: RunCrawl, serve: Serve) -> None:
    robots = page("User-agent: *\nDisallow: /api/\n", content_type="text/plain")
    site = serve(_site(**{"/robots.txt": robots}))
    done = crawl((site.url("/a"), AUTO))
    assert site.targets() == ["/robots.txt", "/a", "/app.js"]
    assert done.stats["rendering/empty"] == 1


def test_a_page_that_keeps_the_browser_busy_costs_itself_alone(crawl: RunCrawl, serve: Serve) -> None:
    site = serve(_site(**{"/b": page('<div id="root"></div><script>while (true) {}</script>')}))
    done = crawl((site.url("/b"), AUTO), (site.url("/a"), AUTO), settings={"DOWNLOAD_DELAY": 0})
    by_path = {result["url"].rsplit("/", 1)[1]: result for result in done.results}
    assert by_path["a"]["meta"]["rendered"] is True
    assert by_path["b"]["state"] == "pending"
    assert by_path["b"]["reason"] == "browser"


def test_a_page_that_grows_without_end_is_given_up(crawl: RunCrawl, serve: Serve) -> None:
    grow = 'document.getElementById("root").append("x".repeat(20 * 1024 * 1024));'
    site = serve(_site(grow))
    done = crawl((site.url("/a"), AUTO))
    assert done.only["reason"] == "browser"
    assert done.stats["peak_memory"] < 200 * 1024 * 1024


def test_the_operators_proxy_carries_sub_requests_too(crawl: RunCrawl, serve: Serve) -> None:
    origin = "http://app.test"
    answers = {origin + path: answer for path, answer in _site().items()}
    proxy = serve({origin + "/robots.txt": ROBOTS_ALLOW_ALL, **answers})
    done = crawl((origin + "/a", AUTO), settings={"CRAWL_PROXY": proxy.origin})
    assert done.only["body"].count(TEXT) == 4
    assert [target.removeprefix(origin) for target in proxy.targets()] == ["/robots.txt", "/a", "/app.js", "/api/story"]


def test_scripts_come_over_https_by_the_same_way_out(crawl: RunCrawl, serve: Serve) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("app.test").configure_cert(context)
    site = serve(_site(), tls=context)
    lenient = AUTO | {"verify_certificates": False}
    done = crawl((f"https://app.test:{site.port}/a", lenient), names={"app.test": [["127.0.0.1"]]})
    assert done.only["body"].count(TEXT) == 4
    assert site.targets() == ["/robots.txt", "/a", "/app.js", "/api/story"]


def test_letters_survive_whatever_encoding_the_page_came_in(crawl: RunCrawl, serve: Serve) -> None:
    html = '<html><head><meta charset="windows-1251"></head><body><p id="old">Паром</p><div id="root"></div>'
    shell = page(
        (html + '<script src="/app.js"></script>').encode("cp1251"), content_type="text/html; charset=windows-1251"
    )
    site = serve(_site(**{"/c": shell}))
    done = crawl((site.url("/c"), AUTO))
    assert "Паром" in done.only["body"]
