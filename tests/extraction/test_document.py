from __future__ import annotations

import pytest

from crawler.extraction.document import parse_document

URL = "https://news.example/a/b.html"


def test_relative_addresses_are_relative_to_the_base_element() -> None:
    document = parse_document(b'<base href="/x/"><p>a', URL)
    assert document.absolute("c.html") == "https://news.example/x/c.html"


@pytest.mark.parametrize("base", ["javascript:alert(1)", "//[", "data:text/html,x", ""])
def test_a_base_that_is_no_web_address_is_ignored(base: str) -> None:
    document = parse_document(f'<base href="{base}"><p>a'.encode(), URL)
    assert document.absolute("c.html") == "https://news.example/a/c.html"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:,x",
        "mailto:a@b.example",
        "http://[::1",
        "https://a b.example/",
        "",
        None,
        3,
        "http://a:x/",
    ],
)
def test_what_is_no_web_address_gives_none(address: object) -> None:
    assert parse_document(b"<p>a", URL).absolute(address) is None


@pytest.mark.parametrize("kind", ["application/ld+json", "application/ld+json; charset=utf-8", "Application/LD+JSON"])
def test_json_ld_is_found_under_every_spelling_of_its_type(kind: str) -> None:
    assert parse_document(f'<script type="{kind}">{{"n": 1}}</script>'.encode(), URL).json_ld == [{"n": 1}]


def test_markup_leaves_out_what_is_never_printed() -> None:
    html = b"<p>one</p><script>two</script><!-- three --><style>four</style><TEMPLATE>five</TEMPLATE><p>six</p>"
    assert parse_document(html, URL).markup.split() == ["<p>one</p>", "<p>six</p>"]


def test_an_unclosed_script_takes_the_rest_of_the_markup() -> None:
    assert parse_document(b"<p>one</p>" + b"<script>" * 50_000, URL).markup.strip() == "<p>one</p>"
