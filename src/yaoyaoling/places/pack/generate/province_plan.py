"""What a whole province is to be like: a larger city with rings, smaller cities, the rivers and roads between them."""

from dataclasses import dataclass, replace

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.generate.plan import (
    NEW_TOWN,
    STATION_FRONT,
    WORKS,
    XIAOZHEN,
    Annex,
    Avenue,
    County,
    Style,
    TownPlan,
)

CORE = Style(7_200, 7.0, 0.08, 0.40, 80_000, 26_000, ("residential", "residential", "commercial"))
INNER = Style(7_700, 3.0, 0.14, 0.30, 110_000, 32_000, ("residential", "residential", "residential", "commercial"))
OUTER = Style(9_200, 2.0, 0.18, 0.26, 130_000, 38_000, ("residential", "residential", "residential", "commercial"))
EDGE = Style(13_000, 2.0, 0.20, 0.20, 150_000, 50_000, ("residential", "residential", "industrial"))
ESTATE = Style(30_000, 1.5, 0.22, 0.12, 170_000, 30_000, ("industrial",))
"""Quarters of a larger city, from the middle outwards, and its industrial estates."""


@dataclass(frozen=True)
class River:
    """A river from north to south. at_m: its distance east of the centre; sway_m: how far it winds."""

    at_m: float
    width_m: float
    sway_m: float


@dataclass(frozen=True)
class RingRoad:
    """A ring road, a rounded rectangle about (x_m, y_m). width_x_m, width_y_m: half its size."""

    name: str
    x_m: float
    y_m: float
    width_x_m: float
    width_y_m: float
    road_class: RoadClass = RoadClass.PRIMARY


@dataclass(frozen=True)
class Metropolis:
    """The larger city. rings: the innermost first; the last but one bounds what is built, the last lies in the country.

    mains: avenues of the first order, with names; stems: names of those between them, by turns.
    block_m: from one avenue to the next. annexes: quarters outside the last but one ring.
    parks: where large parks are, with their names; the first has a lake.
    """

    name_zh: str
    name_en: str
    rings: tuple[RingRoad, ...]
    mains: tuple[Avenue, ...]
    block_m: tuple[float, float]
    annexes: tuple[Annex, ...]
    parks: tuple[tuple[float, float, str], ...]
    counties: tuple[County, ...]
    stations_per_county: tuple[int, ...]
    grids_per_station: int
    one_way_streets: int


@dataclass(frozen=True)
class SmallCity:
    """A smaller city and where its middle lies."""

    plan: TownPlan
    x_m: float
    y_m: float


@dataclass(frozen=True)
class ProvincePlan:
    """A whole province. Lengths in metres about (lon, lat), where the larger city has its middle; x east, y north.

    bounds_m: west, south, east, north.
    plot_scale: how much wider plots are than in a small town, so that doors stay countable.
    crews_per_grid: one of each shift.
    """

    name: str
    name_zh: str
    name_en: str
    region: str
    lon: float
    lat: float
    bounds_m: tuple[float, float, float, float]
    rivers: tuple[River, ...]
    metropolis: Metropolis
    cities: tuple[SmallCity, ...]
    villages: int
    crews_per_grid: int
    plot_scale: float


HECHUAN = replace(
    XIAOZHEN,
    name="hechuan",
    city_zh="禾川",
    city_en="Hechuan",
    ring_x_m=2_300,
    ring_y_m=1_900,
    width_m=11_000,
    height_m=9_000,
    counties=(County("禾阳区", "Heyang District"), County("平望县", "Pingwang County")),
    stations_per_county=(2, 2),
    grids_per_station=2,
    one_way_streets=10,
)
QINGDU = replace(
    HECHUAN,
    name="qingdu",
    city_zh="青渡",
    city_en="Qingdu",
    ring_x_m=1_900,
    ring_y_m=1_700,
    old_centre=(-480, -90),
    avenues=(
        Avenue("中山", 60, False, crosses_river=True, leaves_town=True),
        Avenue("青年", -560, True, leaves_town=True),
        Avenue("沿河", -700, False, road_class=RoadClass.SECONDARY),
        Avenue("振兴", 1_150, True, leaves_town=True),
        Avenue("学府", 820, False, crosses_river=True, road_class=RoadClass.SECONDARY),
        Avenue("公园", -1_200, True, road_class=RoadClass.SECONDARY),
    ),
    annexes=(Annex(WORKS, 160, 205, 1.40), Annex(STATION_FRONT, -40, -12, 1.30), Annex(NEW_TOWN, 60, 100, 1.25)),
    counties=(County("清源区", "Qingyuan District"), County("石桥县", "Shiqiao County")),
    stations_per_county=(2, 1),
)

YUNLAN = Metropolis(
    name_zh="云澜",
    name_en="Yunlan",
    rings=(
        RingRoad("一环", -900, 100, 2_250, 1_900),
        RingRoad("二环", -200, 0, 5_500, 4_700),
        RingRoad("三环", 0, 0, 9_300, 7_900),
        RingRoad("绕城高速", 0, 0, 12_000, 10_300, RoadClass.MOTORWAY),
    ),
    mains=(
        Avenue("人民", 150, False, crosses_river=True, leaves_town=True),
        Avenue("解放", -950, True, leaves_town=True),
        Avenue("长江", -2_450, False, crosses_river=True, leaves_town=True),
        Avenue("迎宾", 5_700, True, leaves_town=True),
        Avenue("北苑", 3_250, False, crosses_river=True, leaves_town=True),
        Avenue("望江", -4_500, True, leaves_town=True),
        Avenue("和平", -5_900, False, leaves_town=True),
        Avenue("天山", 7_700, True),
        Avenue("泰山", 6_300, False),
        Avenue("昆仑", -7_100, True),
    ),
    block_m=(640, 900),
    annexes=(
        Annex(ESTATE, 300, 336, 1.24),
        Annex(ESTATE, 118, 150, 1.22),
        Annex(OUTER, 205, 240, 1.20),
        Annex(EDGE, 20, 52, 1.18),
    ),
    parks=(
        (-3_300, -3_000, "云湖公园"),
        (3_900, 2_500, "云澜植物园"),
        (-5_900, 3_900, "西山森林公园"),
        (6_000, -4_300, "南湖湿地公园"),
        (-600, 4_900, "北苑公园"),
    ),
    counties=(
        County("鼓楼区", "Gulou District"),
        County("江东区", "Jiangdong District"),
        County("高新区", "Gaoxin District"),
        County("西山区", "Xishan District"),
        County("望溪县", "Wangxi County"),
    ),
    stations_per_county=(4, 4, 4, 3, 2),
    grids_per_station=3,
    one_way_streets=140,
)

SHIFAN = ProvincePlan(
    name="shifan",
    name_zh="示范省",
    name_en="Shifan Province",
    region="990000",
    lon=112.62,
    lat=30.58,
    bounds_m=(-18_500, -16_500, 30_500, 16_500),
    rivers=(River(2_650, 220, 430), River(23_750, 110, 300)),
    metropolis=YUNLAN,
    cities=(SmallCity(HECHUAN, 23_200, 8_000), SmallCity(QINGDU, 23_100, -8_100)),
    villages=64,
    crews_per_grid=5,
    plot_scale=3.4,
)
"""示范省: 云澜市 with some 60,000 road nodes, 禾川市 and 青渡市."""

PROVINCES = {plan.name: plan for plan in (SHIFAN,)}
"""Every province that can be generated, by name."""
