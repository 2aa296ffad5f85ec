"""What the index of signatures costs: bytes an article and milliseconds a look-up, at 10 thousand to 1 million of them.

    python benchmarks/duplicates_index.py [--sizes 10000,100000,1000000] [--cache-mb 256]

An own mongod (a replica set, as the product's) is filled with signatures of the shape that real bodies have: 27 keys
and 280 bytes an article on average. One article in 33 comes from one of 300 templates and shares half of its keys with
its kin, which is what makes look-ups slow. At each size the index is built anew after loading, and three kinds of
look-ups are timed: of a stored article, of a new one, and of a piece from a template. The client's time is included.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from statistics import quantiles
from typing import Any

import numpy as np
from bson import Binary
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.write_concern import WriteConcern
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from crawler.deduplication.signature import LOOKUP_KEYS, MAX_KEYS
from crawler.storage.embedded import EmbeddedServer

Document = dict[str, Any]

KEYS = 27
"""Index keys of the average article (``benchmarks/duplicates.py`` prints it)."""
SIGNATURE_BYTES = 280
FAMILIES, ONE_IN = 300, 33
SHARED_KEYS = 16
BATCH = 10_000
LOOKUPS = 1_000
CANDIDATES = 64
"""Candidates that a look-up takes at most."""


class Signatures:
    """Makes documents like those of the product's collection, always the same ones."""

    def __init__(self) -> None:
        self.random = np.random.default_rng(20_240_503)
        self.families = self._keys(FAMILIES)

    def documents(self, start: int, end: int) -> Iterator[Document]:
        for number, keys in zip(range(start, end), self._keys(end - start), strict=True):
            if number % ONE_IN == 0:
                keys[:SHARED_KEYS] = self.families[number // ONE_IN % FAMILIES][:SHARED_KEYS]
            yield {
                "_id": sha256(number.to_bytes(4, "big")).hexdigest(),
                "keys": keys,
                "signature": Binary(os.urandom(SIGNATURE_BYTES)),
            }

    def _keys(self, number: int) -> list[list[int]]:
        keys: list[list[int]] = self.random.integers(-(2**31), 2**31, size=(number, KEYS)).tolist()
        return keys

    def strange_keys(self) -> list[int]:
        return self._keys(1)[0]


def fill(collection: Collection[Document], signatures: Signatures, have: int, size: int) -> None:
    for start in range(have, size, BATCH):
        collection.insert_many(list(signatures.documents(start, min(size, start + BATCH))), ordered=False)


def look_up(collection: Collection[Document], keys: list[int]) -> int:
    """The product's query: candidates that share a key, with their signatures."""
    query = {"keys": {"$in": keys[:LOOKUP_KEYS]}}
    return len(list(collection.find(query, {"signature": 1}).limit(CANDIDATES)))


def timed(collection: Collection[Document], keys: Callable[[int], list[int]]) -> tuple[float, float, float]:
    """Gives median and 99th percentile in milliseconds, and the mean number of candidates."""
    times, found = [], 0
    for number in range(LOOKUPS):
        wanted = keys(number)
        start = time.perf_counter()
        found += look_up(collection, wanted)
        times.append((time.perf_counter() - start) * 1000)
    hundredths = quantiles(times, n=100)
    return hundredths[49], hundredths[98], found / LOOKUPS


def measure(collection: Collection[Document], signatures: Signatures, size: int) -> list[str]:
    start = time.monotonic()
    collection.create_index("keys", name="keys")
    built = time.monotonic() - start
    sizes = collection.database.command("collStats", collection.name)["indexSizes"]
    sample = [
        document["keys"]
        for document in collection.aggregate([{"$sample": {"size": LOOKUPS}}, {"$project": {"keys": 1}}])
    ]
    kinds = {
        "stored": lambda number: sample[number % len(sample)],
        "new": lambda _: signatures.strange_keys(),
        "template": lambda number: signatures.families[number % FAMILIES],
    }
    cells = [f"{size:,}", f"{built:.0f}", f"{sizes['keys'] / size:.0f} + {sizes['_id_'] / size:.0f}"]
    for keys in kinds.values():
        median, last, found = timed(collection, keys)
        cells.append(f"{median:.2f} / {last:.2f} ({found:.1f})")
    return cells


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="numbers of stored articles, rising")
    parser.add_argument("--cache-mb", type=int, default=256, help="mongod's cache")
    options = parser.parse_args()
    title = f"{KEYS} keys an article of at most {MAX_KEYS}, {LOOKUP_KEYS} looked up, cache {options.cache_mb} MB"
    table = Table(
        "articles",
        "build s",
        "index bytes: keys + _id",
        "stored: median / p99 ms (candidates)",
        "new",
        "template",
        title=title,
    )
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder), options.cache_mb)
        try:
            with MongoClient[Document](server.ensure_running()) as client:
                # Filled without waiting for the journal: what is measured comes after.
                collection = client["byline_index"].get_collection("signatures", write_concern=WriteConcern(1))
                signatures, have = Signatures(), 0
                for size in map(int, options.sizes.split(",")):
                    collection.drop_indexes()
                    fill(collection, signatures, have, size)
                    have = size
                    table.add_row(*measure(collection, signatures, size))
        finally:
            server.stop()
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
