"""Which pages need a browser, by their looks."""

from __future__ import annotations

import pytest

from crawler.fetching.rendering_signs import count_text, has_article, is_client_rendered

SENTENCE = "The harbour master said on Tuesday that the ferry would run again from next week. "
SHELLS = {
    "React": '<html><body><noscript>You need to enable JavaScript.</noscript><div id="root"></div></body></html>',
    "Vue": "<html><body><div id=app></div><script type=module src=/a.js></script></body></html>",
    "Angular": "<html><body><app-root></app-root></body></html>",
    "Next.js": '<html><body><div id="__next"></div><script id="__NEXT_DATA__">{"x": "' + SENTENCE * 9 + '"}</script>',
    "Nuxt": "<html><body><div id='__nuxt'></div><script>window.__NUXT__={}</script></body></html>",
    "with a menu": f"<body><nav>{SENTENCE * 9}</nav><div id=root></div><footer>{SENTENCE * 9}</footer></body>",
    "with headlines": '<html><body><div id="root"></div>' + "<li><a>Ferry back in service</a></li>" * 50,
    "without a known mount": "<html><body><noscript><p>Please turn on <b>JavaScript</b></p></noscript></body></html>",
}  # fmt: skip
STATIC = {
    "article": f"<html><body><div id=root><p>{SENTENCE * 4}</p></div></body></html>",
    "old article without paragraphs": f"<html><body><div id=app>{SENTENCE}<br><br>{SENTENCE * 3}</div></body></html>",
    "many paragraphs": '<html><body><div id="__next">' + f"<p>{SENTENCE}</p>" * 9,
    "text in structured data": '<div id=root></div><script>{"articleBody": "' + SENTENCE * 4 + '"}</script>',
    "links in the text": f"<div id=root><p>{'See <a href=/x>the ferry</a> and its <em>timetable</em>. ' * 9}</p></div>",
    "empty page": "",
    "not found": "<html><body><h1>Not found</h1></body></html>",
    "a human test": '<div id="root"></div><script src="/cdn-cgi/challenge-platform/x.js"></script>',
}


@pytest.mark.parametrize("page", SHELLS)
def test_a_shell_needs_a_browser(page: str) -> None:
    assert is_client_rendered(SHELLS[page].encode())


@pytest.mark.parametrize("page", STATIC)
def test_other_pages_do_not(page: str) -> None:
    assert not is_client_rendered(STATIC[page].encode())


def test_text_outside_of_elements_that_show_none_counts() -> None:
    html = f"<head><title>{SENTENCE}</title></head><header><p>{SENTENCE}</p></header><script>{SENTENCE}</script>"
    assert count_text(html.encode()) == len(SENTENCE.strip())


def test_text_of_other_scripts_counts_as_well() -> None:
    assert has_article(("<p>" + "Паром снова ходит через реку, сообщил во вторник начальник порта. " * 5).encode())


@pytest.mark.parametrize(
    "piece", [b"<script>", b"<p ", b"<", b"<noscript>", b"<noscript><a>", b"<script type ", b"id= "]
)
def test_a_page_of_nothing_but_beginnings_is_looked_at_in_one_go(piece: bytes) -> None:
    assert not is_client_rendered(piece * (3_000_000 // len(piece)))
