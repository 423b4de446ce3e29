"""Routes of the table of forces: its versions, and a new one."""

from typing import Annotated

from fastapi import APIRouter, Query

from yaoyaoling.dispatch.force_table import ForceTableVersion, get_table, list_table_versions, present_table
from yaoyaoling.dispatch.force_types import ForceTable
from yaoyaoling.dispatch.handlers.change_forces import ChangeForces, ForceTableReply, change_forces
from yaoyaoling.dispatch.policy import ForceType
from yaoyaoling.platform.http.deps import DeskDep, HallDep, PrincipalDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["dispatch"])
Administrator = Annotated[Principal, allow(Role.ADMIN)]
Number = Annotated[int, Query(ge=0)]


@router.get("/api/dispatch/forces")
async def get_forces(hall: HallDep, principal: PrincipalDep) -> list[ForceType]:
    """The force types in use, in the table's order."""
    async with hall.db.snapshot(principal) as tx:
        return list((await present_table(tx)).forces)


@router.get("/api/dispatch/force-versions")
async def get_force_versions(hall: HallDep, principal: PrincipalDep) -> list[ForceTableVersion]:
    """All versions of the table of forces, newest first."""
    async with hall.db.snapshot(principal) as tx:
        return await list_table_versions(tx)


@router.get("/api/dispatch/force-version")
async def get_force_version(hall: HallDep, principal: PrincipalDep, version: Number) -> ForceTable:
    """All force types of a version, and the skills that classes ask for."""
    async with hall.db.snapshot(principal) as tx:
        return await get_table(tx, version)


@router.post("/api/dispatch/force-versions")
async def post_force_version(body: ChangeForces, desk: DeskDep, principal: Administrator) -> ForceTableReply:
    """Change the table: a new version, from the next ranking on."""
    return await desk.run(principal, change_forces, body)
