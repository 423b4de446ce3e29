"""Positions prove patrols: who came to a point, stayed there, or left too early (电子围栏)."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from yaoyaoling.field.patrol import moves, store
from yaoyaoling.field.patrol.contract import PatrolNow, PointNow
from yaoyaoling.field.patrol.proof import Watched, look
from yaoyaoling.force.public import Fix
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.platform.db.tx import Tx


async def notice_patrols(tx: Tx, fixes: Sequence[Fix]) -> None:
    """Note what these fixes, exact enough, say of patrols under way; in the order in which they were made."""
    of_crew: dict[UUID, list[Fix]] = {}
    for fix in sorted(fixes, key=lambda one: one.at):
        of_crew.setdefault(fix.crew_id, []).append(fix)
    for patrol in await store.list_watched(tx, list(of_crew)):
        assert patrol.crew_id is not None
        points = [point for point in await store.list_points(tx, patrol.id) if point.done_at is None]
        for point in points:
            await _follow(tx, patrol, point, of_crew[patrol.crew_id])


async def _follow(tx: Tx, patrol: PatrolNow, point: PointNow, fixes: Sequence[Fix]) -> None:
    there = Point(lon=point.lon, lat=point.lat)
    for fix in fixes:
        if fix.at < (patrol.started_at or patrol.starts_at) - timedelta(seconds=1):
            continue  # where the crew was before the patrol began
        metres = distance_m(there, fix.point)
        watched = Watched(point.radius_m, point.stay_s, bool(point.checks), point.arrived_at)
        for step in look(watched, metres, fix.at):
            if step == "reach":
                point = await moves.reach(tx, patrol, point, fix.at, "geofence", metres, fix.accuracy_m)
            elif step == "leave":
                point = await moves.leave(tx, patrol, point)
            else:
                await moves.finish_point(tx, patrol, point, fix.at)
                return


async def list_next_points(tx: Tx, crew_ids: Sequence[UUID] | None = None) -> list[tuple[UUID, Point]]:
    """For each crew on patrol the first point that is neither done nor waits for its checks: where it goes next."""
    rows = await tx.fetch(
        "select distinct on (p.crew_id) p.crew_id, o.lon, o.lat from field.patrol p"
        " join field.patrol_point o on o.patrol_id = p.id"
        " where p.state = 'under_way' and p.kind <> 'video' and p.crew_id is not null and o.done_at is null"
        " and (o.arrived_at is null or o.checks = '{}')"
        " and ($1::uuid[] is null or p.crew_id = any($1)) order by p.crew_id, o.number",
        crew_ids,
    )
    return [(row["crew_id"], Point(lon=row["lon"], lat=row["lat"])) for row in rows]
