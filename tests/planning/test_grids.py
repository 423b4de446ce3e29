"""Grids: connected always, each atom in one, close to the best of all on small ground; bad roads are named."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from yaoyaoling.places.pack.stranded import main_roads
from yaoyaoling.planning.public import (
    NoSuchChoice,
    NotConnected,
    arrival_of_nearest,
    arrival_of_own,
    make_atoms,
    parts_of,
    solve_districts,
)

Array = NDArray[Any]
Neighbours = tuple[tuple[int, ...], ...]


def squares(width: int, height: int) -> tuple[Array, Neighbours]:
    """Atoms in a rectangle, a minute from each to the next; ways run along the sides."""
    x, y = np.divmod(np.arange(width * height), height)
    steps = np.abs(np.subtract.outer(x, x)) + np.abs(np.subtract.outer(y, y))
    return steps * 60.0, tuple(tuple(int(one) for one in np.flatnonzero(row == 1)) for row in steps)


def best_of_all(times_s: Array, demand: Array, neighbours: Neighbours, count: int, reference_s: float) -> float:
    """The least objective of every division into connected grids."""
    weight, best = demand / demand.sum(), np.inf
    for labels in product(range(count), repeat=len(demand)):
        of_atom = np.array(labels)
        if any(parts_of(of_atom, neighbours, grid) != 1 for grid in range(count)):
            continue
        mean_s = 0.0
        for grid in range(count):
            inside = np.flatnonzero(of_atom == grid)
            mean_s += float((times_s[np.ix_(inside, inside)] @ weight[inside]).min())
        apart = np.bincount(of_atom, weight, count) * count - 1
        best = min(best, mean_s / reference_s + 3.0 * float((apart**2).mean()))
    return best


@pytest.mark.parametrize(("width", "height", "count"), [(3, 3, 2), (3, 3, 3), (2, 4, 3), (5, 2, 2)])
def test_small_ground_is_divided_nearly_as_well_as_it_can_be(width: int, height: int, count: int) -> None:
    times_s, neighbours = squares(width, height)
    for seed in range(4):
        demand = np.random.default_rng(seed).integers(1, 20, width * height).astype(float)
        found = solve_districts(times_s, demand, neighbours, count)
        best = best_of_all(times_s, demand, neighbours, count, found.least_mean_s)
        assert best - 1e-9 <= found.objective <= 1.03 * best, f"seed {seed}"
        of_atom = np.array(found.of_atom)
        assert all(parts_of(of_atom, neighbours, grid) == 1 for grid in range(count))
        assert all(of_atom[post] == grid for grid, post in enumerate(found.posts))
        assert found.mean_s >= found.least_mean_s - 1e-9
        assert sum(found.load) == pytest.approx(1.0)


def test_alike_demand_is_divided_alike() -> None:
    times_s, neighbours = squares(8, 8)
    found = solve_districts(times_s, np.ones(64), neighbours, 4)
    assert found.heaviest <= 1.0 + 1e-9 and found.mean_s <= 1.15 * found.least_mean_s


def test_balance_is_bought_with_time_and_only_where_it_is_asked_for() -> None:
    times_s, neighbours = squares(9, 3)
    demand = np.where(np.arange(27) < 6, 30.0, 1.0)
    loose, even = (solve_districts(times_s, demand, neighbours, 3, balance=weight) for weight in (0.0, 20.0))
    assert even.heaviest < loose.heaviest and loose.mean_s <= even.mean_s
    assert loose.mean_s == pytest.approx(loose.least_mean_s), "with no weight on balance it is the p-median"


@pytest.mark.parametrize("wanted", [0, 10])
def test_more_grids_than_atoms_are_refused(wanted: int) -> None:
    times_s, neighbours = squares(3, 3)
    with pytest.raises(NoSuchChoice):
        solve_districts(times_s, np.ones(9), neighbours, wanted)


def test_ground_in_two_parts_is_named() -> None:
    times_s, _ = squares(4, 1)
    with pytest.raises(NotConnected) as wrong:
        solve_districts(times_s, np.ones(4), ((1,), (0,), (3,), (2,)), 2)
    assert wrong.value.details["parts"] == 2 and "2" in wrong.value.sentence("zh")


def test_islands_and_one_way_traps_are_told_apart() -> None:
    # 0-1-2 both ways; 2→3 only in; 4→0 only out; 5-6 an island.
    arcs = [(0, 1), (1, 0), (1, 2), (2, 1), (2, 3), (4, 0), (5, 6), (6, 5)]
    tail, head = (np.array(ends) for ends in zip(*arcs, strict=True))
    main, stranded = main_roads(7, tail, head)
    assert np.flatnonzero(main).tolist() == [0, 1, 2]
    assert {(one.kind, tuple(one.nodes.tolist())) for one in stranded} == {
        ("no_way_out", (3,)), ("no_way_in", (4,)), ("island", (5, 6)),
    }  # fmt: skip


def test_atoms_are_connected_and_none_is_lost() -> None:
    width = 20
    x, y = (one.astype(float) * 100 for one in np.divmod(np.arange(width * width), width))
    here = np.arange(width * width).reshape(width, width)
    a, b = (
        np.concatenate([here[:, :-1].ravel(), here[:-1].ravel()]),
        np.concatenate([here[:, 1:].ravel(), here[1:].ravel()]),
    )
    tail, head = np.concatenate([a, b]), np.concatenate([b, a])
    rng = np.random.default_rng(2)
    weight = rng.uniform(0, 1, width * width)
    atoms = make_atoms(x, y, tail, head, rng.uniform(5, 30, len(tail)), weight, np.ones(len(x), bool), 40)
    assert 20 <= len(atoms) <= 40 and (atoms.of_node >= 0).all()
    assert (atoms.of_node[atoms.centre] == np.arange(len(atoms))).all()
    node_neighbours = tuple(tuple(head[tail == node].tolist()) for node in range(len(x)))
    assert all(parts_of(atoms.of_node, node_neighbours, atom) == 1 for atom in range(len(atoms)))
    assert all(one in atoms.neighbours[other] for one, near in enumerate(atoms.neighbours) for other in near)


def test_arrival_is_counted_by_demand() -> None:
    times_s, demand = np.array([[10.0, 100.0, np.inf], [60.0, 20.0, np.inf]]), np.array([2.0, 1.0, 1.0])
    near = arrival_of_nearest(times_s, demand, 15.0)
    assert (near.within, near.unreached) == (0.5, 0.25)
    assert near.mean_s == pytest.approx(40 / 3) and near.heaviest == pytest.approx(4 / 3)
    own = arrival_of_own(times_s, np.array([1, 1, -1]), demand, 15.0)
    assert (own.within, own.unreached, own.heaviest) == (0.0, 0.25, 2.0)
    assert own.p90_s == 60
    assert arrival_of_nearest(times_s, np.zeros(3), 15.0).unreached == 0
