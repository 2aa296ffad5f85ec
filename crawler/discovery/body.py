"""From the bytes of a response to the text of a list: unpacked, decoded, made safe to parse."""

from __future__ import annotations

import re
import zlib
from html.entities import html5

from resiliparse.parse.encoding import detect_encoding
from w3lib.encoding import http_content_type_encoding, read_bom, resolve_encoding

from crawler.exceptions import UnusableListing

MAX_UNPACKED = 50 * 1024 * 1024
"""Bytes of a list after unpacking: what sitemaps.org allows a sitemap. What lies beyond is cut off."""
MAX_LAYERS = 2
"""How often a body may be gzipped: a .gz file that the server has packed once more for the transport."""
MAX_BAD_SHARE = 0.05
"""Share of undecodable places, of all that is not ASCII, up to which bytes count as damaged UTF-8."""

_GZIP_MAGIC = b"\x1f\x8b"
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_TEXT_CODEC = re.compile(r"(?:utf-(?:8|16|32)|ascii|cp|iso|koi8|gb|big5|euc|shift|mac|tis|hz|johab)[\w-]*\Z")
"""Codecs that a list may ask for. Python has others (``rot13``, ``unicode_escape``) that nobody writes in."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 forbids."""
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]+)|(\d+));?")
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)(?:([A-Za-z][A-Za-z0-9]{1,30});)?")


def unpack(content: bytes) -> tuple[bytes, bool]:
    """Unpacks gzip, told by its magic number, whatever the headers say.

    Returns the bytes and whether they are whole: not if the archive breaks off or is larger than ``MAX_UNPACKED``.
    """
    is_complete = True
    for _ in range(MAX_LAYERS):
        if not content.startswith(_GZIP_MAGIC):
            break
        content, whole = _gunzip(content)
        is_complete = is_complete and whole
    return content[:MAX_UNPACKED], is_complete and len(content) <= MAX_UNPACKED


def _gunzip(content: bytes) -> tuple[bytes, bool]:
    unpacked: list[bytes] = []
    room = MAX_UNPACKED
    while content.startswith(_GZIP_MAGIC) and room > 0:  # a file may hold several members one after the other
        member = zlib.decompressobj(wbits=31)
        try:
            part = member.decompress(content, room)
        except zlib.error as error:
            if not unpacked:
                raise UnusableListing(f"broken-gzip: the archive cannot be read ({error})") from None
            return b"".join(unpacked), False
        unpacked.append(part)
        room -= len(part)
        if not member.eof:
            return b"".join(unpacked), False
        content = member.unused_data
    return b"".join(unpacked), room > 0


def decode(content: bytes, content_type: str | None = None) -> str:
    """Gives the text of a list.

    A byte order mark decides; then whether the bytes are UTF-8, which text in another encoding never is by chance;
    then the XML declaration, the header, and detection. (RFC 7303 lets the header win: servers that say utf-8 over
    cp1251, or iso-8859-1 over UTF-8, are common.) Never fails.
    """
    mark, bom = read_bom(content)
    if mark and bom:
        return content[len(bom) :].decode(mark, "replace")
    if content[:100].count(0) > 0.3 * len(content[:100]):  # UTF-16 without its mark; the zero is the high byte of "<"
        return content.decode("utf-16-be" if content[:1] == b"\x00" else "utf-16-le", "replace")
    declared = _declared(content, content_type)
    if declared == "iso2022_jp":  # seven bits: would pass for ASCII
        return content.decode(declared, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        damaged = content.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= MAX_BAD_SHARE * len(_NOT_ASCII.findall(damaged)):
        return damaged
    if declared in (None, "utf-8", "ascii"):
        declared = resolve_encoding(detect_encoding(content)) or "cp1252"
    return content.decode(declared, "replace")


def _declared(content: bytes, content_type: str | None) -> str | None:
    in_xml = _DECLARED.search(content[:1024])
    name = in_xml[1].decode("ascii") if in_xml else http_content_type_encoding(content_type)
    codec = resolve_encoding(name) if name else None
    return codec if codec and _TEXT_CODEC.match(codec) else None


def clean_xml(text: str) -> str:
    """Mends what XML parsers stumble over: forbidden characters, also by number, bare ``&``, entities of HTML.

    Entities that a document defines itself become text: none is ever expanded. CDATA sections stay as they are.
    """
    parts = _CDATA.split(_REFERENCE.sub(_drop_illegal, _ILLEGAL.sub("", text)))
    parts[::2] = [_AMPERSAND.sub(_mend_ampersand, part) for part in parts[::2]]
    return "".join(parts)


def _drop_illegal(found: re.Match[str]) -> str:
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    code = int(digits, base) if len(digits) <= 8 else 0
    is_legal = 0 < code <= 0x10FFFF and not _ILLEGAL.match(chr(code))
    return found[0] if is_legal else ""


def _mend_ampersand(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    characters = html5.get(f"{name};")
    return "".join(f"&#{ord(one)};" for one in characters) if characters else f"&amp;{name};"
