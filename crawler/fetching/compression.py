"""Compressed bodies unpacked with both eyes open: neither more than is wanted, nor less than was sent. Pure.

Scrapy's own decompression bounds the size, but takes a body that breaks off for a whole one.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import brotli  # type: ignore[import-untyped]

from crawler.fetching.refusals import Incomplete, Unusable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_LAYERS = 2
"""Encodings around one body. One is what there is; a second comes from servers that compress what is compressed."""
MAX_MEMBERS = 1000
"""Compressed streams one after the other in one body; each costs time, even one that holds nothing."""
ZSTD_WINDOW_LOG = 23
"""A decoder need not spend more than 8 MiB on a window (RFC 9659, section 3); a frame may ask for 2 GiB."""

INPUT, OUTPUT = 8 * 1024, 64 * 1024
"""Bytes handed to a decompressor and taken from it at a time: what is left over when a stream ends is copied."""
GZIP_MAGIC = b"\x1f\x8b"
ZLIB_WBITS, GZIP_WBITS, RAW_WBITS = 15, 31, -15


def decode(body: bytes, encodings: Sequence[str], max_size: int, *, whole: bool = True) -> bytes:
    """Undoes the content encodings of ``body``, which were applied in the order given.

    Gives at most ``max_size`` bytes. ``whole=False`` asks for the beginning only: then a longer body is cut there, and
    one that breaks off is as good as another.

    Raises ``Unusable`` for more than ``max_size`` bytes after any step (``too-large``), for an encoding that is unknown
    and for more than ``MAX_LAYERS`` (``encoding``); ``Incomplete`` for a body that breaks off or is corrupt.
    """
    named = [name for name in (encoding.strip().lower() for encoding in encodings) if name not in ("", "identity")]
    if len(named) > MAX_LAYERS:
        raise Unusable("encoding", f"{len(named)} layers")
    for name in reversed(named):
        body = decompress(body, name, max_size, whole=whole)
    return body


def decompress(body: bytes, encoding: str, max_size: int, *, whole: bool = True) -> bytes:
    """Undoes one encoding: ``gzip``, ``deflate``, ``br`` or ``zstd``. Sizes and errors as in ``decode``.

    An empty body is empty in every encoding, and a "gzip" that does not begin like one is taken for what it is, since
    servers that forget to compress what they label so are common.
    """
    unpack = _UNPACK.get(encoding.removeprefix("x-"))
    if unpack is None:
        raise Unusable("encoding", encoding[:40])
    parts: list[bytes] = []
    size = 0
    try:
        for part in unpack(body) if body else ():
            parts.append(part)
            size += len(part)
            if size > max_size and whole:
                raise Unusable("too-large", f"more than {max_size} bytes unpacked")
            if size >= max_size and not whole:
                break
    except (_BrokenOffError, zlib.error, brotli.error, zstd.ZstdError) as error:
        if whole:
            raise Incomplete(f"{encoding} body of {len(body)} bytes: {error}") from error
    unpacked = b"".join(parts)
    return unpacked if whole else unpacked[:max_size]


class _BrokenOffError(Exception):
    """Raised where the input ends before its stream does."""


def _gzip(body: bytes) -> Iterator[bytes]:
    """Unpacks gzip members (RFC 1952); what follows the last and is none (padding) is ignored."""
    if not body.startswith(GZIP_MAGIC):
        return iter((body,))
    return _members(body, lambda: zlib.decompressobj(GZIP_WBITS), _run_zlib, GZIP_MAGIC)


def _deflate(body: bytes) -> Iterator[bytes]:
    """Unpacks "deflate": zlib's format (RFC 1950), or the raw one (RFC 1951) that some servers take for it."""
    try:
        zlib.decompressobj(ZLIB_WBITS).decompress(body[:INPUT], 1)
        wbits = ZLIB_WBITS
    except zlib.error:
        wbits = RAW_WBITS
    return _run_zlib(zlib.decompressobj(wbits), _Input(body))


def _zstd(body: bytes) -> Iterator[bytes]:
    """Unpacks zstd frames (RFC 8878)."""
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG}
    return _members(body, lambda: zstd.ZstdDecompressor(options=options), _run_zstd, b"")


def _brotli(body: bytes) -> Iterator[bytes]:
    """Unpacks brotli (RFC 7932)."""
    stream, source = brotli.Decompressor(), _Input(body)
    while not stream.is_finished():
        data = source.take() if stream.can_accept_more_data() else b""
        part = stream.process(data, output_buffer_limit=OUTPUT)
        if not (data or part or stream.is_finished()):
            raise _BrokenOffError("its end is missing")
        yield part


class _Input:
    """The compressed body, handed out in pieces."""

    def __init__(self, body: bytes) -> None:
        self._body = memoryview(body)
        self._taken = 0

    def take(self) -> bytes:
        """Gives the next piece, empty at the end."""
        piece = bytes(self._body[self._taken : self._taken + INPUT])
        self._taken += len(piece)
        return piece

    def give_back(self, unused: bytes) -> None:
        """Takes back the end of the last piece, which belongs to the next stream."""
        self._taken -= len(unused)

    def continues_with(self, magic: bytes) -> bool:
        """Says whether there is more, and whether it begins like a stream."""
        return self._taken < len(self._body) and bytes(self._body[self._taken : self._taken + len(magic)]) == magic


def _members(
    body: bytes, new: Callable[[], Any], run: Callable[[Any, _Input], Iterator[bytes]], magic: bytes
) -> Iterator[bytes]:
    """Unpacks one stream after the other for as long as what follows begins with ``magic``."""
    source = _Input(body)
    for _ in range(MAX_MEMBERS):
        stream = new()
        yield from run(stream, source)
        source.give_back(stream.unused_data)
        if not source.continues_with(magic):
            return
    raise Unusable("encoding", f"more than {MAX_MEMBERS} compressed streams")


def _run_zlib(stream: Any, source: _Input) -> Iterator[bytes]:
    """Runs one stream of zlib to its end; the checksum at the end of gzip and zlib is checked by the library."""
    while not stream.eof:
        data = stream.unconsumed_tail or source.take()
        part = stream.decompress(data, OUTPUT)
        if not (data or part):
            raise _BrokenOffError("its end is missing")
        yield part


def _run_zstd(stream: Any, source: _Input) -> Iterator[bytes]:
    """Runs one zstd frame to its end."""
    while not stream.eof:
        data = b""
        if stream.needs_input:
            data = source.take()
            if not data:
                raise _BrokenOffError("its end is missing")
        yield stream.decompress(data, OUTPUT)


_UNPACK: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
