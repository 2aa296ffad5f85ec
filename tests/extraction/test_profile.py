"""What a site teaches: learning, the fast way, layout changes."""

from __future__ import annotations

import json

from crawler.extraction.body import Body, extract_body
from crawler.extraction.document import Document
from crawler.extraction.profile import GIVEN_UP, Profile, from_plain, learn, to_plain
from crawler.items import Author, Extraction, Section, body_text
from tests.extraction.newspaper import SUBSCRIBE, headline, page, paragraphs


def read(number: int, profile: Profile | None, layout: str = "old", extra: str = "") -> tuple[Document, Body]:
    document = page(number, layout=layout, extra=extra)
    return document, extract_body(document, headline=headline(number), profile=profile)


def teach(profile: Profile | None, number: int, layout: str = "old", extra: str = "") -> Profile:
    document, body = read(number, profile, layout, extra)
    extraction = Extraction(
        "article", headline=headline(number), sections=body.sections, authors=[Author("Jane Miller")]
    )
    return learn(profile, document, extraction)


def warm(pages: int = 6, layout: str = "old") -> Profile:
    profile = None
    for number in range(pages):
        profile = teach(profile, number, layout)
    assert profile is not None
    return profile


def text_of(body: Body) -> list[str]:
    return body_text(body.sections).split("\n")


def test_a_warm_profile_is_the_fast_way() -> None:
    _, body = read(20, warm())
    assert body.origin == "profile"
    assert text_of(body) == paragraphs(20)


def test_a_cold_profile_is_not_relied_on() -> None:
    _, body = read(20, warm(2))
    assert body.origin == "body"


def test_fields_are_learned_by_selector() -> None:
    fields = warm().fields
    assert max(fields["headline"]) == "h1.story-headline"
    assert max(fields["byline"]) == "p.byline"


def test_an_unknown_kind_of_block_sends_the_page_the_long_way() -> None:
    extra = "<blockquote class='pull'>Nobody in this valley believed that it would happen.</blockquote>"
    _, body = read(20, warm(), extra=extra)
    assert body.origin == "body"
    assert paragraphs(20)[0] in text_of(body)


def test_a_doubtful_paragraph_sends_the_page_the_long_way() -> None:
    _, body = read(20, warm(), extra='<p><a href="/x">Read more about the bridge and the vote of last spring</a></p>')
    assert body.origin == "body"


def test_a_block_that_comes_back_is_frame() -> None:
    notice = "<p>The Valley Post is owned by its readers and prints every letter that is signed with a full name.</p>"
    profile = None
    for number in range(6):
        profile = teach(profile, number, extra=notice)
    _, body = read(20, profile, extra=notice)
    assert text_of(body) == paragraphs(20)


def test_the_same_article_again_teaches_nothing() -> None:
    profile = warm()
    before = to_plain(profile)
    assert to_plain(teach(profile, 3)) == before


def test_a_page_without_text_teaches_nothing() -> None:
    document = Document("<p>Short.</p>", "https://valley.test/")
    assert learn(None, document, Extraction("other", sections=[Section(None, ["Short."])])).pages == 0


def test_a_new_layout_is_read_rightly_from_its_first_page() -> None:
    profile = warm()
    for number in range(20, 30):
        _, body = read(number, profile, "new")
        assert text_of(body) == paragraphs(number)
        profile = teach(profile, number, "new")


def test_a_new_layout_takes_over_and_counts_up() -> None:
    profile = warm()
    for number in range(20, 20 + GIVEN_UP):
        assert profile.layout == 1
        profile = teach(profile, number, "new")
    assert profile.layout == 2
    for number in range(30, 34):
        profile = teach(profile, number, "new")
    assert read(40, profile, "new")[1].origin == "profile"


def test_a_second_template_is_added_to_the_first() -> None:
    profile = warm()
    for number in range(20, 32):
        profile = teach(profile, number, "new" if number % 2 else "old")
    assert profile.layout == 1
    assert read(40, profile, "old")[1].origin == "profile"
    assert read(41, profile, "new")[1].origin == "profile"


def test_one_odd_page_changes_nothing() -> None:
    profile = teach(warm(), 20, "new")
    assert (profile.layout, profile.misfits) == (1, 1)
    assert teach(profile, 21).misfits == 0


def test_a_profile_survives_json_and_stays_small() -> None:
    profile = None
    for number in range(60):
        profile = teach(profile, number)
    assert profile is not None
    written = json.dumps(to_plain(profile))
    assert len(written) < 16_000
    assert from_plain(json.loads(written)) == profile


def test_fields_of_another_version_are_passed_over() -> None:
    assert from_plain({"pages": 3, "of_the_future": True}) == Profile(pages=3)


def test_the_newsletter_box_stays_out_by_profile() -> None:
    assert SUBSCRIBE not in text_of(read(21, warm())[1])


def test_elements_with_names_that_css_cannot_say_are_no_error() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(0))
    document = Document(f"<o:p><p<b>{text}</p<b></o:p>", "https://valley.test/news/0")
    body = extract_body(document, headline=headline(0))
    assert body.container is not None
    assert document.tree.css(body.container)
    assert learn(None, document, Extraction("article", sections=body.sections)).pages == 1
