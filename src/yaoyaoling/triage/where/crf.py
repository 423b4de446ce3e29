"""A linear-chain CRF that tags tokens: weights by hashed features, the best row of tags by Viterbi, in numpy."""

import io
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.triage.where.features import Lexicon, features_of

Weights = NDArray[np.float32]
_MOST_MET = 400_000
NEVER = -1e4
"""Weight of a tag that may not follow another: I-road after B-poi."""


def key_of(feature: str) -> int:
    """The 32 bits a feature is known by: a model holds no text of what it was trained on, its lexicon apart."""
    return zlib.crc32(feature.encode())


def barred(tags: Sequence[str]) -> Weights:
    """float32[n + 1, n]: NEVER where tag j may not follow tag i (row n: begin the row), else 0."""
    found = np.zeros((len(tags) + 1, len(tags)), np.float32)
    for j, tag in enumerate(tags):
        if tag.startswith("I-"):
            found[:, j] = [0.0 if before[2:] == tag[2:] else NEVER for before in (*tags, "B-")]
    return found


@dataclass(frozen=True, eq=False)
class Tagger:
    """A trained model. rows: by a feature's key; weights: float32[features, tags]; steps: float32[tags + 1, tags]."""

    tags: tuple[str, ...]
    rows: dict[int, int]
    weights: Weights
    steps: Weights
    lexicon: Lexicon
    _met: dict[str, int] = field(default_factory=dict)
    """Rows of features met before, so that each is hashed once."""

    def tag(self, words: Sequence[str]) -> list[str]:
        """A tag for each word: B-label at a part's first, I-label further on."""
        if not words:
            return []
        scores = np.zeros((len(words), len(self.tags)), np.float32)
        for i, row in enumerate(features_of(words, self.lexicon)):
            found = [at for feature in row if (at := self._row(feature)) >= 0]
            if found:
                scores[i] = self.weights[found].sum(axis=0)
        return [self.tags[at] for at in self._best(scores)]

    def _row(self, feature: str) -> int:
        at = self._met.get(feature)
        if at is None:
            at = self.rows.get(key_of(feature), -1)
            if len(self._met) < _MOST_MET:
                self._met[feature] = at
        return at

    def _best(self, scores: Weights) -> list[int]:
        steps = self.steps[:-1]
        best = scores[0] + self.steps[-1]
        back = np.zeros(scores.shape, np.intp)
        columns = np.arange(scores.shape[1])
        for i in range(1, len(scores)):
            ways = best[:, None] + steps
            back[i] = ways.argmax(axis=0)
            best = ways[back[i], columns] + scores[i]
        path = [int(best.argmax())]
        for i in range(len(scores) - 1, 0, -1):
            path.append(int(back[i, path[-1]]))
        return path[::-1]

    def save(self, path: Path, least: float = 0.02) -> None:
        """Write it, weights as bytes; features whose every weight is below `least` are left out."""
        keys = np.array(list(self.rows), np.uint32)
        weights = self.weights[list(self.rows.values())]
        kept = np.abs(weights).max(axis=1) >= least
        order = np.argsort(keys[kept])
        keys, weights = keys[kept][order], weights[kept][order]
        scale = np.abs(weights).max(axis=1, keepdims=True) / 127
        steps = np.where(self.steps <= NEVER / 2, 0, self.steps)
        about = json.dumps({"tags": self.tags, "lexicon": {k: sorted(v) for k, v in self.lexicon.items()}})
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer, keys=keys, scale=scale.astype(np.float32), steps=steps.astype(np.float32),
            weights=np.round(weights / np.maximum(scale, 1e-12)).astype(np.int8),
            about=np.frombuffer(about.encode(), np.uint8),
        )  # fmt: skip
        path.write_bytes(buffer.getvalue())

    @classmethod
    def load(cls, path: Path) -> "Tagger":
        """Read what `save` wrote. Raises: OSError, ValueError."""
        with np.load(path, allow_pickle=False) as stored:
            about: dict[str, Any] = json.loads(stored["about"].tobytes())
            tags = tuple(about["tags"])
            weights = stored["weights"].astype(np.float32) * stored["scale"]
            rows = {int(key): at for at, key in enumerate(stored["keys"].tolist())}
            return cls(tags, rows, weights, stored["steps"] + barred(tags), about["lexicon"])
