"""The blocks of a page: boundaries, white space, what is left out, and pages made to hurt."""

from __future__ import annotations

import pytest

from crawler.extraction.body.blocks import MAX_BLOCKS, Block, Walk
from crawler.extraction.document import Document


def blocks(html: str, **how: bool) -> list[Block]:
    root = Document(html, "https://valley.test/").tree.body
    assert root is not None
    return Walk(root, **how).blocks


def texts(html: str) -> list[str]:
    return [block.text for block in blocks(html)]


def test_inline_elements_join_without_space() -> None:
    assert texts("<p>un<b>believ</b>able, <i>he</i> <a href=x>said</a>.</p>") == ["unbelievable, he said."]


def test_block_elements_part_text() -> None:
    assert texts("<div>one<p>two</p>three<section>four</section></div>") == ["one", "two", "three", "four"]


def test_white_space_and_entities_are_folded() -> None:
    assert texts("<p>a&nbsp;b\n\t c&amp;d &eacute;</p>") == ["a b c&d é"]


def test_decomposed_letters_are_composed() -> None:
    assert texts("<p>cafe\u0301</p>") == ["café"]


def test_a_single_break_is_a_space_and_a_double_one_parts() -> None:
    assert texts("<div>one<br>two<br> <br>three<br><br><br>four</div>") == ["one two", "three", "four"]


def test_a_table_row_is_a_block() -> None:
    assert texts("<table><tr><th>Town</th><th>Votes</th></tr><tr><td>Aldermoor</td><td>12</td></tr></table>") == [
        "Town Votes",
        "Aldermoor 12",
    ]


def test_a_layout_table_parts_its_paragraphs() -> None:
    assert texts("<table><tr><td><p>one</p><p>two</p></td></tr></table>") == ["one", "two"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>let x = 1</script>",
        "<style>p {}</style>",
        "<noscript>no script</noscript>",
        "<template><p>template</p></template>",
        "<p hidden>hidden</p>",
        '<p style="color: red; DISPLAY : none">hidden</p>',
        "<div style='visibility:hidden'><p>hidden</p></div>",
        "<nav><a href=/>Home</a></nav>",
        "<select><option>One</option></select>",
        '<div id="onetrust-consent-sdk"><p>We value your privacy.</p></div>',
        "<ruby><rt>kana</rt></ruby>",
    ],
)
def test_what_no_reader_sees_is_left_out(hidden: str) -> None:
    assert texts(f"<p>before</p>{hidden}<p>after</p>") == ["before", "after"]


def test_hidden_text_can_be_asked_for() -> None:
    assert [block.text for block in blocks("<p hidden>hidden</p>", with_hidden=True)] == ["hidden"]


def test_removed_nodes_are_left_out() -> None:
    document = Document("<div><p>one</p><p class=x>two</p></div>", "https://valley.test/")
    removed = {node.mem_id for node in document.tree.css(".x")}
    assert document.tree.body is not None
    assert [block.text for block in Walk(document.tree.body, removed=removed).blocks] == ["one"]


def test_a_custom_element_within_a_paragraph_is_inline() -> None:
    assert texts("<p>the <x-link>bridge</x-link>s</p><x-card><p>card</p></x-card>") == ["the bridges", "card"]


def test_links_and_bold_text_are_counted() -> None:
    (block,) = blocks("<p><a href=x>linked</a> <strong>bold</strong> plain</p>")
    assert (block.link_chars, block.links, block.bold_chars) == (6, 1, 4)


def test_pictures_are_counted_up_to_the_elements_around_them() -> None:
    (block,) = blocks("<div><img src=x><p>caption</p></div>")
    assert block.element.images == 0
    assert block.element.parent is not None
    assert block.element.parent.images == 1


def test_the_tree_is_not_changed() -> None:
    document = Document("<div><p hidden>a</p><p>b<br><br>c</p></div>", "https://valley.test/")
    before = document.tree.html
    assert document.tree.body is not None
    assert Walk(document.tree.body).blocks
    assert document.tree.html == before


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + "deep",
        "<p><b><i>" * 10_000 + "deep",
        "<p>a</p>" * 78_000,
        "<div>line<br>" * 20_000,
        "<br> " * 100_000,
        "<p><b>x</b>" + "<b>x</b>" * 50_000,
        "<svg>" + "<g>" * 20_000,
        '<div class="' + "ab " * 100_000 + '"><p>text</p></div>',
        "",
    ],
    ids=["nested", "nested inline", "many", "breaks", "only breaks", "inline", "svg", "long class", "empty"],
)
def test_pages_made_to_hurt_are_read(html: str) -> None:
    assert len(blocks(html)) <= MAX_BLOCKS


def test_an_article_nested_hundreds_deep_is_read() -> None:
    assert texts("<div>" * 400 + "<p>the text</p>" + "</div>" * 400) == ["the text"]
