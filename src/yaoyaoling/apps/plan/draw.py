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
from yaoyaoling.apps.plan.solve import Solved
from yaoyaoling.places.pack.check_land import area_shape
from yaoyaoling.places.public import AreaKind
from yaoyaoling.planning.public import Part

Array = NDArray[Any]
_DIGITS = 7


def _feature(geometry: BaseGeometry, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": shapely.geometry.mapping(geometry), "properties": properties}


def _point(lon: float, lat: float) -> BaseGeometry:
    return shapely.Point(round(float(lon), _DIGITS), round(float(lat), _DIGITS))


def write_plan(path: Path, solved: Solved) -> None:
    """The plan as a file."""
    path.write_bytes(orjson.dumps(drawing(solved), option=orjson.OPT_INDENT_2))


def drawing(solved: Solved) -> dict[str, Any]:
    """Today's and the proposed posts; of grids their ground as well. kind: "post_today", "grid_proposed" …"""
    plan = solved.plan
    features = _posts(solved.ground, plan) if isinstance(plan, PostsPlan) else _grids(solved.ground, plan)
    return {"type": "FeatureCollection", "features": features}


def _posts(ground: CityGround, plan: PostsPlan) -> list[dict[str, Any]]:
    net = ground.network
    features = [
        _feature(_point(lon, lat), kind="post_today", number=number + 1, **_figures(part))
        for number, ((lon, lat), part) in enumerate(zip(plan.today_at, plan.today_parts, strict=True))
    ]
    features += [
        _feature(_point(net.lon[node], net.lat[node]), kind="post_proposed", number=number + 1, **_figures(part))
        for number, (node, part) in enumerate(zip(plan.sites, plan.parts, strict=True))
    ]
    return features


def _grids(ground: CityGround, plan: GridsPlan) -> list[dict[str, Any]]:
    net, districts = ground.network, plan.districts
    features = []
    for number, shape in enumerate(grid_shapes(ground, plan.of_node, len(districts.posts))):
        node = ground.atoms.centre[districts.posts[number]]
        name = {"number": number + 1, "code": f"P{number + 1:03d}", **_figures(plan.parts[number])}
        features.append(_feature(shape, kind="grid_proposed", **name))
        features.append(_feature(_point(net.lon[node], net.lat[node]), kind="post_proposed", **name))
    areas = [area for area in ground.pack.areas if area.kind is AreaKind.GRID]
    for area, part in zip(areas, plan.today_parts, strict=True):
        name = {"code": area.code, "name_zh": area.name_zh, "name_en": area.name_en, **_figures(part)}
        features.append(_feature(area_shape(area), kind="grid_today", **name))
    return features


def _figures(part: Part) -> dict[str, float | None]:
    mean_s = None if np.isnan(part.mean_s) else round(part.mean_s, 1)
    return {"load_share": round(part.load, 5), "within_share": round(part.within, 5), "mean_s": mean_s}


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
