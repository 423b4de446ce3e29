"""Routes: classes, incidents, their timeline, corrections."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.incidents import store
from yaoyaoling.incidents.classes import IncidentClass, list_classes
from yaoyaoling.incidents.commands import (
    AdvanceIncident,
    AmendIncident,
    MergeIncident,
    OpenFile,
    PrintFile,
    RevealPersonalData,
    UnmergeIncident,
)
from yaoyaoling.incidents.feed import INCIDENT, fields_of
from yaoyaoling.incidents.handlers.advance import advance_incident
from yaoyaoling.incidents.handlers.amend import amend_incident
from yaoyaoling.incidents.handlers.merge import merge_incident, unmerge_incident
from yaoyaoling.incidents.handlers.reveal import PersonalData, reveal_personal_data
from yaoyaoling.incidents.handlers.use_file import open_file, print_file
from yaoyaoling.incidents.owner import owner_of
from yaoyaoling.incidents.states import IncidentSignal, IncidentState
from yaoyaoling.incidents.timeline import TimelineEntry, list_timeline
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.platform.feeds.contract import shape
from yaoyaoling.platform.http.deps import DeskDep, HallDep, PrincipalDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["incidents"])
Editor = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK)]
Viewer = PrincipalDep


class IncidentView(Value):
    """An incident as this viewer may see it; `v`: its version."""

    id: UUID
    v: int
    data: dict[str, Any]


class PlaceBody(StatedPosition):
    """A place with its datum, never guessed."""

    text: str = Field(min_length=1, max_length=300)


class AmendBody(Value):
    """What to put right; fields left out stay."""

    class_code: str | None = Field(default=None, pattern=r"^\d{2,6}$")
    level: int | None = Field(default=None, ge=1, le=4)
    narrative: str | None = Field(default=None, max_length=8000)
    place: PlaceBody | None = None
    is_unsafe_to_contact: bool | None = None
    reason: str = Field(min_length=1, max_length=300)
    expected_version: int | None = None


class ReasonBody(Value):
    """Why."""

    reason: str = Field(min_length=2, max_length=300)


class MergeBody(Value):
    """The incident that is worked on, and whether the duplicate's crews go on for it or are released."""

    primary_id: UUID
    carries_crews: bool = False
    reason: str = Field(min_length=2, max_length=300)


class HandleBody(Value):
    """What was done."""

    outcome: str = Field(min_length=2, max_length=2000)


class PurposeBody(Value):
    """For what the data is looked at."""

    purpose: str = Field(min_length=4, max_length=200)


class StateReply(Value):
    """The incident's state after a command."""

    incident_id: UUID
    state: IncidentState


def _view(incident: store.Incident, principal: Principal) -> IncidentView:
    data = shape(INCIDENT, fields_of(incident), principal.roles)
    return IncidentView(id=incident.id, v=incident.version, data=data)


@router.get("/api/incidents/classes")
async def get_classes(hall: HallDep, principal: Viewer) -> list[IncidentClass]:
    """All classes in use."""
    async with hall.db.snapshot(principal) as tx:
        return await list_classes(tx)


@router.get("/api/incidents")
async def get_incidents(
    hall: HallDep,
    principal: Viewer,
    state: Literal["open", "ended", "all"] = "open",
    before: datetime | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[IncidentView]:
    """Incidents the viewer may see, newest first; `before`: opened before that moment."""
    condition = {"open": "closed_at is null", "ended": "closed_at is not null", "all": "true"}[state]
    sql = f"{store.SELECT} where {condition} and ($1::timestamptz is null or opened_at < $1)"
    async with hall.db.snapshot(principal) as tx:
        rows = await tx.fetch(f"{sql} order by opened_at desc limit $2", before, limit)
    return [_view(store.incident_of(row), principal) for row in rows]


@router.get("/api/incidents/{incident_id}")
async def get_incident(incident_id: UUID, hall: HallDep, principal: Viewer) -> IncidentView:
    """One incident."""
    async with hall.db.snapshot(principal) as tx:
        return _view(await store.get_incident(tx, incident_id), principal)


@router.get("/api/incidents/{incident_id}/timeline")
async def get_timeline(incident_id: UUID, desk: DeskDep, principal: Viewer) -> list[TimelineEntry]:
    """Every fact of the incident, oldest first. Who opened the file is one of them, once in a quarter of an hour."""
    await desk.run(principal, open_file, OpenFile(incident_id=incident_id))
    async with desk.hall.db.snapshot(principal) as tx:
        return await list_timeline(tx, desk.hall.decoder, incident_id)


@router.post("/api/incidents/{incident_id}/print", status_code=204)
async def post_print(incident_id: UUID, desk: DeskDep, principal: Viewer) -> None:
    """Write down that the file is printed from the screen, before it is."""
    await desk.run(principal, print_file, PrintFile(incident_id=incident_id))


@router.post("/api/incidents/{incident_id}/amend")
async def post_amend(incident_id: UUID, body: AmendBody, desk: DeskDep, principal: Editor) -> StateReply:
    """Correct class, level, place or words."""
    point = owner = None
    async with desk.hall.db.snapshot(principal) as tx:
        hall_code = await get_hall_code(tx)
        if body.place is not None:
            point = body.place.point()
            owner = await owner_of(tx, point)
    command = AmendIncident(
        incident_id=incident_id,
        **body.model_dump(exclude={"place"}),
        place_text=body.place.text if body.place else None,
        point=point,
        owner=owner,
        hall_code=hall_code,
    )
    await desk.run(principal, amend_incident, command)
    async with desk.hall.db.snapshot(principal) as tx:
        incident = await store.get_incident(tx, incident_id)
    return StateReply(incident_id=incident_id, state=incident.state)


@router.post("/api/incidents/{incident_id}/cancel")
async def post_cancel(incident_id: UUID, body: ReasonBody, desk: DeskDep, principal: Editor) -> StateReply:
    """Cancel: crews are called back."""
    command = AdvanceIncident(incident_id=incident_id, signal=IncidentSignal.CANCELLED, reason=body.reason)
    return StateReply(incident_id=incident_id, state=await desk.run(principal, advance_incident, command))


@router.post("/api/incidents/{incident_id}/reopen")
async def post_reopen(
    incident_id: UUID,
    body: ReasonBody,
    desk: DeskDep,
    principal: Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK, Role.INSPECTOR)],
) -> StateReply:
    """恢复处置: a closed or cancelled incident waits for dispatch again; its clock begins anew."""
    command = AdvanceIncident(incident_id=incident_id, signal=IncidentSignal.REOPENED, reason=body.reason)
    return StateReply(incident_id=incident_id, state=await desk.run(principal, advance_incident, command))


@router.post("/api/incidents/{incident_id}/merge")
async def post_merge(incident_id: UUID, body: MergeBody, desk: DeskDep, principal: Editor) -> StateReply:
    """并案: a duplicate goes to the incident that is worked on, and its reporters with it."""
    command = MergeIncident(incident_id=incident_id, **body.model_dump())
    return StateReply(incident_id=incident_id, state=await desk.run(principal, merge_incident, command))


@router.post("/api/incidents/{incident_id}/unmerge")
async def post_unmerge(incident_id: UUID, body: ReasonBody, desk: DeskDep, principal: Editor) -> StateReply:
    """撤销并案: it stands for itself again, opened, with its own reporters."""
    command = UnmergeIncident(incident_id=incident_id, reason=body.reason)
    return StateReply(incident_id=incident_id, state=await desk.run(principal, unmerge_incident, command))


@router.post("/api/incidents/{incident_id}/handle")
async def post_handle(
    incident_id: UUID, body: HandleBody, desk: DeskDep, principal: Annotated[Principal, allow(Role.INSPECTOR)]
) -> StateReply:
    """Inspection handled it without a crew; a second inspector reviews."""
    command = AdvanceIncident(incident_id=incident_id, signal=IncidentSignal.HANDLED_DIRECTLY, outcome=body.outcome)
    return StateReply(incident_id=incident_id, state=await desk.run(principal, advance_incident, command))


@router.post("/api/incidents/{incident_id}/reveal")
async def post_reveal(
    incident_id: UUID,
    body: PurposeBody,
    desk: DeskDep,
    principal: Annotated[
        Principal, allow(Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.REVIEWER, Role.INSPECTOR)
    ],
) -> PersonalData:
    """See the reporter's name and number; who looked and why stays in the ledger."""
    command = RevealPersonalData(incident_id=incident_id, purpose=body.purpose)
    return await desk.run(principal, reveal_personal_data, command)
