"""From bytes to text: which encoding a page is really in, whatever it says."""

from __future__ import annotations

import re

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from crawler.exceptions import UnusablePage

MAX_BAD_SHARE = 0.05
"""Share of undecodable places, of all that is not ASCII, up to which bytes still count as damaged UTF-8."""

_BINARY_MAGIC = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"RIFF",
    b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp", b"ID3", b"OggS", b"wOFF", b"wOF2", b"BM", b"\x7fELF",
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LEGACY = re.compile(r"(?:cp|iso|koi8|gb|big5|euc|shift|mac|tis|hz|johab)[\w-]*")
"""Codecs that a page may ask for. Python has others (``unicode_escape``, ``utf-7``) that no page is written in."""
_SAMPLE = 65536


def decode(content: bytes, content_type: str | None = None) -> str:
    """Gives the text of a page.

    A byte order mark decides; then whether the bytes are UTF-8, which text in any other encoding never is by
    chance; then what the page and after it the header ``content_type`` declare; then detection (uchardet). The
    HTML standard lets the header win without a look at the bytes: servers that say utf-8 over cp1251 are common.

    Raises ``UnusablePage`` for content that is empty or binary.
    """
    if content.startswith(_BINARY_MAGIC):
        raise UnusablePage("the content is binary, not a page")
    text = _decoded(content, content_type)
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > 0.02 * len(sample):
        raise UnusablePage("the content is binary, not a page")
    text = text.replace("\x00", "")
    if not text.strip():
        raise UnusablePage("the page is empty")
    return text


def _decoded(content: bytes, content_type: str | None) -> str:
    mark, bom = read_bom(content)
    if mark and bom:
        return content[len(bom) :].decode(mark, "replace")
    if content[:200].count(0) > 0.3 * len(content[:200]):  # UTF-16 without its mark; the zero is the high byte of "<"
        return content.decode("utf-16-be" if content[:1] == b"\x00" else "utf-16-le", "replace")
    declared = _declared(content, content_type)
    if "iso2022_jp" in declared and b"\x1b$" in content:  # seven bits: would pass for ASCII
        return content.decode("iso2022_jp", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        damaged = content.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= MAX_BAD_SHARE * len(_NOT_ASCII.findall(damaged)):
        return damaged
    return _decode_legacy(content, declared)


def _declared(content: bytes, content_type: str | None) -> list[str]:
    """Names the legacy encodings that the page and the header declare, the page's first, as Python knows them."""
    page = html_body_declared_encoding(content[:8192])
    header = http_content_type_encoding(content_type)
    return list(dict.fromkeys(name for name in (page, header) if name and _LEGACY.fullmatch(name)))


def _decode_legacy(content: bytes, declared: list[str]) -> str:
    """Decodes what is not UTF-8. Where two declarations disagree the detected one of them wins, else the page's."""
    detected = str(map_encoding_to_html5(detect_encoding(content, max_len=_SAMPLE * 4) or ""))
    if detected == "utf-8":
        detected = "cp1252"
    names = sorted(
        [*declared, detected], key=lambda name: (name not in declared, len(declared) > 1 and name != detected)
    )
    for name in names:
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode(names[0] if _LEGACY.fullmatch(names[0]) else "cp1252", "replace")
