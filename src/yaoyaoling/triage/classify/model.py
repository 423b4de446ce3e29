"""What a text reports, by a small linear model; advice with its reasons, and "unknown" where it does not know."""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.triage.classify.clean import clean, spoken
from yaoyaoling.triage.classify.features import read, terms, vector
from yaoyaoling.triage.classify.known import KnownPairs
from yaoyaoling.triage.classify.labels import LEVELS, Columns, head_of
from yaoyaoling.triage.classify.reasons import speaking_words

Floats = NDArray[np.float32]
_FORMAT = 3
_MOST_BYTES = 64 * 2**20
_LEAST_FAMILIAR = 0.3
"""Of a text's pairs of characters so large a share must be known from training; prose of other matters has less."""
NON_POLICE_AT = 0.4
"""From this probability on it is another line's matter. Under one half: of families kept out of training whole, F1 is
best at 0.35, since matters the corpus has nothing like look less sure than they are (docs/triage.md)."""
_LEAST_SURE = 0.2
"""Below this calibrated confidence in its head a guess is not shown: the next question is worth more."""


class ModelUnreadable(Refused):
    """A file that is no model of ours."""

    code = "triage_model_unreadable"
    status = 422
    zh = "模型文件无法读取（{path}）：不是本系统训练的模型，或已损坏。"
    en = "The model file cannot be read ({path}): it was not made by this system's training, or it is damaged."


class Guess(Value):
    """A class that may be meant. confidence: calibrated, 0–1. words: of the text, those that speak for it most."""

    code: str
    confidence: float
    words: tuple[str, ...]


class Classified(Value):
    """What the text seems to report. guesses: ≤3, best first, empty when unknown. level: 1 (worst) to 4.

    non_police: probability that no police is needed. danger: probability of present danger to life; both are
    given even when the class is unknown. sensitive: probability that somebody above must know at once.
    """

    guesses: tuple[Guess, ...]
    level: int | None
    is_unknown: bool
    non_police: float
    danger: float
    sensitive: float = 0.0


@dataclass(frozen=True)
class Model:
    """Weights in eight bits with a scale a column.

    heat: what logits are divided by so that confidence is true: classes, levels, non-police, danger, sensitive.
    shares: of each class, how much of it is another line's matter, and how much is sensitive (2 by classes).
    card: what it was trained on and how well it did.
    """

    columns: Columns
    weights: NDArray[np.int8]
    scales: Floats
    bias: Floats
    heat: Floats
    shares: Floats
    known: KnownPairs
    card: dict[str, Any]

    def logits(self, found: dict[str, float]) -> Floats:
        """Of terms, one number a column, not yet cooled."""
        indexes, values = vector(found)
        return self.bias + (values @ self.weights[indexes].astype(np.float32)) * self.scales

    def save(self) -> bytes:
        """The file's bytes."""
        held = BytesIO()
        np.savez_compressed(
            held,
            format=np.int32(_FORMAT),
            codes=np.array(self.columns.codes),
            weights=self.weights,
            scales=self.scales,
            bias=self.bias,
            heat=self.heat,
            shares=self.shares,
            known=self.known.bits,
            card=np.array(json.dumps(self.card, ensure_ascii=False)),
        )
        return held.getvalue()


def load_model(path: Path) -> Model:
    """Raises: ModelUnreadable; nothing of the file is ever executed."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ModelUnreadable(path=path)
        return _read(path.read_bytes())
    except (OSError, EOFError, KeyError, IndexError, ValueError, BadZipFile) as error:
        raise ModelUnreadable(path=path) from error


@cache
def shipped_model() -> Model:
    """The model that comes with the program, loaded once."""
    return _read(files("yaoyaoling.triage").joinpath("data", "model.npz").read_bytes())


def _read(raw: bytes) -> Model:
    held = np.load(BytesIO(raw), allow_pickle=False)
    if int(held["format"]) != _FORMAT:
        raise ValueError("another format")
    columns = Columns(tuple(str(code) for code in held["codes"]))
    if held["weights"].shape[1] != columns.count or held["weights"].dtype != np.int8:
        raise ValueError("columns and weights differ")
    card: dict[str, Any] = json.loads(str(held["card"]))
    return Model(
        columns,
        held["weights"],
        held["scales"],
        held["bias"],
        held["heat"],
        held["shares"],
        KnownPairs(held["known"]),
        card,
    )


def classify(text: str, model: Model | None = None) -> Classified:
    """What the text reports; the shipped model by default. Never raises for any text."""
    return _classified(text, model) if model else _by_shipped(text)


@lru_cache(maxsize=8)
def _by_shipped(text: str) -> Classified:
    """Several parts ask the same words at once; no more than these few are kept."""
    return _classified(text, shipped_model())


def _classified(text: str, model: Model) -> Classified:
    seen = read(text)
    found = terms(seen)
    logits = model.logits(found)
    columns = model.columns
    chances = _softmax(logits[: columns.level] / model.heat[0])
    levels = _softmax(logits[columns.level : columns.non_police] / model.heat[1])
    is_unknown = not _says_something(text) or not model.known.is_familiar(seen, _LEAST_FAMILIAR)
    heads = _head_chances(columns.codes, chances)
    best_head = max(heads, key=lambda head: heads[head])
    is_unknown = is_unknown or best_head == "" or heads[best_head] < _LEAST_SURE
    return Classified(
        guesses=() if is_unknown else _guesses(model, seen, found, chances, heads),
        level=None if is_unknown else LEVELS[int(levels.argmax())],
        is_unknown=is_unknown,
        non_police=_both(float(model.shares[0] @ chances), logits[columns.non_police] / model.heat[2]),
        danger=_sigmoid(logits[columns.danger] / model.heat[3]),
        sensitive=_both(float(model.shares[1] @ chances), logits[columns.sensitive] / model.heat[4]),
    )


def _guesses(
    model: Model, seen: str, found: dict[str, float], chances: Floats, heads: dict[str, float]
) -> tuple[Guess, ...]:
    """The likeliest sub-class of the likeliest head, then of the next two heads: three ways to go, not one thrice."""
    order = sorted((head for head in heads if head), key=lambda head: -heads[head])[:3]
    taken = []
    for head in order:
        inside = [i for i, code in enumerate(model.columns.codes) if head_of(code) == head]
        column = max(inside, key=lambda i: chances[i])
        words = speaking_words(seen, found, model.weights, model.scales, column, model.columns.level)
        taken.append(Guess(code=model.columns.codes[column], confidence=round(float(chances[column]), 4), words=words))
    return tuple(taken)


def _head_chances(codes: tuple[str, ...], chances: Floats) -> dict[str, float]:
    heads: dict[str, float] = {}
    for code, chance in zip(codes, chances, strict=True):
        heads[head_of(code)] = heads.get(head_of(code), 0.0) + float(chance)
    return heads


def _says_something(text: str) -> bool:
    """Whether there are words in it: two Chinese characters or three letters, pictures not counted."""
    letters = [char for char in spoken(clean(text)) if char.isalpha()]
    return sum("\u4e00" <= char <= "\u9fff" for char in letters) >= 2 or len(letters) >= 3


_BY_CLASS = 0.5
"""How much the class says against the column of its own: the class generalises, the column knows the exceptions."""


def _both(by_class: float, logit: float) -> float:
    return round(_BY_CLASS * by_class + (1 - _BY_CLASS) * _sigmoid(logit), 4)


def _softmax(logits: Floats) -> Floats:
    raised: Floats = np.exp(logits - logits.max())
    whole: Floats = raised / raised.sum()
    return whole


def _sigmoid(logit: float) -> float:
    return round(float(1 / (1 + np.exp(-np.clip(logit, -30, 30)))), 4)
