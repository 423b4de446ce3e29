"""Training the address parser: stochastic gradients (AdaGrad) on the CRF's likelihood, features dropped at random.

numba is large: nothing that answers people imports this module.
"""

from collections import ChainMap, Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

from yaoyaoling.triage.where.crf import Tagger, barred, key_of
from yaoyaoling.triage.where.features import Lexicon, features_of

Sentence: TypeAlias = list[tuple[str, str]]
"""Words with their tags."""
Span: TypeAlias = tuple[int, int, str]
Array: TypeAlias = NDArray[Any]
_START = 0.1


@dataclass(frozen=True)
class Way:
    """How to train. least: how often a feature must occur; drop: the share of features left out at each step;
    copies: models of other chance that are averaged.
    """

    epochs: int = 8
    rate: float = 0.1
    shrink: float = 1e-5
    drop: float = 0.3
    least: int = 2
    averaged_from: int = 2
    copies: int = 1
    seed: int = 1


def read_tagged(path: Path) -> list[Sentence]:
    """A file of "word tag" lines, sentences parted by empty lines; labels in small letters. Raises: ValueError."""
    found: list[Sentence] = [[]]
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            found.append([])
            continue
        word, _, tag = line.rpartition(" ")
        if not word or tag[:2] not in ("B-", "I-"):
            raise ValueError(f"{path}:{number}: not a word and its tag")
        found[-1].append((word, tag[:2] + tag[2:].lower()))
    return [sentence for sentence in found if sentence]


def spans_of(tags: Sequence[str]) -> list[Span]:
    """The parts a row of tags means, as conlleval counts them: first, behind the last, label."""
    found: list[Span] = []
    begun: tuple[int, str] | None = None
    for i, tag in enumerate([*tags, "O"]):
        mark, _, label = tag.partition("-")
        if begun is not None and (mark != "I" or label != begun[1]):
            found.append((begun[0], i, begun[1]))
            begun = None
        if mark == "B" or (mark == "I" and begun is None):
            begun = (i, label)
    return found


def entity_f1(gold: Iterable[Sequence[str]], told: Iterable[Sequence[str]]) -> dict[str, float]:
    """Precision, recall and F1 over whole parts (conlleval)."""
    right = wanted = offered = 0
    for one, other in zip(gold, told, strict=True):
        want, offer = set(spans_of(one)), set(spans_of(other))
        right, wanted, offered = right + len(want & offer), wanted + len(want), offered + len(offer)
    return {
        "precision": right / max(1, offered),
        "recall": right / max(1, wanted),
        "f1": 2 * right / max(1, wanted + offered),
    }


def train(sentences: Sequence[Sentence], way: Way | None = None) -> Tagger:
    """A tagger of these sentences; the same sentences and way give the same one."""
    way = way or Way()
    tags = tuple(sorted({tag for sentence in sentences for _, tag in sentence}))
    lexicon, counts = _lexicon(sentences)
    features = [features_of([word for word, _ in one], _without(one, lexicon, counts)) for one in sentences]
    often = Counter(feature for rows in features for row in rows for feature in row)
    rows = {key: at for at, key in enumerate(dict.fromkeys(key_of(f) for f, n in often.items() if n >= way.least))}
    known, begins, ends = [], [0], [0]
    for one in features:
        for row in one:
            known += [at for feature in row if (at := rows.get(key_of(feature))) is not None]
            begins.append(len(known))
        ends.append(len(begins) - 1)
    index = {tag: at for at, tag in enumerate(tags)}
    gold = np.array([index[tag] for sentence in sentences for _, tag in sentence], np.int32)
    data = (np.array(known, np.int32), np.array(begins, np.int64), np.array(ends, np.int64), gold)
    stops = barred(tags)
    weights, steps = np.zeros((len(rows), len(tags)), np.float32), np.zeros(stops.shape, np.float32)
    for copy in range(way.copies):
        fitted, fitted_steps = _fit(data, stops, len(rows), way, way.seed + copy)
        weights += fitted / way.copies
        steps += fitted_steps / way.copies
    return Tagger(tags, rows, weights, steps + stops, lexicon)


def _fit(data: tuple[Array, ...], stops: Array, features: int, way: Way, seed: int) -> tuple[Array, Array]:
    """Weights and steps, averaged over the later epochs."""
    known, begins, ends, gold = data
    shape = (features, stops.shape[1])
    weights, steps = np.zeros(shape, np.float32), np.zeros(stops.shape, np.float32)
    squares, step_squares = np.full(shape, _START, np.float32), np.full(stops.shape, _START, np.float32)
    sums, step_sums = np.zeros(shape, np.float32), np.zeros(stops.shape, np.float32)
    chance = np.random.default_rng(seed)
    _seed(seed)
    for epoch in range(way.epochs):
        order = chance.permutation(len(ends) - 1)
        _epoch(
            weights, squares, steps, step_squares, stops, known, begins, ends, gold, order,
            way.rate, way.shrink, way.drop,
        )  # fmt: skip
        if epoch >= way.averaged_from:
            sums += weights
            step_sums += steps
    count = max(1, way.epochs - way.averaged_from)
    return sums / count, step_sums / count


def _lexicon(sentences: Sequence[Sentence]) -> tuple[dict[str, set[str]], Counter[tuple[str, str]]]:
    lexicon: dict[str, set[str]] = defaultdict(set)
    counts: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        for text, label in _parts(sentence):
            lexicon[text].add(label)
            counts[text, label] += 1
    return dict(lexicon), counts


def _parts(sentence: Sentence) -> list[tuple[str, str]]:
    """Its parts of two words or more without digits."""
    found = []
    for first, end, label in spans_of([tag for _, tag in sentence]):
        text = "".join(word for word, _ in sentence[first:end])
        if end - first >= 2 and not any(c.isdigit() for c in text):
            found.append((text, label))
    return found


def _without(sentence: Sentence, lexicon: dict[str, set[str]], counts: Counter[tuple[str, str]]) -> Lexicon:
    """The lexicon as it would be had this sentence not been read: else each would be its own best witness."""
    mine = Counter(_parts(sentence))
    fewer = {text: {label for label in lexicon[text] if counts[text, label] > mine[text, label]} for text, _ in mine}
    return ChainMap(fewer, lexicon)


@njit(cache=True)
def _seed(seed: int) -> None:
    np.random.seed(seed)


@njit(cache=True, fastmath=True)
def _epoch(
    weights: Array, squares: Array, steps: Array, step_squares: Array, stops: Array,
    known: Array, begins: Array, ends: Array, gold: Array, order: Array, rate: float, shrink: float, drop: float,
) -> None:  # fmt: skip
    """One pass over the sentences: forward, backward, and a step along each gradient."""
    tags = weights.shape[1]
    for sentence in order:
        first, n = ends[sentence], ends[sentence + 1] - ends[sentence]
        base = begins[first]
        kept = np.ones(begins[first + n] - base, np.bool_)
        scores = np.zeros((n, tags), np.float32)
        for i in range(n):
            for at in range(begins[first + i], begins[first + i + 1]):
                if drop > 0:
                    kept[at - base] = np.random.random() >= drop
                if kept[at - base]:
                    scores[i] += weights[known[at]]
        scores /= np.float32(1 - drop)
        moves = np.exp(steps + stops)
        ahead, behind, sums, seen = _forward_backward(scores, moves, n, tags)
        _step_steps(steps, step_squares, stops, moves, ahead, behind, sums, seen, gold[first : first + n], rate)
        for i in range(n):
            for tag in range(tags):
                error = ahead[i, tag] * behind[i, tag] - (1.0 if tag == gold[first + i] else 0.0)
                if abs(error) < 1e-3:
                    continue
                for at in range(begins[first + i], begins[first + i + 1]):
                    if kept[at - base]:
                        row = known[at]
                        slope = error + shrink * weights[row, tag]
                        squares[row, tag] += slope * slope
                        weights[row, tag] -= rate * slope / np.sqrt(squares[row, tag])


@njit(cache=True, fastmath=True)
def _forward_backward(scores: Array, moves: Array, n: int, tags: int) -> tuple[Array, Array, Array, Array]:
    """Scaled: `ahead * behind` is each tag's probability at each word."""
    ahead, behind = np.zeros((n, tags)), np.ones((n, tags))
    seen, sums = np.zeros((n, tags)), np.zeros(n)
    for i in range(n):
        most = scores[i].max()
        for j in range(tags):
            seen[i, j] = np.exp(scores[i, j] - most)
            way = moves[tags, j] if i == 0 else 0.0
            if i > 0:
                for k in range(tags):
                    way += ahead[i - 1, k] * moves[k, j]
            ahead[i, j] = way * seen[i, j]
        sums[i] = ahead[i].sum()
        ahead[i] /= sums[i]
    for i in range(n - 2, -1, -1):
        for k in range(tags):
            way = 0.0
            for j in range(tags):
                way += moves[k, j] * seen[i + 1, j] * behind[i + 1, j]
            behind[i, k] = way / sums[i + 1]
    return ahead, behind, sums, seen


@njit(cache=True, fastmath=True)
def _step_steps(
    steps: Array, squares: Array, stops: Array, moves: Array, ahead: Array, behind: Array, sums: Array, seen: Array,
    gold: Array, rate: float,
) -> None:  # fmt: skip
    """A step along the gradient of the steps from tag to tag."""
    n, tags = ahead.shape
    for i in range(n):
        for k in range(tags + 1 if i == 0 else tags):
            if i == 0 and k != tags:
                continue
            for j in range(tags):
                if stops[k, j] < 0:
                    continue
                if i == 0:
                    error = ahead[0, j] * behind[0, j]
                    right = j == gold[0]
                else:
                    error = ahead[i - 1, k] * moves[k, j] * seen[i, j] * behind[i, j] / sums[i]
                    right = k == gold[i - 1] and j == gold[i]
                if right:
                    error -= 1.0
                if abs(error) >= 1e-4:
                    squares[k, j] += error * error
                    steps[k, j] -= rate * error / np.sqrt(squares[k, j])
