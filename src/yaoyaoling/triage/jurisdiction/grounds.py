"""On whose ground a place may lie, and which level is above all of them."""

from collections.abc import Iterable

from yaoyaoling.agencies.public import get_organisation
from yaoyaoling.kernel.geo import Point, moved
from yaoyaoling.places.public import find_stations
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage.jurisdiction.decide import Ground, shares

_DIRECTIONS = range(0, 360, 45)


async def grounds_of(tx: Tx, point: Point, radius_m: float) -> tuple[Ground, ...]:
    """Stations and counties at the point and at eight points on the edge of its uncertainty."""
    around = [point]
    if radius_m > 0:
        around += [moved(point, bearing, radius_m) for bearing in _DIRECTIONS]
    return shares(await find_stations(tx, around))


def first_of(grounds: Iterable[Ground], station_code: str, county_code: str) -> tuple[Ground, ...]:
    """The grounds with the owner's first: who received it answers for it, however the shares lie."""
    listed = list(grounds)
    own = next((one for one in listed if one.station_code == station_code), None)
    if own is None:
        own = Ground(station_code=station_code, county_code=county_code, share=1)
    return (own, *(one for one in listed if one.station_code != station_code))


def level_over(paths: Iterable[str]) -> str:
    """Code of the lowest organisation that stands above all of these (paths of stations, from the province down)."""
    split: list[list[str]] = [path.split("/")[:-1] for path in paths]
    shared: list[str] = [one[0] for one in zip(*split, strict=False) if len(set(one)) == 1]
    return shared[-1]


async def desk_over(tx: Tx, codes: Iterable[str]) -> str:
    """The same by the codes of the stations. Raises: NotFound."""
    return level_over([(await get_organisation(tx, code)).path for code in codes])
