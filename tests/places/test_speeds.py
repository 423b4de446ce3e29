"""Roads are driven by class and hour, beside whatever is closed or slow; a file that is wrong is told line by line."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.places.pack.check import check_pack
from yaoyaoling.places.pack.contract import SPEEDS_FILE, Problem, RoadClass
from yaoyaoling.places.pack.generate.rush import SPEEDS
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.pack.refusals import PackUnfit
from yaoyaoling.places.pack.speeds import Speed, find_speeds, read_speeds, shares_of
from yaoyaoling.places.pack.write import write_speeds
from yaoyaoling.places.roads.restrict import Restriction
from yaoyaoling.places.roads.server import CityRoads


def clock_at(hour: int) -> datetime:
    """A moment of some day in the hall."""
    return datetime(2026, 3, 2, hour, 30, tzinfo=HALL_ZONE)


HEADER = "class,from_hour,until_hour,share\n"


def test_a_pack_without_the_file_drives_the_same_at_all_hours(xiaozhen: Path) -> None:
    assert (read_speeds(xiaozhen) == 1).all()
    city = CityRoads(read_roads(xiaozhen), pace=0.8, shares=read_speeds(xiaozhen))
    usual = city.engine.graph
    city.at(clock_at(8))
    assert not city.has_hours and city.engine.graph is usual


def test_rows_are_read_back_and_the_last_that_holds_counts(tmp_path: Path) -> None:
    table = (Speed(None, 0, 24, 0.9), Speed(RoadClass.PRIMARY, 7, 9, 0.5), Speed(RoadClass.TRUNK, 22, 6, 1.2))
    write_speeds(tmp_path, table)
    assert tuple(find_speeds(tmp_path, _never)) == table
    shares = read_speeds(tmp_path)
    assert shares[RoadClass.PRIMARY, 7] == shares[RoadClass.PRIMARY, 8] == 0.5
    assert shares[RoadClass.PRIMARY, 9] == shares[RoadClass.SERVICE, 8] == 0.9
    night = [hour for hour in range(24) if shares[RoadClass.TRUNK, hour] == 1.2]
    assert night == [0, 1, 2, 3, 4, 5, 22, 23]


def _never(problem: Problem) -> None:
    raise AssertionError(str(problem))


@pytest.mark.parametrize(
    "row",
    [
        "boulevard,7,9,0.5", "primary,7,7,0.5", "primary,-1,9,0.5", "primary,7,25,0.5", "primary,7,9,0",
        "primary,7,9,nan", "primary,7,9,5", "primary,seven,9,0.5", "primary,7,9",
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_with_its_line_and_what_is_wanted(tmp_path: Path, row: str) -> None:
    (tmp_path / SPEEDS_FILE).write_text(f"{HEADER}primary,7,9,0.5\n{row}\n", encoding="utf-8")
    found: list[Problem] = []
    assert len(find_speeds(tmp_path, found.append)) == 1
    ((file, line, zh, en),) = [(one.file, one.line, one.zh, one.en) for one in found]
    assert (file, line) == (SPEEDS_FILE, 3) and zh and en
    with pytest.raises(PackUnfit):
        read_speeds(tmp_path)


def test_checking_a_pack_reads_its_speeds(xiaozhen: Path, tmp_path: Path) -> None:
    for path in xiaozhen.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / SPEEDS_FILE).write_text(HEADER + "primary,7,9,9\n", encoding="utf-8")
    assert [(one.file, one.line) for one in check_pack(tmp_path)] == [(SPEEDS_FILE, 2)]


def test_the_first_hour_of_the_day_counts_from_the_start(xiaozhen: Path) -> None:
    city = CityRoads(read_roads(xiaozhen), pace=0.8, shares=shares_of([Speed(None, 0, 1, 0.5)]))
    arcs, usual = city.engine.network.arc_count, city.engine.network.graph
    city.at(clock_at(0))
    assert np.allclose(city.engine.graph.cost_s[:arcs], 2 * usual.cost_s[:arcs])
    assert city.at(clock_at(1)) and np.allclose(city.engine.graph.cost_s[:arcs], usual.cost_s[:arcs])
    assert not city.at(clock_at(1)), "nothing has changed"


def test_an_hour_slows_its_classes_beside_what_is_closed(xiaozhen: Path) -> None:
    shares = shares_of([Speed(RoadClass.PRIMARY, 7, 9, 0.5), Speed(RoadClass.RESIDENTIAL, 7, 9, 0.8)])
    city = CityRoads(read_roads(xiaozhen), pace=0.8, shares=shares)
    network, usual = city.engine.network, city.engine.graph
    arcs = network.arc_count
    wanted = usual.cost_s[:arcs] / shares[network.road_class, 8]
    city.at(clock_at(8))
    assert np.allclose(city.engine.graph.cost_s[:arcs], wanted)
    assert (city.engine.graph.cost_s[arcs:] == usual.cost_s[arcs:]).all()  # inside of a crossing nothing is driven
    primary = int(np.flatnonzero(network.road_class == RoadClass.PRIMARY)[0])
    ends = [
        (float(network.lon[node]), float(network.lat[node])) for node in (network.tail[primary], network.head[primary])
    ]
    city.restrict([Restriction(tuple(ends), both_ways=False, speed_kmh=None)])
    assert np.isinf(city.engine.graph.cost_s[primary]) and city.engine.graph.own_s[primary] == wanted[primary]
    city.at(clock_at(12))
    assert np.isinf(city.engine.graph.cost_s[primary]), "a new hour opens no closed road"
    city.restrict(())
    assert np.allclose(city.engine.graph.cost_s[:arcs], usual.cost_s[:arcs])


def test_a_restriction_is_as_slow_as_it_says_also_in_the_rush() -> None:
    shares = shares_of(SPEEDS)
    assert shares[RoadClass.PRIMARY, 8] < 1 < shares[RoadClass.PRIMARY, 2]
    assert (shares[RoadClass.LIVING_STREET] == 1).all()
