"""Work orders in the feeds: the open ones and those that ended within the last hours."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.liaison import store
from yaoyaoling.liaison.events import (
    WorkOrderAdvanced,
    WorkOrderErased,
    WorkOrderNoted,
    WorkOrderSent,
    WorkOrderUrged,
)
from yaoyaoling.liaison.states import OPEN
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

SHOWN = timedelta(hours=36)
WORK_ORDER = Kind(
    "work_order",
    frozenset(
        {
            Role.PARTNER,
            Role.CALL_TAKER,
            Role.COMMANDER,
            Role.COUNTY_DESK,
            Role.STATION_DESK,
            Role.REVIEWER,
            Role.INSPECTOR,
        }
    ),
    masks={"caller_number": "phone"},
    unmasked=frozenset({Role.CALL_TAKER}),
)
PERSONAL = ("asked", "place_text", "lon", "lat", "caller_number", "said")
_PLAIN = (
    "number", "desk_code", "service", "urgency", "asked", "place_text", "lon", "lat", "caller_number", "owner_code",
    "owner_name", "first_code", "first_name", "returns", "rounds", "urged", "said",
)  # fmt: skip
_TIMES = ("sent_at", "accept_by", "done_by", "ended_at")


def _time(at: datetime | None) -> str | None:
    return None if at is None else time_text(at)


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def order_fields(order: store.WorkOrder) -> dict[str, Any]:
    """A work order as feeds show it, before it is masked for a role."""
    fields: dict[str, Any] = {name: getattr(order, name) for name in _PLAIN}
    fields |= {name: _time(getattr(order, name)) for name in _TIMES}
    return fields | {
        "incident_id": _id(order.incident_id),
        "contact_id": _id(order.contact_id),
        "state": order.state.value,
    }


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"{store.SELECT_ORDER} where (ended_at is null or ended_at > $2) and ($1::uuid is null or id = $1)",
        about,
        tx.now - SHOWN,
    )
    orders = [store.order_of(row) for row in rows]
    return [Change("work_order", str(one.id), one.version, one.id, order_fields(one)) for one in orders]


def _sent(event: WorkOrderSent, at: datetime) -> dict[str, Any]:
    names = {*_PLAIN} - {"returns", "rounds", "urged", "said"}
    fields = event.model_dump(mode="json", include=names | {"incident_id", "contact_id", "state"})
    fields |= {"returns": 0, "rounds": 0, "urged": 0, "said": None, "ended_at": None, "sent_at": time_text(at)}
    return fields | {"accept_by": _time(event.accept_by), "done_by": _time(event.done_by)}


def _advanced(event: WorkOrderAdvanced, at: datetime) -> dict[str, Any]:
    names = {"state", "desk_code", "service", "owner_code", "owner_name", "returns", "rounds"}
    fields = event.model_dump(mode="json", include=names)
    fields |= {"accept_by": _time(event.accept_by), "done_by": _time(event.done_by), "urged": 0}
    fields["ended_at"] = None if event.state in OPEN else time_text(at)
    if event.signal.value == "resend":
        fields["sent_at"] = time_text(at)
    if event.text is not None:
        fields["said"] = event.text
    return fields


def _changes(recorded: Recorded) -> Iterable[Change]:
    match recorded.event:
        case WorkOrderSent() as event:
            fields = _sent(event, recorded.at)
        case WorkOrderAdvanced() as event:
            fields = _advanced(event, recorded.at)
        case WorkOrderUrged() as event:
            fields = {"urged": event.urged}
        case WorkOrderNoted() as event:
            fields = {"said": event.text}
        case WorkOrderErased() as event:
            fields = dict.fromkeys(PERSONAL)
        case _:
            return
    yield Change("work_order", str(event.work_order_id), recorded.stream_seq, event.work_order_id, fields)


def _returning(recorded: Recorded) -> UUID | None:
    event = recorded.event
    is_back = isinstance(event, WorkOrderAdvanced) and event.signal.value == "reopen"
    return event.work_order_id if isinstance(event, WorkOrderAdvanced) and is_back else None


FEED = RoomFeed((WORK_ORDER,), _snapshot, _changes, returning=_returning)
