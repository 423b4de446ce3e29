"""The corpus: so many texts of each family, the same for the same seed."""

import random
from collections.abc import Iterable

from yaoyaoling.triage.corpus.contract import Family, Sample
from yaoyaoling.triage.corpus.families import held_out, load_families
from yaoyaoling.triage.corpus.grammar import dress, expand

PER_FAMILY = 48
"""Texts of a family; one with many templates gives more, so that each template is heard several times."""
_PER_TEMPLATE = 12


def build(seed: int = 1, per_family: int = PER_FAMILY, is_held: bool = False) -> list[Sample]:
    """Texts of all families of training, or of those held out of it; no text twice."""
    wanted = [one for one in load_families() if (one.id in held_out()) == is_held]
    return list(_texts(wanted, seed, per_family))


def _texts(families: Iterable[Family], seed: int, per_family: int) -> Iterable[Sample]:
    known: set[str] = set()
    for family in families:
        chance = random.Random(f"{seed}:{family.id}")  # noqa: S311 - a corpus, no secret
        for number in range(max(per_family, _PER_TEMPLATE * len(family.templates) * per_family // PER_FAMILY)):
            template = family.templates[number % len(family.templates)]
            text = expand(template, chance)
            text = text if family.is_bare or number % 4 == 0 else dress(text, chance)
            if text and text not in known:
                known.add(text)
                yield _sample(family, text, number % len(family.templates))


def _sample(family: Family, text: str, template: int) -> Sample:
    return Sample(
        text=text,
        class_code=family.class_code,
        level=family.level,
        non_police=family.non_police,
        danger=family.danger,
        sensitive=family.sensitive,
        family=family.id,
        template=template,
    )
