"""Routes of the double check, and of files that leave the hall."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from yaoyaoling.incidents.public import get_incident
from yaoyaoling.kernel.clock import midnight
from yaoyaoling.kernel.contract import Value
from yaoyaoling.oversight.dossier.collect import build, gather
from yaoyaoling.oversight.handlers.decide_review import (
    Corrections,
    DecideReview,
    ReviewReply,
    decide_review,
)
from yaoyaoling.oversight.handlers.export_incident import ExportIncident, export_incident
from yaoyaoling.oversight.queries import Workload, get_workload
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["oversight"])
Exporter = Annotated[
    Principal,
    allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.REVIEWER, Role.INSPECTOR),
]
Reviewer = Annotated[Principal, allow(Role.REVIEWER, Role.INSPECTOR)]


class DecisionBody(Value):
    """Pass (perhaps with corrections) or return with remarks."""

    decision: Literal["pass", "return"]
    remarks: str = Field(default="", max_length=1000)
    corrections: Corrections = Corrections()


@router.get("/api/oversight/workload")
async def get_reviewers_workload(hall: HallDep, principal: Reviewer) -> Workload:
    """The queue now, and what each reviewer did since midnight (Asia/Shanghai)."""
    async with hall.db.snapshot(principal) as tx:
        return await get_workload(tx, midnight(tx.now))


@router.post("/api/oversight/reviews/{review_id}/decision")
async def post_decision(review_id: UUID, body: DecisionBody, desk: DeskDep, principal: Reviewer) -> ReviewReply:
    """A second person decides: the incident closes when nothing else is owed."""
    command = DecideReview(
        review_id=review_id, decision=body.decision, remarks=body.remarks, corrections=body.corrections
    )
    return await desk.run(principal, decide_review, command)


@router.get("/api/incidents/{incident_id}/export", response_class=Response)
async def get_export(
    incident_id: UUID,
    desk: DeskDep,
    principal: Exporter,
    purpose: Annotated[
        str | None, Query(min_length=4, max_length=200, description="用途: wanted for clear data")
    ] = None,
) -> Response:
    """The whole file as a zip: a page to read and print, every fact, photos, and a proof outsiders can check.

    Who exported, when and for what is a fact of the incident before the first byte is sent, and stands on every
    sheet and photo. Personal data is masked as on the screen unless a purpose is stated.
    """
    command = ExportIncident(incident_id=incident_id, purpose=purpose)
    export = await desk.run(principal, export_incident, command)
    async with desk.hall.db.snapshot(principal) as tx:
        incident = await get_incident(tx, incident_id)
        gathered = await gather(tx, desk.hall, incident, shows_personal=purpose is not None)
    content = await build(desk.hall, principal, gathered, export_id=export.export_id, at=export.at, purpose=purpose)
    name = f'attachment; filename="{incident.number}.zip"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(content, media_type="application/zip", headers=headers)
