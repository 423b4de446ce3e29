"""Each stage by itself: datum, plausibility, fences, history; and one that fails costs nobody else anything."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.force.conftest import LIMITS
from yaoyaoling.force.positions import datum
from yaoyaoling.force.positions.batch import BadBatch, read_batch, read_sourced, rows_of, with_source, write_batch
from yaoyaoling.force.positions.fences import SURE, Grids
from yaoyaoling.force.positions.history import TURNS
from yaoyaoling.force.positions.pipeline import Goal, KnownCrew, OnRoad, Pipeline
from yaoyaoling.force.positions.plausible import METRES
from yaoyaoling.force.positions.thin import CONE, thin
from yaoyaoling.force.positions.track import joined, pack_points, unpack_points
from yaoyaoling.force.positions.verdict import Verdict
from yaoyaoling.kernel.geo import Datum, to_wgs84
from yaoyaoling.platform.positions import OFF_GRID
from yaoyaoling.platform.slots import CrewSlots

A, B = UUID(int=1), UUID(int=2)
NOW = 1_000_000.0


class Nowhere:
    """No road anywhere."""

    def __init__(self, count: int) -> None:
        self.node = np.full(count, -1, np.int32)
        self.arc = np.full((count, 2), -1, np.int32)
        self.share = np.zeros((count, 2))


def snap(lon: np.ndarray, lat: np.ndarray) -> OnRoad:
    return Nowhere(len(lon))


def pipeline() -> Pipeline:
    made = Pipeline(LIMITS, snap, Grids({"G": [[(114, 30), (114.1, 30), (114.1, 30.1), (114, 30.1)]]}))
    made.know([KnownCrew(one, "G", 114.05, 30.05, NOW - 1000, True) for one in (A, B)])
    return made


def take(
    line: Pipeline, at: float, lon: float = 114.05, lat: float = 30.05, crew: UUID = A, now: float | None = None
) -> Verdict:
    return Verdict(int(line.take(rows_of([(crew, at, lon, lat, None, 40.0, 5.0)]), now or at)[0]))


@given(st.lists(st.tuples(st.floats(73, 137), st.floats(1, 55), st.integers(0, 3)), min_size=1, max_size=20))
def test_datums_of_many_are_those_of_each(places: list[tuple[float, float, int]]) -> None:
    lon, lat, number = (np.array(one) for one in zip(*places, strict=True))
    found_lon, found_lat = datum.to_wgs84(lon.astype(float), lat.astype(float), number.astype(np.uint8))
    for i, (x, y, one) in enumerate(places):
        wanted = to_wgs84(x, y, (Datum.WGS84, Datum.CGCS2000, Datum.GCJ02, Datum.BD09)[one])
        assert (found_lon[i], found_lat[i]) == pytest.approx((wanted.lon, wanted.lat), abs=1e-9)


def test_clocks_duplicates_and_order() -> None:
    line = pipeline()
    assert take(line, NOW) is Verdict.KEPT
    assert take(line, NOW, now=NOW + 1) is Verdict.DUPLICATE
    assert take(line, NOW - 50, now=NOW + 1) is Verdict.LATE
    assert take(line, NOW + 3600, now=NOW + 1) is Verdict.FUTURE
    assert take(line, NOW - 10 * 365 * 86_400, now=NOW + 1) is Verdict.TOO_OLD
    assert take(line, NOW + 20, now=NOW + 2) is Verdict.KEPT  # a little ahead: now
    assert line.held["at"][0] == NOW + 2
    assert take(line, NOW + 3, crew=UUID(int=9)) is Verdict.UNKNOWN_CREW
    assert take(line, NOW + 3, 0.0, 0.0) is Verdict.NO_POSITION
    assert (
        Verdict(int(line.take(rows_of([(A, NOW + 4, 114, 30, None, None, None)]), NOW + 4, B)[0])) is Verdict.NOT_YOURS
    )


def test_a_leap_is_believed_when_it_is_confirmed() -> None:
    line = pipeline()
    assert take(line, NOW, 114.0, 30.0) is Verdict.KEPT  # far from its post: it never said that it was there
    assert take(line, NOW + 3, 115.0, 30.0) is Verdict.JUMP
    assert take(line, NOW + 6, 114.0003, 30.0) is Verdict.KEPT  # once: forgotten
    assert take(line, NOW + 9, 115.0, 30.0) is Verdict.JUMP
    assert take(line, NOW + 12, 115.0005, 30.0) is Verdict.KEPT  # the next one agrees
    assert [take(line, NOW + 15 + 3 * i, 116.0 + i, 30.0) for i in range(3)] == [
        Verdict.JUMP,
        Verdict.JUMP,
        Verdict.KEPT,
    ]


def test_a_flood_of_one_leaves_the_other_alone() -> None:
    line = pipeline()
    many = rows_of([(A, NOW + i / 1000, 114.05, 30.05, None, None, None) for i in range(1000)])
    verdicts = line.take(many, NOW + 1)
    assert (verdicts == Verdict.KEPT).sum() == LIMITS.rules.burst and (verdicts == Verdict.FLOOD).sum() == 400
    assert take(line, NOW + 1, crew=B) is Verdict.KEPT
    assert take(line, NOW + 2) is Verdict.KEPT  # a second later it may again
    assert line.faults[0, int(Verdict.FLOOD)] == 400


def test_arrivals_and_grids() -> None:
    line = pipeline()
    line.set_goals([Goal(A, 114.06, 30.06), Goal(UUID(int=9), 0, 0)])
    take(line, NOW, 114.061, 30.06)
    assert list(line.flush(NOW).arrived) == []
    take(line, NOW + 5, 114.0601, 30.06)
    assert list(line.flush(NOW + 5).arrived) == [0] == list(line.flush(NOW + 6).arrived)  # again and again
    line.set_goals([])
    assert list(line.flush(NOW + 7).arrived) == []
    for i in range(SURE):
        assert not line.held["notes"][0] & OFF_GRID
        take(line, NOW + 100 + 60 * i, 114.101 + i * 1e-3, 30.05)
        line.flush(NOW + 100 + 60 * i)
    assert line.held["notes"][0] & OFF_GRID
    for i in range(SURE):
        take(line, NOW + 1000 + 60 * i, 114.099, 30.05)
        line.flush(NOW + 1000 + 60 * i)
    assert not line.held["notes"][0] & OFF_GRID


def test_a_map_is_told_of_a_crew_at_most_once_in_its_time_and_of_the_last_in_the_end() -> None:
    line = pipeline()
    line.flush(NOW - 100)  # the posts
    told = []
    for i in range(20):
        if i < 12:
            take(line, NOW + i * 0.25, 114.05 + i * 1e-5)
        told += [float(row["lon"]) for row in line.flush(NOW + i * 0.25).map]
    assert told == pytest.approx([114.05 + i * 1e-5 for i in (0, 4, 8, 11)])


def test_a_stage_that_fails_is_counted_and_passed_by() -> None:
    def broken(lon: np.ndarray, lat: np.ndarray) -> OnRoad:
        raise ValueError("no roads")

    line = Pipeline(LIMITS, broken, Grids({}))
    line.know([KnownCrew(A, "G", None, None, 0.0, False)])
    assert take(line, NOW) is Verdict.KEPT
    moved = line.flush(NOW)
    assert line.stage_faults == {"snap": 1}
    assert len(moved.map) == 1 and moved.index["node"][0] == -1 and moved.index["lon"][0] == pytest.approx(114.05)


def test_a_batch_that_is_cut_or_another_is_refused_whole() -> None:
    body = write_batch(rows_of([(A, NOW, 114.0, 30.0, 12.5, None, 3.0)] * 3))
    assert len(read_batch(body)) == 3
    assert read_sourced(with_source(B, body))[0] == B and read_sourced(with_source(None, body))[0] is None
    for wrong in (b"", body[:-1], b"XXXX" + body[4:], body[:8], body[:8] + b"\0" * 40 * 20_001):
        with pytest.raises(BadBatch):
            read_batch(wrong)


steps = st.tuples(st.floats(0.2, 40), st.floats(-2e-3, 2e-3), st.floats(-2e-3, 2e-3))


@settings(deadline=None)
@given(st.lists(steps, min_size=2, max_size=60), st.sampled_from([0.0, 5.0, 15.0, 100.0]))
def test_history_is_never_further_off_than_it_says(drive: list[tuple[float, float, float]], tolerance_m: float) -> None:
    at, lon, lat = np.cumsum(np.array(drive), axis=0).T
    at, lon, lat = at + NOW, lon + 114, lat + 30
    count = len(at)
    points, owners = np.empty((2 * count, 3)), np.empty(2 * count, np.int32)
    cones, nobody = np.zeros(1, CONE), np.zeros(count, np.int32)
    found = thin(cones, nobody, at, lon, lat, np.zeros(count, np.uint8), tolerance_m, 300.0, points, owners)
    last = cones[0]
    kept = points[:found]
    if last["last_at"]:
        kept = np.vstack([kept, [last["last_at"], last["last_lon"], last["last_lat"]]])
    assert (np.diff(kept[:, 0]) > 0).all() and kept[0, 0] == at[0] and kept[-1, 0] == at[-1]
    assert set(kept[:, 0]) <= set(at)
    off_lat = np.abs(np.interp(at, kept[:, 0], kept[:, 2]) - lat) * METRES
    off_lon = np.abs(np.interp(at, kept[:, 0], kept[:, 1]) - lon) * METRES * np.cos(np.radians(lat))
    assert (off_lat <= tolerance_m + 0.01).all() and (off_lon <= tolerance_m * 1.001 + 0.01).all()


@given(st.lists(st.tuples(st.floats(0, 2e9), st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=50))
def test_a_stretch_is_read_as_it_was_written(points: list[tuple[float, float, float]]) -> None:
    whole = np.array(sorted(points))
    assert np.abs(unpack_points(pack_points(whole)) - whole).max(axis=0) == pytest.approx([0, 0, 0], abs=0.051)
    assert np.abs((unpack_points(pack_points(whole)) - whole)[:, 1:]).max() <= 5.1e-7


def test_stretches_are_joined_and_crews_take_turns() -> None:
    one, two = np.array([[1.0, 1, 1], [3, 3, 3]]), np.array([[2.0, 2, 2], [3, 3, 3]])
    assert joined([one, two])[:, 0].tolist() == [1, 2, 3] and joined([]).shape == (0, 3)
    line = pipeline()
    for i in range(5):
        take(line, NOW + 400 * i, 114.0 + i * 0.01)
        take(line, NOW + 400 * i, 114.0 + i * 0.01, crew=B)
    found = {turn: dict(line.history.take(turn)) for turn in range(TURNS)}
    assert {turn: list(slots) for turn, slots in found.items() if slots} == {0: [0], 1: [1]}
    assert found[0][0][:, 0].tolist() == [NOW + 400 * i for i in range(5)]


@given(st.lists(st.integers(0, 2**128 - 1), min_size=1, max_size=60))
def test_slots_are_kept_and_found_again(numbers: list[int]) -> None:
    slots = CrewSlots()
    held: dict[int, int] = {}
    for at in range(0, len(numbers), 7):
        part = np.array([(one >> 64, one & (2**64 - 1)) for one in numbers[at : at + 7]], np.uint64)
        for one, slot in zip(numbers[at : at + 7], slots.find_or_add(part), strict=True):
            assert held.setdefault(one, int(slot)) == int(slot)
    assert sorted(held.values()) == list(range(len(held))) and slots.count == len(held)
