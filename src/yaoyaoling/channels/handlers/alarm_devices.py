"""Alarm devices are registered before they are listened to: who, where, of what kind, whose."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from yaoyaoling.channels.alarms.said import DEVICE, DeviceKind
from yaoyaoling.channels.events import AlarmDevicePut, AlarmDeviceRetired
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


class PutAlarmDevice(Command):
    """Register a device, or change what is known of it. device: its name on the broker. point: WGS-84.

    is_signed: what it says is signed with its secret. renew_secret: the one it had holds no more.
    """

    device: str = Field(pattern=DEVICE)
    kind: DeviceKind
    name: str = Field(min_length=1, max_length=80)
    place_text: str = Field(min_length=1, max_length=300)
    point: Point
    owner_name: str | None = Field(default=None, max_length=40)
    owner_phone: str | None = Field(default=None, pattern=r"^\+?[0-9]{3,20}$")
    is_signed: bool = False
    renew_secret: bool = False
    hall_code: str


class AlarmDeviceReply(Value):
    """The device. secret: of one that signs, to be written into it; anybody who has it may speak for the device."""

    device_id: UUID
    device: str
    secret: str | None


class AlarmDevice(Value):
    """A device as the hall knows it. is_silent: the broker told that it is gone; heard_at: when it last spoke.

    tested_at: its last test; fault: what it said is wrong with it. point: WGS-84.
    """

    id: UUID
    device: str
    kind: DeviceKind
    name: str
    place_text: str
    point: Point
    owner_name: str | None
    owner_phone: str | None
    is_signed: bool
    is_silent: bool
    heard_at: datetime | None
    tested_at: datetime | None
    fault: str | None


def secret_of(tx: Tx, device: str, secret_no: int) -> str:
    """A device's secret: made from the installation's key, kept nowhere."""
    return tx.vault.digest(f"alarm:{device}:{secret_no}").hex() + tx.vault.digest(f"alarm:{secret_no}:{device}").hex()


async def put_alarm_device(tx: Tx, command: PutAlarmDevice) -> AlarmDeviceReply:
    """Write it; one that was retired is there again."""
    row = await tx.fetchrow(
        "select id, secret_no, version from channels.alarm_device where device = $1 for update", command.device
    )
    device_id = new_id() if row is None else row["id"]
    secret_no = 1 if row is None else row["secret_no"] + command.renew_secret
    version = 1 if row is None else row["version"] + 1
    values: dict[str, Any] = command.model_dump(exclude={"point", "renew_secret", "hall_code"})
    values |= {"lon": command.point.lon, "lat": command.point.lat, "secret_no": secret_no, "version": version}
    values |= {"by_name": tx.principal.name, "retired_at": None, "id": device_id}
    if row is None:
        await audience.grant(tx, device_id, f"h/{command.hall_code}", "alarm_device", initial=True)
        places = ", ".join(f"${place}" for place in range(1, len(values) + 1))
        sql = f"insert into channels.alarm_device ({', '.join(values)}) values ({places})"
    else:
        columns = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, 1))
        sql = f"update channels.alarm_device set {columns} where id = ${len(values)}"
    await tx.execute(sql, *values.values())
    event = AlarmDevicePut(
        device_id=device_id,
        device=command.device,
        kind=command.kind,
        device_name=command.name,
        place_text=command.place_text,
        lon=command.point.lon,
        lat=command.point.lat,
        is_signed=command.is_signed,
        secret_no=secret_no,
        owner_name=command.owner_name,
        owner_phone=command.owner_phone,
    )
    tx.record(event, stream=f"alarm_device:{device_id}", seq=version, about=device_id, subject=device_id)
    secret = secret_of(tx, command.device, secret_no) if command.is_signed else None
    return AlarmDeviceReply(device_id=device_id, device=command.device, secret=secret)


class RetireAlarmDevice(Command):
    """It is not listened to any more."""

    device_id: UUID


async def retire_alarm_device(tx: Tx, command: RetireAlarmDevice) -> None:
    """What it says from now on is let go. Raises: NotFound."""
    version = await tx.fetchval(
        "update channels.alarm_device set retired_at = $2, version = version + 1"
        " where id = $1 and retired_at is null returning version",
        command.device_id,
        tx.now,
    )
    if version is None:
        raise NotFound
    event = AlarmDeviceRetired(device_id=command.device_id)
    tx.record(event, stream=f"alarm_device:{command.device_id}", seq=version, about=command.device_id)


async def list_alarm_devices(tx: Tx) -> list[AlarmDevice]:
    """Those that are listened to, as far as the actor may see them; the silent first."""
    rows = await tx.fetch(
        "select id, device, kind, name, place_text, lon, lat, owner_name, owner_phone, is_signed, is_silent, heard_at,"
        " tested_at, fault from channels.alarm_device where retired_at is null"
        " order by is_silent desc, fault is null, name, device limit 5000"
    )
    names = AlarmDevice.model_fields.keys() - {"point"}
    return [
        AlarmDevice(point=Point(lon=row["lon"], lat=row["lat"]), **{name: row[name] for name in names}) for row in rows
    ]
