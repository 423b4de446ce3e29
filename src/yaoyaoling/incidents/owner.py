"""Whose territory a place lies in: the owner of an incident there (属地管辖)."""

from yaoyaoling.agencies.public import get_organisation
from yaoyaoling.incidents.commands import Owner
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.public import find_territory
from yaoyaoling.platform.db.tx import Tx


class OutsideCity(Refused):
    """The place lies outside the area this installation answers for."""

    code = "outside_city"
    status = 422
    zh = "该位置不在本地管辖范围内，请重新定位；已填写的内容仍在。"
    en = "That place lies outside the area answered for here. Choose another; what you wrote is kept."


async def owner_of(tx: Tx, point: Point) -> Owner:
    """County, station and grid of a point. Raises: OutsideCity."""
    territory = await find_territory(tx, point)
    if territory is None:
        raise OutsideCity
    station = await get_organisation(tx, territory.station_code)
    return Owner(
        county_code=territory.county_code,
        station_code=territory.station_code,
        station_path=station.path,
        grid_code=territory.grid_code,
    )
