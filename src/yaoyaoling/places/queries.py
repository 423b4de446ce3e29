"""Reading places: search, territory, the nearest address, areas, the city."""

from collections.abc import Sequence

from yaoyaoling.kernel.geo import Point, degrees_around, distance_m
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.places import words
from yaoyaoling.places.contract import (
    AreaCollection,
    AreaFeature,
    AreaProperties,
    City,
    Demand,
    NearPlace,
    PlaceHit,
    Post,
    Surroundings,
    Territory,
)
from yaoyaoling.places.pack.contract import AreaKind
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row

MOST_HITS = 50
_FEW_LETTERS = 2

_HIT = "id, kind, name_zh, name_en, full_zh, lon, lat, county_code, station_code, grid_code"

# What was named in full comes first, then what sounds so, then the streets of that stem (解放北路 for 解放路) and names
# that begin so or hold it; door-plates last.
_ORDER = """
    case when name_key in ($1, $1 || '号', $3) or lower(name_en) = $2 then 0
         when pinyin = $1 or initials = $1 or initials = $1 || 'h' then 1
         when name_key = any($4::text[]) or (kind <> 'doorplate' and starts_with(name_key, $1)) then 2
         when kind <> 'doorplate' and position($1 in name_key) > 0 then 3
         when starts_with(name_key, $1) then 4
         when starts_with(pinyin, $1) or starts_with(initials, $1) then 5
         else 6 end,
    case kind when 'landmark' then 0 when 'road' then 0 when 'village' then 1 when 'poi' then 1
              when 'intersection' then 2 else 3 end,
    length(name_key), name_key, id
"""
# One letter or character may begin ten thousand names: of so many the first are ranked, and a pack's rows
# stand in the order in which they are asked for.
_MOST_RANKED = 3_000
_SEARCH = f"""
select {_HIT} from (
    select * from places.address
    where (words @@ $5::tsquery or sounds @@ $6::tsquery) and ($7 or kind not in ('doorplate', 'intersection'))
    limit {_MOST_RANKED}
) as found
order by {_ORDER} limit $8
"""
_SEARCH_ANY = f"""
select {_HIT} from places.address
where words @@ $5::tsquery
order by (select count(*) from unnest($6::text[]) as term where words @@ term::tsquery) desc, {_ORDER} limit $7
"""


async def search_places(tx: Tx, query: str, limit: int = 10) -> list[PlaceHit]:
    """Places by characters, pinyin, initials or English words; the best first, at most `limit` (≤ 50).

    "解放路12号", "解放路人民路", "解放路" (also 解放北路), "医院", "jfl", "jiefang", "5th burnside". Words that do
    not all occur in one place are looked for one by one: the place that has most of them comes first.
    """
    prefixes = await tx.fetchval("select prefixes from places.meta")
    asked = words.without_prefixes(query, prefixes or ())
    terms, sound = words.query_words(asked), words.query_sounds(asked)
    if not terms:
        return []
    key, most = words.name_key(asked), min(max(limit, 1), MOST_HITS)
    named = (key, words.plain(asked), words.name_key(query), words.branch_keys(key))
    # One or two letters, or one character, begin too many names: doors and crossings wait until there are more.
    with_doors = len(key.removesuffix("号")) > (_FEW_LETTERS if key[0].isascii() else 1)
    rows = await tx.fetch(_SEARCH, *named, " & ".join(terms), sound or "", with_doors, most)
    if not rows and len(terms) > 1:
        street = words.without_number(key)
        named = (street, street, street, words.branch_keys(street))
        rows = await tx.fetch(_SEARCH_ANY, *named, " | ".join(terms), terms, most)
    return [_hit(row) for row in rows]


def _hit(row: Row) -> PlaceHit:
    return PlaceHit(**{name.strip(): row[name.strip()] for name in _HIT.split(",")})


_TERRITORY = """
select c.org_code as county_code, c.name_zh as county_zh, c.name_en as county_en,
       s.org_code as station_code, s.name_zh as station_zh, s.name_en as station_en,
       g.code as grid_code, g.name_zh as grid_zh, g.name_en as grid_en
from places.area g
join places.area s on s.kind = 'station' and s.code = g.parent_code and s.part = 0
join places.area c on c.kind = 'county' and c.code = s.parent_code and c.part = 0
where g.kind = 'grid'
  and g.shape && polygon(box(point($1, $2), point($1, $2))) and g.shape @> point($1, $2)
order by g.code limit 1
"""


async def find_territory(tx: Tx, point: Point) -> Territory | None:
    """County, station and grid of a point; None outside of the city pack.

    On a border the grid with the lowest code has it, and with it that grid's station and county.
    """
    row = await tx.fetchrow(_TERRITORY, point.lon, point.lat)
    return Territory(**dict(row)) if row is not None else None


_STATIONS_AT = """
select t.station_code, t.county_code
from unnest($1::float8[], $2::float8[]) with ordinality as p (lon, lat, n)
left join lateral (
    select s.org_code as station_code, c.org_code as county_code
    from places.area g
    join places.area s on s.kind = 'station' and s.code = g.parent_code and s.part = 0
    join places.area c on c.kind = 'county' and c.code = s.parent_code and c.part = 0
    where g.kind = 'grid'
      and g.shape && polygon(box(point(p.lon, p.lat), point(p.lon, p.lat))) and g.shape @> point(p.lon, p.lat)
    order by g.code limit 1
) as t on true
order by p.n
"""


async def find_stations(tx: Tx, points: Sequence[Point]) -> list[tuple[str, str] | None]:
    """Codes of the station and county of each point, as `find_territory` has them; None outside of the city pack."""
    rows = await tx.fetch(_STATIONS_AT, [one.lon for one in points], [one.lat for one in points])
    return [None if row["station_code"] is None else (row["station_code"], row["county_code"]) for row in rows]


_AROUND = """
select a.kind, a.code, a.org_code, a.kind <> 'grid' and a.shape @> point($1, $2) as holds
from places.area a
where a.kind <> 'grid' and a.shape && polygon(box(point($1 - $3, $2 - $4), point($1 + $3, $2 + $4)))
   or a.kind = 'grid' and a.code <> $5 and exists (
        select from places.area g where g.kind = 'grid' and g.code = $5 and g.shape && a.shape)
order by a.kind, a.code
"""


async def find_surroundings(tx: Tx, point: Point, grid_code: str | None, near_m: float) -> Surroundings:
    """What lies around a point: larger areas that hold it, grids that touch its own, counties at most near_m away.

    "At most near_m away" is a square of that half side around the point.
    """
    lon_deg, lat_deg = degrees_around(point.lat, near_m)
    rows = await tx.fetch(_AROUND, point.lon, point.lat, lon_deg, lat_deg, grid_code)
    return Surroundings(
        overlays=tuple(dict.fromkeys(row["code"] for row in rows if row["holds"])),
        neighbours=tuple(dict.fromkeys(row["code"] for row in rows if row["kind"] == AreaKind.GRID)),
        counties=tuple(dict.fromkeys(row["org_code"] for row in rows if row["kind"] == AreaKind.COUNTY)),
    )


_DEMAND = """
select grid_code, county_code, lon, lat, count::float8 / least(count, $1) as weight from (
    select grid_code, county_code, lon, lat, count(*) over (partition by grid_code) as count,
           row_number() over (partition by grid_code order by hashint8(id), id) as place
    from places.address where grid_code is not null and kind in ('doorplate', 'poi', 'intersection', 'village')
) as one where place <= $1 order by grid_code, place
"""


async def list_demand(tx: Tx, per_grid: int) -> list[Demand]:
    """Addresses drawn from every grid, always the same: so many stand for all that are there."""
    rows = await tx.fetch(_DEMAND, per_grid)
    return [
        Demand(
            point=Point(lon=row["lon"], lat=row["lat"]),
            grid_code=row["grid_code"],
            county_code=row["county_code"],
            weight=row["weight"],
        )
        for row in rows
    ]


async def find_pack_digest(tx: Tx) -> str | None:
    """What the pack in the database is known by; when it is another, all that was kept of places is old."""
    found: str | None = await tx.fetchval("select digest from places.meta")
    return found


_POSTS = """
select distinct on (a.grid_code) a.grid_code, a.county_code, a.full_zh, a.lon, a.lat
from (
    select grid_code, avg(lon) * (select lon_scale from places.meta) as x, avg(lat) as y
    from places.address where grid_code is not null and kind <> 'road' group by grid_code
) as g
join places.address a on a.grid_code = g.grid_code
where a.kind in ('intersection', 'poi', 'landmark', 'village', 'doorplate')
order by a.grid_code, a.kind = 'doorplate', a.spot <-> point(g.x, g.y), a.id
"""


async def list_posts(tx: Tx) -> list[Post]:
    """A place to wait in every grid that has addresses, by grid."""
    return [
        Post(
            grid_code=row["grid_code"],
            county_code=row["county_code"],
            place_text=row["full_zh"],
            point=Point(lon=row["lon"], lat=row["lat"]),
        )
        for row in await tx.fetch(_POSTS)
    ]


_NEAREST = f"""
select {_HIT} from places.address where kind <> 'road'
order by spot <-> point($1 * (select lon_scale from places.meta), $2), id limit 1
"""


async def find_nearest_place(tx: Tx, point: Point) -> NearPlace | None:
    """The address nearest to a point, streets as a whole apart; None when there is none at all."""
    row = await tx.fetchrow(_NEAREST, point.lon, point.lat)
    if row is None:
        return None
    place = _hit(row)
    metres = distance_m(point, Point(lon=place.lon, lat=place.lat))
    return NearPlace(place=place, distance_m=round(metres, 1))


async def get_city(tx: Tx) -> City:
    """The city pack in use. Raises: NotFound when none is loaded."""
    row = await tx.fetchrow("select * from places.meta")
    if row is None:
        raise NotFound
    return City(
        bounds=[row["west"], row["south"], row["east"], row["north"]],
        center=[row["center_lon"], row["center_lat"]],
        invented=tuple(row["invented"]),
        **{
            name: row[name]
            for name in (
                "name", "title_zh", "title_en", "region", "is_generated", "source", "licence",
                "attribution_zh", "attribution_en",
            )
        },
    )  # fmt: skip


async def list_area_names(tx: Tx) -> list[AreaProperties]:
    """All areas without their borders, by code."""
    rows = await tx.fetch(
        "select kind, code, parent_code, org_code, name_zh, name_en from places.area where part = 0 order by code"
    )
    return [AreaProperties(**dict(row)) for row in rows]


async def list_areas(tx: Tx, kind: AreaKind | None = None) -> AreaCollection:
    """The areas of a kind, or all, as GeoJSON; ordered by kind and code."""
    rows = await tx.fetch(
        "select kind, code, parent_code, org_code, name_zh, name_en, jsonb_agg(ring order by part) as rings"
        " from places.area where $1::text is null or kind = $1"
        " group by kind, code, parent_code, org_code, name_zh, name_en order by kind, code",
        kind,
    )
    return AreaCollection(features=tuple(_feature(row) for row in rows))


def _feature(row: Row) -> AreaFeature:
    rings = row["rings"]
    names = ("kind", "code", "parent_code", "org_code", "name_zh", "name_en")
    geometry = (
        {"type": "Polygon", "coordinates": rings}
        if len(rings) == 1
        else {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    )
    return AreaFeature(properties=AreaProperties(**{name: row[name] for name in names}), geometry=geometry)
