"""Signatures that find the other copies of a text, shortened ones too, through a small index.

A sample of the text's shingles (runs of six words), chosen by their hash: those under a fixed share of all hash values,
so that two texts choose the same ones of what they share. That is scaled MinHash ("FracMinHash", Irber et al.
2022; Broder's sketch modulo m, 1997). Unlike banded MinHash, whose chance falls with the Jaccard similarity, it finds a
common part by its length: a fifth of a long text is as easy to find as a whole short one. The hashes are rensa's.
"""

from __future__ import annotations

import heapq
import struct
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from rensa import RMinHash

from crawler.deduplication.fingerprint import MIN_WORDS
from crawler.deduplication.words import count, words

SHINGLE = 6
"""Words in a shingle: long enough that two stories seldom share one by chance, short enough to survive edits."""
MAX_HASHES = 64
"""Hashes that a signature holds; texts of more than about 500 words keep the smallest ones."""
MIN_HASHES = 8
"""What a short text keeps even where its sample would be smaller."""
MAX_KEYS = 32
"""Hashes of a signature that are indexed."""
LOOKUP_KEYS = 16
"""How many of them are looked up."""

WORTH_COMPARING = 0.1
"""Estimated containment below which a candidate's text is not fetched."""

LIKELY_CONTAINMENT, LIKELY_SHARED = 0.6, 8
"""Estimated containment, and hashes it must rest on, from which on signatures alone make a copy."""

_BITS = 40
_SAMPLED = (1 << _BITS) // 8
_INDEXED = (1 << _BITS) // 16
_VERSION = 1
_HEADER = struct.Struct(">B3sI")
_HASH_BYTES = _BITS // 8

Candidate = TypeVar("Candidate")


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature taken apart."""

    language: str | None
    word_count: int
    hashes: tuple[int, ...]
    """Sorted, 40 bits each."""

    @property
    def threshold(self) -> int:
        """The value up to which every hash of the text is among ``hashes``."""
        return max(_SAMPLED - 1, self.hashes[-1]) if len(self.hashes) < MAX_HASHES else self.hashes[-1]


@dataclass(frozen=True, slots=True)
class Estimate:
    """How much two texts share, judged by their signatures alone; good to about 0.1."""

    jaccard: float
    containment: float
    """The share of the smaller text that is in the other."""
    shared: int
    """Hashes in common that it rests on."""


def signature(body: str, language: str | None) -> bytes | None:
    """Gives the signature of a body: up to 328 bytes; ``None`` under 50 words, as for the fingerprint.

    ``language`` is an ISO 639 code or ``None``; texts of two known languages never match. Takes 0.4 ms for 500 words.
    """
    found = words(body)
    word_count = count(found)
    if word_count < MIN_WORDS:
        return None
    hashes = _sample(_shingle_hashes(found))
    header = _HEADER.pack(_VERSION, (language or "").encode("ascii", "ignore")[:3], word_count)
    return header + b"".join(value.to_bytes(_HASH_BYTES, "big") for value in hashes)


def read_signature(raw: bytes) -> Signature:
    """Takes a signature apart; raises ``ValueError`` for bytes that are none, or of a former version."""
    if len(raw) < _HEADER.size + _HASH_BYTES or (len(raw) - _HEADER.size) % _HASH_BYTES or raw[0] != _VERSION:
        raise ValueError(f"not a signature of version {_VERSION}: {raw[:12].hex()}…")
    _, language, word_count = _HEADER.unpack_from(raw)
    places = range(_HEADER.size, len(raw), _HASH_BYTES)
    hashes = tuple(int.from_bytes(raw[place : place + _HASH_BYTES], "big") for place in places)
    return Signature(language.rstrip(b"\0").decode("ascii") or None, word_count, hashes)


def index_keys(raw: bytes) -> list[int]:
    """Gives the keys under which a signature is indexed: at most 32 signed 32-bit integers, each once.

    They stand in the order of their hashes. Two texts are candidates for each other if they share one.
    """
    hashes = read_signature(raw).hashes
    wanted = min(MAX_KEYS, max(MIN_HASHES, bisect_right(hashes, _INDEXED - 1)))
    return list(dict.fromkeys(((value & 0xFFFFFFFF) ^ 0x80000000) - 0x80000000 for value in hashes[:wanted]))


def lookup_keys(raw: bytes) -> list[int]:
    """Gives the keys to look a signature's copies up by: the 16 of its index keys that others are likeliest to hold.

    Those are the smallest hashes: every text that has the shingle keeps them. All 32 find no more of the edited texts
    that were tried and cost twice the time.
    """
    return index_keys(raw)[:LOOKUP_KEYS]


def estimate(first: bytes, second: bytes) -> Estimate:
    """Estimates how much two texts share from their signatures; nothing if their languages are known and differ."""
    one, other = read_signature(first), read_signature(second)
    if one.language and other.language and one.language != other.language:
        return Estimate(0.0, 0.0, 0)
    limit = min(one.threshold, other.threshold)
    ours = set(one.hashes[: bisect_right(one.hashes, limit)])
    theirs = set(other.hashes[: bisect_right(other.hashes, limit)])
    shared = len(ours & theirs)
    smaller = min(len(ours), len(theirs))
    return Estimate(shared / len(ours | theirs) if shared else 0.0, shared / smaller if shared else 0.0, shared)


def is_likely_copy(first: bytes, second: bytes) -> bool:
    """Decides by signatures alone whether two texts are copies, where one of them is there no more (taken down).

    On edited real texts it finds every copy of most kinds and nine of ten of the most heavily edited ones; only pieces
    from one template are sometimes taken for each other. Where both texts are there, ``similarity`` decides.
    """
    found = estimate(first, second)
    return found.containment >= LIKELY_CONTAINMENT and found.shared >= LIKELY_SHARED


def shortlist(raw: bytes, candidates: Iterable[tuple[Candidate, bytes]], limit: int = 5) -> list[Candidate]:
    """Gives the candidates whose texts are worth comparing, the likeliest first: at most ``limit``.

    Each comes with its signature. Those that seem to share less than a tenth are left out: a copy shares half.
    """
    judged = [(estimate(raw, theirs), candidate) for candidate, theirs in candidates]
    likely = [(found, candidate) for found, candidate in judged if found.containment >= WORTH_COMPARING]
    best = heapq.nlargest(limit, likely, key=lambda pair: (pair[0].containment, pair[0].jaccard))
    return [candidate for _, candidate in best]


def _shingle_hashes(found: list[str]) -> list[int]:
    last = max(1, len(found) - SHINGLE + 1)
    shingles = [" ".join(found[start : start + SHINGLE]) for start in range(last)]
    hashes: list[int] = RMinHash.hash_token_sets([shingles])[0]
    return hashes


def _sample(hashes: list[int]) -> list[int]:
    sampled = sorted({value for value in (whole >> (64 - _BITS) for whole in hashes) if value < _SAMPLED})
    if len(sampled) < MIN_HASHES:
        return sorted({whole >> (64 - _BITS) for whole in hashes})[:MIN_HASHES]
    return sampled[:MAX_HASHES]
