"""Areas by minutes of road time, as GeoJSON."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import Field

from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.contract import ReachCollection, ReachFeature, ReachProperties
from yaoyaoling.places.roads.client import RoadClient

MinutesAsked = Annotated[
    tuple[Annotated[float, Field(gt=0, le=30)], ...],
    Query(min_length=1, max_length=6, description="分钟数，可重复；默认 1、3、5"),
]


async def reach_areas(
    roads: RoadClient, point: Point, minutes: Sequence[float], direction: Literal["from", "to"]
) -> ReachCollection:
    """Where one can be in so many minutes (`from`), or from where one can be here (`to`).

    Raises: RoadsSilent, OffRoad.
    """
    widest_first = sorted(set(minutes), reverse=True)
    areas = await roads.reach(point, [one * 60 for one in widest_first], direction)
    return ReachCollection(features=_features(widest_first, areas))


async def reach_areas_of_many(
    roads: RoadClient, points: Sequence[Point], minutes: Sequence[float], direction: Literal["from", "to"]
) -> ReachCollection:
    """The same of many points: where at least one of them can be, or from where one is reached. Empty without any.

    Raises: RoadsSilent, OffRoad when none has a road near.
    """
    widest_first = sorted(set(minutes), reverse=True)
    if not points:
        return ReachCollection(features=(), places=0)
    areas, off_road = await roads.reach_of_many(points, [one * 60 for one in widest_first], direction)
    features = _features(widest_first, areas)
    return ReachCollection(features=features, places=len(points) - len(off_road), off_road=len(off_road))


def _features(minutes: Sequence[float], areas: Sequence[list[Any]]) -> tuple[ReachFeature, ...]:
    return tuple(
        ReachFeature(properties=ReachProperties(minutes=one), geometry={"type": "MultiPolygon", "coordinates": area})
        for one, area in zip(minutes, areas, strict=True)
    )
