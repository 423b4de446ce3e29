"""`yyl bench diversion`: whom a contact goes to, on a stated mix; and whether any is ever nobody's, over 72 hours."""

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from yaoyaoling.apps.bench.diversion_played import play
from yaoyaoling.apps.bench.diversion_words import worded_as_complaints
from yaoyaoling.apps.bench.hall import BenchFaultError
from yaoyaoling.apps.bench.report import Figure, Report
from yaoyaoling.apps.checkout import ROOT
from yaoyaoling.incidents.public import shipped_classes
from yaoyaoling.kernel.contract import Value
from yaoyaoling.triage.contract import SuggestAsk
from yaoyaoling.triage.public import shipped, suggest

_HAND = ROOT / "tests" / "triage" / "data" / "hand_written.jsonl"
_DANGERS, _SEED = 1_000, 110
_AWAY = ("answer", "transfer", "work_order")
"""Advice after which no police officer is concerned with it any more."""
_LATER = ("，刚才忘了说，现在有人受伤流血了", "，补充一下，现在冒烟了，里面还有人", "，他们打起来了，有人拿着刀")
"""What is told in a second message, when the first has been handed on."""


class Told(Value):
    """A line of the mix. truth: who should handle it."""

    text: str
    truth: Literal["police", "non_police", "danger"]
    channel: str = ""


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench diversion")
    parser.add_argument("--mix", type=Path, help="lines of JSON: text, truth (police, non_police, danger), channel")
    parser.add_argument("--hours", type=float, default=72, help="played hours of work orders; 0: only the advice")
    parser.add_argument("--per-hour", type=float, default=20, help="contacts in a played hour")
    options = parser.parse_args(args)
    mix = _read(options.mix) if options.mix else _hand_written()
    report = Report(
        "diversion",
        f"advice for {len(mix)} contacts of {options.mix.name if options.mix else 'the hand-written reports'} and"
        f" {_DANGERS} dangers worded as complaints, seed {_SEED}; {options.hours:g} played hours with"
        f" {options.per_hour:g} contacts an hour, 30.9 % for others, 20 % of orders rejected, 10 % of desks dark",
    )
    report.figures = {**_advised(mix), **_dangers()}
    if options.hours:
        report.figures |= asyncio.run(play(options.hours, options.per_hour, _SEED))
    return report.show(as_json)


def _read(path: Path) -> list[Told]:
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                found.append(Told.model_validate_json(line))
            except ValidationError as error:
                raise BenchFaultError(f"{path}:{number}: {error.errors()[0]['msg']}") from error
    if not found:
        raise BenchFaultError(f"{path}: no line of it says anything")
    return found


def _hand_written() -> list[Told]:
    """Reports written by hand, none of them learnt from; what is no valid report is left out."""
    rows = [json.loads(line) for line in _HAND.read_text(encoding="utf-8").splitlines()]
    return [
        Told(text=row["text"], truth="danger" if row["danger"] else "non_police" if row["non_police"] else "police")
        for row in rows
        if row["non_police"] is not None
    ]


def _actions(texts: Sequence[str]) -> list[str]:
    sheets, classes = shipped(), {one.code: one for one in shipped_classes()}
    return [suggest(SuggestAsk(text=text), sheets, classes).non_police.advice.action for text in texts]


def _advised(mix: Sequence[Told]) -> dict[str, Figure]:
    given = list(zip(mix, _actions([one.text for one in mix]), strict=True))
    figures: dict[str, Figure] = {}
    for truth in ("non_police", "police", "danger"):
        actions = Counter(action for one, action in given if one.truth == truth)
        figures |= _shares(truth, actions)
    gone = [one.text for one, action in given if one.truth == "non_police" and action in _AWAY]
    later = _actions([text + _LATER[number % len(_LATER)] for number, text in enumerate(gone)])
    figures["recovered_when_danger_shows_later"] = _share(sum(one not in _AWAY for one in later), len(later))
    return figures


def _shares(truth: str, actions: Mapping[str, int]) -> dict[str, Figure]:
    count = sum(actions.values())
    away = sum(actions.get(one, 0) for one in _AWAY)
    if truth != "non_police":
        return {f"{truth}_n": count, f"{truth}_diverted_wrongly": _share(away, count)}
    return {
        "non_police_n": count,
        "non_police_answered": _share(actions.get("answer", 0), count),
        "non_police_transferred": _share(actions.get("transfer", 0), count),
        "non_police_ordered": _share(actions.get("work_order", 0), count),
        "non_police_joint": _share(actions.get("joint", 0), count),
        "non_police_asked_first": _share(actions.get("ask", 0), count),
        "non_police_kept_by_police": _share(actions.get("police", 0) + actions.get("police_first", 0), count),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _dangers() -> dict[str, Figure]:
    actions = Counter(_actions(worded_as_complaints(_DANGERS, _SEED)))
    return {
        "dangers_as_complaints": sum(actions.values()),
        "dangers_asked_first": actions["ask"],
        "dangers_diverted_without_police": sum(actions[one] for one in _AWAY),
    }
