"""Train the classifier of `crawler.extraction.body` from marked pages, and say how well it does on pages that it has
not seen.

The folder ``CORPORA`` holds ``publishers`` and ``pages``, each with ``cases.jsonl`` and gzipped pages; the scorer is
the script that measures extraction on them. A block of a publisher's page is text if most of its 4-word runs are in the
article that a person wrote down; of another page only the blocks that hold a passage known to belong, or known not to,
are used. Pages of one publisher (host) are always on the same side of a split.

Needs catboost (1.2.10 was used) besides the project's own packages: it is no dependency of the crawler, which reads the
trees as numbers.

    tools/train_body.py ../shared/corpora --cross-validate 4     the scores on held-out publishers; writes nothing
    tools/train_body.py ../shared/corpora --output crawler/extraction/body/model.json
    tools/train_body.py ../shared/corpora --half 0 --output half.json     from one half, for benchmarks/extraction.py
    --model
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from catboost import CatBoostClassifier
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpora import load_scorer, side

from crawler.extraction.body import assemble
from crawler.extraction.body.context import second_look
from crawler.extraction.body.features import Look, Page, first_look
from crawler.extraction.body.model import Model
from crawler.extraction.body.reading import read_page
from crawler.extraction.document import parse_document
from crawler.extraction.headline import read_headline
from crawler.extraction.structured import Structured
from crawler.items import body_text

DEPTH = 6
TREES = (150, 400)
"""Trees of the first and of the second look."""
SETTINGS = {"depth": DEPTH, "learning_rate": 0.05, "l2_leaf_reg": 4, "border_count": 64, "rsm": 0.3, "random_seed": 1}
WEIGHT_OF_PAGE = 60.0
"""What all blocks of one publisher's page weigh together; each by the root of its words."""
WEIGHT_OF_TEXT, WEIGHT_OF_FRAME = 3.0, 1.5
"""What one marked block of another page weighs."""
INNER_FOLDS = 4


@dataclass(slots=True)
class Case:
    """One page with what is known of its blocks."""

    row: dict[str, Any]
    page: Page
    look: Look | None = None
    labels: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    weights: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    verdicts: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))


def load_cases(corpora: Path, scorer: ModuleType) -> list[Case]:
    """Reads, parses, describes and labels all pages."""
    cases = []
    for corpus in ("publishers", "pages"):
        for row in scorer.load(corpus):
            content = gzip.decompress((corpora / corpus / "pages" / row["file"]).read_bytes())
            document = parse_document(content, row["url"])
            headline = read_headline(document, Structured(document)).text
            case = Case(row, read_page(document, headline))
            if case.page.blocks:
                case.look = first_look(case.page)
                label = label_article if corpus == "publishers" else label_passages
                case.labels, case.weights = label(case, scorer)
            cases.append(case)
    return cases


def label_article(case: Case, scorer: ModuleType) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Labels the blocks of a page whose article is known in full. Summary and headline weigh nothing: they may be there
    or not.
    """
    lines = [line for part in case.row["sections"] for text in part["paragraphs"] for line in text.split("\n")]
    runs = scorer.shingles(lines)
    whole = {scorer.fold(line) for line in lines}
    headings = {scorer.fold(part["headline"]) for part in case.row["sections"]} - {""}
    free = {scorer.fold(text) for text in (*case.row["summary"], case.row["title"] or "")} - whole
    labels, weights = [], []
    for block in case.page.blocks:
        folded, words = scorer.fold(block.text), max(1, len(scorer.tokens(block.text)))
        own = scorer.shingles([block.text])
        covered = sum(count for run, count in own.items() if len(run) >= 4 and run in runs) / (sum(own.values()) or 1)
        is_whole = folded in whole or folded in headings
        is_sure = is_whole or covered >= 0.6 or covered < 0.3
        labels.append(int(is_whole or covered >= 0.45))
        weights.append(0.0 if folded in free or not is_sure else float(words) ** 0.5)
    total = sum(weights) or 1.0
    return np.array(labels, dtype=np.int64), np.array(weights) * WEIGHT_OF_PAGE / total


def label_passages(case: Case, scorer: ModuleType) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Labels the blocks that hold a passage known to belong, or known not to; a short passage in several blocks says
    nothing.
    """
    texts = [scorer.flat(block.text) for block in case.page.blocks]
    labels, weights = np.zeros(len(texts), dtype=np.int64), np.zeros(len(texts))
    for passage in filter(None, map(scorer.flat, case.row["without"])):
        weights[[at for at, text in enumerate(texts) if passage in text]] = WEIGHT_OF_FRAME
    for passage in filter(None, map(scorer.flat, case.row["with"])):
        found = [at for at, text in enumerate(texts) if passage in text]
        if len(found) == 1 or len(passage) > 25:
            labels[found], weights[found] = 1, WEIGHT_OF_TEXT
    return labels, weights


def fit(tables: Sequence[Any], cases: Sequence[Case], trees: int) -> Any:
    """Trains one ensemble on the labelled blocks of the cases."""
    table, labels, weights = (np.concatenate(list(parts)) for parts in (tables, _labels(cases), _weights(cases)))
    used = weights > 0
    classifier = CatBoostClassifier(iterations=trees, verbose=0, **SETTINGS)
    classifier.fit(table[used], labels[used], sample_weight=weights[used])
    return classifier


def _labels(cases: Iterable[Case]) -> Iterable[Any]:
    return (case.labels for case in cases)


def _weights(cases: Iterable[Case]) -> Iterable[Any]:
    return (case.weights for case in cases)


def train(cases: Sequence[Case]) -> dict[str, Any]:
    """Gives the numbers of both ensembles. The second learns from verdicts on pages that the first had not seen."""
    cases = [case for case in cases if case.look is not None]
    tables = {id(case): case.look.table for case in cases if case.look is not None}
    second = {}
    for fold in range(INNER_FOLDS):
        known = [case for case in cases if side(case.row, INNER_FOLDS, "inner") != fold]
        classifier = fit([tables[id(case)] for case in known], known, TREES[0])
        for case in cases:
            if case.look is not None and side(case.row, INNER_FOLDS, "inner") == fold:
                verdicts = classifier.predict_proba(case.look.table)[:, 1]
                second[id(case)] = second_look(case.page, case.look, verdicts)
    return {
        "first": numbers(fit([tables[id(case)] for case in cases], cases, TREES[0])),
        "second": numbers(fit([second[id(case)] for case in cases], cases, TREES[1])),
    }


def numbers(classifier: Any) -> dict[str, Any]:
    """Gives the trees as `crawler.extraction.body.model.Ensemble` takes them; shallow ones are filled up with questions
    whose answer is no.
    """
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        classifier.save_model(file.name, format="json")
        exported = json.loads(Path(file.name).read_bytes())
    features, thresholds, leaves = [], [], []
    for tree in exported["oblivious_trees"]:
        splits, values = tree["splits"] or [], tree["leaf_values"]
        missing = DEPTH - len(splits)
        features.append([split["float_feature_index"] for split in splits] + [0] * missing)
        thresholds.append([float(f"{split['border']:.7g}") for split in splits] + [3e38] * missing)
        leaves.append([round(value, 4) for value in values] + [0.0] * (len(values) * (2**missing - 1)))
    return {"features": features, "thresholds": thresholds, "leaves": leaves, "bias": exported["scale_and_bias"][1][0]}


def cross_validate(cases: Sequence[Case], folds: int, scorer: ModuleType) -> None:
    """Prints the scores of the body on pages of publishers (hosts) that the model did not see."""
    predictions = {}
    for fold in range(folds):
        model = Model(train([case for case in cases if side(case.row, folds) != fold]))
        for case in cases:
            if side(case.row, folds) == fold:
                body = assemble(case.page, model.judge(case.page))
                predictions[case.row["file"]] = {"body": body_text(body.sections)}
    scorer.score_publishers(predictions, 0)
    scorer.score_pages(predictions)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument(
        "--scorer", type=Path, help="the measuring script (default: ../tools/score_extraction.py beside the corpora)"
    )
    parser.add_argument("--cross-validate", type=int, metavar="FOLDS")
    parser.add_argument("--half", type=int, choices=(0, 1), help="train on one half of the publishers and hosts only")
    parser.add_argument("--output", type=Path)
    args = parser.parse_args()
    scorer = load_scorer(args.scorer or args.corpora.parent / "tools" / "score_extraction.py")
    cases = load_cases(args.corpora, scorer)
    if args.cross_validate:
        cross_validate(cases, args.cross_validate, scorer)
    if args.output:
        chosen = cases if args.half is None else [case for case in cases if side(case.row, 2, "half") == args.half]
        args.output.write_text(json.dumps(train(chosen), separators=(",", ":")), encoding="utf8")


if __name__ == "__main__":
    main()
