"""隐患: a crew on patrol reports what it found, and a desk says what was done about it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.evidence.public import claim_uploads
from yaoyaoling.field.patrol import store
from yaoyaoling.field.patrol.events import HazardMoved, HazardReported
from yaoyaoling.field.patrol.requests import HandleHazard, ReportHazard
from yaoyaoling.field.settings import FieldSettings
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.db.tx import Tx

HAZARD_TIMER = "field.hazard_due"
SETTINGS = FieldSettings()


class HazardHandled(Refused):
    """Somebody was faster."""

    code = "hazard_handled"
    status = 409
    zh = "该隐患已由{by}处理。"
    en = "{by} has dealt with this hazard."


class HazardReply(Value):
    """A hazard by id."""

    hazard_id: UUID


async def report_hazard(tx: Tx, command: ReportHazard) -> HazardReply:
    """Write it down for the desks over the patrol. Raises: NotFound (another crew's too), UploadGone."""
    patrol = await store.get_patrol(tx, command.patrol_id)
    if patrol.crew_id is None or patrol.crew_id != tx.principal.crew_id:
        raise NotFound
    points = {one.number: one for one in await store.list_points(tx, patrol.id)}
    point = None if command.number is None else points.get(command.number)
    hazard_id = new_id()
    lon = command.point.lon if command.point else point.lon if point else None
    lat = command.point.lat if command.point else point.lat if point else None
    await claim_uploads(tx, command.uploads, purpose="patrol", about_id=patrol.id)
    event = HazardReported(
        hazard_id=hazard_id, patrol_id=patrol.id, point_id=None if point is None else point.id,
        crew_id=patrol.crew_id, call_sign=patrol.call_sign or "", org_code=patrol.org_code, kind=command.kind,
        text=command.text, lon=lon, lat=lat, media=tuple(upload.media_id for upload in command.uploads),
    )  # fmt: skip
    await tx.execute(
        "insert into field.hazard (id, patrol_id, point_id, crew_id, call_sign, org_code, kind, text, lon, lat, media,"
        " state, reported_at, reported_by_name, version)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', $12, $13, 1)",
        hazard_id, patrol.id, event.point_id, event.crew_id, event.call_sign, event.org_code, event.kind, event.text,
        lon, lat, event.media, tx.now, tx.principal.name,
    )  # fmt: skip
    tx.record(event, stream=f"hazard:{hazard_id}", seq=1, about=patrol.id, subject=hazard_id)
    due = tx.now + timedelta(seconds=SETTINGS.hazard_within_s)
    await tx.set_timer(HAZARD_TIMER, str(hazard_id), due, {"hazard_id": hazard_id}, about=patrol.id)
    return HazardReply(hazard_id=hazard_id)


async def handle_hazard(tx: Tx, command: HandleHazard) -> HazardReply:
    """A desk says what was done. Raises: NotFound, HazardHandled."""
    row = await _get(tx, command.hazard_id)
    if row["state"] == "handled":
        raise HazardHandled(by=row["handled_by_name"])
    await tx.execute(
        "update field.hazard set state = 'handled', handled_at = $2, handled_by_name = $3, answer = $4, version = $5"
        " where id = $1",
        row["id"], tx.now, tx.principal.name, command.answer, row["version"] + 1,
    )  # fmt: skip
    await tx.cancel_timer(HAZARD_TIMER, str(row["id"]))
    event = HazardMoved(
        hazard_id=row["id"], patrol_id=row["patrol_id"], state="handled", by_name=tx.principal.name,
        answer=command.answer,
    )  # fmt: skip
    tx.record(event, stream=f"hazard:{row['id']}", seq=row["version"] + 1, about=row["patrol_id"], subject=row["id"])
    return HazardReply(hazard_id=row["id"])


async def on_hazard_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Nobody has dealt with it in time: the desks are told so."""
    row = await _get(tx, UUID(payload["hazard_id"]))
    if row["state"] != "open":
        return
    await tx.execute(
        "update field.hazard set state = 'overdue', version = $2 where id = $1", row["id"], row["version"] + 1
    )
    event = HazardMoved(
        hazard_id=row["id"], patrol_id=row["patrol_id"], state="overdue", by_name=tx.principal.name
    )  # fmt: skip
    tx.record(event, stream=f"hazard:{row['id']}", seq=row["version"] + 1, about=row["patrol_id"])


async def _get(tx: Tx, hazard_id: UUID) -> Any:
    row = await tx.fetchrow(
        "select id, patrol_id, state, handled_by_name, version from field.hazard where id = $1 for update", hazard_id
    )
    if row is None:
        raise NotFound
    return row
