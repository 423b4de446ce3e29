"""Routes: search and reverse search for signed-in people; the city, its areas and its map."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import FileResponse

from yaoyaoling.kernel.geo import Datum, Point, to_wgs84
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.places.contract import (
    AreaCollection,
    AreaProperties,
    City,
    PlaceHit,
    ReachCollection,
    RouteView,
    WhatIsHere,
)
from yaoyaoling.places.pack.contract import MAP_FILE, AreaKind
from yaoyaoling.places.points import OutsideCity
from yaoyaoling.places.queries import (
    MOST_HITS,
    find_nearest_place,
    find_territory,
    get_city,
    list_area_names,
    list_areas,
    list_posts,
    search_places,
)
from yaoyaoling.places.reach import MinutesAsked, reach_areas, reach_areas_of_many
from yaoyaoling.places.roads.client import RoadClient
from yaoyaoling.platform.http.deps import HallDep, PrincipalDep, principal_of
from yaoyaoling.platform.principal import PUBLIC

router = APIRouter(tags=["places"])

Words = Annotated[str, Query(min_length=1, max_length=100, description="地名、门牌、路口、拼音或首字母")]
Many = Annotated[int, Query(ge=1, le=MOST_HITS)]
Lon = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)]


@router.get("/api/places/search")
async def search(q: Words, hall: HallDep, principal: PrincipalDep, limit: Many = 10) -> list[PlaceHit]:
    """Places by name, door-plate, crossing, pinyin, initials or English words; the best first."""
    async with hall.db.snapshot(principal) as tx:
        return await search_places(tx, q, limit)


@router.get("/api/places/reverse")
async def reverse(lon: Lon, lat: Lat, hall: HallDep, principal: PrincipalDep, datum: Datum = Datum.WGS84) -> WhatIsHere:
    """Who answers for a point, and the nearest address. Outside of the city: 422 `outside_city`."""
    point = to_wgs84(lon, lat, datum)
    async with hall.db.snapshot(principal) as tx:
        territory = await find_territory(tx, point)
        if territory is None:
            raise OutsideCity
        nearest = await find_nearest_place(tx, point)
    return WhatIsHere(lon=point.lon, lat=point.lat, territory=territory, nearest=nearest)


@router.get("/api/places/city")
async def city(hall: HallDep) -> City:
    """The city: bounds, centre, titles, whose data it is, and what in it is invented."""
    async with hall.db.snapshot(PUBLIC) as tx:
        return await get_city(tx)


@router.get("/api/places/area-names")
async def area_names(hall: HallDep, principal: PrincipalDep) -> list[AreaProperties]:
    """Names of counties, stations' areas and grids, by code."""
    async with hall.db.snapshot(principal) as tx:
        return await list_area_names(tx)


@router.get("/api/places/areas")
async def areas(hall: HallDep, principal: PrincipalDep, kind: AreaKind | None = None) -> AreaCollection:
    """Counties, stations' areas and grids as GeoJSON."""
    async with hall.db.snapshot(principal) as tx:
        return await list_areas(tx, kind)


@router.get("/api/places/route", dependencies=[Depends(principal_of)])
async def route(from_lon: Lon, from_lat: Lat, to_lon: Lon, to_lat: Lat, hall: HallDep) -> RouteView:
    """The quickest way by road as the roads can be driven now. WGS-84."""
    way = await hall.need(RoadClient).route(Point(lon=from_lon, lat=from_lat), Point(lon=to_lon, lat=to_lat))
    points = [[point.lon, point.lat] for point in way.points]
    return RouteView(points=points, eta_s=way.eta_s, distance_m=way.distance_m, is_estimated=way.is_estimated)


@router.get("/api/places/reach", dependencies=[Depends(principal_of)])
async def reach(
    lon: Lon,
    lat: Lat,
    hall: HallDep,
    minutes: MinutesAsked = (1, 3, 5),
    direction: Literal["from", "to"] = "from",
) -> ReachCollection:
    """Areas within so many minutes by road of a point (`from`), or from where it is reached (`to`). WGS-84."""
    return await reach_areas(hall.need(RoadClient), Point(lon=lon, lat=lat), minutes, direction)


@router.get("/api/places/posts/reach")
async def posts_reach(
    hall: HallDep,
    principal: PrincipalDep,
    minutes: MinutesAsked = (1, 3, 5),
    direction: Literal["from", "to"] = "from",
) -> ReachCollection:
    """Areas within so many minutes by road of any grid's post, all posts in one search. WGS-84."""
    async with hall.db.snapshot(principal) as tx:
        posts = await list_posts(tx)
    return await reach_areas_of_many(hall.need(RoadClient), [one.point for one in posts], minutes, direction)


@router.head("/map/{file}", include_in_schema=False)
@router.get("/map/{file}", response_class=FileResponse)
async def map_file(file: str, hall: HallDep) -> FileResponse:
    """The city's vector tiles (PMTiles v3), by HTTP Range."""
    path = hall.settings.data / "packs" / hall.settings.city / MAP_FILE
    if file != MAP_FILE or not path.is_file():
        raise NotFound
    return FileResponse(path, media_type="application/vnd.pmtiles", headers={"Cache-Control": "no-cache"})
