"""How well copies are found and look-alikes told apart: precision and recall on edited real bodies.

    python benchmarks/duplicates.py ../shared/corpora [--part tuning|held-out] [--seed N]

The bodies are those of the corpora: ``publishers`` as written down by hand, ``pages`` as trafilatura reads them. Every
second one, by a hash of its address, is held out; thresholds were chosen on the others with another seed. Each body is
stored, then looked up in eight edited forms; look-alikes (templates, two stories of one event) are stored and looked up
the same way. A find is right if it is the very text that the edited one was made from. Beside Byline's way stand plain
MinHash (128 permutations of rensa, words in threes, 0.7) and the comparison of headlines (half of the words or more).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import numpy as np
import trafilatura
from rensa import RMinHash

sys.path.insert(0, str(Path(__file__).parents[1]))

from duplicate_edits import EDITS, another_headline, two_stories, word_count
from duplicate_templates import TEMPLATES

from crawler.deduplication.fingerprint import fingerprint
from crawler.deduplication.signature import index_keys, lookup_keys, shortlist, signature
from crawler.deduplication.similarity import is_copy, similarity
from crawler.deduplication.words import words
from crawler.normalisation.identity import identity

MIN_WORDS, MIN_PARAGRAPHS = 120, 5
REPRINTS = ("24horas.cl/politica/presidente-boric",)
"""Pages left out since another of the corpora prints their agency's text (found here, read by a person)."""
PIECES_A_TEMPLATE = 150
TWO_STORIES = "two stories of one event"
HELD_OUT_SEED, TUNING_SEED = 20_240_503, 7


@dataclass(frozen=True)
class Text:
    """One text that is stored or looked up."""

    id: int
    headline: str
    body: str
    kind: str
    origin: int | None = None
    """The stored text it is a copy of; ``None`` if it is nobody's."""


class Body(NamedTuple):
    """The text of a real page."""

    url: str
    headline: str
    paragraphs: list[str]


class Byline:
    """The product's way, with a dictionary in the place of the MongoDB index."""

    name = "Byline"

    def __init__(self) -> None:
        self.texts: dict[int, tuple[str, bytes]] = {}
        self.index: dict[int, list[int]] = defaultdict(list)
        self.compared = 0

    def store(self, text: Text) -> None:
        raw = signature(text.body, None)
        if raw is not None:
            self.texts[text.id] = (text.body, raw)
            for key in index_keys(raw):
                self.index[key].append(text.id)

    def find(self, text: Text) -> int | None:
        raw = signature(text.body, None)
        if raw is None:
            return None
        candidates = {other for key in lookup_keys(raw) for other in self.index.get(key, ())} - {text.id}
        best = (0.0, None)
        for other in shortlist(raw, ((other, self.texts[other][1]) for other in candidates)):
            self.compared += 1
            found = similarity(text.body, self.texts[other][0])
            if is_copy(found):
                best = max(best, (found.jaccard, other))
        return best[1]


class PlainMinHash:
    """MinHash as the manuals show it: all texts compared by 128 minima, taken for copies from 0.7 on."""

    name = "MinHash 0.7"

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.digests: list[list[int]] = []

    def store(self, text: Text) -> None:
        self.ids.append(text.id)
        self.digests.append(self._digest(text.body))

    def find(self, text: Text) -> int | None:
        equal = (np.array(self.digests) == np.array(self._digest(text.body))).mean(axis=1)
        equal[[place for place, other in enumerate(self.ids) if other == text.id]] = 0
        best = int(equal.argmax())
        return self.ids[best] if equal[best] >= 0.7 else None

    def _digest(self, body: str) -> list[int]:
        found = words(body)
        sketch = RMinHash(num_perm=128, seed=1)
        sketch.update([" ".join(found[start : start + 3]) for start in range(max(1, len(found) - 2))])
        return sketch.digest()


class Headlines:
    """Comparison of headlines: half of all their words in common."""

    name = "headlines"

    def __init__(self) -> None:
        self.headlines: dict[int, set[str]] = {}

    def store(self, text: Text) -> None:
        self.headlines[text.id] = set(words(text.headline))

    def find(self, text: Text) -> int | None:
        ours = set(words(text.headline))
        scores = (
            (len(ours & theirs) / (len(ours | theirs) or 1), other)
            for other, theirs in self.headlines.items()
            if other != text.id
        )
        score, best = max(scores)
        return best if score >= 0.5 else None


@dataclass
class Tally:
    """What became of the look-ups of one kind."""

    asked: int = 0
    right: int = 0
    wrong: int = 0
    examples: list[tuple[int, int]] = field(default_factory=list)


def bodies(corpora: Path, part: str) -> Iterator[Body]:
    """Gives the bodies of the corpora's usable pages in this part, each page and text once."""
    seen: set[str | None] = set()
    for cases in sorted(corpora.glob("*/cases.jsonl")):
        for line in cases.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if any(address in case["url"] for address in REPRINTS):
                continue
            if (hashlib.sha256(case["url"].encode()).digest()[0] % 2 == 0) is not (part == "held-out"):
                continue
            headline, paragraphs = (
                written_down(case) if "sections" in case else read_page(cases.parent / "pages" / case["file"])
            )
            known = {
                identity(case["url"]) if case["url"].startswith("http") else "",
                fingerprint("\n".join(paragraphs)),
            }
            if len(paragraphs) >= MIN_PARAGRAPHS and word_count(paragraphs) >= MIN_WORDS and not known & seen:
                seen |= known - {""}
                yield Body(case["url"], headline, paragraphs)


def written_down(case: dict[str, object]) -> tuple[str, list[str]]:
    sections = case["sections"]
    assert isinstance(sections, list)
    return str(case["title"]), [paragraph for section in sections for paragraph in section["paragraphs"]]


def read_page(path: Path) -> tuple[str, list[str]]:
    document = trafilatura.bare_extraction(
        gzip.decompress(path.read_bytes()), with_metadata=True, include_comments=False
    )
    if document is None:
        return "", []
    return document.title or "", [line for line in (document.text or "").split("\n") if line.strip()]


def build(real: list[Body], seed: int) -> tuple[list[Text], list[Text]]:
    """Gives the texts to store and the texts to look up."""
    chance = random.Random(seed)
    stored = [
        Text(number, headline, "\n".join(paragraphs), "another article")
        for number, (_, headline, paragraphs) in enumerate(real)
    ]
    asked = list(stored)
    number = len(stored)
    for kind, edit in EDITS.items():
        for origin, (_, headline, paragraphs) in enumerate(real):
            number += 1
            body = "\n".join(edit(paragraphs, chance))
            asked.append(Text(number, another_headline(headline, chance), body, kind, origin))
    for _, headline, paragraphs in real:
        for place, story in enumerate(two_stories(paragraphs) or (), 1):
            number += 1
            asked.append(Text(number, f"{headline} {place}", "\n".join(story), TWO_STORIES))
    posts = [paragraph for _, _, paragraphs in real for paragraph in paragraphs if 25 <= len(paragraph.split()) <= 80]
    for kind, template in TEMPLATES.items():
        for _ in range(PIECES_A_TEMPLATE):
            number += 1
            text = Text(number, f"The {kind} of the day", template(chance, posts), kind)
            stored.append(text)
            asked.append(text)
    return stored, asked


Method = Byline | PlainMinHash | Headlines


def judge(make: Callable[[], Method], stored: list[Text], asked: list[Text]) -> dict[str, Tally]:
    """Stores and looks up everything; the pairs of one event have a store of their own."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    method, pairs = make(), make()
    for text in stored:
        method.store(text)
    events = [text for text in asked if text.kind == TWO_STORIES]
    for text in events:
        pairs.store(text)
    for text in asked:
        found = (pairs if text.kind == TWO_STORIES else method).find(text)
        tally = tallies[text.kind]
        tally.asked += 1
        if found is not None and found == text.origin:
            tally.right += 1
        elif found is not None:
            tally.wrong += 1
            tally.examples.append((text.id, found))
    return tallies


def report(results: dict[str, dict[str, Tally]]) -> None:
    kinds = list(next(iter(results.values())))
    copies = set(EDITS)
    print(f"{'copies, recall':42}" + "".join(f"{name:>14}" for name in results) + f"{'look-ups':>10}")
    for kind in [kind for kind in kinds if kind in copies]:
        shares = "".join(f"{tallies[kind].right / tallies[kind].asked:14.3f}" for tallies in results.values())
        print(f"{kind:42}{shares}{next(iter(results.values()))[kind].asked:10}")
    print(f"{'look-alikes, share taken for copies':42}")
    for kind in [kind for kind in kinds if kind not in copies]:
        shares = "".join(f"{tallies[kind].wrong / tallies[kind].asked:14.3f}" for tallies in results.values())
        print(f"{kind:42}{shares}{next(iter(results.values()))[kind].asked:10}")
    for label, figure in (("recall", recall), ("precision", precision)):
        print(f"{label:42}" + "".join(f"{figure(tallies):14.4f}" for tallies in results.values()))


def recall(tallies: dict[str, Tally]) -> float:
    return sum(tallies[kind].right for kind in EDITS) / sum(tallies[kind].asked for kind in EDITS)


def precision(tallies: dict[str, Tally]) -> float:
    right = sum(tally.right for tally in tallies.values())
    return right / ((right + sum(tally.wrong for tally in tallies.values())) or 1)


def cost(real: list[Body]) -> str:
    texts = ["\n".join(paragraphs) for _, _, paragraphs in real]
    start = time.process_time()
    made = [signature(text, None) for text in texts]
    signing = (time.process_time() - start) / len(texts)
    start = time.process_time()
    for text, other in zip(texts, [*texts[1:], texts[0]], strict=True):
        similarity(text, other)
    comparing = (time.process_time() - start) / len(texts)
    keys = mean(len(index_keys(raw)) for raw in made if raw)
    size = mean(len(raw) for raw in made if raw)
    return (
        f"CPU: {signing * 1000:.2f} ms a signature, {comparing * 1000:.2f} ms a comparison; "
        f"{keys:.1f} index keys and {size:.0f} bytes of signature an article"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, help="folder that holds publishers/ and pages/")
    parser.add_argument("--part", choices=("held-out", "tuning"), default="held-out")
    parser.add_argument("--seed", type=int, help="of the edits; each part has its own by default")
    parser.add_argument("--examples", action="store_true", help="print the numbers of texts that were taken for others")
    options = parser.parse_args()
    if not list(options.corpora.glob("*/cases.jsonl")):
        parser.error(f"{options.corpora} holds no cases.jsonl")
    seed = options.seed or (HELD_OUT_SEED if options.part == "held-out" else TUNING_SEED)
    real = list(bodies(options.corpora, options.part))
    stored, asked = build(real, seed)
    print(f"{len(real)} bodies ({options.part}), seed {seed}: {len(stored)} texts stored, {len(asked)} looked up")
    results = {kind.name: judge(kind, stored, asked) for kind in (Byline, PlainMinHash, Headlines)}
    report(results)
    print(cost(real))
    if options.examples:
        texts = {text.id: text for text in [*stored, *asked]}
        for tally in results[Byline.name].values():
            for first, second in tally.examples:
                print(f"{texts[first].kind}: {texts[first].headline!r} taken for {texts[second].headline!r}")


if __name__ == "__main__":
    main()
