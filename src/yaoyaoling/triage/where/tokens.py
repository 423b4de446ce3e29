"""An address as tokens: a run of digits is one, a Latin word is one, every other character stands alone."""

import re
from typing import NamedTuple

_TOKEN = re.compile(r"[0-9]+|[A-Za-z]+|\S")


class Token(NamedTuple):
    """text: as it stands at start to end."""

    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text; white space parts them and is none."""
    return [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]
