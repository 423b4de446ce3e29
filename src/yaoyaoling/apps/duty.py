"""Who may be planned for the hall's seats: accounts are one room's, rosters another's."""

from typing import Annotated

from fastapi import APIRouter

from yaoyaoling.agencies.public import Person, list_people
from yaoyaoling.kernel.refused import NotAllowed
from yaoyaoling.platform.http.deps import HallDep, allow
from yaoyaoling.platform.principal import Principal, Role, system

router = APIRouter(tags=["duty"])
Commander = Annotated[Principal, allow(Role.COMMANDER)]


@router.get("/api/duty/seat-people")
async def get_seat_people(hall: HallDep, principal: Commander) -> list[Person]:
    """Call-takers of the commander's own hall."""
    if principal.org_code is None:
        raise NotAllowed
    async with hall.db.snapshot(system("seat_people")) as tx:
        return await list_people(tx, Role.CALL_TAKER, principal.org_code)
