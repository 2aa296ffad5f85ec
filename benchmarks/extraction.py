"""How faithful and how fast: Byline beside trafilatura, readability-lxml and resiliparse on the same pages.

    python benchmarks/extraction.py ../shared/corpora [--scorer SCRIPT] [--sample N] [--only byline,trafilatura]
    python benchmarks/extraction.py ../shared/corpora --held-out --model half.json
    python benchmarks/extraction.py ../shared/corpora --profiles

Prints the scores of the measuring script and the CPU milliseconds a page, all in one run, one process, page by page in
turn, so that a busy machine is busy for all. ``--held-out`` prints each half of the publishers and hosts by itself;
with a model trained by ``tools/train_body.py --half 0``, half 1 is what it has never seen. ``--profiles`` prints, for
sites of three pages and more, the scores of each page without and with a profile learned from the others, and what a
page costs that is read by its site's profile: learned there from copies of the page with other words in its layout.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

import readability
import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from corpora import load_scorer, side

from crawler.exceptions import UnusablePage
from crawler.extraction import body as body_stage
from crawler.extraction import extract
from crawler.extraction.body.model import Model
from crawler.extraction.document import parse_document
from crawler.extraction.profile import Profile, learn
from crawler.items import Extraction

Prediction = dict[str, Any]
Reader = Callable[[bytes, str], Prediction]
CORPORA = ("publishers", "pages")
SCORES = "precision recall f1 perfect title authors date minute with without".split()
SITE_OF = 3
"""Pages from which on a site shows what a profile is worth."""
SIBLINGS = 4
_WORDS = re.compile(r"(?<=>)[^<>]{25,}(?=<)")
_TAGS = re.compile(r"<[^>]+>")


def read_byline(content: bytes, url: str) -> Prediction:
    """Byline's whole extraction, metadata included."""
    return _prediction(extract(content, url))


def read_trafilatura(content: bytes, url: str) -> Prediction:
    """trafilatura as most use it."""
    found = trafilatura.bare_extraction(content.decode("utf8", "replace"), url=url, with_metadata=True)
    if found is None:
        return {}
    authors = (found.author or "").split("; ")
    return {"headline": found.title, "authors": authors, "published_at": found.date, "body": found.text}


def read_readability(content: bytes, url: str) -> Prediction:
    """readability-lxml: title and body alone."""
    document = readability.Document(content.decode("utf8", "replace"), url=url)
    summary = _TAGS.sub("", re.sub(r"</(?:p|div|li|h\d)>", "\n", document.summary(html_partial=True)))
    return {"headline": document.short_title(), "body": summary}


def read_resiliparse(content: bytes, _url: str) -> Prediction:
    """resiliparse: the main text alone."""
    return {"body": extract_plain_text(content.decode("utf8", "replace"), main_content=True, alt_texts=False)}


READERS: dict[str, Reader] = {
    "byline": read_byline,
    "trafilatura": read_trafilatura,
    "readability": read_readability,
    "resiliparse": read_resiliparse,
}


def _prediction(extraction: Extraction) -> Prediction:
    return {
        "headline": extraction.headline,
        "authors": [author.name for author in extraction.authors],
        "published_at": extraction.published_at.isoformat() if extraction.published_at else None,
        "body": extraction.body,
    }


def load_rows(scorer: ModuleType, corpora: Path, sample: int) -> list[tuple[str, dict[str, Any], bytes]]:
    """Gives corpus, row and page of every ``sample``-th case."""
    return [
        (corpus, row, gzip.decompress((corpora / corpus / "pages" / row["file"]).read_bytes()))
        for corpus in CORPORA
        for row in scorer.load(corpus)[::sample]
    ]


def scores(scorer: ModuleType, files: Iterable[str], predictions: dict[str, Prediction]) -> dict[str, str]:
    """Gives the figures that the measuring script prints for the cases of these files."""
    wanted, load = set(files), scorer.load
    scorer.load = lambda name: [row for row in load(name) if row["file"] in wanted]
    said = io.StringIO()
    try:
        with redirect_stdout(said):
            scorer.score_publishers(predictions, 0)
            scorer.score_pages(predictions)
    finally:
        scorer.load = load
    found: dict[str, str] = {}
    for name, value in re.findall(r"(\w+)=([\d.]+|nan)", said.getvalue()):
        found.setdefault(name, value)
    return found


def milliseconds(seconds: list[float]) -> list[str]:
    """Gives median, mean and 99th percentile."""
    ordered = sorted(seconds)
    tail = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    return [f"{1000 * value:.1f}" for value in (statistics.median(ordered), statistics.mean(ordered), tail)]


def compare(args: argparse.Namespace, scorer: ModuleType) -> None:
    """Prints the table of all readers."""
    rows = load_rows(scorer, args.corpora, args.sample)
    names = args.only.split(",") if args.only else list(READERS)
    predictions: dict[str, dict[str, Prediction]] = {name: {} for name in names}
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for name in names:
        READERS[name](*rows[0][2:], rows[0][1]["url"])
    for _, row, content in rows:
        for name in names:
            began = time.process_time()
            try:
                predictions[name][row["file"]] = READERS[name](content, row["url"])
            except (UnusablePage, ValueError, readability.readability.Unparseable) as error:
                print(f"{name} {row['file']}: {error}", file=sys.stderr)
            seconds[name].append(time.process_time() - began)
    table = Table("", *SCORES, "median ms", "mean", "p99")
    for name in names:
        for label, files in _parts(name, rows, args.held_out):
            found = scores(scorer, files, predictions[name])
            table.add_row(label, *(found.get(score, "") for score in SCORES), *milliseconds(seconds[name]))
    Console(width=160).print(table)
    if {"byline", "trafilatura"} <= set(names):
        ratio = statistics.median(seconds["byline"]) / statistics.median(seconds["trafilatura"])
        print(f"Byline's median is {ratio:.2f} of trafilatura's.")


def _parts(name: str, rows: list[tuple[str, dict[str, Any], bytes]], is_halved: bool) -> list[tuple[str, list[str]]]:
    if not is_halved:
        return [(name, [row["file"] for _, row, _ in rows])]
    halves: tuple[list[str], list[str]] = ([], [])
    for _, row, _ in rows:
        halves[side(row, 2, "half")].append(row["file"])
    return [(f"{name}, half {half}", files) for half, files in enumerate(halves)]


def compare_profiles(args: argparse.Namespace, scorer: ModuleType) -> None:
    """Prints the scores without and with profiles, and the cost of a page that its profile knows."""
    sites = defaultdict(list)
    for corpus, row, content in load_rows(scorer, args.corpora, args.sample):
        if corpus == "publishers":
            sites[row["publisher"]].append((row, content))
    without: dict[str, Prediction] = {}
    with_profile: dict[str, Prediction] = {}
    for pages in sites.values():
        for row, content in pages if len(pages) >= SITE_OF else []:
            profile: Profile | None = None
            for other, other_content in pages:
                if other is not row:
                    profile = _learn(profile, other_content, other["url"])
            without[row["file"]] = _prediction(extract(content, row["url"]))
            with_profile[row["file"]] = _prediction(extract(content, row["url"], profile=profile))
    table = Table(f"{len(without)} pages of sites with {SITE_OF} or more", *SCORES[:4])
    for label, predictions in (("without a profile", without), ("with one", with_profile)):
        found = scores(scorer, predictions, predictions)
        table.add_row(label, *(found[score] for score in SCORES[:4]))
    Console(width=160).print(table)
    _print_warm(scorer, args)


def _print_warm(scorer: ModuleType, args: argparse.Namespace) -> None:
    """Prints what each publisher's page costs without a profile, with a warm one, and by trafilatura."""
    rows = [
        (row, content) for corpus, row, content in load_rows(scorer, args.corpora, args.sample) if corpus == CORPORA[0]
    ]
    seconds: dict[str, list[float]] = {"without a profile": [], "with a warm one": [], "trafilatura": []}
    predictions, by_profile = {}, 0
    for row, content in rows:
        profile: Profile | None = None
        for turn in range(1, SIBLINGS + 1):
            profile = _learn(profile, _sibling(content, turn), row["url"])
        began = time.process_time()
        extract(content, row["url"])
        without = time.process_time()
        found = extract(content, row["url"], profile=profile)
        warm = time.process_time()
        read_trafilatura(content, row["url"])
        for label, taken in zip(seconds, (without - began, warm - without, time.process_time() - warm), strict=True):
            seconds[label].append(taken)
        predictions[row["file"]] = _prediction(found)
        by_profile += found.origins.get("sections") == "profile"
    table = Table("", *SCORES[:4], "median ms", "mean", "p99")
    scored = scores(scorer, predictions, predictions)
    for label, values in seconds.items():
        known = [scored[score] for score in SCORES[:4]] if label == "with a warm one" else [""] * 4
        table.add_row(label, *known, *milliseconds(values))
    Console(width=160).print(table)
    ratio = statistics.median(seconds["with a warm one"]) / statistics.median(seconds["trafilatura"])
    print(f"{by_profile} of {len(rows)} pages were read by their profile; the median is {ratio:.2f} of trafilatura's.")


def _learn(profile: Profile | None, content: bytes, url: str) -> Profile:
    document = parse_document(content, url)
    extraction = extract(content, url)
    return learn(profile, document, extraction)


def _sibling(content: bytes, turn: int) -> bytes:
    """Gives another article in the same layout: the words of each longer text are read round from another one."""

    def turned(match: re.Match[str]) -> str:
        words = match[0].split(" ")
        at = turn * 3 % len(words)
        return " ".join(words[at:] + words[:at])

    return _WORDS.sub(turned, content.decode("utf8", "replace")).encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--sample", type=int, default=1, help="take every N-th page only")
    parser.add_argument("--only", help="readers, separated by commas")
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--model", type=Path, help="another model of the body than the one that ships")
    parser.add_argument("--profiles", action="store_true")
    args = parser.parse_args()
    scorer = load_scorer(args.scorer or args.corpora.parent / "tools" / "score_extraction.py")
    if args.model:
        model = Model(json.loads(args.model.read_bytes()))
        body_stage.load_model = lambda: model
    if args.profiles:
        compare_profiles(args, scorer)
    else:
        compare(args, scorer)


if __name__ == "__main__":
    main()
