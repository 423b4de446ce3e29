"""Every state × every signal of every table: allowed ones lead where the table says, all others are refused."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest

from yaoyaoling.citizen import states as citizen
from yaoyaoling.dispatch import states as dispatch
from yaoyaoling.field import states as field
from yaoyaoling.incidents import states as incidents
from yaoyaoling.intake import states as intake
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.oversight import states as oversight

Machine = tuple[type[StrEnum], type[StrEnum], dict[Any, Any], Callable[[Any, Any], Any], set[Any], Any]

MACHINES: dict[str, Machine] = {
    "incident": (
        incidents.IncidentState, incidents.IncidentSignal, incidents.TABLE, incidents.advance,
        set(), incidents.IncidentState.OPENED,
    ),
    "contact": (
        intake.ContactState, intake.ContactSignal, intake.CONTACT_TABLE, intake.advance_contact,
        {intake.ContactState.SETTLED}, intake.ContactState.WAITING,
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
    "feedback": (
        field.FeedbackState, field.FeedbackSignal, field.TABLE, field.advance,
        {field.FeedbackState.PASSED, field.FeedbackState.RETURNED}, field.FeedbackState.SUBMITTED,
    ),
    "panic": (
        field.PanicState, field.PanicSignal, field.PANIC_TABLE, field.advance_panic,
        {field.PanicState.ENDED}, field.PanicState.RAISED,
    ),
    "help": (
        field.HelpState, field.HelpSignal, field.HELP_TABLE, field.advance_help,
        {field.HelpState.ANSWERED, field.HelpState.WITHDRAWN}, field.HelpState.OPEN,
    ),
    "withdrawal": (
        citizen.WithdrawalState, citizen.WithdrawalSignal, citizen.TABLE, citizen.advance,
        set(citizen.WithdrawalState) - {citizen.WithdrawalState.OPEN}, citizen.WithdrawalState.OPEN,
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
