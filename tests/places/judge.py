"""What the road engine says, compared with a judge that searches in its own way: nearest, times, stretches, routes."""

from typing import Any, Protocol

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.places.test_road_engine import points_near
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.live import LivePlaces
from yaoyaoling.places.roads.matrix import MatrixAsk
from yaoyaoling.places.roads.matrix_answer import matrix
from yaoyaoling.places.roads.reach import Direction, stretches
from yaoyaoling.places.roads.search import OnRoad


class Judge(Protocol):
    """Whoever knows how long the way is, and by how much each arc is closed or slowed."""

    cost_s: Any

    def seconds(self, start: OnRoad, goal: OnRoad) -> float:
        """From one place to another; infinite where there is no way."""


def one_of(places: OnRoad, index: int) -> OnRoad:
    """One place alone."""
    one = slice(index, index + 1)
    return OnRoad(places.node[one], places.arc[one], places.share[one])


def is_off(place: OnRoad) -> bool:
    """No road near."""
    return bool(place.node[0] < 0 and (place.arc[0] < 0).all())


def snapped(engine: RoadEngine, points: list[Point]) -> OnRoad:
    """Where these lie on the network."""
    places, _ = engine.network.snap(np.array([one.lon for one in points]), np.array([one.lat for one in points]))
    return places


def assert_nearest(roads: Roads, engine: RoadEngine, judge: Judge, rng: np.random.Generator, k: int, most: int) -> None:
    """Nearest of so many spots, asked in one question, kept hung, and by the matrix."""
    spots, target = points_near(roads, rng, most), points_near(roads, rng, 1)[0]
    places, goal = snapped(engine, spots), snapped(engine, [target])
    found = engine.nearest(target, spots, k)
    if is_off(goal):
        assert found is None
        return
    wanted: NDArray[np.float64] = np.array([judge.seconds(one_of(places, at), goal) for at in range(len(spots))])
    assert found is not None
    np.testing.assert_allclose([one.eta_s for one in found], np.sort(wanted[np.isfinite(wanted)])[:k], atol=1e-9)
    for one in found:
        assert one.eta_s == pytest.approx(wanted[one.index], rel=1e-9, abs=1e-9)
    live = LivePlaces(engine.network, len(spots))
    lon, lat = np.array([one.lon for one in spots]), np.array([one.lat for one in spots])
    live.put(np.arange(len(spots), dtype=np.int32), lon, lat)
    assert engine.nearest_live(target, live, k) == found
    ask = MatrixAsk(np.array([(target.lon, target.lat)]), np.column_stack((lon, lat)), limit_s=7200)
    np.testing.assert_allclose(matrix(engine, ask)[0], np.where(wanted <= 7200, wanted, np.inf), rtol=1e-5, atol=1e-5)


def assert_times(roads: Roads, engine: RoadEngine, judge: Judge, rng: np.random.Generator) -> None:
    """From a place to every crossing, and back."""
    place = snapped(engine, points_near(roads, rng, 1))
    if is_off(place):
        return
    crossings = [OnRoad(np.array([node], np.int32), np.full((1, 2), -1, np.int32), np.zeros((1, 2)))
                 for node in range(engine.network.node_count)]  # fmt: skip
    away = [judge.seconds(place, crossing) for crossing in crossings]
    here = [judge.seconds(crossing, place) for crossing in crossings]
    np.testing.assert_allclose(engine.times(place, np.inf, "from"), away, atol=1e-9)
    np.testing.assert_allclose(engine.times(place, np.inf, "to"), here, atol=1e-9)


def assert_stretches(
    roads: Roads, engine: RoadEngine, judge: Judge, rng: np.random.Generator, direction: Direction, limit_s: float
) -> None:
    """Some spots of what is reached, and of what is not."""
    point = points_near(roads, rng, 1)[0]
    place = snapped(engine, [point])
    found = stretches(engine, point, limit_s, direction)
    if found is None:
        assert is_off(place)
        return
    open_arcs = np.flatnonzero(np.isfinite(judge.cost_s))
    for arc in rng.permutation(open_arcs)[:20].tolist():
        at = float(rng.uniform(0.02, 0.98))
        spot = OnRoad(np.array([-1], np.int32), np.array([[arc, -1]], np.int32), np.array([[at, 0.0]]))
        seconds = judge.seconds(place, spot) if direction == "from" else judge.seconds(spot, place)
        if abs(seconds - limit_s) > 1e-6:
            on = (found.arc == arc) & (found.begin - 1e-9 <= at) & (at <= found.end + 1e-9)
            assert on.any() == (seconds < limit_s)


def driven(roads: Roads, engine: RoadEngine, judge: Judge, rng: np.random.Generator, nodes: int) -> list[int]:
    """The nodes of a route between two of them, which takes as long as it should; none where nothing is to be seen."""
    at = {(float(lon), float(lat)): node for node, (lon, lat) in enumerate(zip(roads.lon, roads.lat, strict=True))}
    ends = [Point(lon=float(roads.lon[node]), lat=float(roads.lat[node])) for node in rng.integers(nodes, size=2)]
    places = snapped(engine, ends)
    way = engine.route(*ends)
    wanted = judge.seconds(one_of(places, 0), one_of(places, 1))
    assert (way is None) == (not np.isfinite(wanted))
    if way is None or (places.node < 0).any():
        return []
    assert way.eta_s == pytest.approx(wanted, abs=1e-9)
    return [at[point] for point in way.points]
