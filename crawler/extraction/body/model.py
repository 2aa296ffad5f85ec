"""The classifier: two ensembles of oblivious decision trees, as plain numbers in ``model.json``.

Trained by ``tools/train_body.py``. A tree asks the same question on each level, so that its answers are the bits of a
leaf's number; all trees are asked about all blocks at once. Pages with thousands of blocks are judged in slices to
bound memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import orjson

from crawler.extraction.body.context import second_look
from crawler.extraction.body.features import Page, Table, Verdicts, first_look

_SETTLED = 0.004
"""Probability below which a block needs no second look."""
_MAX_DEPTH = 12
_SLICE = 1_000
"""Blocks judged at once: about 5 MB of answers."""


class Ensemble:
    """Oblivious trees of one depth: each with a feature and a threshold a level, and 2**depth leaves."""

    def __init__(
        self,
        features: Sequence[Sequence[int]],
        thresholds: Sequence[Sequence[float]],
        leaves: Sequence[Sequence[float]],
        bias: float,
    ) -> None:
        asked = np.array(features, dtype=np.int64)
        borders = np.array(thresholds, dtype=np.float32)
        self._leaves = np.array(leaves, dtype=np.float64).ravel()
        self._bias = bias
        trees, depth = asked.shape
        if depth > _MAX_DEPTH or self._leaves.size != trees << depth or borders.shape != asked.shape:
            raise ValueError(f"a model of {trees} trees of depth {depth} does not have {self._leaves.size} leaves")
        # Many trees ask the same; each question is answered once.
        questions: dict[tuple[int, float], int] = {}
        pairs = zip(asked.T.ravel().tolist(), borders.T.ravel().tolist(), strict=True)
        numbers = [questions.setdefault(pair, len(questions)) for pair in pairs]
        self._questions = np.array(numbers, dtype=np.intp).reshape(depth, trees)
        self._features = np.array([feature for feature, _ in questions], dtype=np.intp)
        self._borders = np.array([border for _, border in questions], dtype=np.float32)[:, None]
        self._roots = (np.arange(trees, dtype=np.int32) << depth)[:, None]

    def probabilities(self, table: Table) -> Verdicts:
        """Gives the probability of each row."""
        return np.concatenate([self._judge(table[at : at + _SLICE]) for at in range(0, len(table), _SLICE)])

    def _judge(self, rows: Table) -> Verdicts:
        answers = (rows.T[self._features] > self._borders).view(np.uint8)
        leaf = self._roots + answers[self._questions[0]]
        for level in range(1, len(self._questions)):
            leaf += answers[self._questions[level]].astype(np.int32) << level
        score = self._leaves.take(leaf).sum(axis=0) + self._bias
        return np.asarray(1 / (1 + np.exp(-score)), dtype=np.float64)


class Model:
    """The two looks at a page."""

    def __init__(self, numbers: Mapping[str, Any]) -> None:
        self.first = Ensemble(**numbers["first"])
        self.second = Ensemble(**numbers["second"])

    def judge(self, page: Page) -> Verdicts:
        """Gives, for each block of a page, the probability that it belongs to the article."""
        if not page.blocks:
            return np.zeros(0)
        look = first_look(page)
        verdicts = self.first.probabilities(look.table)
        open_ones = verdicts > _SETTLED
        if open_ones.any():
            verdicts[open_ones] = self.second.probabilities(second_look(page, look, verdicts)[open_ones])
        return verdicts


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Reads the model that ships with the package, once per process."""
    return Model(orjson.loads(files(__package__).joinpath("model.json").read_bytes()))
