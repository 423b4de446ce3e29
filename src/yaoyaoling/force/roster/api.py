"""Routes of rosters: look, plan, change, publish, and exchange as files."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, Field

from yaoyaoling.force.handlers.change_roster import change_span, replace_spans, swap_spans
from yaoyaoling.force.handlers.draft_roster import draft_roster
from yaoyaoling.force.handlers.publish_roster import publish_roster
from yaoyaoling.force.roster import store
from yaoyaoling.force.roster.contract import Span
from yaoyaoling.force.roster.exchange import MOST_BYTES, FileTooLarge, Format, read_file, write_file
from yaoyaoling.force.roster.requests import ChangeSpan, DraftRoster, PublishRoster, ReplaceSpans, SwapSpans
from yaoyaoling.force.roster.review import RosterView, view_of
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["duty"])
Planner = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]
Viewer = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.CALL_TAKER, Role.OFFICER)]
_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class SpanBody(Value):
    """A turn as it is to be, and the version one looked at."""

    expected_version: int
    span: Span
    is_removed: bool = False


class SwapBody(Value):
    """Two turns, and the version one looked at."""

    expected_version: int
    first: UUID
    second: UUID


class PublishBody(Value):
    """The version one looked at, and whether its warnings were seen."""

    expected_version: int
    warnings_seen: bool = False


class PlannedCrew(Value):
    """A crew that may be planned."""

    id: UUID
    call_sign: str
    shift: int = Field(ge=1)
    grid_code: str
    org_code: str


@router.post("/api/force/rosters", status_code=201)
async def post_roster(body: DraftRoster, desk: DeskDep, principal: Planner) -> RosterView:
    """Plan an organisation's turns anew; what was published holds until this is published too."""
    return await desk.run(principal, draft_roster, body)


@router.get("/api/force/rosters/{roster_id}")
async def get_one_roster(roster_id: UUID, hall: HallDep, principal: Planner) -> RosterView:
    """A roster with its draft and what is wrong with it."""
    async with hall.db.snapshot(principal) as tx:
        return await view_of(tx, await store.get_roster(tx, roster_id))


@router.post("/api/force/rosters/{roster_id}/spans")
async def post_span(roster_id: UUID, body: SpanBody, desk: DeskDep, principal: Planner) -> RosterView:
    """Write, add or take out a turn of the draft."""
    return await desk.run(principal, change_span, ChangeSpan(roster_id=roster_id, **body.model_dump()))


@router.post("/api/force/rosters/{roster_id}/swap")
async def post_swap(roster_id: UUID, body: SwapBody, desk: DeskDep, principal: Planner) -> RosterView:
    """Let two turns exchange whom they are for."""
    return await desk.run(principal, swap_spans, SwapSpans(roster_id=roster_id, **body.model_dump()))


@router.post("/api/force/rosters/{roster_id}/publish")
async def post_publish(roster_id: UUID, body: PublishBody, desk: DeskDep, principal: Planner) -> RosterView:
    """Let the draft hold."""
    return await desk.run(principal, publish_roster, PublishRoster(roster_id=roster_id, **body.model_dump()))


@router.get("/api/force/rosters/{roster_id}/file", response_class=Response)
async def get_roster_file(roster_id: UUID, hall: HallDep, principal: Planner, format: Format = "xlsx") -> Response:
    """The draft as a file for a spreadsheet; the same columns are read back."""
    async with hall.db.snapshot(principal) as tx:
        roster = await store.get_roster(tx, roster_id)
    name = f"roster-{roster.org_code}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(write_file(roster.spans, format), media_type=_TYPES[format], headers=headers)


@router.post("/api/force/rosters/{roster_id}/file")
async def post_roster_file(
    roster_id: UUID,
    request: Request,
    desk: DeskDep,
    principal: Planner,
    expected_version: int,
    format: Format = "xlsx",
) -> RosterView:
    """Read a file's turns into the draft, all of them or none; the body is the file."""
    data = await request.body()
    if len(data) > MOST_BYTES:
        raise FileTooLarge
    async with desk.hall.db.snapshot(principal) as tx:
        roster = await store.get_roster(tx, roster_id)
    spans = read_file(data, format, roster_id, roster.members)
    command = ReplaceSpans(roster_id=roster_id, expected_version=expected_version, source=format, spans=tuple(spans))
    return await desk.run(principal, replace_spans, command)


@router.get("/api/force/turns")
async def get_turns(
    hall: HallDep,
    principal: Viewer,
    since: Annotated[AwareDatetime, Query()],
    until: Annotated[AwareDatetime, Query()],
) -> list[Span]:
    """Published turns in sight that touch this time; an officer sees the own crew's."""
    async with hall.db.snapshot(principal) as tx:
        return await store.list_turns(tx, since, until)


@router.get("/api/force/crews-to-plan")
async def get_crews_to_plan(hall: HallDep, principal: Planner) -> list[PlannedCrew]:
    """Crews one may plan, with the team each is in."""
    async with hall.db.snapshot(principal) as tx:
        rows = await tx.fetch("select id, call_sign, shift, grid_code, org_code from force.crew order by code")
        return [PlannedCrew(**dict(row)) for row in rows]
