"""Watch lists: put, amend, end, list, and look. An entry whose time is over is found by nobody."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from pydantic import Field

from yaoyaoling.agencies.public import get_hall_code, hall_scope, territory_scope
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.public import number_key
from yaoyaoling.triage.handlers.alerts import must_see
from yaoyaoling.triage.known.events import KnownLooked, WatchAmended, WatchEnded, WatchKind, WatchPut
from yaoyaoling.triage.known.owned import number_digest
from yaoyaoling.triage.known.rows import held_entry

LONGEST: Final = timedelta(days=366)
_COLUMNS = "id, kind, masked, reason, authority, put_by_name, put_at, until, owner_name, version"


class WatchTooLong(Refused):
    """Nothing is watched without end."""

    code = "watch_too_long"
    status = 422
    zh = "到期时间须在当前之后、一年之内，请重新填写。"
    en = "The end must lie ahead, within a year. Choose another."


class WatchValueUnclear(Refused):
    """The value is nothing that could be found again."""

    code = "watch_value"
    status = 422
    zh = "内容不完整，无法用于比对，请补全后重试。"
    en = "This is too little to be found again. Give all of it."


class PutWatch(Command):
    """Watch a value. authority: the order or rule it stands on. owner_name: who looks after a repeat caller."""

    kind: WatchKind
    value: str = Field(min_length=2, max_length=120)
    reason: str = Field(min_length=2, max_length=300)
    authority: str = Field(min_length=4, max_length=200)
    until: datetime
    owner_name: str | None = Field(default=None, max_length=40)


class AmendWatch(Command):
    """Change what an entry says; fields left out stay. owner_name "": nobody any more."""

    entry_id: UUID
    reason: str | None = Field(default=None, min_length=2, max_length=300)
    authority: str | None = Field(default=None, min_length=4, max_length=200)
    until: datetime | None = None
    owner_name: str | None = Field(default=None, max_length=40)


class EndWatch(Command):
    """Take it off, saying why."""

    entry_id: UUID
    why: str = Field(min_length=2, max_length=300)


class LookKnown(Command):
    """What is known about a contact, by what it and the form say. Looking is a fact."""

    contact_id: UUID
    numbers: tuple[str, ...] = Field(default=(), max_length=6)
    persons: tuple[str, ...] = Field(default=(), max_length=6)
    vehicles: tuple[str, ...] = Field(default=(), max_length=6)
    addresses: tuple[str, ...] = Field(default=(), max_length=6)


class WatchEntry(Value):
    """An entry that is in force. masked: as much of the value as is shown."""

    id: UUID
    kind: WatchKind
    masked: str
    reason: str
    authority: str
    put_by_name: str
    put_at: datetime
    until: datetime
    owner_name: str | None
    version: int


class WatchLook(Value):
    """Somebody met the entry while a contact was handled."""

    looked_at: datetime
    by_name: str
    by_org: str | None
    contact_id: UUID


def key_of(kind: WatchKind, value: str) -> str | None:
    """What two spellings of one value share; None when there is too little of it."""
    if kind == "number":
        return number_key(value)
    plain = "".join(one for one in value.lower() if one.isalnum())
    return plain if len(plain) >= (5 if kind in ("vehicle", "address") else 2) else None


def mask(kind: WatchKind, value: str) -> str:
    """The value with its middle hidden: 100****0001, 张*, 鄂A****5."""
    plain = value.strip()
    if kind == "person":
        return plain[:1] + "*" * max(1, len(plain) - 1)
    if kind == "address":
        return plain[:6] + "…"
    shown = 3 if kind == "number" else 2
    return f"{plain[:shown]}****{plain[-4:] if kind == 'number' else plain[-1:]}"


def _digest(tx: Tx, kind: WatchKind, value: str) -> bytes | None:
    key = key_of(kind, value)
    return None if key is None else tx.vault.digest(f"watch:{kind}:{key}")


def _check_end(tx: Tx, until: datetime) -> None:
    if not tx.now < until <= tx.now + LONGEST:
        raise WatchTooLong


async def put_watch(tx: Tx, command: PutWatch) -> UUID:
    """Seen by the hall and by the territory of whoever put it. Raises: WatchTooLong, WatchValueUnclear."""
    _check_end(tx, command.until)
    digest = _digest(tx, command.kind, command.value)
    if digest is None:
        raise WatchValueUnclear
    entry_id = new_id()
    for scope in {hall_scope(await get_hall_code(tx)), territory_scope(tx.principal.org_path)}:
        await audience.grant(tx, entry_id, scope, "watch_list", initial=True)
    masked = mask(command.kind, command.value)
    await tx.execute(
        "insert into triage.watch_entry (id, kind, digest, masked, reason, authority, put_by_name, put_by_org, put_at,"
        " until, owner_name, owner_since, contact_digest, version)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)",
        entry_id,
        command.kind,
        digest,
        masked,
        command.reason,
        command.authority,
        tx.principal.name,
        tx.principal.org_code,
        tx.now,
        command.until,
        command.owner_name,
        None if command.owner_name is None else tx.now,
        number_digest(tx, command.value) if command.kind == "number" else None,
    )
    event = WatchPut(entry_id=entry_id, masked=masked, **command.model_dump(exclude={"value"}))
    tx.record(event, stream=f"watch:{entry_id}", seq=1, about=entry_id)
    return entry_id


async def amend_watch(tx: Tx, command: AmendWatch) -> None:
    """Raises: NotFound (also when its time is over), WatchTooLong."""
    row = await held_entry(tx, command.entry_id)
    stands = {name: row[name] for name in ("reason", "authority", "until", "owner_name")}
    stands |= command.model_dump(exclude={"entry_id"}, exclude_none=True)
    stands["owner_name"] = stands["owner_name"] or None
    _check_end(tx, stands["until"])
    await tx.execute(
        "update triage.watch_entry set reason = $2, authority = $3, until = $4, owner_name = $5, version = version + 1,"
        " owner_since = case when owner_name is distinct from $5 then $6 else owner_since end where id = $1",
        command.entry_id,
        *stands.values(),
        tx.now,
    )
    event = WatchAmended(entry_id=command.entry_id, **stands)
    tx.record(event, stream=f"watch:{command.entry_id}", seq=row["version"] + 1, about=command.entry_id)


async def end_watch(tx: Tx, command: EndWatch) -> None:
    """Raises: NotFound."""
    row = await held_entry(tx, command.entry_id)
    await tx.execute(
        "update triage.watch_entry set ended_at = $2, version = version + 1 where id = $1", command.entry_id, tx.now
    )
    event = WatchEnded(entry_id=command.entry_id, why=command.why)
    tx.record(event, stream=f"watch:{command.entry_id}", seq=row["version"] + 1, about=command.entry_id)


async def list_watch(tx: Tx) -> list[WatchEntry]:
    """Entries in force that the actor may see, the newest first."""
    rows = await tx.fetch(
        f"select {_COLUMNS} from triage.watch_entry where ended_at is null and until > $1 order by put_at desc", tx.now
    )
    return [WatchEntry(**dict(row)) for row in rows]


async def list_looks(tx: Tx, entry_id: UUID, limit: int = 200) -> list[WatchLook]:
    """Who met an entry and when, the latest first. Raises: NotFound."""
    if not await tx.fetchval("select exists (select 1 from triage.watch_entry where id = $1)", entry_id):
        raise NotFound
    rows = await tx.fetch(
        "select looked_at, by_name, by_org, contact_id from triage.watch_look where entry_id = $1"
        " order by looked_at desc limit $2",
        entry_id,
        limit,
    )
    return [WatchLook(**dict(row)) for row in rows]


async def look_known(tx: Tx, command: LookKnown) -> list[WatchEntry]:
    """Entries in force on anything named, as far as the actor may see; the look is written down. Raises: NotFound."""
    await must_see(tx, command.contact_id)
    asked: tuple[tuple[WatchKind, tuple[str, ...]], ...] = (
        ("number", command.numbers),
        ("person", command.persons),
        ("vehicle", command.vehicles),
        ("address", command.addresses),
    )
    digests = [found for kind, values in asked for value in values if (found := _digest(tx, kind, value))]
    rows = await tx.fetch(
        f"select {_COLUMNS} from triage.watch_entry where digest = any($1::bytea[]) and ended_at is null"
        " and until > $2 order by put_at desc",
        digests,
        tx.now,
    )
    for row in rows:
        await tx.execute(
            "insert into triage.watch_look (id, entry_id, contact_id, looked_at, by_name, by_org)"
            " values ($1, $2, $3, $4, $5, $6)",
            new_id(),
            row["id"],
            command.contact_id,
            tx.now,
            tx.principal.name,
            tx.principal.org_code,
        )
    event = KnownLooked(
        contact_id=command.contact_id,
        kinds=tuple(kind for kind, values in asked if values),
        found=tuple(row["id"] for row in rows),
    )
    tx.record(event, stream=f"known:{new_id()}", seq=1, about=command.contact_id)
    return [WatchEntry(**dict(row)) for row in rows]
