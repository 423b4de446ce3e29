"""Which words of a text speak for a class."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.triage.classify.concepts import concepts
from yaoyaoling.triage.classify.features import bucket

_MOST = 3


def speaking_words(
    seen: str,
    found: dict[str, float],
    weights: NDArray[np.int8],
    scales: NDArray[np.float32],
    column: int,
    classes: int,
) -> tuple[str, ...]:
    """Up to three pieces of the text, not overlapping, by how much more they speak for this class than for others.

    seen: the text as read. found: its terms. classes: how many columns are classes.
    """

    def says(term: str) -> float:
        row: Any = weights[bucket(term), :classes].astype(np.float32) * scales[:classes]
        return found.get(term, 0.0) * float(row[column] - row.mean())

    worth: dict[str, float] = {}
    for term in found:
        if term.startswith("g:") and len(term) >= 4 and "^" not in term and "$" not in term:
            worth[term[2:]] = says(term)
    for name, word in concepts(seen):
        worth[word] = worth.get(word, 0.0) + says(f"c:{name}")
    taken: list[str] = []
    for word in sorted(worth, key=lambda one: (-worth[one], -len(one), one)):
        if worth[word] <= 0 or len(taken) == _MOST:
            break
        if not any(_overlap(seen, word, other) for other in taken):
            taken.append(word)
    return tuple(taken)


def _overlap(text: str, one: str, other: str) -> bool:
    start, begin = text.find(one), text.find(other)
    return start < begin + len(other) and begin < start + len(one)
