"""Which service words ask for, how long a desk may take, whether it sits now, how long nobody had an order. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.liaison.states import OPEN, WorkOrderState

Urgency = Literal["urgent", "normal"]
URGENT_SHARE = 0.5
"""An urgent order is accepted and done in half of its service's times."""
URGED_AFTER = 0.5
"""Half of a clock gone, whoever owes the next step is urged without anybody's doing."""
ALARMED_RETURNS = 2
"""From so many returns on, nobody wants it: the first receiver is told at once, not after the usual time."""


@dataclass(frozen=True)
class Clocks:
    """Until when it is accepted, and done."""

    accept_by: datetime
    done_by: datetime


def clocks_of(accept_s: float, done_s: float, urgency: Urgency, now: datetime) -> Clocks:
    """The clocks of an order sent now. accept_s, done_s: what its service has for an ordinary one."""
    share = URGENT_SHARE if urgency == "urgent" else 1.0
    return Clocks(now + timedelta(seconds=accept_s * share), now + timedelta(seconds=done_s * share))


def halfway(since: datetime, until: datetime) -> datetime:
    """When it is urged; at once when the clock is over already."""
    return since + max(until - since, timedelta()) * URGED_AFTER


def suggested(text: str, words_of: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Codes of services whose words stand in the text; those with the most and the longest words first."""
    scores = {code: sum(len(word) for word in words if word in text) for code, words in words_of.items()}
    return tuple(sorted((code for code, score in scores.items() if score), key=lambda code: -scores[code]))


def is_open_at(hours_from: time | None, hours_to: time | None, now: datetime) -> bool:
    """Whether a desk sits now (hall's time); without hours it always does, and hours may go over midnight."""
    if hours_from is None or hours_to is None:
        return True
    clock = now.astimezone(HALL_ZONE).time()
    if hours_from <= hours_to:
        return hours_from <= clock < hours_to
    return clock >= hours_from or clock < hours_to


@dataclass(frozen=True)
class Held:
    """What a fact said of an order: who has it from then on, and until when they may."""

    at: datetime
    state: WorkOrderState
    owner_code: str
    owner_name: str
    due_at: datetime | None


def unowned_s(facts: Sequence[Held], until: datetime) -> float:
    """Seconds in which an open order had no named owner at a desk, no clock, or lay with a desk that had let its clock
    run out without accepting. facts: of one order, in order."""
    lost = 0.0
    ends = [*(one.at for one in facts[1:]), until]
    for one, end in zip(facts, ends, strict=True):
        if one.state not in OPEN:
            continue
        if not (one.owner_code and one.owner_name and one.due_at):
            lost += (end - one.at).total_seconds()
        elif one.state is WorkOrderState.SENT:
            lost += max(0.0, (end - one.due_at).total_seconds())
    return lost


_LONGEST_PAUSE_S = 60.0


def pause_s(tries: int, asked_s: float) -> float:
    """How long until a message to a partner's platform is tried again: double each time, a minute at most, and never
    sooner than they asked for."""
    return float(min(_LONGEST_PAUSE_S, max(asked_s, 0.5 * 2 ** min(tries, 7))))


def is_moot(kind: str, desk_code: str, state: WorkOrderState, with_desk: str) -> bool:
    """Whether a message about an order need not be sent any more: it urges or tells a desk that has it no longer.

    with_desk: who has the order, or had it last.
    """
    is_with = state in (WorkOrderState.SENT, WorkOrderState.ACCEPTED) and with_desk == desk_code
    return kind in ("order.urged", "order.noted") and not is_with


TOLD_WORDS: Mapping[str, str] = {
    "taken": "110 已接办",
    "opened": "已立警，待派警",
    "dispatched": "已派警",
    "on_scene": "民警已到现场",
    "handled": "现场处置完毕",
    "closed": "已办结",
    "cancelled": "已撤销",
    "merged": "与已有警情并案办理",
    "answered": "已答复来电人",
    "not_police": "不属于公安职责，已告知来电人",
    "duplicate": "重复报警，已并入此前的报警",
    "no_report": "未形成有效报警",
}
"""What the partner reads of a matter it handed to us, by state: ours, and never what police wrote of it."""
_OF_CONTACT = {"taken": "taken", "incident_opened": "opened", "linked": "merged"}
_OF_INCIDENT = {
    "opened": "opened", "dispatched": "dispatched", "under_way": "dispatched", "on_scene": "on_scene",
    "handled": "handled", "closed": "closed", "cancelled": "cancelled", "merged": "merged",
}  # fmt: skip
_OVER = frozenset({"closed", "cancelled", "answered", "not_police", "duplicate", "no_report"})


def told_of(state: str, disposition: str | None) -> str | None:
    """What a partner is told when the contact or the incident of its matter comes to a state; None: nothing."""
    if state == "settled":
        return disposition if disposition in ("answered", "not_police", "duplicate") else "no_report"
    return _OF_CONTACT.get(state) or _OF_INCIDENT.get(state)


def is_matter_over(told: str) -> bool:
    """Whether no more is to come of it."""
    return told in _OVER
