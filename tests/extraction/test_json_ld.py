from __future__ import annotations

import pytest

from crawler.extraction.json_ld import MAX_NODES, parse_json_ld


def test_all_blocks_lists_and_graphs_are_flattened_in_order() -> None:
    blocks = ['{"n": 1}', '[{"n": 2}, [{"n": 3}]]', '{"@graph": [{"n": 4}, {"@graph": {"n": 5}}]}']
    assert [node["n"] for node in parse_json_ld(blocks)] == [1, 2, 3, 4, 5]


def test_a_node_with_a_graph_and_a_type_of_its_own_is_kept() -> None:
    assert len(parse_json_ld(['{"@type": "WebPage", "@graph": [{"@type": "NewsArticle"}]}'])) == 2


@pytest.mark.parametrize(
    "block",
    [
        '<!-- {"headline": "Rain"} -->',
        '/*<![CDATA[*/ {"headline": "Rain"} /*]]>*/',
        '//<![CDATA[\n{"headline": "Rain"}\n//]]>',
        '{"headline": "Rain",}',
        '{"headline": "Rain"};',
        "{&quot;headline&quot;: &quot;Rain&quot;}",
        '\ufeff{"headline": "Rain"}',
    ],
)
def test_slightly_broken_blocks_are_mended(block: str) -> None:
    assert parse_json_ld([block]) == [{"headline": "Rain"}]


def test_raw_newlines_and_tabs_in_strings_are_kept() -> None:
    assert parse_json_ld(['{"headline": "Rain\n\tand wind"}']) == [{"headline": "Rain\n\tand wind"}]


def test_unescaped_quotation_marks_within_a_string_are_mended() -> None:
    assert parse_json_ld(['{"headline": "The "great" storm", "n": 1}']) == [{"headline": 'The "great" storm', "n": 1}]


def test_invalid_escapes_become_text() -> None:
    assert parse_json_ld([r'{"headline": "C:\data \x41"}'])[0]["headline"] == r"C:\data \x41"


def test_one_object_after_the_other_gives_both() -> None:
    assert parse_json_ld(['{"n": 1}\n{"n": 2}']) == [{"n": 1}, {"n": 2}]


def test_a_broken_block_costs_no_other_one() -> None:
    assert parse_json_ld(["{broken", '{"n": 1}']) == [{"n": 1}]


def test_of_an_article_past_repair_the_plain_fields_are_saved() -> None:
    block = """{"@type": "NewsArticle", "headline": 'Rain', "datePublished": "2024-05-03", "image": <img src="a">"""
    assert parse_json_ld([block]) == [{"@type": "NewsArticle", "headline": "Rain", "datePublished": "2024-05-03"}]


@pytest.mark.parametrize("block", ["", "null", "3", '"text"', "[" * 100_000, "{" * 5_000, '{"a": ' * 3_000])
def test_what_holds_no_node_gives_none(block: str) -> None:
    assert parse_json_ld([block]) == []


def test_the_number_of_nodes_is_bounded() -> None:
    assert len(parse_json_ld(["[" + ",".join(["{}"] * (2 * MAX_NODES)) + "]"])) <= MAX_NODES
