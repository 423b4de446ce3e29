"""What other rooms and `apps` may use of `places` while the hall runs; packs are made and loaded by `packs`."""

from functools import partial
from importlib import import_module
from pathlib import Path

from yaoyaoling.places.commands import RestoreRoad, RestrictRoad
from yaoyaoling.places.contract import (
    AreaCollection,
    AreaFeature,
    AreaProperties,
    City,
    Demand,
    NearPlace,
    PlaceHit,
    Post,
    ReachCollection,
    Surroundings,
    Territory,
)
from yaoyaoling.places.doorplates.codes import Doorplates, PlateCode
from yaoyaoling.places.doorplates.judge import Plate, PlateMark
from yaoyaoling.places.doorplates.plates import (
    DoorplatesReply,
    MakeDoorplates,
    PlateReading,
    WithdrawDoorplate,
    find_doorplate,
    get_doorplates,
    list_doorplates,
    make_doorplates,
    note_scan,
    withdraw_doorplate,
)
from yaoyaoling.places.doorplates.sheet import Printed, sheet_html
from yaoyaoling.places.events import RestrictionKind
from yaoyaoling.places.handlers.restrict import RestrictionReply, restore_road, restrict_road
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
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.hours import HOURLY_SHARES
from yaoyaoling.places.pack.marks import Mark, MarkKind, read_marks
from yaoyaoling.places.pack.read import read_addresses, read_pack
from yaoyaoling.places.pack.refusals import PackUnfit
from yaoyaoling.places.points import OutsideCity
from yaoyaoling.places.queries import (
    find_nearest_place,
    find_pack_digest,
    find_stations,
    find_surroundings,
    find_territory,
    get_city,
    list_areas,
    list_demand,
    list_posts,
    search_places,
)
from yaoyaoling.places.reach import MinutesAsked, reach_areas, reach_areas_of_many
from yaoyaoling.places.roads.client import LiveTime, OffRoad, Origin, RoadClient, RoadsSilent, RoadTime, Route, straight
from yaoyaoling.places.roads.matrix import ask_matrix
from yaoyaoling.places.sounds import initials, syllables
from yaoyaoling.places.words import name_key, numeral, plain
from yaoyaoling.platform.bus import Bus

__all__ = [
    "HOURLY_SHARES",
    "Address",
    "Area",
    "AreaCollection",
    "AreaFeature",
    "AreaKind",
    "AreaProperties",
    "City",
    "CrewPost",
    "Demand",
    "Dice",
    "Doorplates",
    "DoorplatesReply",
    "LiveTime",
    "MakeDoorplates",
    "Mark",
    "MarkKind",
    "MinutesAsked",
    "NearPlace",
    "OffRoad",
    "Organisation",
    "OrganisationKind",
    "Origin",
    "OutsideCity",
    "Pack",
    "PackInfo",
    "PackUnfit",
    "PlaceHit",
    "PlaceKind",
    "Plate",
    "PlateCode",
    "PlateMark",
    "PlateReading",
    "Post",
    "Printed",
    "Problem",
    "ReachCollection",
    "RestoreRoad",
    "RestrictRoad",
    "RestrictionKind",
    "RestrictionReply",
    "RoadClient",
    "RoadTime",
    "RoadsSilent",
    "Route",
    "Surroundings",
    "Territory",
    "WithdrawDoorplate",
    "ask_matrix",
    "find_doorplate",
    "find_nearest_place",
    "find_pack_digest",
    "find_stations",
    "find_surroundings",
    "find_territory",
    "get_city",
    "get_doorplates",
    "initials",
    "list_areas",
    "list_demand",
    "list_doorplates",
    "list_posts",
    "make_doorplates",
    "name_key",
    "note_scan",
    "numeral",
    "plain",
    "reach_areas",
    "reach_areas_of_many",
    "read_addresses",
    "read_marks",
    "read_pack",
    "restore_road",
    "restrict_road",
    "search_places",
    "serve_city_roads",
    "sheet_html",
    "straight",
    "syllables",
    "withdraw_doorplate",
]


async def serve_city_roads(bus: Bus, pack: Path, database_url: str) -> None:
    """Answer road times of the pack in a directory until cancelled, by the restrictions the database holds.

    Set NUMBA_CACHE_DIR to a writable directory before: the machine code is kept there. Raises: PackUnfit.
    """
    # numba is large and slow to import: only the process that computes loads it.
    server = import_module("yaoyaoling.places.roads.server")
    watch = import_module("yaoyaoling.places.roads.watch")
    await server.run_city_roads(bus, pack, partial(watch.watch_restrictions, database_url))
