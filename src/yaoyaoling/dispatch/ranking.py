"""Ranking the crews for an incident: facts from the database, road times from the road process, order from `policy`.

It runs outside of any command's transaction: asking another process may take its time or fail.
"""

from uuid import UUID

from yaoyaoling.dispatch import policy, store
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.force.public import CrewNow, list_crews
from yaoyaoling.incidents.public import get_incident
from yaoyaoling.places.public import Origin, RoadClient, RoadTime
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.principal import Principal

NEAREST = 30
"""So many crews by road are told apart; the rest is "too far"."""


async def rank_crews(db: Database, roads: RoadClient, principal: Principal, incident_id: UUID) -> policy.Ranking:
    """The crews the actor may see, ordered for an incident the actor may see. Raises: NotFound."""
    async with db.snapshot(principal) as tx:
        incident = await get_incident(tx, incident_id)
        crews = await list_crews(tx)
        busy = await store.list_busy_crews(tx)
        rules = (await rules_of(tx, incident.station_code)).ranking()
        now = tx.now
    free = [crew for crew in crews if crew.duty == "on_duty" and crew.id not in busy and crew.point is not None]
    origins = [Origin(id=str(crew.id), point=crew.point) for crew in free if crew.point is not None]
    times = {time.id: time for time in await roads.nearest(incident.point, origins, k=NEAREST)}

    def candidate(crew: CrewNow) -> policy.Candidate:
        time: RoadTime | None = times.get(str(crew.id))
        return policy.Candidate(
            crew_id=crew.id,
            call_sign=crew.call_sign,
            grid_code=crew.grid_code,
            org_path=crew.org_path,
            is_on_duty=crew.duty == "on_duty",
            is_busy=crew.id in busy,
            officers=crew.officers,
            eta_s=time.eta_s if time else None,
            distance_m=time.distance_m if time else None,
            is_estimated=time.is_estimated if time else False,
            position_age_s=(now - crew.position_at).total_seconds() if crew.position_at else None,
        )

    is_full = len(times) >= NEAREST
    ranking = policy.rank((candidate(crew) for crew in crews), grid_code=incident.grid_code, rules=rules)
    if not is_full:
        return ranking
    excluded = tuple(
        one.model_copy(update={"reason": "too_far"}) if one.reason == "unreachable" else one for one in ranking.excluded
    )
    return ranking.model_copy(update={"excluded": excluded})
