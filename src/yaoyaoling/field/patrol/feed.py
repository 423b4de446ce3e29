"""Patrols, their points and what was found on them in the feeds: those that run, and those of the last hours."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.field.patrol.events import (
    HazardErased,
    HazardMoved,
    HazardReported,
    PatrolAdvanced,
    PatrolGiven,
    PatrolPlanned,
    PatrolPointDone,
    PatrolPointLeft,
    PatrolPointReached,
)
from yaoyaoling.field.patrol.states import PATROL_FINAL, PatrolSignal, PatrolState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

SHOWN = timedelta(hours=12)
_ROLES = frozenset({Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.OFFICER})
PATROL, POINT, HAZARD = Kind("patrol", _ROLES), Kind("patrol_point", _ROLES), Kind("hazard", _ROLES)
_PATROL = ("title", "kind", "org_code", "grid_code", "is_extra", "length_m", "call_sign", "state", "end_reason")
_TIMES = ("starts_at", "due_at", "started_at", "interrupted_at", "ended_at")
_POINT = ("number", "title", "lon", "lat", "radius_m", "stay_s")
_VISIT = ("arrived_by", "distance_m", "accuracy_m", "left_early", "note", "reason")
_HAZARD = ("call_sign", "org_code", "kind", "text", "lon", "lat", "state", "answer")


def _time(at: datetime | None) -> str | None:
    return None if at is None else time_text(at)


def _id(one: UUID | None) -> str | None:
    return None if one is None else str(one)


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    patrols = await tx.fetch(
        f"select id, plan_id, crew_id, interruptions, version, {', '.join((*_PATROL, *_TIMES))} from field.patrol"
        " where (ended_at is null or ended_at > $2) and ($1::uuid is null or id = $1)",
        about,
        tx.now - SHOWN,
    )
    ids = [row["id"] for row in patrols]
    points = await tx.fetch("select * from field.patrol_point where patrol_id = any($1::uuid[])", ids)
    hazards = await tx.fetch("select * from field.hazard where patrol_id = any($1::uuid[])", ids)
    return [*map(_patrol, patrols), *map(_point, points), *map(_hazard, hazards)]


def _patrol(row: Any) -> Change:
    fields = {name: row[name] for name in (*_PATROL, "interruptions")} | {name: _time(row[name]) for name in _TIMES}
    fields |= {"plan_id": str(row["plan_id"]), "crew_id": _id(row["crew_id"])}
    return Change("patrol", str(row["id"]), row["version"], row["id"], fields)


def _point(row: Any) -> Change:
    fields: dict[str, Any] = {name: row[name] for name in (*_POINT, *_VISIT)}
    fields |= {"patrol_id": str(row["patrol_id"]), "checks": list(row["checks"]), "results": list(row["results"])}
    fields |= {"media": [str(one) for one in row["media"]]}
    fields |= {"arrived_at": _time(row["arrived_at"]), "done_at": _time(row["done_at"])}
    return Change("patrol_point", str(row["id"]), row["version"], row["patrol_id"], fields)


def _hazard(row: Any) -> Change:
    fields: dict[str, Any] = {name: row[name] for name in _HAZARD}
    fields |= {"patrol_id": str(row["patrol_id"]), "point_id": _id(row["point_id"]), "crew_id": str(row["crew_id"])}
    fields |= {"media": [str(one) for one in row["media"]], "reported_at": time_text(row["reported_at"])}
    fields |= {"reported_by_name": row["reported_by_name"], "handled_by_name": row["handled_by_name"]}
    return Change("hazard", str(row["id"]), row["version"], row["patrol_id"], fields)


def _changes(recorded: Recorded) -> Iterable[Change]:
    event, seq = recorded.event, recorded.stream_seq
    match event:
        case PatrolPlanned():
            yield from _planned(event)
        case PatrolGiven():
            fields = {"crew_id": _id(event.crew_id), "call_sign": event.call_sign}
            yield Change("patrol", str(event.patrol_id), seq, event.patrol_id, fields)
        case PatrolAdvanced():
            yield Change("patrol", str(event.patrol_id), seq, event.patrol_id, _advanced(event, recorded.at))
        case PatrolPointReached() | PatrolPointLeft() | PatrolPointDone():
            yield Change("patrol_point", str(event.point_id), seq, event.patrol_id, _visit(event))
        case HazardReported():
            fields = event.model_dump(mode="json", exclude={"hazard_id"})
            fields |= {"state": "open", "answer": None, "reported_at": time_text(recorded.at)}
            fields |= {"reported_by_name": recorded.actor_name, "handled_by_name": None}
            yield Change("hazard", str(event.hazard_id), seq, event.patrol_id, fields)
        case HazardErased():
            gone = dict.fromkeys(("text", "answer"))
            yield Change("hazard", str(event.hazard_id), seq, event.patrol_id, gone)
        case HazardMoved():
            handled_by = event.by_name if event.state == "handled" else None
            fields = {"state": event.state, "answer": event.answer, "handled_by_name": handled_by}
            yield Change("hazard", str(event.hazard_id), seq, event.patrol_id, fields)
        case _:
            pass


def _planned(event: PatrolPlanned) -> Iterable[Change]:
    fields = event.model_dump(mode="json", exclude={"patrol_id", "points", "starts_at", "due_at"})
    fields |= {"starts_at": time_text(event.starts_at), "due_at": time_text(event.due_at)}
    fields |= {"state": PatrolState.PLANNED.value, "interruptions": 0}
    fields |= dict.fromkeys(("crew_id", "call_sign", "end_reason", "started_at", "interrupted_at", "ended_at"))
    yield Change("patrol", str(event.patrol_id), 1, event.patrol_id, fields)
    for point in event.points:
        whole: dict[str, Any] = point.model_dump(mode="json", exclude={"id"})
        whole |= {"patrol_id": str(event.patrol_id), "left_early": 0, "results": [], "media": []}
        whole |= {"note": "", "reason": ""}
        whole |= dict.fromkeys(("arrived_at", "arrived_by", "distance_m", "accuracy_m", "done_at"))
        yield Change("patrol_point", str(point.id), 1, event.patrol_id, whole)


def _advanced(event: PatrolAdvanced, at: datetime) -> dict[str, Any]:
    fields: dict[str, Any] = {"state": event.state.value, "due_at": time_text(event.due_at)}
    if event.signal is PatrolSignal.START:
        fields["started_at"] = time_text(at)
    if event.signal is PatrolSignal.INTERRUPT:
        fields |= {"interrupted_at": time_text(at), "interruptions": event.interruptions}
    if event.signal is PatrolSignal.RESUME:
        fields["interrupted_at"] = None
    if event.state in PATROL_FINAL:
        fields |= {"ended_at": time_text(at), "end_reason": event.reason, "interrupted_at": None}
    return fields


def _visit(event: PatrolPointReached | PatrolPointLeft | PatrolPointDone) -> dict[str, Any]:
    if isinstance(event, PatrolPointReached):
        fields = event.model_dump(mode="json", include={"arrived_by", "distance_m", "accuracy_m"})
        return fields | {"arrived_at": time_text(event.arrived_at)}
    if isinstance(event, PatrolPointLeft):
        gone = dict.fromkeys(("arrived_at", "arrived_by", "distance_m", "accuracy_m"))
        return {**gone, "left_early": event.left_early}
    fields = event.model_dump(mode="json", include={"results", "note", "reason", "media"})
    return fields | {"done_at": time_text(event.done_at)}


FEED = RoomFeed((PATROL, POINT, HAZARD), _snapshot, _changes)
