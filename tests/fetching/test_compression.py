"""Compressed bodies: whole ones, broken ones, bombs."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.compression import MAX_MEMBERS, decode, decompress
from crawler.fetching.refusals import Incomplete, Unusable

MIB = 1024 * 1024
TEXT = b"".join(b"On day %d the council postponed the vote on bridge %d. " % (n, n * 7919 % 10007) for n in range(4000))


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", _raw_deflate),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstandard.compress),
}
each_format = pytest.mark.parametrize(("encoding", "pack"), PACKERS.values(), ids=PACKERS.keys())


@each_format
def test_a_whole_body_is_unpacked(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    assert decompress(pack(TEXT), encoding, MIB) == TEXT


@each_format
def test_a_body_cut_anywhere_is_incomplete(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(TEXT)
    for cut in (3, len(packed) // 2, len(packed) - 1):
        with pytest.raises(Incomplete):
            decompress(packed[:cut], encoding, MIB)


@each_format
def test_the_beginning_of_a_broken_body_is_given_where_that_is_wanted(
    encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack(TEXT)
    part = decompress(packed[: len(packed) - 1], encoding, 1000, whole=False)
    assert part == TEXT[:1000]


@each_format
def test_a_bomb_ends_at_the_limit_in_bounded_memory(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(bytes(100 * MIB))
    tracemalloc.start()
    with pytest.raises(Unusable, match="too-large"):
        decompress(bomb, encoding, MIB)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * MIB


@each_format
def test_a_body_of_exactly_the_limit_fits(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    assert len(decompress(pack(bytes(MIB)), encoding, MIB)) == MIB
    with pytest.raises(Unusable):
        decompress(pack(bytes(MIB + 1)), encoding, MIB)


@each_format
def test_an_empty_body_is_empty(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    assert decompress(b"", encoding, MIB) == b""
    assert decompress(pack(b""), encoding, MIB) == b""


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_wrong_checksum_is_incomplete(encoding: str) -> None:
    packed = bytearray(PACKERS[encoding][1](TEXT))
    packed[-6 if encoding == "gzip" else -1] ^= 1
    with pytest.raises(Incomplete):
        decompress(bytes(packed), encoding, MIB)


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_several_streams_are_one_body(encoding: str) -> None:
    pack = PACKERS[encoding][1]
    assert decompress(pack(b"first ") + pack(b"second"), encoding, MIB) == b"first second"


def test_the_last_of_several_members_must_be_whole_too() -> None:
    with pytest.raises(Incomplete):
        decompress(gzip.compress(TEXT) + gzip.compress(TEXT)[:-4], "gzip", MIB)


def test_padding_behind_gzip_is_ignored() -> None:
    assert decompress(gzip.compress(TEXT) + bytes(512), "gzip", MIB) == TEXT


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_streams_that_hold_nothing_do_not_go_on_for_ever(encoding: str) -> None:
    with pytest.raises(Unusable, match="encoding"):
        decompress(PACKERS[encoding][1](b"") * (MAX_MEMBERS + 1), encoding, MIB)


def test_a_page_labelled_gzip_that_is_none_is_taken_as_it_is() -> None:
    assert decompress(b"<html>plain</html>", "gzip", MIB) == b"<html>plain</html>"


def test_a_zstd_frame_that_wants_a_window_of_128_mib_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27)
    stream = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    with pytest.raises(Incomplete):
        decompress(stream.compress(TEXT) + stream.flush(), "zstd", MIB)


def test_encodings_are_undone_in_reverse_order() -> None:
    assert decode(brotli.compress(gzip.compress(TEXT)), ["gzip", " BR "], MIB) == TEXT
    assert decode(TEXT, ["identity", ""], MIB) == TEXT


def test_more_than_two_layers_are_refused() -> None:
    with pytest.raises(Unusable, match="encoding"):
        decode(gzip.compress(gzip.compress(gzip.compress(TEXT))), ["gzip"] * 3, MIB)


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(Unusable, match="encoding: lzma"):
        decode(TEXT, ["lzma"], MIB)


@given(body=st.binary(max_size=2000), encoding=st.sampled_from(["gzip", "deflate", "br", "zstd"]), whole=st.booleans())
def test_no_bytes_raise_anything_else(body: bytes, encoding: str, whole: bool) -> None:
    for candidate in (body, b"\x1f\x8b\x08" + body, b"\x28\xb5\x2f\xfd" + body):
        with suppress(Incomplete, Unusable):
            assert len(decompress(candidate, encoding, 10_000, whole=whole)) <= 10_000
