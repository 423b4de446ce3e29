"""Routes of road restrictions: a desk closes a stretch, or slows it down, and crews are ranked by it at once."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, Field, model_validator

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.dispatch.coverage import OLD
from yaoyaoling.force.public import get_crew, list_crews
from yaoyaoling.incidents.public import owner_of
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point, StatedPosition
from yaoyaoling.places.public import (
    MinutesAsked,
    OffRoad,
    OutsideCity,
    ReachCollection,
    RestoreRoad,
    RestrictionKind,
    RestrictionReply,
    RestrictRoad,
    RoadClient,
    RoadsSilent,
    find_nearest_place,
    reach_areas,
    reach_areas_of_many,
    restore_road,
    restrict_road,
)
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.http.deps import DeskDep, HallDep, PrincipalDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["roads"])
RoadDesk = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK)]
_TOLD_APART = 24
"""So many points of a stretch are looked up for whose territory they lie in."""


class RestrictionBody(Value):
    """A stretch by its two ends; the way between them is found by road.

    speed_kmh: for `slow`, as driven. until: lifted by itself then.
    """

    kind: RestrictionKind
    begin: StatedPosition
    end: StatedPosition
    both_ways: bool = True
    speed_kmh: float | None = Field(default=None, ge=1, le=120)
    reason: str = Field(min_length=2, max_length=300)
    until: AwareDatetime | None = None

    @model_validator(mode="after")
    def _slow_has_a_speed(self) -> "RestrictionBody":
        if self.kind == "slow" and self.speed_kmh is None:
            raise ValueError("say how fast it is driven")
        return self


class RestoreBody(Value):
    """Why it is lifted."""

    reason: str = Field(min_length=2, max_length=300)


@router.post("/api/roads/restrictions", status_code=201)
async def post_restriction(body: RestrictionBody, desk: DeskDep, principal: RoadDesk) -> RestrictionReply:
    """Close a stretch of road, or say how fast it is driven; road times count it within a second."""
    way = await desk.hall.need(RoadClient).route(body.begin.point(), body.end.point())
    if way.is_estimated:
        raise RoadsSilent
    async with desk.hall.db.snapshot(principal) as tx:
        scopes = await _scopes(tx, way.points)
        nearest = await find_nearest_place(tx, way.points[len(way.points) // 2])
    command = RestrictRoad(
        kind=body.kind,
        line=tuple((point.lon, point.lat) for point in way.points),
        both_ways=body.both_ways,
        speed_kmh=body.speed_kmh if body.kind == "slow" else None,
        place_text=nearest.place.full_zh if nearest else "",
        reason=body.reason,
        until=body.until,
        scopes=scopes,
    )
    return await desk.run(principal, restrict_road, command)


@router.post("/api/roads/restrictions/{restriction_id}/restore")
async def post_restore(restriction_id: UUID, body: RestoreBody, desk: DeskDep, principal: RoadDesk) -> RestrictionReply:
    """Lift it."""
    command = RestoreRoad(restriction_id=restriction_id, reason=body.reason)
    return await desk.run(principal, restore_road, command)


@router.get("/api/roads/crews/reach")
async def get_crews_reach(hall: HallDep, principal: PrincipalDep, minutes: MinutesAsked = (1, 3, 5)) -> ReachCollection:
    """Areas in which at least one crew on duty can be within so many minutes, from where they were heard of last.

    Crews the reader may not see, and those not heard of for ten minutes, are not among them.
    """
    async with hall.db.snapshot(principal) as tx:
        crews, now = await list_crews(tx), tx.now
    here = [
        crew.point
        for crew in crews
        if crew.duty == "on_duty" and crew.point is not None and crew.position_at is not None
        if now - crew.position_at < OLD
    ]
    return await reach_areas_of_many(hall.need(RoadClient), here, minutes, "from")


@router.get("/api/roads/crews/{crew_id}/reach")
async def get_crew_reach(
    crew_id: UUID, hall: HallDep, principal: PrincipalDep, minutes: MinutesAsked = (1, 3, 5)
) -> ReachCollection:
    """Areas a crew can be in within so many minutes, from where it is now."""
    async with hall.db.snapshot(principal) as tx:
        crew = await get_crew(tx, crew_id)
    if crew.point is None:
        raise OffRoad
    return await reach_areas(hall.need(RoadClient), crew.point, minutes, "from")


async def _scopes(tx: Tx, points: tuple[Point, ...]) -> tuple[str, ...]:
    """The hall, and every territory the stretch touches. Raises: OutsideCity."""
    step = max(1, len(points) // _TOLD_APART)
    paths = set()
    for point in points[::step]:
        try:
            paths.add((await owner_of(tx, point)).station_path)
        except OutsideCity:
            continue  # a road on the border may run outside for a while
    if not paths:
        raise OutsideCity
    return (f"h/{await get_hall_code(tx)}", *(f"t/{path}" for path in sorted(paths)))
