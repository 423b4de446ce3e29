"""The judge. Receipts on one side, ledger and tables on the other; it knows nobody who wrote either. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from yaoyaoling.apps.traffic.receipts import Paper

GRACE = timedelta(seconds=5)
"""A durable timer may be so late before its clock counts as standing."""
MATCHED_WITHIN = timedelta(seconds=10)
"""A contact that waits longer than this while a seat is as long ready is forgotten."""
_STAMPS = {"accepted": "accepted_at", "departed": "departed_at", "arrived": "arrived_at"}
_MAY_CLOSE = {"reviewer", "inspector"}
_MAY_CANCEL = {"call_taker", "commander", "county_desk"}


@dataclass(frozen=True)
class Finding:
    """What is amiss. about: a contact number, a key, a timer. why: in English."""

    kind: Literal["lost", "doubled", "forbidden", "unowned", "stopped"]
    about: str
    why: str


def exactly_once(paper: Paper, found: Iterable[tuple[str, str]], facts: Mapping[str, int]) -> list[Finding]:
    """Each acknowledged report is one contact and one fact, and each contact was asked for.

    found: (number, the words it came with) of all contacts of these clients; facts: by number, how often received.
    """
    answered: dict[str, list[str]] = defaultdict(list)
    for key, asked in paper.asked.items():
        reply = paper.acknowledged.get(key)
        answered[asked["text"]] += [reply["number"]] if reply else []
    present: dict[str, list[str]] = defaultdict(list)
    for number, text in found:
        present[text].append(number)
    findings = []
    for text in sorted(answered.keys() | present.keys()):
        receipts, contacts = answered.get(text, []), present.get(text, [])
        findings += [Finding("lost", one, "acknowledged, and no contact") for one in receipts if one not in contacts]
        findings += [Finding("doubled", one, "nobody has a receipt for it") for one in contacts if one not in receipts]
        twice = {one for one in (*receipts,) if receipts.count(one) > 1}
        findings += [Finding("doubled", one, "two reports were given one number") for one in sorted(twice)]
    for number in sorted(one for numbers in answered.values() for one in numbers):
        if facts.get(number, 0) != 1:
            kind: Literal["lost", "doubled"] = "doubled" if facts.get(number) else "lost"
            findings.append(Finding(kind, number, f"the ledger received it {facts.get(number, 0)} times"))
    return findings


@dataclass(frozen=True)
class Work:
    """What is there of what was acknowledged. orders: by id, the stamps that are set."""

    incidents: Collection[str]
    orders: Mapping[str, Collection[str]]
    feedback: Collection[str]


def work_kept(paper: Paper, work: Work) -> list[Finding]:
    """Every acknowledged incident, order, answer and feedback is there."""
    findings = []
    for key, reply in paper.acknowledged.items():
        if "incident" in reply and reply["incident"] not in work.incidents:
            findings.append(Finding("lost", key, f"incident {reply['incident_number']}"))
        if "order" in reply and reply["order"] not in work.orders:
            findings.append(Finding("lost", key, f"order {reply['order']}"))
        elif reply.get("state") in _STAMPS and _STAMPS[reply["state"]] not in work.orders[reply["order"]]:
            findings.append(Finding("lost", key, f"order {reply['order']} was {reply['state']}"))
        if "feedback" in reply and reply["feedback"] not in work.feedback:
            findings.append(Finding("lost", key, f"feedback {reply['feedback']}"))
    return findings


@dataclass(frozen=True)
class Review:
    """A second pair of eyes. decided_by None: still open."""

    kind: str
    state: str
    author: str
    decided_by: str | None


@dataclass(frozen=True)
class IncidentCase:
    """An incident at the end. ended_by: roles of whoever closed or cancelled it. owed: open obligations.

    live: call signs of crews on it. desk: the desk that was asked or took it. timer: when its chain's clock rings.
    clock: when the clock of its own state rings, under which its desks own it.
    """

    state: str
    ended_by: frozenset[str]
    reviews: tuple[Review, ...]
    owed: tuple[str, ...]
    live: tuple[str, ...] = ()
    desk: str | None = None
    timer: datetime | None = None
    clock: datetime | None = None


@dataclass(frozen=True)
class Case:
    """An acknowledged report at the end. decided_by: roles of whoever opened, linked or settled it.

    owner: the seat it rings at or that has it. timer: when that seat's clock rings; of one that waits: the clock of
    its waiting. since: when it began to wait.
    """

    number: str
    state: str
    decided_by: frozenset[str] = frozenset()
    owner: str | None = None
    timer: datetime | None = None
    since: datetime | None = None
    incident: IncidentCase | None = None


Ending = Literal["settled", "closed", "cancelled", "owned"]


def judge_case(case: Case, now: datetime, ready_since: datetime | None) -> tuple[Ending | None, Finding | None]:
    """How a report stands: ended by somebody who may, or owned with a running clock; else what is amiss.

    ready_since: since when some seat has been ready without anything ringing there.
    """
    if case.state in ("waiting", "offered", "taken"):
        return _in_queue(case, now, ready_since)
    if "call_taker" not in case.decided_by:
        return None, Finding("forbidden", case.number, f"{case.state} by {_roles(case.decided_by)}")
    if case.state == "settled":
        return "settled", None
    if case.incident is None:
        return None, Finding("lost", case.number, "its incident is gone")
    return _with_incident(case.number, case.incident, now)


def _in_queue(case: Case, now: datetime, ready_since: datetime | None) -> tuple[Ending | None, Finding | None]:
    if case.state == "waiting":
        # The queue owns it as long as nobody is free, and tells the commanders when that lasts.
        if not _runs(case.timer, now):
            return None, Finding("unowned", case.number, "waits, and no clock runs")
        waits = case.since is not None and now - case.since > MATCHED_WITHIN
        if waits and ready_since is not None and now - ready_since > MATCHED_WITHIN:
            return None, Finding("unowned", case.number, "waits although a seat is ready")
        return "owned", None
    if case.owner is None or not _runs(case.timer, now):
        return None, Finding("unowned", case.number, f"{case.state} at {case.owner}, whose clock stands")
    return "owned", None


def _with_incident(number: str, incident: IncidentCase, now: datetime) -> tuple[Ending | None, Finding | None]:
    if incident.state == "cancelled":
        if incident.ended_by & _MAY_CANCEL:
            return "cancelled", None
        return None, Finding("forbidden", number, f"cancelled by {_roles(incident.ended_by)}")
    if incident.state == "closed":
        why = _why_not_closed(incident)
        return (None, Finding("forbidden", number, why)) if why else ("closed", None)
    if incident.timer is not None and not _runs(incident.timer, now):
        return None, Finding("unowned", number, f"{incident.state}, and its chain's clock stands")
    if incident.state == "dispatched":
        # Its crews or the desk have it, as long as the chain goes on.
        is_owned = incident.timer is not None and bool(incident.live or incident.desk)
    else:
        is_owned = _runs(incident.clock, now)
    if is_owned:
        return "owned", None
    return None, Finding("unowned", number, f"{incident.state}, and no clock of its own runs")


def _why_not_closed(incident: IncidentCase) -> str | None:
    if not incident.ended_by & _MAY_CLOSE:
        return f"closed by {_roles(incident.ended_by)}"
    if incident.owed:
        return f"closed while {', '.join(incident.owed)} is owed"
    checked = [one for one in incident.reviews if one.kind in ("feedback", "handling") and one.state == "passed"]
    if not checked:
        return "closed without a passed review"
    own = [one for one in incident.reviews if one.decided_by is not None and one.decided_by == one.author]
    return f"{own[0].kind} reviewed by its own author" if own else None


def _runs(timer: datetime | None, now: datetime) -> bool:
    return timer is not None and timer >= now - GRACE


def _roles(roles: frozenset[str]) -> str:
    return ", ".join(sorted(roles)) or "nobody"


def clocks_run(timers: Sequence[tuple[str, datetime]], now: datetime) -> list[Finding]:
    """No durable timer is long overdue: somebody fires them."""
    late = [(name, due) for name, due in timers if due < now - GRACE]
    return [Finding("stopped", name, f"due {(now - due).total_seconds():.0f} s ago") for name, due in late[:10]]
