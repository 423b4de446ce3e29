"""Sentences a seat sends by a key, in both languages (`data/templates.csv`)."""

import csv
from functools import lru_cache
from pathlib import Path
from typing import Literal

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound

_FILE = Path(__file__).parent / "data" / "templates.csv"
Language = Literal["zh", "en"]


class Template(Value):
    """A sentence to send. key: its stable name."""

    key: str
    zh: str
    en: str


@lru_cache(maxsize=1)
def list_templates() -> tuple[Template, ...]:
    """All of them, in the order of the file."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Template(**row) for row in csv.DictReader(file))


def words_of(key: str, language: Language = "zh") -> str:
    """The words of a template. Raises: NotFound."""
    for one in list_templates():
        if one.key == key:
            return one.en if language == "en" else one.zh
    raise NotFound
