"""What other rooms and `apps` may use of `places` while the hall runs; packs are made and loaded by `packs`."""

from importlib import import_module
from pathlib import Path

from yaoyaoling.places.contract import (
    AreaCollection,
    AreaFeature,
    AreaProperties,
    City,
    NearPlace,
    PlaceHit,
    Territory,
)
from yaoyaoling.places.pack.contract import (
    Address,
    Area,
    AreaKind,
    CrewPost,
    Organisation,
    OrganisationKind,
    Pack,
    PackInfo,
    PlaceKind,
    Problem,
)
from yaoyaoling.places.pack.read import read_addresses, read_pack
from yaoyaoling.places.pack.refusals import PackUnfit
from yaoyaoling.places.points import OutsideCity
from yaoyaoling.places.queries import find_nearest_place, find_territory, get_city, list_areas, search_places
from yaoyaoling.places.roads.client import Origin, RoadClient, RoadTime, Route
from yaoyaoling.platform.bus import Bus

__all__ = [
    "Address",
    "Area",
    "AreaCollection",
    "AreaFeature",
    "AreaKind",
    "AreaProperties",
    "City",
    "CrewPost",
    "NearPlace",
    "Organisation",
    "OrganisationKind",
    "Origin",
    "OutsideCity",
    "Pack",
    "PackInfo",
    "PackUnfit",
    "PlaceHit",
    "PlaceKind",
    "Problem",
    "RoadClient",
    "RoadTime",
    "Route",
    "Territory",
    "find_nearest_place",
    "find_territory",
    "get_city",
    "list_areas",
    "read_addresses",
    "read_pack",
    "search_places",
    "serve_city_roads",
]


async def serve_city_roads(bus: Bus, pack: Path) -> None:
    """Answer road times of the pack in a directory until cancelled.

    Set NUMBA_CACHE_DIR to a writable directory before: the machine code is kept there. Raises: PackUnfit.
    """
    # numba is large and slow to import: only the process that computes loads it.
    server = import_module("yaoyaoling.places.roads.server")
    await server.run_city_roads(bus, pack)
