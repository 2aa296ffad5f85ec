from __future__ import annotations

import pytest

from crawler.exceptions import UnusablePage
from crawler.extraction.encoding import decode

RUSSIAN = "<html><body><p>Правительство утвердило новый бюджет на следующий год и объявило о выборах.</p></body></html>"
GERMAN = "<p>Größere Überschwemmungen ängstigen die Bevölkerung östlich der Weißen Elster.</p>"
JAPANESE = "<p>東京では桜が満開になり、多くの人々が公園に集まった。気象庁によると来週は雨になる。</p>"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (GERMAN, "iso-8859-1"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
    ],
)
def test_the_pages_own_declaration_decides_for_legacy_encodings(text: str, encoding: str) -> None:
    assert text in decode(f'<meta charset="{encoding}">{text}'.encode(encoding))


def test_a_header_that_says_utf8_over_cyrillic_bytes_is_not_believed() -> None:
    assert decode(RUSSIAN.encode("windows-1251"), "text/html; charset=utf-8") == RUSSIAN


def test_bytes_that_are_utf8_are_utf8_whatever_is_declared() -> None:
    page = f'<meta charset="iso-8859-1">{GERMAN}'
    assert decode(page.encode(), "text/html; charset=windows-1252") == page


def test_the_header_decides_where_the_page_declares_nothing() -> None:
    assert decode(GERMAN.encode("latin-1"), "text/html; charset=ISO-8859-1") == GERMAN


def test_detection_finds_a_legacy_encoding_nobody_declared() -> None:
    assert decode(RUSSIAN.encode("windows-1251")) == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding), "text/html; charset=latin-1") == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_recognised(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)) == GERMAN


def test_utf8_cut_within_a_character_stays_utf8() -> None:
    assert decode(RUSSIAN.encode()[:-60]).startswith("<html><body><p>Правительство")


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "base64", "rot13", "no-such-thing", ""])
def test_a_codec_that_no_page_is_written_in_is_ignored(charset: str) -> None:
    assert "Überschwemmungen" in decode(f'<meta charset="{charset}">{GERMAN}'.encode("latin-1"))


def test_seven_bit_japanese_does_not_pass_for_ascii() -> None:
    page = f'<meta charset="iso-2022-jp">{JAPANESE}'
    assert JAPANESE in decode(page.encode("iso-2022-jp"))


@pytest.mark.parametrize("content", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\x00\x00\x00"])
def test_an_empty_page_is_refused(content: bytes) -> None:
    with pytest.raises(UnusablePage):
        decode(content)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n\x00", b"\x1f\x8b\x08\x00", bytes(range(256)) * 40]
)
def test_binary_content_is_refused(content: bytes) -> None:
    with pytest.raises(UnusablePage, match="binary"):
        decode(content)
