"""An address in its parts, by the 21 labels of Li, Lu, Xie and Li (NAACL 2019)."""

from functools import lru_cache
from importlib.resources import as_file, files
from itertools import pairwise

from yaoyaoling.kernel.contract import Value
from yaoyaoling.triage.where.crf import Tagger
from yaoyaoling.triage.where.tokens import Token, tokens_of

LABELS = (
    "country", "prov", "city", "district", "devzone", "town", "community", "road", "subroad", "roadno", "subroadno",
    "poi", "subpoi", "houseno", "cellno", "floorno", "roomno", "person", "assist", "redundant", "otherinfo",
)  # fmt: skip
MODEL = "addresses.npz"
MOST_TOKENS = 120
"""No address is longer; of a longer text the beginning is parsed."""


class Part(Value):
    """One part of an address, characters start to end of the text."""

    label: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=1)
def shipped() -> Tagger:
    """The model that comes along: trained on addresses made by `where.corpus`, on nobody's own."""
    with as_file(files("yaoyaoling.triage.where") / "data" / MODEL) as path:
        return Tagger.load(path)


def parse(text: str, tagger: Tagger | None = None) -> tuple[Part, ...]:
    """The parts of an address in their order; none of an empty text."""
    tokens = tokens_of(text)[:MOST_TOKENS]
    tags = (tagger or shipped()).tag([token.text for token in tokens])
    return parts_of(text, tokens, tags)


def parts_of(text: str, tokens: list[Token], tags: list[str]) -> tuple[Part, ...]:
    """Tagged tokens as parts."""
    begins = [i for i, tag in enumerate(tags) if tag.startswith("B-") or i == 0]
    return tuple(
        Part(
            label=tags[first][2:],
            text=text[tokens[first].start : tokens[end - 1].end],
            start=tokens[first].start,
            end=tokens[end - 1].end,
        )
        for first, end in pairwise([*begins, len(tokens)])
    )
