"""Routes: crews and terminals for administrators, and where a crew was for those who may see it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from yaoyaoling.force.commands import ChangeTerminal, RegisterTerminal
from yaoyaoling.force.handlers.change_terminal import change_terminal
from yaoyaoling.force.handlers.register_terminal import register_terminal
from yaoyaoling.force.queries import CrewNow, list_crews
from yaoyaoling.force.terminals.store import DeviceFault, TerminalReply, list_device_faults, list_terminals
from yaoyaoling.force.trail import Trail, read_trail
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Datum
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.audience import covers
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role, system

router = APIRouter(tags=["administration"])
Administrator = Annotated[Principal, allow(Role.ADMIN)]
Watcher = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]


class CrewName(Value):
    """A crew by name and organisation; where it is and what it does is not an administrator's business."""

    id: UUID
    code: str
    call_sign: str
    org_code: str


class TerminalBody(Value):
    """Which crew a terminal speaks for, and on which datum it says so: named, never guessed."""

    crew_id: UUID
    datum: Datum


class NewTerminalBody(TerminalBody):
    """A terminal by its number (终端手机号), digits without leading zeros."""

    number: str = Field(pattern=r"^[1-9]\d{0,19}$")


class ChangedTerminalBody(TerminalBody):
    """What it is from now on. pairs_anew: it lost its code, or somebody else has it."""

    is_on: bool
    pairs_anew: bool = False
    expected_version: int


@router.get("/api/force/crews")
async def get_crews(hall: HallDep, principal: Administrator) -> list[CrewName]:
    """Crews of the organisations one administers."""
    return [
        CrewName(id=crew.id, code=crew.code, call_sign=crew.call_sign, org_code=crew.org_code)
        for crew in await _administered(hall, principal)
    ]


async def _administered(hall: Hall, principal: Principal) -> list[CrewNow]:
    async with hall.db.snapshot(system("crew_names")) as tx:
        crews = await list_crews(tx)
    return [crew for crew in crews if any(covers(held, f"a/{crew.org_path}") for held in principal.scopes)]


async def _crew(hall: Hall, principal: Principal, crew_id: UUID) -> CrewNow:
    """A crew the administrator may bind a terminal to. Raises: NotFound."""
    for crew in await _administered(hall, principal):
        if crew.id == crew_id:
            return crew
    raise NotFound


@router.get("/api/force/terminals")
async def get_terminals(hall: HallDep, principal: Administrator) -> list[TerminalReply]:
    """Vehicle terminals of the crews one administers."""
    async with hall.db.snapshot(principal) as tx:
        return await list_terminals(tx)


@router.post("/api/force/terminals", status_code=201)
async def post_terminal(body: NewTerminalBody, desk: DeskDep, principal: Administrator) -> TerminalReply:
    """Let a vehicle terminal speak for a crew; it is given its code when it comes for the first time."""
    crew = await _crew(desk.hall, principal, body.crew_id)
    return await desk.run(principal, register_terminal, RegisterTerminal(org_path=crew.org_path, **body.model_dump()))


@router.post("/api/force/terminals/{number}")
async def post_change(number: str, body: ChangedTerminalBody, desk: DeskDep, principal: Administrator) -> TerminalReply:
    """Bind it to another crew, switch it off or on, or let it pair anew."""
    crew = await _crew(desk.hall, principal, body.crew_id)
    command = ChangeTerminal(number=number, org_path=crew.org_path, **body.model_dump())
    return await desk.run(principal, change_terminal, command)


@router.get("/api/force/device-faults")
async def get_device_faults(hall: HallDep, principal: Administrator) -> list[DeviceFault]:
    """What devices send that is not taken: clocks that are wrong, floods, forged frames, codes that do not fit."""
    async with hall.db.snapshot(principal) as tx:
        return await list_device_faults(tx)


@router.get("/api/force/crews/{crew_id}/trail")
async def get_trail(
    crew_id: UUID,
    hall: HallDep,
    principal: Watcher,
    since: Annotated[datetime | None, Query(description="Two hours ago when left out.")] = None,
    until: Annotated[datetime | None, Query(description="Now when left out; at most a day after `since`.")] = None,
) -> Trail:
    """Where a crew was, thinned: lines between the points are off what was driven by no more than the setting says."""
    return await read_trail(hall.db, principal, crew_id, since, until)
