"""Reader pages: lists with filters, articles with their source, what is held back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from pymongo.database import Database

from crawler.clock import utc_now
from crawler.items import Rights
from tests.web.reading_pages import headlines, links, text
from tests.web.seed import ENGLISH, key, make_article

Document = dict[str, Any]


async def listed(client: httpx.AsyncClient, **filters: str) -> list[str]:
    return headlines((await client.get("/", params=filters)).text)


async def test_the_list_shows_the_newest_articles_first(client: httpx.AsyncClient, articles: list[Document]) -> None:
    assert await listed(client) == [article["headline"] for article in articles[:20]]


async def test_pages_of_the_list_show_every_article_once_undated_ones_last(
    client: httpx.AsyncClient, articles: list[Document]
) -> None:
    found, address = [], "/?limit=7"
    while address:
        page = (await client.get(address)).text
        found += headlines(page)
        address = next((link for link in links(page) if "cursor=" in link), "")
    assert found == [article["headline"] for article in articles]


async def test_articles_of_the_same_moment_are_not_lost_between_pages(
    client: httpx.AsyncClient, prepared: Database[Document]
) -> None:
    now = utc_now()
    prepared["articles"].insert_many(
        [make_article(f"https://harbour-post.test/{n}", f"Number {n}", published_at=now) for n in range(9)]
    )
    first = (await client.get("/?limit=4")).text
    second = (await client.get(links(first)[-1])).text
    third = (await client.get(links(second)[-1])).text
    assert sorted(headlines(first) + headlines(second) + headlines(third)) == [f"Number {n}" for n in range(9)]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"source": "tagblatt"}, 1),
        ({"country": "jp"}, 1),
        ({"country": "DE"}, 1),
        ({"language": "ar"}, 1),
        ({"keyword": "budget 2027"}, 1),
        ({"country": "GB", "source": "tagblatt"}, 0),
        ({"source": "nobody"}, 0),
        ({"keyword": "budget"}, 0),
    ],
)
async def test_filters_choose_articles(
    client: httpx.AsyncClient, articles: list[Document], filters: dict[str, str], expected: int
) -> None:
    assert len(await listed(client, **filters)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("north PIER", "Council votes to rebuild the north pier"),
        ("mooring Ida", "Council votes to rebuild the north pier"),
        ("Zurichs", "Der Nordpier in Zürichs Partnerstadt wird neu gebaut"),
        ("北桟橋", "港の北桟橋、二年かけて再建へ"),
        ("الرصيف", "المجلس يقرر إعادة بناء الرصيف الشمالي"),
    ],
)
async def test_words_are_found_in_headline_and_text_in_any_script(
    client: httpx.AsyncClient, articles: list[Document], question: str, expected: str
) -> None:
    assert await listed(client, q=question) == [expected]


async def test_all_words_of_a_question_must_occur(client: httpx.AsyncClient, articles: list[Document]) -> None:
    assert await listed(client, q="pier submarine") == []


async def test_days_choose_the_articles_published_on_them(
    client: httpx.AsyncClient, prepared: Database[Document]
) -> None:
    day = utc_now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=3)
    moments = {
        "before": day - timedelta(seconds=1),
        "at": day,
        "last": day + timedelta(hours=23),
        "after": day + timedelta(days=1),
    }
    prepared["articles"].insert_many(
        [make_article(f"https://harbour-post.test/{n}", n, published_at=moment) for n, moment in moments.items()]
    )
    assert await listed(client, since=f"{day:%Y-%m-%d}", until=f"{day:%Y-%m-%d}") == ["last", "at"]


async def test_an_empty_form_asks_for_everything(client: httpx.AsyncClient, articles: list[Document]) -> None:
    names = ("q", "source", "country", "language", "keyword", "since", "until")
    assert len(await listed(client, **dict.fromkeys(names, ""))) == 20


async def test_the_form_keeps_what_was_asked(client: httpx.AsyncClient, articles: list[Document]) -> None:
    page = (await client.get("/", params={"q": 'a "quoted" pier', "source": "tagblatt"})).text
    assert 'value="a &#34;quoted&#34; pier"' in page
    assert '<option value="tagblatt" selected>' in page


async def test_what_fits_nothing_is_said(client: httpx.AsyncClient, articles: list[Document]) -> None:
    assert "No article fits" in text((await client.get("/?q=submarine")).text)


async def test_an_empty_database_says_how_to_begin(client: httpx.AsyncClient, prepared: Database[Document]) -> None:
    assert "make crawl" in text((await client.get("/")).text)


@pytest.mark.parametrize(
    "query", ["since=yesterday", "cursor=x", "limit=0", "limit=1000", "country=Germany", "q=" + "a" * 201]
)
async def test_what_cannot_be_understood_is_said(
    client: httpx.AsyncClient, articles: list[Document], query: str
) -> None:
    answer = await client.get(f"/?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in text(answer.text)


@pytest.mark.usefixtures("no_waiting")
async def test_a_question_that_takes_too_long_is_cut_off_with_a_request_to_narrow_it(
    client: httpx.AsyncClient, articles: list[Document]
) -> None:
    answer = await client.get("/?q=pier")
    assert answer.status_code == 400
    assert "Narrow it" in text(answer.text)


async def test_an_article_has_its_statement_with_the_hyperlink_on_top_and_at_the_bottom(
    open_client: httpx.AsyncClient, articles: list[Document]
) -> None:
    page = (await open_client.get(f"/articles/{articles[0]['_id']}")).text
    assert links(page).count("https://harbour-post.test/2026/11/pier") == 2
    said, statement = text(page), "Published by The Harbour Post at https://harbour-post.test/2026/11/pier,"
    assert said.index(statement) < said.index(ENGLISH[0]) < said.rindex(statement)


async def test_an_article_shows_byline_sections_copies_and_pictures_as_links(
    open_client: httpx.AsyncClient, articles: list[Document]
) -> None:
    page = (await open_client.get(f"/articles/{articles[0]['_id']}")).text
    said = text(page)
    assert "By Ida Marsh, Tom Reed" in said
    assert "What the owners say" in said
    assert "Tagblatt Nord: https://tagblatt.test/pier 87% alike" in said
    assert "<img" not in page
    assert "https://harbour-post.test/pier.jpg" in links(page)


async def test_an_article_shows_its_former_versions_and_its_story(
    open_client: httpx.AsyncClient, articles: list[Document]
) -> None:
    page = (await open_client.get(f"/articles/{articles[0]['_id']}")).text
    assert '<del dir="auto">Work may begin in spring.</del>' in page
    assert f"/articles/{articles[1]['_id']}" in links(page)


async def test_a_story_lists_its_articles(client: httpx.AsyncClient, articles: list[Document]) -> None:
    page = (await client.get("/stories/story-pier")).text
    assert headlines(page) == [articles[0]["headline"], articles[1]["headline"]]


async def test_full_text_is_for_the_operator(
    client: httpx.AsyncClient, operator: httpx.AsyncClient, articles: list[Document]
) -> None:
    path = f"/articles/{articles[0]['_id']}"
    others = (await client.get(path)).text
    assert ENGLISH[0] not in others
    assert "former versions" not in text(others).lower()
    assert articles[0]["description"] in text(others)
    assert ENGLISH[0] in text((await operator.get(path)).text)


@pytest.mark.parametrize(
    ("rights", "shows_description"),
    [
        (Rights(robots_meta="index, nosnippet"), False),
        (Rights(x_robots_tag="noarchive"), True),
        (Rights(robots_meta="max-snippet:0"), False),
    ],
)
async def test_robots_directives_hold_back_text_even_where_everybody_may_read(
    open_client: httpx.AsyncClient, prepared: Database[Document], rights: Rights, shows_description: bool
) -> None:
    article = make_article("https://harbour-post.test/x", description="A summary of it.", rights=rights)
    prepared["articles"].insert_one(article)
    said = text((await open_client.get(f"/articles/{article['_id']}")).text)
    assert ENGLISH[0] not in said
    assert ("A summary of it." in said) is shows_description
    assert "https://harbour-post.test/x" in said


async def test_max_snippet_cuts_the_description(client: httpx.AsyncClient, prepared: Database[Document]) -> None:
    rights = Rights(robots_meta="max-snippet: 12")
    prepared["articles"].insert_one(
        make_article("https://harbour-post.test/x", description="A summary of it.", rights=rights)
    )
    said = text((await client.get("/")).text)
    assert "A summary o…" in said
    assert "A summary of it." not in said


async def test_a_reserved_article_shows_headline_description_and_hyperlink(
    open_client: httpx.AsyncClient, articles: list[Document]
) -> None:
    page = (await open_client.get(f"/articles/{key('https://harbour-post.test/reserved')}")).text
    said = text(page)
    assert "Ferry line closes after ninety years" in said
    assert "The last boat leaves on Sunday." in said
    assert "reserves text and data mining" in said
    assert "https://harbour-post.test/reserved" in links(page)


async def test_a_removed_article_is_gone_from_list_search_and_its_page(
    operator: httpx.AsyncClient, articles: list[Document], prepared: Database[Document]
) -> None:
    removed = articles[0]["_id"]
    prepared["articles"].replace_one({"_id": removed}, {"state": "removed", "removed_at": utc_now()})
    assert "Council votes" not in (await operator.get("/")).text
    assert await listed(operator, q="mooring") == []
    answer = await operator.get(f"/articles/{removed}")
    assert answer.status_code == 410
    assert "removed at its owner's request" in text(answer.text)


@pytest.mark.parametrize("path", ["/articles/" + "0" * 64, "/stories/none", "/nowhere"])
async def test_what_is_not_there_is_a_page_that_says_so(
    client: httpx.AsyncClient, articles: list[Document], path: str
) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert "There is nothing here" in text(answer.text)


async def test_links_that_are_not_http_are_text(client: httpx.AsyncClient, prepared: Database[Document]) -> None:
    article = make_article("https://harbour-post.test/x")
    article["attribution"]["primary_source"]["url"] = "https://harbour-post.test/x"
    article["also_published_by"] = [{"publisher": {"name": "Evil"}, "url": "javascript:alert(1)", "similarity": 1.0}]
    article["authors"] = [{"name": "Eve", "url": "data:text/html,x"}]
    prepared["articles"].insert_one(article)
    page = (await client.get(f"/articles/{article['_id']}")).text
    assert not [link for link in links(page) if not link.startswith(("http://", "https://", "/"))]
    assert "javascript:alert(1)" in text(page)
