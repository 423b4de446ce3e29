"""Maximal covering: the best of all choices, proven; an honest bound when there is no time. And the twin's bound."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from yaoyaoling.planning.public import (
    Calls,
    Closest,
    Ground,
    NoSuchChoice,
    least_late,
    most_free,
    play,
    service,
    solve_covering,
    stream,
)

Array = NDArray[Any]


def by_trying_all(covers: Array, demand: Array, p: int) -> float:
    sites = combinations(range(covers.shape[1]), p)
    return max(float(demand[covers[:, list(some)].any(axis=1)].sum()) for some in sites)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_best_of_all_choices_is_found_and_proven(data: st.DataObject) -> None:
    clients, sites = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 8))
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    covers = rng.random((clients, sites)) < data.draw(st.sampled_from((0.0, 0.2, 0.6)))
    demand = rng.integers(0, 50, clients) / data.draw(st.sampled_from((1, 7)))
    p = data.draw(st.integers(1, sites))
    found = solve_covering(covers, demand, p)
    assert len(set(found.sites)) == p
    assert found.objective == pytest.approx(float(demand[covers[:, list(found.sites)].any(axis=1)].sum()))
    assert found.objective == pytest.approx(by_trying_all(covers, demand, p), abs=1e-6)
    assert found.objective <= found.bound <= found.objective * (1 + 1e-6) + 1e-6


def test_when_time_runs_out_the_bound_still_holds() -> None:
    rng = np.random.default_rng(4)
    covers, demand = rng.random((120, 40)) < 0.08, rng.uniform(1, 9, 120)
    hurried, proven = (solve_covering(covers, demand, 8, within_s=s) for s in (0.0, 60.0))
    assert hurried.objective <= proven.objective + 1e-6 and proven.objective <= hurried.bound + 1e-6
    assert len(set(hurried.sites)) == 8 and proven.gap < 1e-5


@pytest.mark.parametrize("wanted", [0, 4])
def test_more_posts_than_places_are_refused(wanted: int) -> None:
    with pytest.raises(NoSuchChoice):
        solve_covering(np.ones((5, 3), bool), np.ones(5), wanted)


def test_no_policy_beats_the_bound() -> None:
    rng = np.random.default_rng(8)
    spots = rng.uniform(0, 600, (30, 2))
    times = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    ground = Ground((times,), (0,), 0, (0, 1), (0, 0, 1, 1))
    count = 2_000
    at_s = np.cumsum(stream(1, 0, "arrivals").exponential(260.0, count))
    place = stream(1, 0, "places").integers(0, 30, count)
    whole, none = np.full(count, -1), np.zeros(count)
    calls = Calls(at_s, none, place, np.zeros(count, int), np.full(count, 500.0), whole, none)
    free = most_free(ground, calls)
    assert free[0] == 4 and free.min() >= 0
    cover = [0.0] + [solve_covering(times.T <= 150, np.full(30, 1 / 30), n).bound for n in range(1, 5)]
    late = service(calls, play(ground, calls, Closest()), (150.0,), 0.0, 1e9).late
    assert 0 <= least_late(free, cover) <= late
    assert least_late(np.array([0, 0]), cover) == 0.0, "who finds nobody free may be in time all the same"


def test_the_number_free_is_that_of_a_queue_without_ways() -> None:
    none = np.zeros(3)
    calls = Calls(np.array([0.0, 10.0, 20.0]), none, np.zeros(3, int), np.zeros(3, int), np.full(3, 15.0),
                  np.full(3, -1), none)  # fmt: skip
    ground = Ground((np.zeros((1, 1)),), (0,), 0, (0,), (0, 0))
    assert most_free(ground, calls).tolist() == [2, 1, 1]
