"""110 or 12345: what is advised for a contact, and why. Pure; danger always wins, and who received what stays unclear
keeps it (首接负责, 国办发〔2022〕12号)."""

from typing import Literal

from yaoyaoling.kernel.contract import Value
from yaoyaoling.triage.advice.lists import Acceptance, ServiceKind, load_acceptance
from yaoyaoling.triage.classify.model import NON_POLICE_AT, Classified
from yaoyaoling.triage.entities.find import Entities
from yaoyaoling.triage.said import words_said

Action = Literal[
    "police",  # 110 受理
    "answer",  # 用这段话答复
    "transfer",  # 一键转接
    "work_order",  # 转工单
    "joint",  # 联合处置
    "police_first",  # 先出警，再移交
    "ask",  # 问清楚；首接负责
]
DANGER_AT = 0.5
"""From this probability of danger to life on it is 110's, whatever it is about."""
DOUBT_AT = 0.15
"""From this probability of danger on nothing is handed on before somebody asked whether there is any."""
_LISTED, _LISTED_BY_CLASS = 0.9, 0.75
_QUARRELS = ("0401", "0406")
"""Disputes that turn violent: the police go first even where others settle them."""


class Advice(Value):
    """What to do with it. probability: that no police is needed, 0 to 1. reasons: words and rules that say so.

    item: the kind of the lists it falls under, None: none. text: what the caller may be told.
    """

    verdict: bool
    probability: float
    action: Action
    item: str | None = None
    name_zh: str = ""
    name_en: str = ""
    department: str = ""
    text_zh: str = ""
    text_en: str = ""
    reasons: tuple[str, ...] = ()


def advise(
    text: str,
    classified: Classified,
    entities: Entities,
    lists: Acceptance | None = None,
    alerts: tuple[str, ...] = (),
) -> Advice:
    """What is advised. text: as `clean` gives it. alerts: sensitive words that were found."""
    lists, lower = lists or load_acceptance(), text.lower()
    threats = (*words_said(lower, lists.danger), *alerts)
    kind, words, by_class = _kind_of(lower, classified, lists)
    probability = _probability(classified, kind is not None, by_class)
    if threats or classified.danger >= DANGER_AT or (entities.accounts and entities.amounts):
        # Danger, or money that runs: police first; what else it is about is handed over afterwards.
        is_handed_on = kind is not None and kind.how in ("joint", "transfer", "work_order")
        return Advice(
            verdict=False,
            probability=min(probability, 0.2),
            action="police_first" if is_handed_on else "police",
            item=None if kind is None else kind.id,
            name_zh="" if kind is None else kind.zh,
            name_en="" if kind is None else kind.en,
            department="" if kind is None else kind.department,
            reasons=threats[:6] or ("danger",),
        )
    if classified.is_unknown and kind is None:
        return Advice(verdict=False, probability=probability, action="ask", reasons=("first_receiver",))
    if probability < NON_POLICE_AT:
        return Advice(verdict=False, probability=probability, action="police")
    signs = words_said(lower, lists.signs)
    if signs or classified.danger >= DOUBT_AT:
        # Another line's, it seems; but a danger worded as a complaint must not go out of the house unasked.
        return Advice(verdict=True, probability=probability, action="ask", reasons=signs[:6] or ("danger",))
    if kind is None:
        return Advice(verdict=True, probability=probability, action="transfer")
    is_quarrel = bool(classified.guesses) and classified.guesses[0].code.startswith(_QUARRELS)
    action: Action = "police_first" if is_quarrel and kind.how == "joint" else kind.how
    return Advice(
        verdict=True,
        probability=probability,
        action=action,
        item=kind.id,
        name_zh=kind.zh,
        name_en=kind.en,
        department=kind.department,
        text_zh=kind.text_zh,
        text_en=kind.text_en,
        reasons=words[:6],
    )


def _kind_of(lower: str, classified: Classified, lists: Acceptance) -> tuple[ServiceKind | None, tuple[str, ...], bool]:
    """The kind with the longest words said; else the one that holds the likeliest class."""
    best: tuple[int, ServiceKind | None, tuple[str, ...]] = (0, None, ())
    for kind in (*lists.service, *lists.also):
        words = words_said(lower, kind.words)
        weight = sum(len(word) for word in words)
        if weight > best[0]:
            best = (weight, kind, words)
    if best[1] is not None:
        return best[1], best[2], False
    code = classified.guesses[0].code if classified.guesses and not classified.is_unknown else None
    for kind in (*lists.service, *lists.also):
        if code is not None and any(code.startswith(begin) for begin in kind.classes):
            return kind, (), True
    return None, (), False


def _probability(classified: Classified, is_listed: bool, by_class: bool) -> float:
    """The model's own probability; the lists speak only where the model knows nothing."""
    if not classified.is_unknown:
        return classified.non_police
    if is_listed:
        return _LISTED_BY_CLASS if by_class else _LISTED
    return classified.non_police
