"""Route of the question "why not crew B" about a decision that was kept."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from yaoyaoling.dispatch.why import Why, why_crew
from yaoyaoling.platform.http.deps import HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["dispatch"])
Asker = Annotated[
    Principal,
    allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.REVIEWER, Role.INSPECTOR),
]


@router.get("/api/dispatch/incidents/{incident_id}/decisions/{event_id}/crews/{crew_id}")
async def get_why(incident_id: UUID, event_id: UUID, crew_id: UUID, hall: HallDep, principal: Asker) -> Why:
    """为何没派这个组: its place and what its seconds were made of, or why it was not in the list."""
    async with hall.db.snapshot(principal) as tx:
        return await why_crew(tx, hall.decoder, incident_id, event_id, crew_id)
