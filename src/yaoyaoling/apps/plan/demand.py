"""Where calls are expected: from the running hall's incidents, from a file of calls, or from the pack's addresses."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.apps.open import open_database
from yaoyaoling.apps.running import NoHallRuns, load_running
from yaoyaoling.incidents.public import list_places
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.packs import CallColumns, read_calls
from yaoyaoling.places.public import Pack, PlaceKind, read_addresses
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.settings import HallSettings

Array = NDArray[Any]
LEAST_INCIDENTS = 30
"""Fewer incidents than this say nothing about where demand is; addresses take their place."""
_LIVED_IN = (PlaceKind.DOORPLATE, PlaceKind.POI, PlaceKind.VILLAGE)


class NoDemand(Refused):
    """Nothing says where calls would come from."""

    code = "no_demand"
    status = 422
    zh = "城市包 {city} 中没有地址，也没有警情；请用 --calls 指定接警文件。"
    en = "The pack {city} has no addresses and there are no incidents; name a file of calls with --calls."


@dataclass(frozen=True)
class Demand:
    """Points of demand in WGS-84 degrees, each counting one. zh, en: what they are."""

    lon: Array
    lat: Array
    zh: str
    en: str


def _demand(points: list[tuple[float, float]], zh: str, en: str) -> Demand:
    table = np.array(points, np.float64).reshape(-1, 2)
    return Demand(table[:, 0], table[:, 1], zh, en)


def demand_of_calls(path: Path, pack: Pack, columns: CallColumns) -> Demand:
    """The calls of a file that lie near the pack's roads. Raises: CallsUnfit."""
    calls = read_calls(path, pack, columns)
    points = [(call.point.lon, call.point.lat) for call in calls]
    return _demand(
        points, f"接警文件 {path.name}：{calls.sentence('zh')}", f"calls of {path.name}: {calls.sentence('en')}"
    )


def demand_of_addresses(pack: Pack) -> Demand:
    """Addresses where people are, each alike. Raises: NoDemand, PackUnfit."""
    points = [(one.lon, one.lat) for one in read_addresses(pack.path) if one.kind in _LIVED_IN]
    if not points:
        raise NoDemand(city=pack.info.name)
    zh = f"城市包的地址 {len(points)} 处，每处计一（没有足够的警情，也未给接警文件）"
    en = f"{len(points)} addresses of the pack, each alike (too few incidents, and no file of calls)"
    return _demand(points, zh, en)


def find_hall(city: str) -> HallSettings | None:
    """The running hall of that city, if there is one."""
    try:
        settings = load_running()
    except NoHallRuns:
        return None
    return settings if settings.city == city else None


async def find_demand_of_hall(settings: HallSettings) -> Demand | None:
    """The places of all incidents of a hall; None when there are too few to say anything."""
    db, _ = await open_database(settings)
    try:
        async with db.transaction(system("plan")) as tx:
            points = await list_places(tx)
    finally:
        await db.close()
    if len(points) < LEAST_INCIDENTS:
        return None
    return _demand(
        [(point.lon, point.lat) for point in points],
        f"正在运行的大厅的 {len(points)} 起警情",
        f"{len(points)} incidents of the running hall",
    )
