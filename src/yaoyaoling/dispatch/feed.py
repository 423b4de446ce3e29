"""Orders and call-outs in the feeds: those of the incidents that are shown."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.events import (
    CalloutAdvanced,
    CalloutStarted,
    CrewOrdered,
    ForceTableChanged,
    OrderAdvanced,
    ZoneAgreed,
    ZoneEnded,
)
from yaoyaoling.dispatch.queries import list_zones
from yaoyaoling.dispatch.states import LIVE, OrderState
from yaoyaoling.incidents.public import list_shown
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

_DESKS = frozenset(
    {Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.REVIEWER, Role.INSPECTOR}
)
ORDER = Kind("order", _DESKS | {Role.OFFICER})
CALLOUT = Kind("callout", _DESKS)
ZONE = Kind("zone", _DESKS)
_ORDER_FIELDS = (
    "incident_id", "crew_id", "call_sign", "state", "rank", "eta_s", "distance_m", "is_estimated", "reason", "due_at",
    "ordered_at", "accepted_at", "departed_at", "arrived_at", "arrived_by", "fed_back_at", "ended_at", "end_reason",
    "role",
)  # fmt: skip
_STAMPS = {
    OrderState.ACCEPTED: "accepted_at",
    OrderState.DEPARTED: "departed_at",
    OrderState.ARRIVED: "arrived_at",
    OrderState.FED_BACK: "fed_back_at",
}


def _text(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return time_text(value) if hasattr(value, "tzinfo") else value


def order_fields(order: store.Order) -> dict[str, Any]:
    """An order as feeds and pages show it."""
    return {name: _text(getattr(order, name)) for name in _ORDER_FIELDS}


def callout_fields(callout: store.Callout) -> dict[str, Any]:
    """A call-out as feeds and pages show it; the ranking is read apart."""
    names = ("incident_id", "state", "level", "wave", "desk_code", "desk_taken_by", "due_at")
    return {name: _text(getattr(callout, name)) for name in names}


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    changes: list[Change] = []
    # A crew may read its own past orders, but a feed shows those of incidents in sight.
    shown = await list_shown(tx, about)
    for row in await tx.fetch(f"{store.SELECT_ORDER} where incident_id = any($1::uuid[])", shown):
        order = store.order_of(row)
        changes.append(Change("order", str(order.id), order.version, order.incident_id, order_fields(order)))
    for row in await tx.fetch(f"{store.SELECT_CALLOUT} where incident_id = any($1::uuid[])", shown):
        callout = store.callout_of(row)
        changes.append(
            Change("callout", str(callout.id), callout.version, callout.incident_id, callout_fields(callout))
        )
    for row in await list_zones(tx, about):
        said = {"name_zh": row["name_zh"], "counties": list(row["counties"]), "agreed_at": time_text(row["agreed_at"])}
        said |= {name: _text(row[name]) for name in ("agreed_by_name", "reason", "until")}
        changes.append(Change("zone", str(row["id"]), row["version"], row["id"], said))
    return changes


def _changes(recorded: Recorded) -> Iterable[Change]:
    at = time_text(recorded.at)
    seq = recorded.stream_seq
    match recorded.event:
        case CalloutStarted() as event:
            fields = {
                "incident_id": str(event.incident_id), "state": event.state.value, "level": event.level, "wave": 0,
                "desk_code": None, "desk_taken_by": None, "due_at": None,
            }  # fmt: skip
            yield Change("callout", str(event.callout_id), seq, event.incident_id, fields)
        case CalloutAdvanced() as event:
            fields = {
                "state": event.state.value, "wave": event.wave, "desk_code": event.desk_code,
                "desk_taken_by": event.desk_taken_by, "due_at": _text(event.due_at),
            }  # fmt: skip
            yield Change("callout", str(event.callout_id), seq, event.incident_id, fields)
        case CrewOrdered() as event:
            names = event.model_fields_set & set(_ORDER_FIELDS)
            ordered = {name: _text(getattr(event, name)) for name in names}
            whole = {**dict.fromkeys(_ORDER_FIELDS), "ordered_at": at, **ordered, "role": event.role}
            yield Change("order", str(event.order_id), seq, event.incident_id, whole)
        case ZoneAgreed() as event:
            said = {"name_zh": event.name_zh, "counties": list(event.counties), "agreed_at": at}
            said |= {name: _text(getattr(event, name)) for name in ("agreed_by_name", "reason", "until")}
            yield Change("zone", str(event.zone_id), seq, event.zone_id, said)
        case ZoneEnded() as event:
            yield Change("zone", str(event.zone_id), seq, event.zone_id, None)
        case OrderAdvanced() as event:
            yield Change("order", str(event.order_id), seq, event.incident_id, _advanced(event, at))
        case _:
            pass


def _advanced(event: OrderAdvanced, at: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"state": event.state.value}
    if event.state in _STAMPS:
        fields[_STAMPS[event.state]] = at
    if event.arrived_by is not None:
        fields["arrived_by"] = event.arrived_by
    if event.state not in LIVE:
        fields |= {"ended_at": at, "end_reason": event.reason}
    return fields


FEED = RoomFeed((ORDER, CALLOUT, ZONE), _snapshot, _changes, reference=(ForceTableChanged,))
