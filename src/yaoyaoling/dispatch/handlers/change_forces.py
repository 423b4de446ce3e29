"""A new version of the table of forces."""

from typing import Any

from pydantic import Field

from yaoyaoling.agencies.public import get_hall_code, get_organisation, matter_of
from yaoyaoling.dispatch.events import ForceChange, ForceTableChanged
from yaoyaoling.dispatch.force_table import present_table, present_version, save_table
from yaoyaoling.dispatch.force_types import ForceTable, check_table
from yaoyaoling.dispatch.policy import ForceType
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.refused import Conflict, NotAllowed, Refused
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role


class ForceGone(Refused):
    """Crews of that kind may be there: a force is let take nothing, never removed."""

    code = "force_gone"
    status = 422
    zh = "警种 {force} 不可删除；不再使用时请清空其处置和先期处置类别。"
    en = "Force type {force} cannot be removed; let it take and hold nothing instead."


class ChangeForces(Command):
    """The whole table as it shall be. base_version: the one the change was made from."""

    base_version: int = Field(ge=0)
    table: ForceTable
    note: str = Field(min_length=2, max_length=200)


class ForceTableReply(Value):
    """The version in use after a change, and how many rows it changed."""

    version: int
    changed: int


async def change_forces(tx: Tx, command: ChangeForces) -> ForceTableReply:
    """Write a new version, from the next ranking on; nothing happens when nothing changes.

    Rankings that were kept hold the forces they followed. Raises: NotAllowed (the whole hall's administrators only),
    Conflict, ForceTableUnfit, ForceGone.
    """
    tx.principal.require(Role.ADMIN)
    if not await tx.fetchval("select platform.administers_all()"):
        raise NotAllowed
    await tx.execute("select pg_advisory_xact_lock(hashtext('dispatch.force_table'))")
    version = await present_version(tx)
    if version != command.base_version:
        raise Conflict
    table, before = command.table, await present_table(tx)
    check_table(table, "警种表")
    held = {force.code: force for force in table.forces}
    for force in before.forces:
        if force.code not in held:
            raise ForceGone(force=force.code)
    was = {force.code: force for force in before.forces}
    changes = tuple(_change(was.get(code), force) for code, force in held.items() if was.get(code) != force)
    added = tuple(f"{one.class_code} {one.skill}" for one in table.skills if one not in before.skills)
    removed = tuple(f"{one.class_code} {one.skill}" for one in before.skills if one not in table.skills)
    count = len(changes) + len(added) + len(removed)
    if not count:
        return ForceTableReply(version=version, changed=0)
    await save_table(tx, version + 1, table, command.note)
    event = ForceTableChanged(
        version_made=version + 1,
        note=command.note,
        changes=changes,
        skills_added=added,
        skills_removed=removed,
    )
    hall = await get_organisation(tx, await get_hall_code(tx))
    tx.record(event, stream="force_table", seq=version + 1, about=await matter_of(tx, hall))
    return ForceTableReply(version=version + 1, changed=count)


def _change(was: ForceType | None, now: ForceType) -> ForceChange:
    after = now.model_dump(mode="json")
    before: dict[str, Any] = {} if was is None else was.model_dump(mode="json")
    fields = [name for name in after if was is None or before[name] != after[name]]
    return ForceChange(
        code=now.code,
        kind="added" if was is None else "changed",
        before={name: before[name] for name in fields if was is not None},
        after={name: after[name] for name in fields},
    )
