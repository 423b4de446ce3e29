"""Crews in the feeds."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from yaoyaoling.force.events import CrewRegistered, CrewSignedOff, CrewSignedOn, DutyChanged, PhoneErased
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role
from yaoyaoling.platform.turns import made_in_turns

CREW = Kind(
    "crew",
    frozenset({Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.OFFICER, Role.REVIEWER}),
)
_FIELDS = (
    "code", "call_sign", "grid_code", "org_code", "force_type", "shift", "officers", "auxiliaries", "skills",
    "duty", "readiness",
)  # fmt: skip


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"select id, version, duty_until, {', '.join(_FIELDS)} from force.crew where $1::uuid is null or id = $1", about
    )
    return await made_in_turns(rows, _whole)


def _whole(row: Row) -> Change:
    fields = {name: row[name] for name in _FIELDS} | {"duty_until": _time(row["duty_until"])}
    return Change("crew", str(row["id"]), row["version"], row["id"], fields)


def _time(at: datetime | None) -> str | None:
    return None if at is None else time_text(at)


def _changes(recorded: Recorded) -> Iterable[Change]:
    match recorded.event:
        case CrewRegistered() as event:
            fields = event.model_dump(mode="json", include=set(_FIELDS)) | {"readiness": "street", "duty_until": None}
            yield Change("crew", str(event.crew_id), recorded.stream_seq, event.crew_id, fields)
        case DutyChanged() as event:
            fields = {"duty": event.duty, "duty_until": _time(event.duty_until), "readiness": event.readiness}
            yield Change("crew", str(event.crew_id), recorded.stream_seq, event.crew_id, fields)
        case CrewSignedOn() as event:
            skills = {"skills": list(event.skills)}
            yield Change("crew", str(event.crew_id), recorded.stream_seq, event.crew_id, skills)
        case CrewSignedOff() | PhoneErased() as event:
            yield Change("crew", str(event.crew_id), recorded.stream_seq, event.crew_id, {})
        case _:
            pass


FEED = RoomFeed((CREW,), _snapshot, _changes)
