"""What `places` tells others: places, territories, the city. Coordinates are WGS-84 degrees."""

from typing import Annotated, Any, Literal

from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.pack.contract import AreaKind, PlaceKind


class PlaceHit(Value):
    """A place that was found. county_code, station_code: organisations; None outside of every area."""

    id: int
    kind: PlaceKind
    name_zh: str
    name_en: str
    full_zh: str
    lon: float
    lat: float
    county_code: str | None
    station_code: str | None
    grid_code: str | None


class NearPlace(Value):
    """The place nearest to a point, and how far off it is."""

    place: PlaceHit
    distance_m: float


class Territory(Value):
    """Who answers for a point. county_code, station_code: organisations (12 digits); grid_code: the grid itself."""

    county_code: str
    county_zh: str
    county_en: str
    station_code: str
    station_zh: str
    station_en: str
    grid_code: str
    grid_zh: str
    grid_en: str


class Demand(Value):
    """A point that stands for addresses around it. weight: how many."""

    point: Point
    grid_code: str
    county_code: str
    weight: float


class Post(Value):
    """A place to wait in a grid: the crossing or place nearest to the middle of its addresses."""

    grid_code: str
    county_code: str
    place_text: str
    point: Point


class Surroundings(Value):
    """What lies around a point. overlays: codes of station and county areas that hold it; neighbours: grids that touch
    its own; counties: organisations of the counties near it, its own among them.
    """

    overlays: tuple[str, ...]
    neighbours: tuple[str, ...]
    counties: tuple[str, ...]


class City(Value):
    """The city pack in use. bounds: west, south, east, north. invented: what no source stands behind."""

    name: str
    title_zh: str
    title_en: str
    region: str
    # Lists, not tuples: readers of OpenAPI 3.1 trip over `prefixItems`.
    bounds: list[float] = Field(min_length=4, max_length=4)
    center: list[float] = Field(min_length=2, max_length=2)
    is_generated: bool
    invented: tuple[str, ...]
    source: str
    licence: str
    attribution_zh: str
    attribution_en: str


class AreaProperties(Value):
    """An area's names and who answers for it. parent_code: the area it lies in."""

    kind: AreaKind
    code: str
    parent_code: str | None
    org_code: str
    name_zh: str
    name_en: str


class AreaFeature(Value):
    """An area as a GeoJSON feature."""

    type: Literal["Feature"] = "Feature"
    properties: AreaProperties
    geometry: dict[str, Any]


class AreaCollection(Value):
    """Areas as GeoJSON (RFC 7946)."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: tuple[AreaFeature, ...]


class RouteView(Value):
    """A way by road as [lon, lat] points; is_estimated: the straight line, because the roads do not answer."""

    points: list[Annotated[list[float], Field(min_length=2, max_length=2)]]
    eta_s: float
    distance_m: float
    is_estimated: bool


class ReachProperties(Value):
    """Within how many minutes."""

    minutes: float


class ReachFeature(Value):
    """An area that is reached in so many minutes, as a GeoJSON feature."""

    type: Literal["Feature"] = "Feature"
    properties: ReachProperties
    geometry: dict[str, Any]


class ReachCollection(Value):
    """Areas by minutes as GeoJSON (RFC 7946), the widest first.

    places: of how many points; off_road: so many more have no road near and reach nothing.
    """

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: tuple[ReachFeature, ...]
    places: int = 1
    off_road: int = 0


class WhatIsHere(Value):
    """A point in WGS-84, who answers for it, and the nearest address."""

    lon: float
    lat: float
    territory: Territory
    nearest: NearPlace | None
