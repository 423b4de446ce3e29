"""Training: weights from the corpus (and a deployment's own incidents), confidence from templates it did not learn."""

from collections.abc import Callable
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from yaoyaoling.triage.classify.features import read
from yaoyaoling.triage.classify.known import KnownPairs
from yaoyaoling.triage.classify.labels import Columns
from yaoyaoling.triage.classify.learn import Learnt, Table, learn
from yaoyaoling.triage.classify.model import Model
from yaoyaoling.triage.corpus.contract import Sample

_FOLDS = 2
_COLDEST, _HOTTEST = 0.05, 20.0


def train(
    samples: list[Sample], seed: int = 1, made_on: str = "", say: Callable[[str], None] = lambda _: None
) -> Model:
    """A model of these samples, the same for the same samples and seed.

    Confidence is set on templates (a sample without one stands alone) the weights of a fold were not learnt from.
    made_on: a date for the card, given by whoever trains. say: told how far it is.
    """
    columns = Columns(tuple(sorted({"", *(one.class_code for one in samples)})))
    seen = [read(one.text) for one in samples]
    table = Table.of(seen, samples, columns)
    rows = np.arange(len(samples))
    fold = np.array([_fold(f"{one.family}#{one.template}" if one.family else one.text) for one in samples])
    outside = np.empty((len(samples), columns.count), np.float32)
    for number in range(_FOLDS):
        test = rows[fold == number]
        if len(test):
            learnt = learn(table, rows[fold != number], columns, seed)
            outside[test] = table.logits(learnt, test)
            say(f"{number + 1}/{_FOLDS + 1}")
    heat = _heats(outside, table.labels, columns)
    whole = learn(table, rows, columns, seed)
    say(f"{_FOLDS + 1}/{_FOLDS + 1}")
    weights, scales = _in_eight_bits(whole)
    card = {
        "made_on": made_on,
        "seed": seed,
        "texts": len(samples),
        "families": len({one.family for one in samples}),
        "data_sha256": data_hash(samples),
        "heat": [round(float(one), 4) for one in heat],
        "class_top1_in_folds": round(float((outside[:, : columns.level].argmax(1) == table.labels[:, 0]).mean()), 4),
    }
    return Model(columns, weights, scales, whole.bias, heat, _shares(table.labels, columns), KnownPairs.of(seen), card)


def data_hash(samples: list[Sample]) -> str:
    """SHA-256 over the samples, each as a line of JSON, in their order."""
    digest = sha256()
    for one in samples:
        digest.update(one.model_dump_json().encode() + b"\n")
    return digest.hexdigest()


def _shares(labels: NDArray[np.int32], columns: Columns) -> NDArray[np.float32]:
    """Of each class, the share that is another line's matter, and the share that is sensitive; 0 where none says."""
    shares = np.zeros((2, columns.level), np.float32)
    for row, given in enumerate((labels[:, 2], labels[:, 4])):
        for code in range(columns.level):
            own = given[(labels[:, 0] == code) & (given >= 0)]
            shares[row, code] = own.mean() if len(own) else 0.0
    return shares


def _fold(name: str) -> int:
    return sha256(name.encode()).digest()[0] % _FOLDS


def _in_eight_bits(learnt: Learnt) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    scales = np.maximum(np.abs(learnt.weights).max(axis=0), 1e-6) / 127
    return np.rint(learnt.weights / scales).astype(np.int8), scales.astype(np.float32)


def _heats(logits: NDArray[np.float32], labels: NDArray[np.int32], columns: Columns) -> NDArray[np.float32]:
    """Temperatures at which the logits of texts not learnt lose least (Guo et al. 2017), one for each block."""
    blocks = [
        (logits[:, : columns.level], labels[:, 0]),
        (logits[:, columns.level : columns.non_police], labels[:, 1]),
        (_as_two(logits[:, columns.non_police]), labels[:, 2]),
        (_as_two(logits[:, columns.danger]), labels[:, 3]),
        (_as_two(logits[:, columns.sensitive]), labels[:, 4]),
    ]
    return np.array([_heat(block[given >= 0], given[given >= 0]) for block, given in blocks], np.float32)


def _as_two(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.stack([np.zeros_like(logits), logits], axis=1)


def _heat(logits: NDArray[np.float32], labels: NDArray[np.int32]) -> float:
    if not len(labels):
        return 1.0

    def loss(log_heat: float) -> float:
        cooled = logits / np.exp(log_heat)
        most = cooled.max(axis=1, keepdims=True)
        total = np.log(np.exp(cooled - most).sum(axis=1)) + most[:, 0]
        return float((total - cooled[np.arange(len(labels)), labels]).mean())

    found = minimize_scalar(loss, bounds=(np.log(_COLDEST), np.log(_HOTTEST)), method="bounded")
    return float(np.exp(found.x))
