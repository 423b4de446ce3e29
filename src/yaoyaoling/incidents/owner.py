"""Whose territory a place lies in: the owner of an incident there (属地管辖)."""

from yaoyaoling.agencies.public import get_organisation
from yaoyaoling.incidents.commands import Owner
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import OutsideCity, find_territory
from yaoyaoling.platform.db.tx import Tx


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
