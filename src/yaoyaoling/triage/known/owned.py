"""Repeat callers with an owner (重复报警人): who looks after the matter behind the calls, and since when."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from yaoyaoling.agencies.public import OrganisationNode, find_organisation, territory_scope
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.public import number_key
from yaoyaoling.triage.known.events import WatchOwned
from yaoyaoling.triage.known.rows import held_entry


class OwnerNowhere(Refused):
    """Nobody there could look after it."""

    code = "watch_owner_nowhere"
    status = 422
    zh = "请选择本辖区内在用的单位作为责任单位。"
    en = "Choose a unit in use within your own area."


class AssignOwner(Command):
    """Let somebody look after it. org_code: where they serve; that desk sees the entry from then on."""

    entry_id: UUID
    owner_name: str = Field(min_length=1, max_length=40)
    org_code: str = Field(pattern=r"^\d{12}$")


class RepeatEntry(Value):
    """A number on the lists. digest: what its contacts are found by; None: it was put before that was kept."""

    entry_id: UUID
    masked: str
    reason: str
    until: datetime
    put_at: datetime
    owner_name: str | None
    owner_org: str | None
    owner_since: datetime | None
    digest: bytes | None


def number_digest(tx: Tx, number: str | None) -> bytes | None:
    """What contacts of a number are found by; None of a withheld one."""
    key = number_key(number)
    return None if key is None else tx.vault.digest(f"number:{key}")


async def assign_owner(tx: Tx, command: AssignOwner) -> None:
    """The weeks are counted anew from now on. Raises: NotFound, OwnerNowhere."""
    row = await held_entry(tx, command.entry_id)
    if row["kind"] != "number":
        raise NotFound
    unit = await find_organisation(tx, command.org_code)
    if unit is None or unit.retired_at is not None:
        raise OwnerNowhere
    wanted = territory_scope(unit.path)
    if not any(audience.covers(scope, wanted) for scope in tx.principal.scopes):
        raise OwnerNowhere
    before = row["owner_org"]
    await _show(tx, command.entry_id, wanted, None if before is None else await find_organisation(tx, before))
    version = row["version"] + 1
    await tx.execute(
        "update triage.watch_entry set owner_name = $2, owner_org = $3, owner_since = $4, version = $5 where id = $1",
        command.entry_id,
        command.owner_name,
        command.org_code,
        tx.now,
        version,
    )
    event = WatchOwned(entry_id=command.entry_id, owner_name=command.owner_name, owner_org=command.org_code)
    tx.record(event, stream=f"watch:{command.entry_id}", seq=version, about=command.entry_id)


async def _show(tx: Tx, entry_id: UUID, wanted: str, before: OrganisationNode | None) -> None:
    """The new owner's desk sees it; the former one's no longer, unless it sees it anyway."""
    await audience.grant(tx, entry_id, wanted, "watch_owner")
    if before is None or territory_scope(before.path) == wanted:
        return
    rows = await tx.fetch(
        "select scope from platform.audience where subject = $1 and scope = $2 and reason = 'watch_owner'",
        entry_id,
        territory_scope(before.path),
    )
    for row in rows:
        await audience.revoke(tx, entry_id, row["scope"], "watch_owner")


async def list_repeat_entries(tx: Tx) -> list[RepeatEntry]:
    """Numbers on the lists that the actor may see, those with an owner first."""
    rows = await tx.fetch(
        "select id as entry_id, masked, reason, until, put_at, owner_name, owner_org, owner_since,"
        " contact_digest as digest from triage.watch_entry"
        " where kind = 'number' and ended_at is null and until > $1"
        " order by owner_since is null, owner_since desc, put_at desc",
        tx.now,
    )
    return [RepeatEntry(**dict(row)) for row in rows]
