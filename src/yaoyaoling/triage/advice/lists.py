"""The acceptance lists of 110 (12 kinds) and 12345 (14 kinds), and kinds both lines know: editable data."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.triage.faults import SheetFault, twice

How = Literal[
    "answer",  # 在线答复
    "transfer",  # 一键转接 12345
    "work_order",  # 流转工单
    "joint",  # 联合处置
    "police_first",  # 警察先到，再移交
]
POLICE_KINDS, SERVICE_KINDS = 12, 14


class PoliceKind(Value):
    """A kind that 110 accepts. classes: beginnings of our class codes."""

    id: str = Field(pattern=r"^[a-z_]{2,40}$")
    zh: str = Field(min_length=1, max_length=80)
    en: str = Field(min_length=1, max_length=120)
    classes: tuple[str, ...] = ()
    words: tuple[str, ...] = Field(default=(), max_length=200)


class ServiceKind(PoliceKind):
    """A kind that needs no police. how: what is done with it; text: what the caller is told."""

    department: str = Field(min_length=1, max_length=60)
    how: How
    text_zh: str = Field(default="", max_length=300)
    text_en: str = Field(default="", max_length=400)


class Acceptance(Value):
    """Both lists. police: what 110 takes; service: what 12345 takes; also: what either answers itself.

    danger: words that make it 110's at once, whatever it is about. signs: words that may mean danger: nothing is handed
    on before it was asked about.
    """

    police: tuple[PoliceKind, ...] = Field(min_length=1, max_length=40)
    service: tuple[ServiceKind, ...] = Field(min_length=1, max_length=60)
    also: tuple[ServiceKind, ...] = Field(default=(), max_length=60)
    danger: tuple[str, ...] = Field(default=(), max_length=400)
    signs: tuple[str, ...] = Field(default=(), max_length=400)


class AcceptanceUnfit(Refused):
    """A version of the lists that cannot be used."""

    code = "acceptance_unfit"
    status = 422
    zh = "受理清单不能这样发布：{what_zh}。"
    en = "The lists cannot be published so: {what_en}."


@cache
def load_acceptance() -> Acceptance:
    """The lists as the files of this room have them."""
    text = files("yaoyaoling.triage.advice").joinpath("data", "acceptance.json").read_text(encoding="utf-8")
    return Acceptance.model_validate(json.loads(text))


def acceptance_faults(lists: Acceptance, classes: frozenset[str]) -> Iterator[SheetFault]:
    """What keeps the lists from being used, by field. classes: codes in use."""
    held = {"police": lists.police, "service": lists.service, "also": lists.also}
    ids = ((f"{name}.{at}.id", kind.id) for name, kinds in held.items() for at, kind in enumerate(kinds))
    for where, name in twice(ids):
        yield SheetFault(where=where, zh=f"事项 {name} 出现两次", en=f"Kind {name} stands twice")
    for name, kinds in held.items():
        for at, kind in enumerate(kinds):
            for begin in kind.classes:
                if not any(code.startswith(begin) for code in classes):
                    where = f"{name}.{at}.classes"
                    yield SheetFault(where=where, zh=f"没有类别 {begin}", en=f"There is no class {begin}")
            if isinstance(kind, ServiceKind) and kind.how == "answer" and not (kind.text_zh and kind.text_en):
                where = f"{name}.{at}.{'text_en' if kind.text_zh else 'text_zh'}"
                yield SheetFault(where=where, zh="在线答复须写明答复内容", en="What is answered must say with what")


def check_acceptance(lists: Acceptance, classes: frozenset[str]) -> None:
    """Raises: AcceptanceUnfit."""
    for fault in acceptance_faults(lists, classes):
        raise AcceptanceUnfit(what_zh=fault.zh, what_en=fault.en, where=fault.where)
