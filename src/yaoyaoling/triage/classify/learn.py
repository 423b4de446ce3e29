"""Learning the weights: stochastic descent with AdaGrad, compiled; one pass touches only what a text holds."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.kernel.compiled import compiled
from yaoyaoling.triage.classify.features import BUCKETS, terms, vector
from yaoyaoling.triage.classify.labels import LEVELS, Columns
from yaoyaoling.triage.corpus.contract import Sample

_PASSES = 12
_RATE = 0.35
_DECAY = 1e-5
_LEFT_OUT = 0.35
"""So many of a text's terms are left out each time it is learnt, so that no single word decides alone."""


@dataclass(frozen=True)
class Learnt:
    """Weights (buckets by columns) and bias, as learnt."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


@dataclass(frozen=True)
class Table:
    """Samples as numbers: rows of buckets and values one after the other, and a row of labels each.

    labels: class, level, non-police, danger, sensitive; −1 where none is given.
    """

    starts: NDArray[np.int64]
    indexes: NDArray[np.int32]
    values: NDArray[np.float32]
    labels: NDArray[np.int32]

    @classmethod
    def of(cls, seen: list[str], samples: list[Sample], columns: Columns) -> "Table":
        """seen: the samples' texts as `features.read` gives them."""
        rows = [vector(terms(text)) for text in seen]
        starts = np.cumsum([0, *(len(indexes) for indexes, _ in rows)], dtype=np.int64)
        place = {code: at for at, code in enumerate(columns.codes)}
        labels = np.array(
            [
                (
                    place[one.class_code],
                    LEVELS.index(one.level) if one.level else -1,
                    -1 if one.non_police is None else int(one.non_police),
                    int(one.danger),
                    -1 if one.sensitive is None else int(one.sensitive),
                )
                for one in samples
            ],
            np.int32,
        )
        indexes = np.concatenate([row for row, _ in rows])
        return cls(starts, indexes, np.concatenate([row for _, row in rows]), labels)

    def logits(self, learnt: Learnt, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Of some rows, all columns."""
        found = np.empty((len(rows), learnt.weights.shape[1]), np.float32)
        for at, row in enumerate(rows):
            span = slice(self.starts[row], self.starts[row + 1])
            found[at] = learnt.bias + self.values[span] @ learnt.weights[self.indexes[span]]
        return found


def learn(table: Table, rows: NDArray[np.int64], columns: Columns, seed: int) -> Learnt:
    """Weights for some rows of a table; the same seed gives the same weights."""
    weights = np.zeros((BUCKETS, columns.count), np.float32)
    squares = np.full((BUCKETS, columns.count), 0.05, np.float32)
    bias = np.zeros(columns.count, np.float32)
    chance = np.random.default_rng(seed)
    for number in range(_PASSES):
        order = chance.permutation(rows)
        rate = np.float32(_RATE / (1 + 0.25 * number))
        _one_pass(
            table.starts, table.indexes, table.values, table.labels, order, weights, squares, bias,
            len(columns.codes), rate, np.uint64(seed * 1000 + number + 1),
        )  # fmt: skip
    return Learnt(weights, bias)


@compiled
def _one_pass(
    starts: Any, indexes: Any, values: Any, labels: Any, order: Any, weights: Any, squares: Any, bias: Any,
    classes: int, rate: Any, state: Any,
) -> None:  # fmt: skip
    columns = weights.shape[1]
    logits = np.empty(columns, np.float32)
    slope = np.empty(columns, np.float32)
    kept = np.empty(8192, np.int64)
    for row in order:
        count = 0
        for at in range(starts[row], starts[row + 1]):
            state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
            if (state >> np.uint64(40)) / 16777216.0 >= _LEFT_OUT and count < 8192:
                kept[count] = at
                count += 1
        logits[:] = bias
        for k in range(count):
            value = values[kept[k]] / np.float32(1 - _LEFT_OUT)
            line = weights[indexes[kept[k]]]
            for column in range(columns):
                logits[column] += value * line[column]
        _slopes(logits, labels[row], classes, slope)
        for k in range(count):
            value = values[kept[k]] / np.float32(1 - _LEFT_OUT)
            line = weights[indexes[kept[k]]]
            square = squares[indexes[kept[k]]]
            for column in range(columns):
                step = slope[column] * value + np.float32(_DECAY) * line[column]
                square[column] += step * step
                line[column] -= rate * step / np.sqrt(square[column])
        for column in range(columns):
            bias[column] -= np.float32(0.02) * rate * slope[column]


@compiled
def _slopes(logits: Any, label: Any, classes: int, slope: Any) -> None:
    """The loss's slope by each column: two softmax blocks, then three of yes or no."""
    slope[:] = 0
    for block in range(2):
        first = 0 if block == 0 else classes
        last = classes if block == 0 else classes + 4
        if label[block] < 0:
            continue
        most = logits[first:last].max()
        total = np.float32(0)
        for column in range(first, last):
            slope[column] = np.exp(logits[column] - most)
            total += slope[column]
        for column in range(first, last):
            slope[column] /= total
        slope[first + label[block]] -= 1
    for block in range(2, 5):
        if label[block] >= 0:
            column = classes + 4 + block - 2
            slope[column] = 1 / (1 + np.exp(-logits[column])) - label[block]
