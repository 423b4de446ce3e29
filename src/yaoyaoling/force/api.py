"""Routes: the crews an administrator may put an officer into."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from yaoyaoling.force.queries import list_crews
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.audience import covers
from yaoyaoling.platform.http.deps import HallDep, allow
from yaoyaoling.platform.principal import Principal, Role, system

router = APIRouter(tags=["administration"])


class CrewName(Value):
    """A crew by name and organisation; where it is and what it does is not an administrator's business."""

    id: UUID
    code: str
    call_sign: str
    org_code: str


@router.get("/api/force/crews")
async def get_crews(hall: HallDep, principal: Annotated[Principal, allow(Role.ADMIN)]) -> list[CrewName]:
    """Crews of the organisations one administers."""
    async with hall.db.snapshot(system("crew_names")) as tx:
        crews = await list_crews(tx)
    return [
        CrewName(id=crew.id, code=crew.code, call_sign=crew.call_sign, org_code=crew.org_code)
        for crew in crews
        if any(covers(held, f"a/{crew.org_path}") for held in principal.scopes)
    ]
