"""Watches in the feeds: who is aboard now, hand-overs that wait for their signature, special duties to come and on."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from yaoyaoling.force.events import (
    CrewSignedOff,
    CrewSignedOn,
    DutyAlarmRaised,
    DutyAlarmSettled,
    HandoverGiven,
    HandoverTaken,
    PhoneErased,
    SpecialDutyPlanned,
    SpecialDutySwitched,
)
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

_DESKS = frozenset({Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK})
REGISTRATION = Kind(
    "registration",
    _DESKS | {Role.CALL_TAKER, Role.OFFICER},
    masks={"phone": "phone"},
    unmasked=frozenset({Role.COMMANDER, Role.STATION_DESK}),
)
HANDOVER = Kind("handover", _DESKS | {Role.OFFICER})
SPECIAL_DUTY = Kind("special_duty", _DESKS | {Role.CALL_TAKER, Role.OFFICER, Role.REVIEWER})
DUTY_ALARM = Kind("duty_alarm", _DESKS)
_REGISTERED = ("aboard", "vehicle", "kit", "skills", "phone", "signed_on_by_name")
_LEFT = ("grid_code", "notes", "open_matters", "vehicle", "kit", "given_by_name")
_PLANNED = ("kind", "org_code", "sites", "posts", "place_codes", "patrol_factor", "state")
_MISSED = ("kind", "org_code", "label", "place_code")
_GONE = ("over", "cancelled")


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    return [
        *await _registrations(tx, about),
        *await _handovers(tx, about),
        *await _special_duties(tx, about),
        *await _duty_alarms(tx, about),
    ]


async def _registrations(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        "select * from force.registration where signed_off_at is null and ($1::uuid is null or crew_id = $1)", about
    )
    found = []
    for row in rows:
        fields = {name: row[name] for name in _REGISTERED} | {"signed_on_at": time_text(row["signed_on_at"])}
        found.append(Change("registration", str(row["crew_id"]), row["version"], row["crew_id"], fields))
    return found


async def _handovers(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        "select * from force.handover where taken_at is null and ($1::uuid is null or id = $1)", about
    )
    found = []
    for row in rows:
        fields = {name: row[name] for name in _LEFT} | {"given_at": time_text(row["given_at"])}
        fields |= {"from_crew": str(row["from_crew"]), "to_crew": str(row["to_crew"])}
        found.append(Change("handover", str(row["id"]), row["version"], row["id"], fields))
    return found


async def _special_duties(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        "select d.*, array(select (h.starts_at, h.ends_at) from force.special_hours h"
        " where h.special_duty_id = d.id order by h.starts_at) as hours"
        " from force.special_duty d where d.state not in ('over', 'cancelled') and ($1::uuid is null or d.id = $1)",
        about,
    )
    found = []
    for row in rows:
        fields = {name: row[name] for name in _PLANNED} | {"title": row["name"]}
        fields["hours"] = [{"starts_at": time_text(start), "ends_at": time_text(end)} for start, end in row["hours"]]
        found.append(Change("special_duty", str(row["id"]), row["version"], row["id"], fields))
    return found


async def _duty_alarms(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        "select * from force.duty_alarm where settled_at is null and ($1::uuid is null or about = $1)", about
    )
    found = []
    for row in rows:
        fields: dict[str, Any] = {name: row[name] for name in _MISSED}
        fields |= {name: time_text(row[name]) for name in ("since", "until", "raised_at")}
        fields["subject_id"] = str(row["about"])
        found.append(Change("duty_alarm", str(row["id"]), row["version"], row["about"], fields))
    return found


def _changes(recorded: Recorded) -> Iterable[Change]:
    seq, fields = recorded.stream_seq, {"at": time_text(recorded.at), "by": recorded.actor_name}
    match recorded.event:
        case CrewSignedOn() as event:
            whole = event.model_dump(mode="json", exclude={"crew_id"})
            whole |= {"signed_on_at": fields["at"], "signed_on_by_name": fields["by"]}
            yield Change("registration", str(event.crew_id), seq, event.crew_id, whole)
        case PhoneErased() as event:
            yield Change("registration", str(event.crew_id), seq, event.crew_id, {"phone": None})
        case CrewSignedOff() as event:
            yield Change("registration", str(event.crew_id), seq, event.crew_id, None)
        case HandoverGiven() as event:
            whole = event.model_dump(mode="json", exclude={"handover_id"})
            whole |= {"given_at": fields["at"], "given_by_name": fields["by"]}
            yield Change("handover", str(event.handover_id), seq, event.handover_id, whole)
        case HandoverTaken() as event:
            yield Change("handover", str(event.handover_id), seq, event.handover_id, None)
        case SpecialDutyPlanned() as event:
            yield Change("special_duty", str(event.special_duty_id), seq, event.special_duty_id, _planned(event))
        case SpecialDutySwitched() as event:
            now: dict[str, Any] | None = None if event.state in _GONE else {"state": event.state}
            yield Change("special_duty", str(event.special_duty_id), seq, event.special_duty_id, now)
        case DutyAlarmRaised() as event:
            whole = event.model_dump(mode="json", include=set(_MISSED)) | {"raised_at": fields["at"]}
            whole |= {"since": time_text(event.since), "until": time_text(event.until)}
            whole["subject_id"] = str(event.about)
            yield Change("duty_alarm", str(event.alarm_id), seq, event.about, whole)
        case DutyAlarmSettled() as event:
            assert recorded.about is not None
            yield Change("duty_alarm", str(event.alarm_id), seq, recorded.about, None)
        case _:
            pass


def _planned(event: SpecialDutyPlanned) -> dict[str, Any]:
    fields = event.model_dump(mode="json", exclude={"special_duty_id", "hours"})
    hours = [{"starts_at": time_text(one.starts_at), "ends_at": time_text(one.ends_at)} for one in event.hours]
    return fields | {"hours": hours, "state": "planned"}


FEED = RoomFeed((REGISTRATION, HANDOVER, SPECIAL_DUTY, DUTY_ALARM), _snapshot, _changes)
