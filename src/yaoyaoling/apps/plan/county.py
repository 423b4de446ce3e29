"""One county of a city: its pack, its demand and its roads apart from the rest."""

from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from yaoyaoling.apps.plan.demand import Demand
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.pack.check_land import area_shape
from yaoyaoling.places.pack.stranded import Stranded, main_roads
from yaoyaoling.places.public import AreaKind, Pack
from yaoyaoling.places.roads.network import RoadNetwork

Array = NDArray[Any]


class NoSuchCounty(Refused):
    """The city has no county of that code."""

    code = "no_such_county"
    status = 422
    zh = "城市中没有代码为 {code} 的区县；已有：{there}。"
    en = "The city has no county {code}; there are: {there}."


def of_county(pack: Pack, code: str) -> tuple[Pack, BaseGeometry]:
    """The pack with the areas and crews of one county, and its shape. Raises: NoSuchCounty."""
    counties = [area for area in pack.areas if area.kind is AreaKind.COUNTY]
    own = [area for area in counties if area.org_code == code]
    if not own:
        raise NoSuchCounty(code=code, there=", ".join(area.org_code for area in counties))
    below = {code}
    for row in pack.organisations:  # parents stand before their children
        if row.parent_code in below:
            below.add(row.code)
    areas = (*own, *(one for one in pack.areas if one.org_code in below and one.kind is not AreaKind.COUNTY))
    crews = tuple(crew for crew in pack.crews if crew.org_code in below)
    return replace(pack, areas=areas, crews=crews), shapely.union_all([area_shape(area) for area in own])


def inside_county(demand: Demand, shape: BaseGeometry) -> Demand:
    """The points of demand in it."""
    inside = shapely.contains_xy(shape, demand.lon, demand.lat)
    weight = None if demand.weight is None else demand.weight[inside]
    return replace(demand, lon=demand.lon[inside], lat=demand.lat[inside], weight=weight)


def roads_inside(
    network: RoadNetwork, usable: Array, stranded: list[Stranded], shape: BaseGeometry
) -> tuple[Array, list[Stranded]]:
    """Of the usable crossings those in it that reach each other within it; and those that do not, with the kind.

    What is stranded in the whole city already keeps its kind; the rest is "elsewhere": another county leads there.
    """
    inside = shapely.contains_xy(shape, network.lon, network.lat)
    own = np.flatnonzero(usable & inside)
    if not len(own):
        return np.zeros(network.node_count, np.bool_), []
    number = np.full(network.node_count, -1, np.int64)
    number[own] = np.arange(len(own))
    tail, head = number[network.tail], number[network.head]
    both = (tail >= 0) & (head >= 0)
    main, apart = main_roads(len(own), tail[both], head[both])
    found = np.zeros(network.node_count, np.bool_)
    found[own[main]] = True
    kept = [Stranded(part.kind, part.nodes[inside[part.nodes]]) for part in stranded if inside[part.nodes].any()]
    return found, [*kept, *(Stranded("elsewhere", own[part.nodes]) for part in apart)]
