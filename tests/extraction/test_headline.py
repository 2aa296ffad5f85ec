from __future__ import annotations

import pytest

from crawler.extraction.headline import Headline, read_headline
from tests.extraction.pages import page, read

PRINTED = "Council votes to rebuild the harbour"


def headline(content: bytes) -> Headline:
    return read_headline(*read(content))


def head(og: str | None = None, title: str | None = None, site: str | None = None) -> str:
    parts = {"og:title": og, "og:site_name": site}
    metas = "".join(f'<meta property="{name}" content="{text}">' for name, text in parts.items() if text)
    return metas + (f"<title>{title}</title>" if title else "")


@pytest.mark.parametrize(
    "og",
    [
        f"{PRINTED} | The Herald", f"{PRINTED} - Politics - The Herald", f"{PRINTED} – The Herald – 03.05.2024",
        f"{PRINTED} :: Herald",
        f"The Herald | {PRINTED}", f"The Herald: {PRINTED}",
    ],
)  # fmt: skip
def test_the_sites_name_is_no_part_of_it(og: str) -> None:
    assert headline(page(head(og, site="The Herald"), f"<h1>{PRINTED}</h1>")).text == PRINTED


def test_a_dash_within_the_headline_stays() -> None:
    text = "Storm over the coast - ferries stay in port"
    assert headline(page(head(text, site="The Herald"), f"<h1>{text}</h1>")).text == text


def test_a_korean_sites_name_joined_by_a_hyphen_goes() -> None:
    node = {"@type": "NewsArticle", "headline": "시의회가 항구 재건을 의결했다"}
    assert (
        headline(page(head("시의회가 항구 재건을 의결했다-정치ㅣ한국신문"), article=node)).text
        == "시의회가 항구 재건을 의결했다"
    )


def test_the_printed_heading_wins_where_json_ld_confirms_it() -> None:
    found = headline(
        page(
            head("Ten years of dispute are over"),
            f"<h1>{PRINTED}</h1>",
            article={"@type": "NewsArticle", "headline": PRINTED},
        )
    )
    assert found == Headline(PRINTED, "body")


def test_two_declared_titles_win_against_the_printed_one() -> None:
    full = "After ten years: Council votes to rebuild the harbour"
    found = headline(page(head(full), f"<h1>{PRINTED} soon</h1>", article={"@type": "NewsArticle", "headline": full}))
    assert found.text == full


def test_a_kicker_that_the_declared_title_leaves_out_is_left_out() -> None:
    assert headline(page(head(PRINTED), f"<h1><span>Politics</span> <span>{PRINTED}</span></h1>")).text == PRINTED


def test_a_kicker_that_the_declared_title_has_stays_with_its_punctuation() -> None:
    found = headline(page(head(f"Harbour: {PRINTED}"), f"<h1><span>Harbour</span> <b>{PRINTED}</b></h1>"))
    assert found.text == f"Harbour: {PRINTED}"


def test_a_heading_in_the_breadcrumb_is_not_the_printed_one() -> None:
    body = (
        f"<nav><ol><li><h1>Harbour news: all about the vote</h1></li></ol></nav><article><h2>{PRINTED}</h2></article>"
    )
    node = {"@type": "NewsArticle", "headline": PRINTED}
    assert headline(page(head("Harbour news: all about the vote"), body, article=node)).text == PRINTED


@pytest.mark.parametrize(
    "frame", ["<div class='login-box'><h1>Log in</h1></div>", "<a class='logo'><h1>The Herald</h1></a>", "<h1></h1>"]
)
def test_headings_of_the_frame_are_passed_over(frame: str) -> None:
    assert headline(page(head(PRINTED), f"{frame}<article><h1>{PRINTED}</h1></article>")).text == PRINTED


def test_a_page_without_any_heading_gives_its_title() -> None:
    assert headline(page(head(title=f"{PRINTED} | The Herald", site="The Herald"), "<p>text</p>")).text == PRINTED


def test_entities_and_invisible_characters_are_cleaned() -> None:
    assert headline(page(head("Rain &amp;amp; wind\u200b in  the\u00a0north"))).text == "Rain & wind in the north"


def test_a_page_that_says_nothing_has_no_headline() -> None:
    assert headline(page(body="<p>text</p>")) == Headline(None, None)


def test_a_broken_title_that_holds_the_whole_page_is_no_headline() -> None:
    assert headline(page(f"<title>{'word | ' * 50_000}</title>", "<h1>Council</h1>")).text in (None, "Council")
