"""A device said something: noted once, and handed up when it is for the hall."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.channels.alarms.said import AlarmSaid, DeviceKind
from yaoyaoling.channels.events import AlarmDeviceMoved, AlarmReceived
from yaoyaoling.channels.handlers.alarm_devices import secret_of
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.logs import logger

log = logger("channels")
TOGETHER = timedelta(minutes=30)
"""What one device says within this time of an alarm is about the same."""
_MOST_A_MINUTE = 10
_RETAINED_FOR = timedelta(minutes=15)
"""A broker gives what it retained to whoever comes: it may be of last year."""
_OLD = timedelta(hours=24)


class TakeAlarm(Command):
    """What came. device: of the topic it came by; was_retained: the broker had it for whoever subscribes."""

    device: str
    said: AlarmSaid
    was_retained: bool = False


class Alarm(Value):
    """For the hall. earlier: the contact of this device's alarm shortly before; is_again: it said the same within the
    last minute."""

    id: UUID
    device_id: UUID
    kind: DeviceKind
    name: str
    place_text: str
    point: Point
    owner_name: str | None
    owner_phone: str | None
    earlier: UUID | None
    is_again: bool


async def take_alarm(tx: Tx, command: TakeAlarm) -> Alarm | None:
    """Note it; None: told before, not from a device of ours, too much, or nothing the hall must act on."""
    said = command.said
    row = await tx.fetchrow(
        "select * from channels.alarm_device where device = $1 and retired_at is null for update", command.device
    )
    if row is None:
        log.warning("alarm_of_a_stranger", device=command.device[:64])
        return None
    if row["is_signed"] and not said.is_signed_by(command.device, secret_of(tx, command.device, row["secret_no"])):
        log.warning("alarm_signature_wrong", device=command.device)
        return None
    age = tx.now - said.at
    if age > (_RETAINED_FOR if command.was_retained else _OLD):
        log.warning("alarm_too_old", device=command.device, age_s=round(age.total_seconds()))
        return None
    recent = await tx.fetch(
        "select kind, contact_id, at from channels.alarm where device_id = $1 and at > $2 order by at desc",
        row["id"],
        tx.now - TOGETHER,
    )
    if sum(one["at"] > tx.now - timedelta(minutes=1) for one in recent) >= _MOST_A_MINUTE:
        log.warning("alarm_flood", device=command.device)
        return None
    alarm_id = new_id()
    new = await tx.execute(
        "insert into channels.alarm (id, device_id, key, kind, said_at, at) values ($1, $2, $3, $4, $5, $6)"
        " on conflict do nothing",
        alarm_id,
        row["id"],
        said.id,
        said.kind,
        said.at,
        tx.now,
    )
    if not new:
        return None
    await _hear(tx, row, said)
    earlier = next((one["contact_id"] for one in recent if one["contact_id"] is not None), None)
    if said.kind in ("test", "fault") or (said.kind == "restore" and earlier is None):
        await place_alarm(tx, alarm_id, row["id"], said, None)
        return None
    minute = tx.now - timedelta(minutes=1)
    return Alarm(
        id=alarm_id,
        device_id=row["id"],
        kind=row["kind"],
        name=row["name"],
        place_text=row["place_text"],
        point=Point(lon=row["lon"], lat=row["lat"]),
        owner_name=row["owner_name"],
        owner_phone=row["owner_phone"],
        earlier=earlier,
        is_again=any(one["kind"] == said.kind and one["contact_id"] and one["at"] > minute for one in recent),
    )


async def place_alarm(tx: Tx, alarm_id: UUID, device_id: UUID, said: AlarmSaid, contact_id: UUID | None) -> None:
    """It is with that contact from now on; None: with none, because it is only a test, a fault or a late restore."""
    await tx.execute("update channels.alarm set contact_id = $2 where id = $1", alarm_id, contact_id)
    event = AlarmReceived(
        alarm_id=alarm_id, device_id=device_id, kind=said.kind, said_at=said.at, contact_id=contact_id, words=said.words
    )
    about = contact_id or device_id
    tx.record(event, stream=f"alarm:{alarm_id}", seq=1, about=about, subject=about)


class NoteStatus(Command):
    """The broker tells whether a device is there (its last will)."""

    device: str
    is_online: bool


async def note_status(tx: Tx, command: NoteStatus) -> None:
    """A change is a fact; told again it is none."""
    row = await tx.fetchrow(
        "select * from channels.alarm_device where device = $1 and retired_at is null for update", command.device
    )
    if row is None:
        log.warning("alarm_of_a_stranger", device=command.device[:64])
        return
    await _write(tx, row, is_silent=not command.is_online, heard_at=tx.now if command.is_online else row["heard_at"])


async def _hear(tx: Tx, row: Any, said: AlarmSaid) -> None:
    changed: dict[str, Any] = {"heard_at": tx.now, "is_silent": False}
    if said.kind == "test":
        changed["tested_at"] = tx.now
    if said.kind in ("fault", "restore", "test"):
        changed["fault"] = (said.words or "故障") if said.kind == "fault" else None
    await _write(tx, row, **changed)


async def _write(tx: Tx, row: Any, **changed: Any) -> None:
    is_fact = any(row[name] != changed[name] for name in ("is_silent", "fault") if name in changed)
    version = row["version"] + is_fact
    columns = ", ".join(f"{name} = ${place}" for place, name in enumerate(changed, 3))
    sql = f"update channels.alarm_device set version = $2, {columns} where id = $1"
    await tx.execute(sql, row["id"], version, *changed.values())
    if is_fact:
        event = AlarmDeviceMoved(
            device_id=row["id"], is_silent=changed.get("is_silent", row["is_silent"]),
            fault=changed.get("fault", row["fault"]), heard_at=_as_time(changed.get("heard_at", row["heard_at"])),
        )  # fmt: skip
        tx.record(event, stream=f"alarm_device:{row['id']}", seq=version, about=row["id"])


def _as_time(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) else None
