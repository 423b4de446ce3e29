"""How good a classifier is: accuracy by heads and classes, F1, calibration, drift. Pure figures, no printing."""

from collections import Counter
from collections.abc import Callable, Sequence
from math import log

from yaoyaoling.kernel.contract import Value
from yaoyaoling.triage.classify.labels import head_of
from yaoyaoling.triage.classify.model import NON_POLICE_AT, Classified
from yaoyaoling.triage.corpus.contract import Sample

Classifier = Callable[[str], Classified]


class Scores(Value):
    """Shares 0–1. head_*: by the two-digit heads; class_*: by sub-classes; an unknown counts as wrong."""

    texts: int
    head_top1: float
    head_top3: float
    head_macro_f1: float
    class_top1: float
    class_top3: float
    class_macro_f1: float
    calibration_error: float
    unknown_share: float
    level_right: float | None
    non_police_f1: float
    junk_refused: float | None


class Bin(Value):
    """Guesses of like confidence: how sure they were in the mean, and how many were right."""

    low: float
    high: float
    texts: int
    confidence: float
    right: float


def score(samples: Sequence[Sample], given: Sequence[Classified]) -> Scores:
    """given: what was said of each sample. Texts that are no report count in junk_refused alone."""
    pairs = [(one, said) for one, said in zip(samples, given, strict=True) if one.class_code]
    junk = [said.is_unknown for one, said in zip(samples, given, strict=True) if not one.class_code]
    if not pairs:
        raise ValueError("no text with a class")
    best = [said.guesses[0].code if said.guesses else "" for _, said in pairs]
    true = [one.class_code for one, _ in pairs]
    levels = [said.level == one.level for one, said in pairs if one.level and said.level]
    return Scores(
        texts=len(pairs),
        head_top1=_share(head_of(a) == head_of(b) for a, b in zip(true, best, strict=True)),
        head_top3=_share(head_of(one.class_code) in {head_of(g.code) for g in said.guesses} for one, said in pairs),
        head_macro_f1=macro_f1([head_of(code) for code in true], [head_of(code) for code in best]),
        class_top1=_share(a == b for a, b in zip(true, best, strict=True)),
        class_top3=_share(one.class_code in {g.code for g in said.guesses} for one, said in pairs),
        class_macro_f1=macro_f1(true, best),
        calibration_error=calibration_error(reliability(samples, given)),
        unknown_share=_share(said.is_unknown for _, said in pairs),
        level_right=_share(levels) if levels else None,
        non_police_f1=non_police_f1(pairs),
        junk_refused=_share(junk) if junk else None,
    )


def reliability(samples: Sequence[Sample], given: Sequence[Classified], bins: int = 10) -> list[Bin]:
    """The reliability diagram: first guesses by their confidence. Empty bins are left out."""
    rows = [
        (said.guesses[0].confidence, said.guesses[0].code == one.class_code)
        for one, said in zip(samples, given, strict=True)
        if said.guesses
    ]
    found = []
    for number in range(bins):
        inside = [row for row in rows if number == min(bins - 1, int(row[0] * bins))]
        if inside:
            sure, right = (sum(row[at] for row in inside) / len(inside) for at in (0, 1))
            found.append(
                Bin(low=number / bins, high=(number + 1) / bins, texts=len(inside), confidence=sure, right=right)
            )
    return found


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: the mean distance of confidence and share of right ones, by texts; 0 is best."""
    total = sum(one.texts for one in bins)
    return round(sum(one.texts * abs(one.confidence - one.right) for one in bins) / total, 4) if total else 0.0


def drift(before: Sequence[Classified], now: Sequence[Classified]) -> float:
    """Population stability index of the first guesses' heads ("" for unknown): under 0.1 steady, over 0.25 look."""
    shares = [_head_shares(before), _head_shares(now)]
    heads = set(shares[0]) | set(shares[1])
    least = 1e-4
    pairs = [(max(shares[0].get(h, 0), least), max(shares[1].get(h, 0), least)) for h in heads]
    return round(sum((new - old) * log(new / old) for old, new in pairs), 4)


def macro_f1(true: Sequence[str], said: Sequence[str]) -> float:
    """The mean F1 of the classes that occur in `true`."""
    right = Counter(a for a, b in zip(true, said, strict=True) if a == b)
    there, guessed = Counter(true), Counter(said)
    return round(sum(2 * right[one] / (there[one] + guessed[one]) for one in there) / len(there), 4)


def non_police_f1(pairs: Sequence[tuple[Sample, Classified]]) -> float:
    """F1 of "another line's matter", said from `NON_POLICE_AT` on, over the samples that are labelled either way."""
    rows = [(one.non_police, said.non_police >= NON_POLICE_AT) for one, said in pairs if one.non_police is not None]
    right = sum(a and b for a, b in rows)
    total = sum(bool(a) for a, _ in rows) + sum(b for _, b in rows)
    return round(2 * right / total, 4) if total else 0.0


def _share(values: object) -> float:
    listed = [bool(one) for one in values]  # type: ignore[attr-defined]
    return round(sum(listed) / len(listed), 4) if listed else 0.0


def _head_shares(given: Sequence[Classified]) -> dict[str, float]:
    heads = Counter(head_of(one.guesses[0].code) if one.guesses else "" for one in given)
    return {head: count / max(1, len(given)) for head, count in heads.items()}
