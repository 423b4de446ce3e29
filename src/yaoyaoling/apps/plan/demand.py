"""Where calls are expected: the running hall's incidents and the pack's addresses, mixed; or a file of calls."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.apps.open import open_database
from yaoyaoling.apps.running import NoHallRuns, load_running
from yaoyaoling.dispatch.public import Past, mix_demand, past_of
from yaoyaoling.dispatch.settings import DispatchSettings
from yaoyaoling.incidents.public import PastIncidents, list_past
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.packs import CallColumns, read_calls
from yaoyaoling.places.public import AreaKind, Pack, PlaceKind, read_addresses
from yaoyaoling.planning.public import DemandKind
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.settings import HallSettings

Array = NDArray[Any]
LEAST_INCIDENTS = 30
"""Fewer incidents than this do not say alone where demand is."""
_LIVED_IN = (PlaceKind.DOORPLATE, PlaceKind.POI, PlaceKind.VILLAGE)


class NoDemand(Refused):
    """Nothing says where calls would come from."""

    code = "no_demand"
    status = 422
    zh = "城市包 {city} 中没有地址，也没有警情；请用 --calls 指定接警文件。"
    en = "The pack {city} has no addresses and there are no incidents; name a file of calls with --calls."


class TooFewIncidents(Refused):
    """What is asked of incidents alone cannot be said by so few."""

    code = "too_few_incidents"
    status = 422
    zh = "近 {days} 天只有 {count} 起警情，至少需要 {least} 起；请延长时段，或改用“警情与地址”。"
    en = "Only {count} incidents in {days} days, at least {least} are needed; take more days, or mix addresses in."


@dataclass(frozen=True)
class Demand:
    """Points of demand in WGS-84 degrees. zh, en: what they are. weight: of each; None: all alike."""

    lon: Array
    lat: Array
    zh: str
    en: str
    weight: Array | None = None

    @property
    def weights(self) -> Array:
        """float[points]."""
        return np.ones(len(self.lon)) if self.weight is None else self.weight


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
    zh = f"城市包的地址 {len(points)} 处，每处计一"
    en = f"{len(points)} addresses of the pack, each alike"
    return _demand(points, zh, en)


def find_hall(city: str) -> HallSettings | None:
    """The running hall of that city, if there is one."""
    try:
        settings = load_running()
    except NoHallRuns:
        return None
    return settings if settings.city == city else None


async def demand_of_hall(settings: HallSettings, pack: Pack, kind: DemandKind, days: int) -> Demand:
    """What a hall's incidents say, alone or mixed with addresses. Raises: NoDemand, TooFewIncidents."""
    if kind == "addresses":
        return demand_of_addresses(pack)
    db, _ = await open_database(settings)
    try:
        async with db.transaction(system("plan")) as tx:
            rows = await list_past(tx, tx.now - timedelta(days=days))
    finally:
        await db.close()
    return _of_incidents(rows, days) if kind == "incidents" else _mixed(pack, rows, days)


def _of_incidents(rows: list[PastIncidents], days: int) -> Demand:
    past = past_of(rows)
    count = int(past.count.sum())
    if count < LEAST_INCIDENTS:
        raise TooFewIncidents(count=count, least=LEAST_INCIDENTS, days=days)
    mixed = mix_demand(np.zeros(0), past, 0.0)
    zh = f"近 {days} 天的 {count} 起警情，按等级加权"
    en = f"{count} incidents of the last {days} days, weighted by level"
    return _points([], rows, zh, en, mixed.incidents * count)


def _mixed(pack: Pack, rows: list[PastIncidents], days: int) -> Demand:
    people = [(one.lon, one.lat) for one in read_addresses(pack.path) if one.kind in _LIVED_IN]
    if not people and not rows:
        raise NoDemand(city=pack.info.name)
    prior = DispatchSettings().demand_prior * max(1, sum(area.kind is AreaKind.GRID for area in pack.areas))
    past: Past = past_of(rows)
    mixed = mix_demand(np.ones(len(people)), past, prior)
    share = f"{mixed.by_incidents:.0%}"
    zh = f"近 {days} 天的 {mixed.counted} 起警情（占 {share}）与 {len(people)} 处地址"
    en = f"{mixed.counted} incidents of the last {days} days ({share} of the weight) and {len(people)} addresses"
    weight = np.concatenate([mixed.addresses, mixed.incidents]) * (len(people) + mixed.counted)
    return _points(people, rows, zh, en, weight)


def _points(people: list[tuple[float, float]], rows: list[PastIncidents], zh: str, en: str, weight: Array) -> Demand:
    whole = _demand([*people, *((row.lon, row.lat) for row in rows)], zh, en)
    return Demand(whole.lon, whole.lat, zh, en, weight)
