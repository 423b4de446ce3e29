"""What a city pack holds: plain frozen rows, as the files have them. Coordinates are WGS-84 degrees."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FORMAT = 1
"""Version of the pack's layout; raised when a reader of the old one would misread the new one."""

Ring: TypeAlias = tuple[tuple[float, float], ...]
"""A closed ring of (lon, lat); the first point is not repeated at the end."""

PACK_FILE = "pack.json"
ORGANISATIONS_FILE = "organisations.csv"
AREAS_FILE = "areas.geojson"
CREWS_FILE = "crews.csv"
ADDRESSES_FILE = "addresses.csv"
ROADS_FILE = "roads.npz"
SPEEDS_FILE = "speeds.csv"
MAP_FILE = "map.pmtiles"
ALL_FILES = (PACK_FILE, ORGANISATIONS_FILE, AREAS_FILE, CREWS_FILE, ADDRESSES_FILE, ROADS_FILE, MAP_FILE)


class OrganisationKind(StrEnum):
    """What an organisation is in the tree."""

    PROVINCE = "province"  # 省公安厅
    HALL = "hall"  # 110接警大厅
    CITY = "city"  # 市公安局
    COUNTY = "county"  # 县（区）公安局
    STATION = "station"  # 派出所
    INSPECTION = "inspection"  # 督察


class AreaKind(StrEnum):
    """What an area bounds: 县（区）, 派出所辖区, 巡防网格."""

    COUNTY = "county"
    STATION = "station"
    GRID = "grid"


class PlaceKind(StrEnum):
    """What an address row names: 门牌, 兴趣点, 道路, 路口, 村, 地标."""

    DOORPLATE = "doorplate"
    POI = "poi"
    ROAD = "road"
    INTERSECTION = "intersection"
    VILLAGE = "village"
    LANDMARK = "landmark"


class RoadClass(IntEnum):
    """Class of a road, the widest first; the names are OpenStreetMap's `highway` values."""

    MOTORWAY = 1
    TRUNK = 2
    PRIMARY = 3
    SECONDARY = 4
    TERTIARY = 5
    UNCLASSIFIED = 6
    RESIDENTIAL = 7
    LIVING_STREET = 8  # 巷
    SERVICE = 9

    @property
    def label(self) -> str:
        """The class as tiles and styles write it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class PackInfo:
    """`pack.json`. bounds: west, south, east, north. invented: which parts no source stands behind."""

    name: str
    title_zh: str
    title_en: str
    region: str
    bounds: tuple[float, float, float, float]
    center: tuple[float, float]
    is_generated: bool
    invented: tuple[str, ...]
    source: str
    licence: str
    attribution_zh: str
    attribution_en: str
    seed: int
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Organisation:
    """A row of `organisations.csv`; code: 12 digits after GA 380-2002. The root has no parent."""

    code: str
    parent_code: str | None
    kind: OrganisationKind
    name_zh: str
    name_en: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Area:
    """A feature of `areas.geojson`: one or more outer rings, no holes. org_code: who answers for it."""

    kind: AreaKind
    code: str
    org_code: str
    name_zh: str
    name_en: str
    rings: tuple[Ring, ...]


PATROL = "patrol"
"""The force of the grids; others may have a whole station's or county's area for their ground."""


@dataclass(frozen=True, slots=True)
class CrewPost:
    """A row of `crews.csv`. lon, lat: its post, on a road.

    shift: which duty shift the crew works, from 1; 0: every watch.
    """

    code: str
    call_sign: str
    grid_code: str
    org_code: str
    force_type: str
    shift: int
    officers: int
    auxiliaries: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Address:
    """A row of `addresses.csv`. full_zh: the whole standard address, from the city down."""

    kind: PlaceKind
    name_zh: str
    name_en: str
    full_zh: str
    lon: float
    lat: float


@dataclass(frozen=True, eq=False)
class Roads:
    """`roads.npz`: n nodes, m directed arcs that are straight between their nodes.

    lon, lat: float64[n]. tail, head: int32[m]. length_m, speed_kmh: float32[m]; the speed is the allowed
    one. road_class: int8[m], a `RoadClass`. name: int32[m], an index into names_zh and names_en, -1 for none.
    turns: int32[t, 3], turns that are not allowed, by the nodes one comes from, turns at and goes to.
    paths: int32[p, w], ways over several nodes that are not allowed, -1 behind the last; who began such a way may not
    drive its end. path_hours: int32[p], the row of hours it holds at, -1 at all. hours: uint8[h, 1260], a bit for each
    minute of the week (`hours_of_week`). A pack without any has no such arrays.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    length_m: NDArray[np.float32]
    speed_kmh: NDArray[np.float32]
    road_class: NDArray[np.int8]
    name: NDArray[np.int32]
    names_zh: NDArray[np.str_]
    names_en: NDArray[np.str_]
    turns: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 3), np.int32))
    paths: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 3), np.int32))
    path_hours: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    hours: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, 1260), np.uint8))


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was read: the small tables whole, addresses and roads when asked for."""

    path: Path
    info: PackInfo
    organisations: tuple[Organisation, ...]
    areas: tuple[Area, ...]
    crews: tuple[CrewPost, ...]

    @property
    def map_path(self) -> Path:
        """The vector tiles."""
        return self.path / MAP_FILE

    @property
    def roads_path(self) -> Path:
        """The road network's arrays."""
        return self.path / ROADS_FILE

    @property
    def addresses_path(self) -> Path:
        """The table of addresses."""
        return self.path / ADDRESSES_FILE


Addresses: TypeAlias = Iterator[Address]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a pack, where, and what to do: a sentence in both languages.

    line: of the text file, from 1; 0 where the file has no lines.
    """

    file: str
    line: int
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.en}"
