"""One alarm device of each kind for the demo, at places of the city that have a name (owners are invented)."""

from collections.abc import Iterator

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.channels.public import DeviceKind, PutAlarmDevice, list_alarm_devices, put_alarm_device
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import Pack, PlaceKind, read_addresses
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system

_DEVICES: tuple[tuple[DeviceKind, str], ...] = (
    ("smoke", "一层烟感"), ("gas", "后厨燃气探测器"), ("intruder", "库房红外探测器"), ("panic", "前台一键报警"),
    ("lift", "1 号电梯"),
)  # fmt: skip
_OWNER = "值班经理"
_NUMBER = "13800000110"
_EVERY = 7
"""So that they are not all at one corner."""


async def ensure_alarm_devices(db: Database, pack: Pack) -> int:
    """Register them; gives how many. None when anybody registered one before, or in a pack with few names."""
    actor = system("setup")
    async with db.snapshot(actor) as tx:
        if await list_alarm_devices(tx):
            return 0
        hall_code = await get_hall_code(tx)
    made = 0
    for (kind, name), (place, point) in zip(_DEVICES, _places(pack), strict=False):
        command = PutAlarmDevice(
            device=kind, kind=kind, name=f"{place}{name}", place_text=place, point=point, owner_name=_OWNER,
            owner_phone=_NUMBER, hall_code=hall_code,
        )  # fmt: skip
        await execute(db, actor, put_alarm_device, command)
        made += 1
    return made


def _places(pack: Pack) -> Iterator[tuple[str, Point]]:
    named = (row for row in read_addresses(pack.path) if row.kind is PlaceKind.POI)
    for number, row in enumerate(named):
        if number % _EVERY == 0:
            yield row.name_zh, Point(lon=row.lon, lat=row.lat)
