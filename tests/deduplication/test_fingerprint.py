from __future__ import annotations

from crawler.deduplication.fingerprint import MIN_WORDS, fingerprint
from crawler.items import Section
from tests.deduplication.texts import WIRE, WIRE_BODY


def test_quotes_case_spaces_and_punctuation_do_not_change_it() -> None:
    other = (
        WIRE_BODY.replace("“", "«\u00a0").replace("”", "\u00a0»").replace("\n", "  \n\n").upper().replace(".", " . ")
    )
    assert fingerprint(other) == fingerprint(WIRE_BODY)


def test_a_word_more_changes_it() -> None:
    assert fingerprint(f"{WIRE_BODY} Really") != fingerprint(WIRE_BODY)


def test_order_matters() -> None:
    assert fingerprint("\n".join(reversed(WIRE))) != fingerprint(WIRE_BODY)


def test_sections_and_plain_text_have_the_same() -> None:
    assert fingerprint([Section(None, WIRE[:3]), Section(None, WIRE[3:])]) == fingerprint(WIRE_BODY)


def test_under_fifty_words_there_is_none() -> None:
    assert fingerprint("word " * (MIN_WORDS - 1)) is None
    assert fingerprint("word " * MIN_WORDS) is not None
    assert fingerprint("字" * (2 * MIN_WORDS - 1)) is None
    assert fingerprint("字" * (2 * MIN_WORDS)) is not None


def test_nothing_has_none() -> None:
    assert fingerprint("") is None
    assert fingerprint([]) is None
