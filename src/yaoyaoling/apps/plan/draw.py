"""Plans as GeoJSON (RFC 7946, WGS-84): posts as points, grids as polygons around their crossings."""

from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from yaoyaoling.apps.plan.grids import GridsPlan
from yaoyaoling.apps.plan.ground import CityGround
from yaoyaoling.apps.plan.posts import PostsPlan
from yaoyaoling.places.pack.check_land import area_shape
from yaoyaoling.places.public import AreaKind

Array = NDArray[Any]
_DIGITS = 7


def _feature(geometry: BaseGeometry, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": shapely.geometry.mapping(geometry), "properties": properties}


def _write(path: Path, features: list[dict[str, Any]]) -> None:
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": features}, option=orjson.OPT_INDENT_2))


def _point(lon: float, lat: float) -> BaseGeometry:
    return shapely.Point(round(float(lon), _DIGITS), round(float(lat), _DIGITS))


def write_posts(path: Path, ground: CityGround, plan: PostsPlan) -> None:
    """Today's and the proposed posts."""
    net = ground.network
    times_s = ground.times_from_nodes(plan.sites)
    served = times_s.argmin(axis=0)
    load = np.bincount(served, ground.weight, len(plan.sites)) / ground.weight.sum()
    features = [_feature(_point(lon, lat), kind="post_today") for lon, lat in plan.today_at]
    features += [
        _feature(_point(net.lon[node], net.lat[node]), kind="post_proposed", number=number + 1,
                 load_share=round(float(load[number]), 5))
        for number, node in enumerate(plan.sites)
    ]  # fmt: skip
    _write(path, features)


def write_grids(path: Path, ground: CityGround, plan: GridsPlan) -> None:
    """The proposed grids and their posts."""
    net, districts = ground.network, plan.districts
    features = []
    for number, shape in enumerate(grid_shapes(ground, plan.of_node, len(districts.posts))):
        node = ground.atoms.centre[districts.posts[number]]
        name = {"number": number + 1, "code": f"P{number + 1:03d}", "load_share": round(districts.load[number], 5)}
        features.append(_feature(shape, kind="grid_proposed", **name))
        features.append(_feature(_point(net.lon[node], net.lat[node]), kind="post_proposed", **name))
    _write(path, features)


def grid_shapes(ground: CityGround, of_node: Array, count: int) -> list[BaseGeometry]:
    """The ground nearest to each grid's crossings, within the city's counties; together they cover it once."""
    net = ground.network
    nodes = np.flatnonzero(of_node >= 0)
    spots, first = np.unique(
        np.column_stack([net.lon[nodes], net.lat[nodes]]).round(_DIGITS), axis=0, return_index=True
    )
    city = shapely.union_all([area_shape(area) for area in ground.pack.areas if area.kind is AreaKind.COUNTY])
    if city.is_empty:
        city = shapely.box(*ground.pack.info.bounds)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(spots), extend_to=city))
    inside: Any = shapely.points(spots)
    tree = shapely.STRtree(inside)
    cell, spot = tree.query(cells, predicate="contains")
    owner = of_node[nodes[first]]
    shapes = []
    for grid in range(count):
        whole = shapely.union_all(cells[cell[owner[spot] == grid]])
        shapes.append(shapely.set_precision(shapely.intersection(whole, city), 10.0**-_DIGITS))
    return shapes
