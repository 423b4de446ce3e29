"""Chosen posts: never better than possible, never worse than proven, and honest when time runs out."""

from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from yaoyaoling.planning.public import NoSuchChoice, NotAnInstance, read_orlib, solve_pmedian

Array = NDArray[Any]


def by_trying_all(cost: Array, p: int) -> float:
    return min(float(cost[:, list(sites)].min(axis=1).sum()) for sites in combinations(range(cost.shape[1]), p))


def check(cost: Array, p: int) -> None:
    found = solve_pmedian(cost, p)
    assert len(set(found.sites)) == p
    assert found.objective == pytest.approx(float(cost[:, list(found.sites)].min(axis=1).sum()))
    assert found.objective == pytest.approx(sum(cost[client, site] for client, site in enumerate(found.served_by)))
    assert found.bound <= found.objective + 1e-9
    assert found.objective == pytest.approx(by_trying_all(cost, p), abs=1e-6)
    assert found.gap < 1e-6


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_the_best_of_all_choices_is_found_and_proven(data: st.DataObject) -> None:
    clients, sites = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 9))
    seed = data.draw(st.integers(0, 10**6))
    cost = np.random.default_rng(seed).integers(0, data.draw(st.sampled_from((2, 9, 1000))), (clients, sites))
    check(cost.astype(float) / data.draw(st.sampled_from((1, 7))), data.draw(st.integers(1, sites)))


def test_demand_draws_the_post_to_it() -> None:
    ways = np.abs(np.subtract.outer(np.arange(9.0), np.arange(9.0)))
    assert solve_pmedian(ways, 1).sites == (4,)
    weight = np.ones((9, 1))
    weight[8] = 20
    assert solve_pmedian(ways * weight, 1).sites == (8,)


def test_when_time_runs_out_the_bound_still_holds() -> None:
    points = np.random.default_rng(3).uniform(0, 1000, (150, 2))
    cost: Array = np.round(cdist(points, points))
    hurried, proven = solve_pmedian(cost, 12, within_s=0.0), solve_pmedian(cost, 12)
    assert hurried.bound <= proven.objective <= hurried.objective
    assert proven.gap == 0


@pytest.mark.parametrize("wanted", [0, 4])
def test_more_posts_than_places_are_refused(wanted: int) -> None:
    with pytest.raises(NoSuchChoice):
        solve_pmedian(np.ones((5, 3)), wanted)


def test_an_instance_is_read_as_its_author_meant_it(tmp_path: Path) -> None:
    path = tmp_path / "pmed.txt"
    path.write_text(" 4 4 1\n 1 2 9\n 2 3 1\n 3 4 0\n 2 1 5\n")
    instance = read_orlib(path)
    assert instance.p == 1
    assert instance.cost[0].tolist() == [0, 5, 6, 6], "the last of two like edges counts; one of length 0 is an edge"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("3 2", 1),
        ("3 2 4\n1 2 1\n2 3 1", 1),
        ("3 3 1\n1 2 1\n2 3 1", 3),
        ("3 2 1\n1 2 1\n2 7 1", 3),
        ("3 2 1\n1 2 x\n2 3 1", 2),
        ("3 1 1\n1 2 1", 2),
        ("三 1 1\n1 2 1", 0),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "pmed.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotAnInstance) as wrong:
        read_orlib(path)
    assert wrong.value.details["line"] == line
    assert "pmed.txt" in wrong.value.sentence("zh")


def test_published_optima_are_met(shared_data: Path) -> None:
    for name, best in (("pmed1", 5819), ("pmed10", 1255), ("pmed15", 1729)):
        instance = read_orlib(shared_data / "orlib_pmed" / f"{name}.txt")
        found = solve_pmedian(instance.cost, instance.p)
        assert (found.objective, found.bound) == (best, best), name
