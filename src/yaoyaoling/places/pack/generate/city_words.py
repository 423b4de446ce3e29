"""What the plan of a province says of each of its cities, in one form for the larger and the smaller ones."""

from dataclasses import dataclass

from yaoyaoling.places.pack.generate.plan import County
from yaoyaoling.places.pack.generate.province_plan import ProvincePlan
from yaoyaoling.places.pack.generate.site_words import city_sites, compound_names
from yaoyaoling.places.pack.generate.streets import XY
from yaoyaoling.places.pack.generate.venue_words import COMPOUNDS, SITES, SiteWord
from yaoyaoling.places.pack.invent import Name

_OLD_TOWN_M = 2_000.0


@dataclass(frozen=True)
class CityWords:
    """What the plan says of one city, the larger or a smaller one. old_at: its old town's middle, in plan space."""

    name: Name
    counties: tuple[County, ...]
    stations_per_county: tuple[int, ...]
    grids_per_station: int
    one_way_streets: int
    old_at: XY
    old_radius_m: float
    sites: tuple[SiteWord, ...] = SITES
    compounds: tuple[str, ...] = COMPOUNDS


def city_words(plan: ProvincePlan) -> list[CityWords]:
    """Every city, the larger one first."""
    one = plan.metropolis
    districts = tuple((county.name_zh, county.name_en) for county in one.counties)
    return [
        CityWords(
            (one.name_zh, one.name_en), one.counties, one.stations_per_county, one.grids_per_station,
            one.one_way_streets, (one.rings[0].x_m, one.rings[0].y_m), _OLD_TOWN_M, city_sites(districts),
            compound_names(),
        ),
        *(
            CityWords(
                (town.city_zh, town.city_en), town.counties, town.stations_per_county, town.grids_per_station,
                town.one_way_streets, (city.x_m + town.old_centre[0], city.y_m + town.old_centre[1]),
                town.old_radius_m,
            )
            for city, town in ((city, city.plan) for city in plan.cities)
        ),
    ]  # fmt: skip
