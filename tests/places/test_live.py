"""Positions kept hung while they move answer as if they were all hung anew."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.places.test_road_engine import QUICK, points_near, random_roads
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.live import LivePlaces
from yaoyaoling.places.roads.network import RoadNetwork


@QUICK
@given(seed=st.integers(0, 2**32 - 1), nodes=st.integers(3, 30), slots=st.integers(1, 12), k=st.integers(1, 5))
def test_moved_and_hung_anew_are_the_same(seed: int, nodes: int, slots: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    roads = random_roads(rng, nodes)
    network = RoadNetwork(roads)
    engine, live = RoadEngine(network), LivePlaces(network, slots)
    where: dict[int, Point] = {}
    for _ in range(6):
        moved = rng.permutation(slots)[: rng.integers(1, slots + 1)].astype(np.int32)
        points = points_near(roads, rng, len(moved))
        off = live.put(moved, np.array([one.lon for one in points]), np.array([one.lat for one in points]))
        where |= dict(zip(moved.tolist(), points, strict=True))
        gone = rng.permutation(slots)[: rng.integers(0, 2)].astype(np.int32)
        live.take_out(gone)
        for slot in gone.tolist():
            where.pop(slot, None)
        may = rng.random(slots) < 0.7
        target = points_near(roads, rng, 1)[0]
        looked_for = [slot for slot in sorted(where) if may[slot]]
        wanted = engine.nearest(target, [where[slot] for slot in looked_for], k) if looked_for else []
        found = engine.nearest_live(target, live, k, may=may)
        assert (found is None) == (engine.nearest(target, [target], 1) is None)
        assert [(looked_for[one.index], one.eta_s) for one in wanted or ()] == [
            (one.index, one.eta_s) for one in found or ()
        ]
        assert not live.is_there[off].any()
