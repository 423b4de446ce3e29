"""A town on a river, by hand: few bridges, an island, a railway cutting, a one-way ring; and what driving in it takes.

Metres east and north of the old bridge's western end. The river runs from north to south between x 2000 and x 2300.
Streets every 500 m on both banks, driven at 36 km/h (10 m/s).
"""

from functools import cache
from typing import Any

import numpy as np

from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.frame import Frame, lengths_m
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.restrict import Restriction, restricted

Xy = tuple[float, float]

_FRAME = Frame(112.4, 30.1)
_STREET_KMH = 36.0
_NORTHINGS = range(-3000, 3001, 500)
_WEST, _EAST = range(0, 2001, 500), range(2300, 4301, 500)
_ISLAND, _RING_END = (2150.0, -1500.0), (4300.0, 3500.0)

OLD_BRIDGE = ((2000.0, 0.0), (2300.0, 0.0))
NORTH_BRIDGE = ((2000.0, 3000.0), (2300.0, 3000.0))
DAM = ((2000.0, -3000.0), (2300.0, -3000.0))
"""A weir with a lane on it, driven at 10 km/h."""
CAUSEWAY = ((2000.0, -1500.0), _ISLAND)
"""The only way to the island."""
UNDERPASS = ((1000.0, -1000.0), (1000.0, -1500.0))
"""One of two ways under the railway on the western bank, which runs between the northings -1000 and -1500."""
SECOND_UNDERPASS = ((0.0, -1000.0), (0.0, -1500.0))
RING_ROAD = (_RING_END, (4300.0, 3000.0))
"""One way, south only, from where the ring road ends."""

Stretch = tuple[Xy, Xy]
_RAILWAY = {-1500, -1000}


def _streets() -> list[tuple[Xy, Xy, float]]:
    """Both directions of every street, with what is driven there."""
    pairs: list[tuple[Xy, Xy, float]] = []
    for bank in (_WEST, _EAST):
        for x in bank:
            for y in _NORTHINGS:
                if x + 500 in bank:
                    pairs.append(((float(x), float(y)), (x + 500.0, float(y)), _STREET_KMH))
                is_cut = bank is _WEST and y == min(_RAILWAY) and x not in (0, 1000)
                if y + 500 in _NORTHINGS and not is_cut:
                    pairs.append(((float(x), float(y)), (float(x), y + 500.0), _STREET_KMH))
    pairs += [(*OLD_BRIDGE, _STREET_KMH), (*NORTH_BRIDGE, _STREET_KMH), (*DAM, 10.0), (*CAUSEWAY, _STREET_KMH)]
    both = pairs + [(b, a, kmh) for a, b, kmh in pairs]
    return [*both, (*RING_ROAD, _STREET_KMH), ((2300.0, 3000.0), _RING_END, 72.0)]


@cache
def _engine() -> RoadEngine:
    streets = _streets()
    nodes = sorted({end for a, b, _ in streets for end in (a, b)})
    number = {xy: i for i, xy in enumerate(nodes)}
    lon, lat = _FRAME.to_lonlat(np.array([xy[0] for xy in nodes]), np.array([xy[1] for xy in nodes]))
    tail = np.array([number[a] for a, _, _ in streets], np.int32)
    head = np.array([number[b] for _, b, _ in streets], np.int32)
    none = np.array([], np.str_)
    return RoadEngine(
        RoadNetwork(
            Roads(
                lon=lon,
                lat=lat,
                tail=tail,
                head=head,
                length_m=lengths_m(lon[tail], lat[tail], lon[head], lat[head]).astype(np.float32),
                speed_kmh=np.array([kmh for _, _, kmh in streets], np.float32),
                road_class=np.full(len(streets), 7, np.int8),
                name=np.full(len(streets), -1, np.int32),
                names_zh=none,
                names_en=none,
            )
        )
    )


def _point(xy: Xy) -> Point:
    lon, lat = _FRAME.to_lonlat(np.array([xy[0]]), np.array([xy[1]]))
    return Point(lon=float(lon[0]), lat=float(lat[0]))


def closed(stretch: Stretch, *, both_ways: bool = True) -> Restriction:
    """Nobody drives here; one way only: not from the first end to the second."""
    return slowed(stretch, None, both_ways=both_ways)


def slowed(stretch: Stretch, speed_kmh: float | None, *, both_ways: bool = True) -> Restriction:
    """Driven no faster than this here."""
    ends = [_point(xy) for xy in stretch]
    return Restriction(tuple((end.lon, end.lat) for end in ends), both_ways, speed_kmh)


@cache
def drive(origin: Xy, target: Xy, *restrictions: Restriction) -> dict[str, Any]:
    """What a crew's road time and distance are, by a search on the town's roads; None when no road leads there."""
    engine = _engine()
    engine.graph = restricted(engine.network, restrictions) if restrictions else engine.network.graph
    found = engine.nearest(_point(target), [_point(origin)], 1)
    engine.graph = engine.network.graph
    if not found:
        return {"eta_s": None, "distance_m": None}
    return {"eta_s": found[0].eta_s, "distance_m": found[0].distance_m}


def crow_m(origin: Xy, target: Xy) -> float:
    """Metres in a straight line."""
    return distance_m(_point(origin), _point(target))
