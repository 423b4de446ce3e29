"""`docs/states.md`: a diagram of every state table, generated from the tables themselves."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from yaoyaoling.channels.states import MESSAGE_TABLE, MessageState
from yaoyaoling.citizen.states import TABLE as WITHDRAWAL_TABLE
from yaoyaoling.citizen.states import WithdrawalState
from yaoyaoling.dispatch.states import CALLOUT_TABLE, ORDER_TABLE, CalloutState, OrderState
from yaoyaoling.field.patrol.states import PATROL_TABLE, PatrolState
from yaoyaoling.field.states import HELP_TABLE, PANIC_TABLE, FeedbackState, HelpState, PanicState
from yaoyaoling.field.states import TABLE as FEEDBACK_TABLE
from yaoyaoling.incidents.states import TABLE as INCIDENT_TABLE
from yaoyaoling.incidents.states import IncidentState
from yaoyaoling.intake.states import CONTACT_TABLE, SEAT_TABLE, ContactState, SeatState
from yaoyaoling.liaison.states import EXCHANGE_TABLE, ExchangeState, WorkOrderState
from yaoyaoling.liaison.states import TABLE as WORK_ORDER_TABLE
from yaoyaoling.oversight.states import TABLE as REVIEW_TABLE
from yaoyaoling.oversight.states import ReviewState
from yaoyaoling.planning.states import PLAN_TABLE, PlanState, RelocationState
from yaoyaoling.planning.states import TABLE as RELOCATION_TABLE
from yaoyaoling.telephony.states import CALL_TABLE, LEG_TABLE, CallState, LegState
from yaoyaoling.telephony.video.states import TABLE as VIDEO_TABLE
from yaoyaoling.telephony.video.states import VideoState
from yaoyaoling.triage.states import JURISDICTION_TABLE, PAYMENT_TABLE, JurisdictionState, PaymentState

Table = Mapping[tuple[Any, Any], Any]

MACHINES: tuple[tuple[str, str, StrEnum, Table], ...] = (
    ("通话 · call", "telephony/states.py", CallState.RINGING, CALL_TABLE),
    ("通话一方 · leg", "telephony/states.py", LegState.ASKED, LEG_TABLE),
    ("接警单 · contact", "intake/states.py", ContactState.WAITING, CONTACT_TABLE),
    ("接警席 · seat", "intake/states.py", SeatState.OFF, SEAT_TABLE),
    ("警情 · incident", "incidents/states.py", IncidentState.OPENED, INCIDENT_TABLE),
    ("派警过程 · call-out", "dispatch/states.py", CalloutState.RINGING, CALLOUT_TABLE),
    ("派警单 · order", "dispatch/states.py", OrderState.ORDERED, ORDER_TABLE),
    ("止付单 · stop-payment order", "triage/states.py", PaymentState.PREPARED, PAYMENT_TABLE),
    ("管辖 · jurisdiction", "triage/states.py", JurisdictionState.CLEAR, JURISDICTION_TABLE),
    ("反馈 · feedback", "field/states.py", FeedbackState.SUBMITTED, FEEDBACK_TABLE),
    ("紧急求助 · panic call", "field/states.py", PanicState.RAISED, PANIC_TABLE),
    ("请求增援 · request for help", "field/states.py", HelpState.OPEN, HELP_TABLE),
    ("巡逻 · patrol", "field/patrol/states.py", PatrolState.PLANNED, PATROL_TABLE),
    ("报警人视频 · the caller's video", "telephony/video/states.py", VideoState.ASKED, VIDEO_TABLE),
    ("给群众的消息 · message to a citizen", "channels/states.py", MessageState.QUEUED, MESSAGE_TABLE),
    ("撤警申请 · request to withdraw", "citizen/states.py", WithdrawalState.OPEN, WITHDRAWAL_TABLE),
    ("联动工单 · work order", "liaison/states.py", WorkOrderState.SENT, WORK_ORDER_TABLE),
    ("对接消息 · message to a partner's platform", "liaison/states.py", ExchangeState.QUEUED, EXCHANGE_TABLE),
    ("调防 · relocation", "planning/states.py", RelocationState.PROPOSED, RELOCATION_TABLE),
    ("规划 · plan", "planning/states.py", PlanState.QUEUED, PLAN_TABLE),
    ("复核 · review", "oversight/states.py", ReviewState.OPEN, REVIEW_TABLE),
)


def _diagram(first: StrEnum, table: Table) -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first.value}"]
    joined: dict[tuple[str, str], list[str]] = {}
    for (state, signal), after in table.items():
        joined.setdefault((state.value, after.value), []).append(signal.value)
    for (state, after), signals in joined.items():
        lines.append(f"    {state} --> {after}: {' / '.join(signals)}")
    left = {state.value for state, _ in table}
    for final in sorted({after.value for after in table.values()} - left):
        lines.append(f"    {final} --> [*]")
    return [*lines, "```"]


def state_diagrams() -> str:
    """The whole document as Markdown."""
    lines = [
        "# 状态图 · States",
        "",
        "Generated from the tables in the code by `yyl docs`; do not edit. State changes only through these tables:",
        "every state × signal pair is tested, what is not drawn here is refused.",
    ]
    for title, source, first, table in MACHINES:
        lines += ["", f"## {title}", "", f"`src/yaoyaoling/{source}`", "", *_diagram(first, table)]
    return "\n".join(lines) + "\n"
