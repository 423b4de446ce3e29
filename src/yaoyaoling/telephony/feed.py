"""Calls in the feeds: those over our line that go on, and those that ended within the last two hours."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role
from yaoyaoling.telephony import store
from yaoyaoling.telephony.events import (
    CallAdvanced,
    CallEndAsked,
    CallErased,
    CallLeftAlone,
    CallOpened,
    CallTied,
    DigitsAsked,
    KeyAsked,
    KeyPressed,
    LegAdvanced,
    LegAsked,
    LegEndAsked,
    LegModeSet,
    LegView,
    NumberTagged,
    NumberUntagged,
)
from yaoyaoling.telephony.states import CALL_LIVE, CallState

SHOWN_AFTER_END = timedelta(hours=2)
CALL = Kind(
    "call",
    frozenset({Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.OFFICER, Role.INSPECTOR}),
    masks={"caller_number": "phone"},
    unmasked=frozenset({Role.CALL_TAKER}),
)


def plain_legs(legs: Sequence[LegView]) -> list[dict[str, Any]]:
    """Legs as JSON. person_name: of a person's leg, what it is called on screens."""
    found = []
    for leg in legs:
        fields = leg.model_dump(mode="json")
        fields["since"] = time_text(leg.since)
        fields["person_name"] = leg.display if leg.person_id is not None else None
        found.append(fields)
    return found


def call_fields(call: store.Call, legs: Sequence[store.Leg]) -> dict[str, Any]:
    """A call as feeds and pages show it."""
    return {
        "contact_id": str(call.id),
        "state": call.state.value,
        "dialled": call.dialled,
        "caller_number": call.caller_number,
        "rang_at": time_text(call.rang_at),
        "answered_at": _time(call.answered_at),
        "ended_at": _time(call.ended_at),
        "end_reason": call.end_reason,
        "is_ending": call.end_asked_at is not None,
        "has_media": call.has_media,
        "call_back": call.state is CallState.ABANDONED,
        "redial_of": None if call.redial_of is None else str(call.redial_of),
        "incident_id": None if call.incident_id is None else str(call.incident_id),
        "asked_key_at": _time(call.asked_key_at),
        "key_pressed": call.key_pressed,
        "tags": list(call.tags),
        "legs": plain_legs([leg.view() for leg in legs]),
    }


def _time(at: Any) -> str | None:
    return None if at is None else time_text(at)


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"{store.SELECT_CALL} where has_media and (ended_at is null or ended_at > $2)"
        " and ($1::uuid is null or id = $1)",
        about,
        tx.now - SHOWN_AFTER_END,
    )
    calls = [store.call_of(row) for row in rows]
    legs: dict[UUID, list[store.Leg]] = {call.id: [] for call in calls}
    for leg in await store.list_legs(tx, list(legs)):
        legs[leg.call_id].append(leg)
    return [Change("call", str(call.id), call.version, call.id, call_fields(call, legs[call.id])) for call in calls]


def _changes(recorded: Recorded) -> Iterable[Change]:
    event = recorded.event
    fields: dict[str, Any] | None = None
    match event:
        case CallOpened():
            fields = _opened(event)
        case CallAdvanced():
            fields = _advanced(event, time_text(recorded.at))
        case LegAsked() | LegAdvanced() | LegModeSet() | LegEndAsked():
            fields = {"legs": plain_legs(event.legs)}
        case CallEndAsked():
            fields = {"is_ending": True}
        case CallTied():
            fields = {"incident_id": None if event.incident_id is None else str(event.incident_id)}
        case KeyAsked():
            fields = {"asked_key_at": time_text(recorded.at)}
        case KeyPressed():
            fields = {"key_pressed": event.key}
        case NumberTagged() | NumberUntagged():
            fields = {"tags": list(event.tags)} if event.has_media else None
        case CallErased():
            fields = {"caller_number": None} if event.has_media else None
        case DigitsAsked() | CallLeftAlone():
            fields = {}
        case _:
            return
    if fields is not None:
        yield Change("call", str(event.call_id), recorded.stream_seq, event.call_id, fields)


def _opened(event: CallOpened) -> dict[str, Any]:
    return {
        "contact_id": str(event.call_id),
        "state": event.state.value,
        "dialled": event.dialled,
        "caller_number": event.caller_number,
        "rang_at": time_text(event.rang_at),
        "answered_at": None,
        "ended_at": None,
        "end_reason": None,
        "is_ending": False,
        "has_media": True,
        "call_back": False,
        "redial_of": None if event.redial_of is None else str(event.redial_of),
        "incident_id": None,
        "asked_key_at": None,
        "key_pressed": None,
        "tags": list(event.tags),
        "legs": plain_legs(event.legs),
    }


def _advanced(event: CallAdvanced, at: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"state": event.state.value, "call_back": event.state is CallState.ABANDONED}
    if event.state in CALL_LIVE:
        return fields | {"answered_at": at, "ended_at": None, "end_reason": None, "is_ending": False}
    return fields | {"ended_at": at, "end_reason": event.reason}


FEED = RoomFeed((CALL,), _snapshot, _changes)
