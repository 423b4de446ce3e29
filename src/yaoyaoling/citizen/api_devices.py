"""Routes of alarm devices: who, where, whose."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import Field

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.channels.public import (
    DEVICE,
    AlarmDevice,
    AlarmDeviceReply,
    DeviceKind,
    PutAlarmDevice,
    RetireAlarmDevice,
    list_alarm_devices,
    put_alarm_device,
    retire_alarm_device,
)
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["channels"])
Desk = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER)]
Commander = Annotated[Principal, allow(Role.COMMANDER)]


class AlarmDeviceBody(Value):
    """What is known of a device; see `PutAlarmDevice`."""

    kind: DeviceKind
    name: str = Field(min_length=1, max_length=80)
    place_text: str = Field(min_length=1, max_length=300)
    position: StatedPosition
    owner_name: str | None = Field(default=None, max_length=40)
    owner_phone: str | None = Field(default=None, pattern=r"^\+?[0-9]{3,20}$")
    is_signed: bool = False
    renew_secret: bool = False


@router.get("/api/channels/alarm-devices")
async def get_alarm_devices(hall: HallDep, principal: Desk) -> list[AlarmDevice]:
    """Alarm devices that are listened to, the silent ones first."""
    async with hall.db.snapshot(principal) as tx:
        return await list_alarm_devices(tx)


@router.put("/api/channels/alarm-devices/{device}")
async def put_device(
    device: Annotated[str, Path(pattern=DEVICE)], body: AlarmDeviceBody, desk: DeskDep, principal: Commander
) -> AlarmDeviceReply:
    """Register an alarm device, or change it; the secret of one that signs is said here, and nowhere else."""
    point = body.position.point()
    async with desk.hall.db.snapshot(principal) as tx:
        hall_code = await get_hall_code(tx)
    said = body.model_dump(exclude={"position"})
    command = PutAlarmDevice(device=device, point=point, hall_code=hall_code, **said)
    return await desk.run(principal, put_alarm_device, command)


@router.post("/api/channels/alarm-devices/{device_id}/retire")
async def post_retire_device(device_id: UUID, desk: DeskDep, principal: Commander) -> None:
    """It is not listened to any more."""
    await desk.run(principal, retire_alarm_device, RetireAlarmDevice(device_id=device_id))
