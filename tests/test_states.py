"""Every state × every signal of every table: allowed ones lead where the table says, all others are refused."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest

from yaoyaoling.apps import rooms
from yaoyaoling.channels import states as channels
from yaoyaoling.citizen import states as citizen
from yaoyaoling.dispatch import states as dispatch
from yaoyaoling.field import states as field
from yaoyaoling.field.patrol import states as patrol
from yaoyaoling.incidents import states as incidents
from yaoyaoling.intake import states as intake
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.liaison import states as liaison
from yaoyaoling.oversight import states as oversight
from yaoyaoling.oversight.clocks import AGAIN_MOST_S, CLOCKS, desk_asked, next_in_s
from yaoyaoling.oversight.settings import OversightSettings
from yaoyaoling.planning import states as planning
from yaoyaoling.telephony import states as telephony
from yaoyaoling.telephony.video import states as video
from yaoyaoling.triage import states as triage

Machine = tuple[type[StrEnum], type[StrEnum], dict[Any, Any], Callable[[Any, Any], Any], set[Any], Any]

MACHINES: dict[str, Machine] = {
    "incident": (
        incidents.IncidentState, incidents.IncidentSignal, incidents.TABLE, incidents.advance,
        set(), incidents.IncidentState.OPENED,
    ),
    "contact": (
        intake.ContactState, intake.ContactSignal, intake.CONTACT_TABLE, intake.advance_contact,
        set(), intake.ContactState.WAITING,
    ),
    "seat": (
        intake.SeatState, intake.SeatSignal, intake.SEAT_TABLE, intake.advance_seat,
        set(), intake.SeatState.OFF,
    ),
    "order": (
        dispatch.OrderState, dispatch.OrderSignal, dispatch.ORDER_TABLE, dispatch.advance_order,
        set(dispatch.OrderState) - dispatch.LIVE, dispatch.OrderState.ORDERED,
    ),
    "callout": (
        dispatch.CalloutState, dispatch.CalloutSignal, dispatch.CALLOUT_TABLE, dispatch.advance_callout,
        set(), dispatch.CalloutState.RINGING,
    ),
    "stop_payment": (
        triage.PaymentState, triage.PaymentSignal, triage.PAYMENT_TABLE, triage.advance_payment,
        {triage.PaymentState.STOPPED, triage.PaymentState.DROPPED}, triage.PaymentState.PREPARED,
    ),
    "jurisdiction": (
        triage.JurisdictionState, triage.JurisdictionSignal, triage.JURISDICTION_TABLE, triage.advance_jurisdiction,
        set(), triage.JurisdictionState.CLEAR,
    ),
    "feedback": (
        field.FeedbackState, field.FeedbackSignal, field.TABLE, field.advance,
        {field.FeedbackState.PASSED, field.FeedbackState.MENDED}, field.FeedbackState.SUBMITTED,
    ),
    "panic": (
        field.PanicState, field.PanicSignal, field.PANIC_TABLE, field.advance_panic,
        {field.PanicState.ENDED}, field.PanicState.RAISED,
    ),
    "help": (
        field.HelpState, field.HelpSignal, field.HELP_TABLE, field.advance_help,
        {field.HelpState.ANSWERED, field.HelpState.WITHDRAWN}, field.HelpState.OPEN,
    ),
    "video": (
        video.VideoState, video.VideoSignal, video.TABLE, video.advance_video,
        set(), video.VideoState.ASKED,
    ),
    "withdrawal": (
        citizen.WithdrawalState, citizen.WithdrawalSignal, citizen.TABLE, citizen.advance,
        set(citizen.WithdrawalState) - {citizen.WithdrawalState.OPEN}, citizen.WithdrawalState.OPEN,
    ),
    "text_message": (
        channels.MessageState, channels.MessageSignal, channels.MESSAGE_TABLE, channels.advance_message,
        {channels.MessageState.DELIVERED}, channels.MessageState.QUEUED,
    ),
    "work_order": (
        liaison.WorkOrderState, liaison.WorkOrderSignal, liaison.TABLE, liaison.advance,
        {liaison.WorkOrderState.KEPT, liaison.WorkOrderState.WITHDRAWN}, liaison.WorkOrderState.SENT,
    ),
    "exchange": (
        liaison.ExchangeState, liaison.ExchangeSignal, liaison.EXCHANGE_TABLE, liaison.advance_exchange,
        {liaison.ExchangeState.SENT, liaison.ExchangeState.DROPPED}, liaison.ExchangeState.QUEUED,
    ),
    "patrol": (
        patrol.PatrolState, patrol.PatrolSignal, patrol.PATROL_TABLE, patrol.advance_patrol,
        set(patrol.PATROL_FINAL), patrol.PatrolState.PLANNED,
    ),
    "relocation": (
        planning.RelocationState, planning.RelocationSignal, planning.TABLE, planning.advance,
        set(planning.FINAL), planning.RelocationState.PROPOSED,
    ),
    "plan": (
        planning.PlanState, planning.PlanSignal, planning.PLAN_TABLE, planning.advance_plan,
        set(planning.PLAN_FINAL), planning.PlanState.QUEUED,
    ),
    "call": (
        telephony.CallState, telephony.CallSignal, telephony.CALL_TABLE, telephony.advance_call,
        set(), telephony.CallState.RINGING,
    ),
    "leg": (
        telephony.LegState, telephony.LegSignal, telephony.LEG_TABLE, telephony.advance_leg,
        set(telephony.LegState) - telephony.LEG_LIVE, telephony.LegState.ASKED,
    ),
    "review": (
        oversight.ReviewState, oversight.ReviewSignal, oversight.TABLE, oversight.advance,
        {oversight.ReviewState.PASSED, oversight.ReviewState.RETURNED}, oversight.ReviewState.OPEN,
    ),
}  # fmt: skip

PAIRS = [
    (name, state, signal) for name, (states, signals, *_) in MACHINES.items() for state in states for signal in signals
]


@pytest.mark.parametrize(("name", "state", "signal"), PAIRS, ids=lambda one: str(one))
def test_every_state_and_signal(name: str, state: StrEnum, signal: StrEnum) -> None:
    _, _, table, advance, _, _ = MACHINES[name]
    if (state, signal) in table:
        assert advance(state, signal) is table[(state, signal)]
    else:
        with pytest.raises(Refused) as refused:
            advance(state, signal)
        assert refused.value.status == 409
        assert refused.value.sentence("zh") and refused.value.sentence("en")


@pytest.mark.parametrize("name", MACHINES)
def test_final_states_end_and_all_others_are_reached_and_left(name: str) -> None:
    states, signals, table, _, final, first = MACHINES[name]
    for state in states:
        leaves = any(one is state for one, _ in table)
        assert leaves is (state not in final), state
    reached = {first}
    while grown := {after for (state, _), after in table.items() if state in reached} - reached:
        reached |= grown
    assert reached == set(states)
    assert {signal for _, signal in table} == set(signals), "a signal nobody takes"


# Nothing stands without a running clock ---------------------------------------------------------------------------

_OVERSIGHT, _CHAIN = "oversight.clock", "dispatch.chain"
_RINGS, _SILENT = "intake.offer_expired", "intake.seat_silent"
KNOWN_TO_CLOCKS = {
    "help": ("help_request",),
    "incident": ("incident", "complaint"),
    "review": ("dispatch_review", "feedback_review", "handling_review"),
}
"""Under which names `oversight.clocks` knows a machine; left out: under its own."""
OTHERS: dict[tuple[str, StrEnum], str] = {
    ("incident", incidents.IncidentState.DISPATCHED): _CHAIN,
    ("contact", intake.ContactState.OFFERED): _RINGS,
    # The seat that has it is lost when its console falls silent, and with it the contact rings elsewhere.
    ("contact", intake.ContactState.TAKEN): _SILENT,
    ("contact", intake.ContactState.HELD): _SILENT,
    ("order", dispatch.OrderState.ORDERED): _CHAIN,
    # A crew's way and work are timed as its incident's.
    ("order", dispatch.OrderState.ACCEPTED): _OVERSIGHT,
    ("order", dispatch.OrderState.DEPARTED): _OVERSIGHT,
    ("order", dispatch.OrderState.ARRIVED): _OVERSIGHT,
    ("callout", dispatch.CalloutState.RINGING): _CHAIN,
    ("callout", dispatch.CalloutState.DESK): _CHAIN,
    ("callout", dispatch.CalloutState.DESK_TAKEN): _CHAIN,
    ("callout", dispatch.CalloutState.ALARMED): _CHAIN,
    ("callout", dispatch.CalloutState.ANSWERED): _OVERSIGHT,
    # Its check runs; what is not drawn for one passes in the program's own name.
    ("feedback", field.FeedbackState.SUBMITTED): _OVERSIGHT,
    ("seat", intake.SeatState.WRAP_UP): "intake.wrap_up",
    **{("relocation", state): "planning.relocation_due" for state in set(planning.RelocationState) - planning.FINAL},
    **{("call", state): "telephony.call_due" for state in telephony.CALL_LIVE},
    **{
        ("leg", state): "telephony.leg_due" if state in telephony.CALLED else "telephony.call_due"
        for state in telephony.LEG_LIVE
    },
    **{("plan", state): "planning.plan_due" for state in set(planning.PlanState) - planning.PLAN_OVER},
    ("text_message", channels.MessageState.QUEUED): "channels.give_up",
    ("work_order", liaison.WorkOrderState.SENT): "liaison.order",
    ("exchange", liaison.ExchangeState.QUEUED): "liaison.exchange",
    ("stop_payment", triage.PaymentState.PREPARED): "triage.stop_payment",
    ("stop_payment", triage.PaymentState.SENT): "triage.stop_payment",
    **{("patrol", state): "field.patrol_due" for state in set(patrol.PatrolState) - patrol.PATROL_FINAL},
    **{
        ("seat", state): _SILENT
        for state in intake.SeatState
        if state not in (intake.SeatState.OFF, intake.SeatState.WRAP_UP)
    },
}
AT_REST = {
    ("incident", incidents.IncidentState.CLOSED),
    ("incident", incidents.IncidentState.CANCELLED),
    ("incident", incidents.IncidentState.MERGED),
    ("contact", intake.ContactState.INCIDENT_OPENED),
    ("contact", intake.ContactState.LINKED),
    ("contact", intake.ContactState.SETTLED),
    ("callout", dispatch.CalloutState.STOPPED),
    ("seat", intake.SeatState.OFF),
    # They are kept until somebody removes them, or their days are over.
    *(("plan", state) for state in planning.PLAN_OVER - planning.PLAN_FINAL),
    # The centre answered; another account makes it go out again.
    ("stop_payment", triage.PaymentState.REFUSED),
    # A station may still say that it is not theirs, or the place may turn out to be another.
    ("jurisdiction", triage.JurisdictionState.CLEAR),
    ("jurisdiction", triage.JurisdictionState.CONFIRMED),
    ("jurisdiction", triage.JurisdictionState.RULED),
    ("jurisdiction", triage.JurisdictionState.LAPSED),
    # Until the caller is rung back.
    ("call", telephony.CallState.ABANDONED),
    ("call", telephony.CallState.ENDED),
    # The carrier has it, or said why not; the seat sees which, and writes again or rings.
    ("text_message", channels.MessageState.SENT),
    ("text_message", channels.MessageState.FAILED),
    # The partner says that it is done; whoever sent it may say that it is not.
    ("work_order", liaison.WorkOrderState.DONE),
    # What is shown or not holds nobody up: the clock is the contact's and the incident's.
    *(("video", state) for state in video.VideoState),
}
"""States that may be left again, and in which nobody waits for anything."""


@pytest.mark.parametrize(
    ("name", "state"), [(name, state) for name, (states, *_) in MACHINES.items() for state in states], ids=str
)
def test_every_state_that_is_no_end_has_a_timer(name: str, state: StrEnum) -> None:
    final = MACHINES[name][4]
    timed = [(known, state.value) in CLOCKS for known in KNOWN_TO_CLOCKS.get(name, (name,))]
    if state in final or (name, state) in AT_REST:
        assert not any(timed) and (name, state) not in OTHERS
    elif (name, state) in OTHERS:
        assert OTHERS[(name, state)] in rooms.TIMERS
    else:
        # A complaint about police goes to no crew, and so is never under way.
        assert any(timed) and _OVERSIGHT in rooms.TIMERS


def test_every_clock_has_its_setting_and_no_clock_is_of_an_unknown_state() -> None:
    known = {
        (one, state.value)
        for name, (states, *_) in MACHINES.items()
        for one in KNOWN_TO_CLOCKS.get(name, (name,))
        for state in states
    }
    assert CLOCKS.keys() <= known
    assert all(getattr(OversightSettings(), clock.setting) > 0 for clock in CLOCKS.values())


def test_what_nobody_moves_is_raised_level_by_level_and_more_and_more_seldom() -> None:
    desks = ("station", "county", "city", "province")
    assert [desk_asked(desks, raised) for raised in range(1, 7)] == [*desks, "province", "province"]
    assert [next_in_s(10, raised) for raised in range(1, 4)] == [20, 40, 80]
    assert next_in_s(10, 50) == AGAIN_MOST_S
    assert next_in_s(86_400, 3) == 86_400
