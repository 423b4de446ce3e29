"""Routes of watch lists, and of the look at what is known about a contact."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role
from yaoyaoling.triage.known.owned import AssignOwner, assign_owner
from yaoyaoling.triage.known.watch import (
    AmendWatch,
    EndWatch,
    LookKnown,
    PutWatch,
    WatchEntry,
    WatchLook,
    amend_watch,
    end_watch,
    list_looks,
    list_watch,
    look_known,
    put_watch,
)

router = APIRouter(tags=["triage"])
Keeper = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK)]
Looker = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK)]


class WatchRef(Value):
    """An entry that was put."""

    entry_id: UUID


class WatchAmendBody(Value):
    """What changes; fields left out stay."""

    reason: str | None = Field(default=None, min_length=2, max_length=300)
    authority: str | None = Field(default=None, min_length=4, max_length=200)
    until: datetime | None = None
    owner_name: str | None = Field(default=None, max_length=40)


class WatchOwnerBody(Value):
    """Who looks after it, and where they serve."""

    owner_name: str = Field(min_length=1, max_length=40)
    org_code: str = Field(pattern=r"^\d{12}$")


class WatchEndBody(Value):
    """Why it is taken off."""

    why: str = Field(min_length=2, max_length=300)


@router.get("/api/triage/watch")
async def get_watch(hall: HallDep, principal: Looker) -> list[WatchEntry]:
    """Entries in force; those whose time is over are gone."""
    async with hall.db.snapshot(principal) as tx:
        return await list_watch(tx)


@router.post("/api/triage/watch", status_code=201)
async def post_watch(body: PutWatch, desk: DeskDep, principal: Keeper) -> WatchRef:
    """Put an entry, under an authority, until a day."""
    return WatchRef(entry_id=await desk.run(principal, put_watch, body))


@router.post("/api/triage/watch/{entry_id}/amend", status_code=204)
async def post_watch_amend(entry_id: UUID, body: WatchAmendBody, desk: DeskDep, principal: Keeper) -> None:
    """Change reason, authority, end or owner."""
    await desk.run(principal, amend_watch, AmendWatch(entry_id=entry_id, **body.model_dump()))


@router.post("/api/triage/watch/{entry_id}/end", status_code=204)
async def post_watch_end(entry_id: UUID, body: WatchEndBody, desk: DeskDep, principal: Keeper) -> None:
    """Take it off before its time."""
    await desk.run(principal, end_watch, EndWatch(entry_id=entry_id, why=body.why))


@router.get("/api/triage/watch/{entry_id}/looks")
async def get_watch_looks(entry_id: UUID, hall: HallDep, principal: Keeper) -> list[WatchLook]:
    """Who met the entry while handling a contact, and when; the latest first."""
    async with hall.db.snapshot(principal) as tx:
        return await list_looks(tx, entry_id)


@router.post("/api/triage/watch/{entry_id}/owner", status_code=204)
async def post_watch_owner(entry_id: UUID, body: WatchOwnerBody, desk: DeskDep, principal: Keeper) -> None:
    """Let somebody look after a repeat caller; the desk of their unit sees the entry from then on."""
    await desk.run(principal, assign_owner, AssignOwner(entry_id=entry_id, **body.model_dump()))


@router.post("/api/triage/known")
async def post_known(body: LookKnown, desk: DeskDep, principal: Looker) -> list[WatchEntry]:
    """What is known of the numbers, persons, vehicles and addresses of a contact; who looked stays in the ledger."""
    return await desk.run(principal, look_known, body)
