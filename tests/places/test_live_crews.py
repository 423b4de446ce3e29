"""The live index of the road process: the same answer as asking with every position, whatever comes in between."""

import subprocess
import sys
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.roads.client import DETOUR
from yaoyaoling.places.roads.contract import NearestLiveAsk, NearestLiveReply, pack_live_ask
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.positions import LiveCrews
from yaoyaoling.places.roads.server import CityRoads, answer_nearest_live
from yaoyaoling.platform.positions import INDEX_ROW, Rows, Told, ids_of

NAME, OTHER = b"n" * 16, b"o" * 16


@pytest.fixture(scope="module")
def city(xiaozhen: Path) -> CityRoads:
    """The town's roads."""
    return CityRoads(read_roads(xiaozhen), pace=0.8)


def rows(network: RoadNetwork, crews: list[UUID], lon: Rows, lat: Rows, at: Rows, *, is_placed: bool = True) -> Rows:
    made = np.zeros(len(crews), INDEX_ROW)
    made["crew"], made["at"], made["lon"], made["lat"] = ids_of(crews), at, lon, lat
    if is_placed:
        places, _ = network.snap(lon, lat)
        made["node"], made["arc"], made["share"] = places.node, places.arc, places.share[:, 0]
    return made


def test_it_answers_as_the_engine_does_of_all_positions(city: CityRoads) -> None:
    network, engine = city.engine.network, city.engine
    rng = np.random.default_rng(3)
    count = 3000
    crews = [UUID(int=int(one)) for one in rng.permutation(10**6)[:count]]
    lon = rng.uniform(network.lon.min(), network.lon.max(), count)
    lat = rng.uniform(network.lat.min(), network.lat.max(), count)
    live = LiveCrews(engine, NAME, room=16)  # it grows many times
    live.take(Told(NAME, 1, 0, rows(network, crews, lon[::-1].copy(), lat[::-1].copy(), np.full(count, 1.0))))
    live.take(Told(NAME, 1, 1, rows(network, crews, lon, lat, np.full(count, 2.0))))
    live.take(Told(NAME, 1, 2, rows(network, crews[:9], lon[9:18], lat[9:18], np.full(9, 1.5))))  # older: nothing
    places, _ = network.snap(lon, lat)
    on_road = np.flatnonzero((places.node >= 0) | (places.arc >= 0).any(axis=1))
    points = [Point(lon=float(lon[i]), lat=float(lat[i])) for i in on_road]
    for node in range(0, network.node_count, 97):
        target = Point(lon=float(network.lon[node]), lat=float(network.lat[node]))
        wanted = engine.nearest(target, points, 10)
        found = live.nearest(target, 10, 600.0, None)
        assert wanted is not None and found is not None
        sure = [one for one in found if not one[4]][: len(wanted)]
        assert [round(one[1], 6) for one in sure] == [round(one.eta_s, 6) for one in wanted][: len(sure)]
        assert all(one[3] == 2.0 for one in found)


def test_a_crew_off_the_roads_is_estimated_and_another_network_is_snapped_here(city: CityRoads) -> None:
    network = city.engine.network
    live = LiveCrews(city.engine, NAME)
    target = Point(lon=float(network.lon[0]), lat=float(network.lat[0]))
    far = Point(lon=target.lon + 1, lat=target.lat)
    crews = [UUID(int=1), UUID(int=2)]
    lon, lat = np.array([network.lon[5], far.lon]), np.array([network.lat[5], far.lat])
    live.take(Told(OTHER, 1, 0, rows(network, crews, lon, lat, np.array([3.0, 4.0]), is_placed=False)))
    found = live.nearest(target, 5, None, None)
    assert found is not None
    assert [(one[0], one[4]) for one in found] == [(crews[0], False), (crews[1], True)]
    assert found[1][2] == pytest.approx(DETOUR * distance_m(far, target), rel=1e-6)
    assert live.nearest(target, 5, 1.0, ids_of(crews[1:])) == []
    assert live.nearest(far, 5, None, None) is None  # no road at the target
    assert live.nearest(target, 5, None, ids_of([UUID(int=9)])) == []  # nobody knows that crew


def test_a_question_that_is_none_is_answered_with_its_fault(city: CityRoads) -> None:
    for body in (b"", b"x" * 40, pack_live_ask(NearestLiveAsk(200, 0, 1, None, None))):
        assert NearestLiveReply.model_validate_json(answer_nearest_live(city.crews, body)).fault


_WARM = Path(__file__).with_name("compiled_later.py")


def test_nothing_is_compiled_once_it_answers(xiaozhen: Path) -> None:
    """One fix alone, or what may only be read, are other kinds of arrays: a question waited for the compiler."""
    done = subprocess.run([sys.executable, "-P", _WARM, xiaozhen], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
