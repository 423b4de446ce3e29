"""Codes of other systems (旧警情代码, 12345 六位码) in our classes: editable data."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.triage.faults import SheetFault


class Mapping(Value):
    """A code of a scheme and the class that it is here; a shorter code holds for all that begin so."""

    scheme: str = Field(pattern=r"^[a-z0-9_]{2,24}$")
    code: str = Field(pattern=r"^[0-9A-Za-z]{1,12}$")
    class_code: str = Field(pattern=r"^[0-9]{2,6}$")


class Mappings(Value):
    """All of them. `bjlxdmb`: the older provincial table; `12345`: six digits of GB/T 39666."""

    rows: tuple[Mapping, ...] = Field(default=(), max_length=5_000)


class MappingsUnfit(Refused):
    """A version of the mappings that cannot be used."""

    code = "mappings_unfit"
    status = 422
    zh = "对照表不能这样发布：{what_zh}。"
    en = "The mappings cannot be published so: {what_en}."


@cache
def load_mappings() -> Mappings:
    """As the files of this room have it: the older table; 12345's codes are put in by a deployment."""
    text = files("yaoyaoling.triage.mappings").joinpath("data", "class_mappings.csv").read_text(encoding="utf-8")
    return Mappings(rows=tuple(Mapping(**row) for row in csv.DictReader(text.splitlines())))


def mappings_faults(mappings: Mappings, classes: frozenset[str]) -> Iterator[SheetFault]:
    """What keeps the mappings from being used, by row. classes: codes in use."""
    seen: set[tuple[str, str]] = set()
    for at, row in enumerate(mappings.rows):
        if (row.scheme, row.code) in seen:
            zh, en = f"{row.scheme} 的代码 {row.code} 出现两次", f"Code {row.code} of {row.scheme} stands twice"
            yield SheetFault(where=f"rows.{at}.code", zh=zh, en=en)
        if row.class_code not in classes:
            zh, en = f"没有类别 {row.class_code}", f"There is no class {row.class_code}"
            yield SheetFault(where=f"rows.{at}.class_code", zh=zh, en=en)
        seen.add((row.scheme, row.code))


def check_mappings(mappings: Mappings, classes: frozenset[str]) -> None:
    """Raises: MappingsUnfit."""
    for fault in mappings_faults(mappings, classes):
        raise MappingsUnfit(what_zh=fault.zh, what_en=fault.en, where=fault.where)


def class_of(mappings: Mappings, scheme: str, code: str) -> str | None:
    """Our class of another system's code: the longest beginning that is mapped; None: none is."""
    fitting = [row for row in mappings.rows if row.scheme == scheme and code.startswith(row.code)]
    return max(fitting, key=lambda row: len(row.code)).class_code if fitting else None
