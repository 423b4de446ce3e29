"""Incidents in the feeds: the open ones, and those that ended within the last hours."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.incidents import store
from yaoyaoling.incidents.events import (
    ClassTableChanged,
    DuplicateJoined,
    DuplicateParted,
    IncidentAdvanced,
    IncidentAmended,
    IncidentErased,
    IncidentOpened,
    ObligationAdded,
    ObligationSettled,
)
from yaoyaoling.incidents.purge import PERSONAL
from yaoyaoling.incidents.states import BACK_TO_WORK, FINAL, IncidentSignal, IncidentState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

SHOWN_AFTER_END = timedelta(hours=12)

_EVERYBODY = frozenset(
    {
        Role.CALL_TAKER,
        Role.COMMANDER,
        Role.COUNTY_DESK,
        Role.STATION_DESK,
        Role.OFFICER,
        Role.REVIEWER,
        Role.INSPECTOR,
    }
)
INCIDENT = Kind(
    "incident",
    _EVERYBODY,
    masks={"reporter_phone": "phone", "reporter_name": "name"},
    # Whoever must ring the reporter back sees the number; the others reveal it, with a purpose.
    unmasked=frozenset({Role.CALL_TAKER, Role.OFFICER}),
)
OBLIGATION = Kind("obligation", _EVERYBODY - {Role.OFFICER})
_FIELDS = (
    "number", "state", "class_code", "level", "narrative", "reporter_name", "reporter_phone", "place_text", "lon",
    "lat", "county_code", "station_code", "grid_code", "is_inspection_only", "is_unsafe_to_contact", "channel",
    "contact_id", "outcome", "class_version",
)  # fmt: skip


def fields_of(incident: store.Incident) -> dict[str, Any]:
    """An incident as feeds and pages show it."""
    fields: dict[str, Any] = {name: getattr(incident, name) for name in _FIELDS}
    fields["contact_id"] = str(incident.contact_id)
    fields["opened_at"] = time_text(incident.opened_at)
    fields["handled_at"] = None if incident.handled_at is None else time_text(incident.handled_at)
    fields["closed_at"] = None if incident.closed_at is None else time_text(incident.closed_at)
    fields["reopened_at"] = None if incident.reopened_at is None else time_text(incident.reopened_at)
    fields["merged_into"] = None if incident.merged_into is None else str(incident.merged_into)
    fields["merged_into_number"] = incident.merged_into_number
    return fields


_SHOWN = "(i.closed_at is null or i.closed_at > $2) and ($1::uuid is null or i.id = $1)"


async def list_shown(tx: Tx, about: UUID | None) -> list[UUID]:
    """The incidents a snapshot holds: rooms above show what belongs to these, so that nothing comes without them."""
    sql = f"select i.id from incidents.incident i where {_SHOWN}"
    return [row["id"] for row in await tx.fetch(sql, about, tx.now - SHOWN_AFTER_END)]


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    shown, since = _SHOWN, tx.now - SHOWN_AFTER_END
    rows = await tx.fetch(f"{store.SELECT} i where {shown}", about, since)
    changes = []
    for row in rows:
        incident = store.incident_of(row)
        changes.append(Change("incident", str(incident.id), incident.version, incident.id, fields_of(incident)))
    owed = await tx.fetch(
        "select o.id, o.incident_id, o.kind, o.reference from incidents.obligation o"
        f" join incidents.incident i on i.id = o.incident_id where o.settled_at is null and {shown}",
        about,
        since,
    )
    for row in owed:
        fields = {"incident_id": str(row["incident_id"]), "kind": row["kind"], "reference": row["reference"]}
        changes.append(Change("obligation", str(row["id"]), 1, row["incident_id"], fields))
    return changes


def _changes(recorded: Recorded) -> Iterable[Change]:
    at = time_text(recorded.at)
    match recorded.event:
        case IncidentOpened() as event:
            fields = event.model_dump(mode="json", include=set(_FIELDS))
            fields |= {"opened_at": at, "handled_at": None, "closed_at": None, "outcome": None}
            fields |= {"reopened_at": None, "merged_into": None, "merged_into_number": None}
            yield Change("incident", str(event.incident_id), recorded.stream_seq, event.incident_id, fields)
        case IncidentAdvanced() as event:
            fields = _advanced(event, at)
            yield Change("incident", str(event.incident_id), recorded.stream_seq, event.incident_id, fields)
        case IncidentAmended() as event:
            fields = event.model_dump(mode="json", exclude={"incident_id", "reason"})
            yield Change("incident", str(event.incident_id), recorded.stream_seq, event.incident_id, fields)
        case DuplicateJoined() as event:
            unsafe = {"is_unsafe_to_contact": event.is_unsafe_to_contact}
            yield Change("incident", str(event.incident_id), recorded.stream_seq, event.incident_id, unsafe)
        case DuplicateParted() as event:
            yield Change("incident", str(event.incident_id), recorded.stream_seq, event.incident_id, {})
        case IncidentErased() as event:
            blank = {**dict.fromkeys(PERSONAL), "place_text": ""}
            yield Change("incident", str(event.incident_id), recorded.stream_seq, event.incident_id, blank)
        case ObligationAdded() as event:
            fields = event.model_dump(mode="json", include={"incident_id", "kind", "reference"})
            yield Change("obligation", str(event.obligation_id), 1, event.incident_id, fields)
        case ObligationSettled() as event:
            yield Change("obligation", str(event.obligation_id), 2, event.incident_id, None)
        case _:
            pass


def _advanced(event: IncidentAdvanced, at: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"state": event.state.value, "closed_at": None}
    if event.state is IncidentState.HANDLED:
        fields["handled_at"] = at
        if event.outcome is not None:
            fields["outcome"] = event.outcome
    if event.state in FINAL:
        fields["closed_at"] = at
    if event.signal is IncidentSignal.MERGED:
        fields |= {"merged_into": str(event.primary_id), "merged_into_number": event.primary_number}
    if event.signal is IncidentSignal.UNMERGED:
        fields |= {"merged_into": None, "merged_into_number": None}
    if event.signal in BACK_TO_WORK:
        fields["reopened_at"] = at
    return fields


def _returning(recorded: Recorded) -> UUID | None:
    match recorded.event:
        case IncidentAdvanced(signal=signal, incident_id=incident) if signal in BACK_TO_WORK:
            return incident
        case _:
            return None


FEED = RoomFeed((INCIDENT, OBLIGATION), _snapshot, _changes, reference=(ClassTableChanged,), returning=_returning)
