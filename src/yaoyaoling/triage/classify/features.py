"""A text as numbers: hashed character n-grams, concepts and pairs of concepts. The same in training and at the desk."""

from itertools import combinations, pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.triage.classify.clean import clean
from yaoyaoling.triage.classify.concepts import concepts
from yaoyaoling.triage.classify.sounds import sounds

BUCKETS = 1 << 15
MOST_READ = 400
"""Characters of a text that are counted: the first 300 and the last 100."""
_LONGEST = 3
_MOST_CONCEPTS = 14


def read(text: str) -> str:
    """The part of a text that is counted, clean and in lower case; digits all alike."""
    text = clean(text).lower()
    if len(text) > MOST_READ:
        text = text[:300] + " " + text[-100:]
    return "".join("0" if char.isdigit() else char for char in text)


def terms(text: str) -> dict[str, float]:
    """Term → weight. text: as `read` gives it.

    Grams of one to three characters within a run without blanks or punctuation ("g:被偷"), pairs of syllables
    ("s:bei tou"), concepts ("c:theft") and unordered pairs of concepts ("p:past+theft").
    """
    found: dict[str, float] = {}
    heard = sounds(text)
    found.update({f"s:{one} {other}": 0.6 for one, other in pairwise(heard)})
    for run in _runs(text):
        bounded = f"^{run}$"
        for size in range(1, _LONGEST + 1):
            for start in range(len(bounded) - size + 1):
                gram = bounded[start : start + size]
                if gram not in ("^", "$"):
                    found[f"g:{gram}"] = 1.0
    names = sorted({name for name, _ in concepts(text)})[:_MOST_CONCEPTS]
    found.update({f"c:{name}": 5.0 for name in names})
    found.update({f"p:{one}+{other}": 1.0 for one, other in combinations(names, 2)})
    return found


def bucket(term: str) -> int:
    """The bucket of a term."""
    return crc32(term.encode()) % BUCKETS


def vector(found: dict[str, float]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Buckets and values of terms, of length one together."""
    indexes = np.fromiter((bucket(term) for term in found), np.int32, len(found))
    values = np.fromiter(found.values(), np.float32, len(found))
    norm = float(np.sqrt((values**2).sum())) or 1.0
    return indexes, values / np.float32(norm)


def _runs(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text).split()
