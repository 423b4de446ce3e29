"""What a town is to be like: every number the generator's parts ask for. Another city is another plan."""

from dataclasses import dataclass

from yaoyaoling.places.pack.contract import RoadClass


@dataclass(frozen=True)
class Style:
    """How a quarter is built. Areas in square metres, shares 0-1.

    block_m2: blocks are divided until they are smaller. skew_deg: how far streets turn from the right
    angle. whole_share: blocks up to four times that size that stay whole (compounds, schools, works).
    blind_share: finished blocks that get a blind lane. street_m2, lane_m2: a block larger than the first
    is divided by a collector, smaller than the second by a lane, between them by a street.
    """

    block_m2: float
    skew_deg: float
    whole_share: float
    blind_share: float
    street_m2: float
    lane_m2: float
    uses: tuple[str, ...]


OLD_TOWN = Style(9_500, 9.0, 0.10, 0.45, 90_000, 30_000, ("residential", "residential", "commercial"))
NEW_TOWN = Style(24_000, 2.0, 0.22, 0.22, 150_000, 40_000, ("residential", "residential", "residential", "commercial"))
WORKS = Style(52_000, 1.5, 0.25, 0.10, 160_000, 30_000, ("industrial",))
STATION_FRONT = Style(17_000, 5.0, 0.15, 0.30, 100_000, 30_000, ("commercial", "residential"))


@dataclass(frozen=True)
class Avenue:
    """A main street through the town. at_m: its distance east (or north) of the centre.

    crosses_river: it has a bridge. leaves_town: goes on as a highway to the edge of the map.
    """

    name: str
    at_m: float
    is_north_south: bool
    crosses_river: bool = False
    leaves_town: bool = False
    road_class: RoadClass = RoadClass.PRIMARY


@dataclass(frozen=True)
class Annex:
    """A quarter outside the ring, between two bearings (degrees from east, counter-clockwise)."""

    style: Style
    from_deg: float
    to_deg: float
    depth: float


@dataclass(frozen=True)
class County:
    """A county-level unit and the names of its stations, the town's first."""

    name_zh: str
    name_en: str


@dataclass(frozen=True)
class TownPlan:
    """A whole town. Lengths in metres, in a frame whose centre is (lon, lat), x east, y north."""

    name: str
    province_zh: str
    province_en: str
    city_zh: str
    city_en: str
    region: str
    lon: float
    lat: float
    width_m: float
    height_m: float
    ring_x_m: float
    ring_y_m: float
    old_centre: tuple[float, float]
    old_radius_m: float
    river_at_m: float
    river_width_m: float
    avenues: tuple[Avenue, ...]
    annexes: tuple[Annex, ...]
    villages: int
    counties: tuple[County, ...]
    stations_per_county: tuple[int, ...]
    grids_per_station: int
    one_way_streets: int


XIAOZHEN = TownPlan(
    name="xiaozhen",
    province_zh="示范省",
    province_en="Shifan Province",
    city_zh="小镇",
    city_en="Xiaozhen",
    region="990000",
    lon=112.436,
    lat=30.128,
    width_m=9_800,
    height_m=8_000,
    ring_x_m=2_050,
    ring_y_m=1_650,
    old_centre=(-560, 60),
    old_radius_m=780,
    river_at_m=430,
    river_width_m=84,
    avenues=(
        Avenue("人民", 110, False, crosses_river=True, leaves_town=True),
        Avenue("解放", -600, True, leaves_town=True),
        Avenue("迎宾", -830, False, crosses_river=True, road_class=RoadClass.SECONDARY),
        Avenue("建设", 1_270, True, leaves_town=True),
        Avenue("文化", 930, False, road_class=RoadClass.SECONDARY),
        Avenue("新华", -1_330, True, road_class=RoadClass.SECONDARY),
    ),
    annexes=(
        Annex(WORKS, -48, -8, 1.42),
        Annex(STATION_FRONT, 168, 200, 1.34),
        Annex(NEW_TOWN, 22, 58, 1.26),
    ),
    villages=9,
    counties=(County("望溪县", "Wangxi County"), County("禾丰县", "Hefeng County")),
    stations_per_county=(3, 2),
    grids_per_station=2,
    one_way_streets=16,
)
"""小镇: some 2,000 road nodes, two counties whose border runs through the old town."""

PLANS = {plan.name: plan for plan in (XIAOZHEN,)}
"""Every town that can be generated, by name."""
