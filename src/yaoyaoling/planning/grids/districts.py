"""Balanced, connected grids: each a part of the atoms with a post, few seconds to its calls, about equal work.

Objective, the less the better: mean time from the grid's post to its demand, over that mean when everybody goes to the
nearest of the best posts (p-median), plus `balance` times the variance of the grids' shares of demand around equal
(squared coefficient of variation). Method: seeds by p-median (others by chance besides), growth of the lightest grid
first, then shifts and exchanges of atoms at borders that keep both grids connected, and new posts, until nothing gets
better. The method proves nothing; the p-median bound says how much time any grids must take.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.kernel.refused import Refused
from yaoyaoling.planning.grids.border import Split, improve
from yaoyaoling.planning.posts.pmedian import NoSuchChoice, solve_pmedian

Array = NDArray[Any]


class NotConnected(Refused):
    """The ground falls into parts without a road between them."""

    code = "ground_not_connected"
    status = 422
    zh = "道路分成 {parts} 块互不相通的部分（例如第 {atom} 个片区无法到达），不能划成连通的网格；请先补上连接的道路。"
    en = "The roads fall into {parts} parts (piece {atom} is not reached, for one); add the road that connects them."


@dataclass(frozen=True)
class Districts:
    """of_atom: for each atom its grid, from 0. posts: for each grid the atom of its post.

    objective: as above. mean_s: seconds from own post. least_mean_s: no choice of so many posts has less (p-median
    bound). load: share of demand by grid.
    """

    of_atom: tuple[int, ...]
    posts: tuple[int, ...]
    objective: float
    mean_s: float
    least_mean_s: float
    load: tuple[float, ...]

    @property
    def heaviest(self) -> float:
        """Load of the heaviest grid over the mean."""
        return max(self.load) * len(self.load)


def parts_of(of_atom: Array, neighbours: tuple[tuple[int, ...], ...], grid: int) -> int:
    """In how many parts without a road between them a grid lies; 1 is connected."""
    left = {int(atom) for atom in np.flatnonzero(np.asarray(of_atom) == grid)}
    parts = 0
    while left:
        parts += 1
        stack = [left.pop()]
        while stack:
            near = [atom for atom in neighbours[stack.pop()] if atom in left]
            left.difference_update(near)
            stack.extend(near)
    return parts


def solve_districts(
    times_s: Array, demand: Array, neighbours: tuple[tuple[int, ...], ...], count: int, *,
    balance: float = 3.0, starts: int | None = None, seed: int = 0, within_s: float = 20.0,
) -> Districts:  # fmt: skip
    """Divide atoms into `count` grids. times_s: float[atoms, atoms], from a post's atom to another; finite.

    starts: how many beginnings are tried, None by size. within_s: for the p-median's proof.
    Raises: NoSuchChoice, NotConnected.
    """
    atoms = len(demand)
    if not 1 <= count <= atoms:
        raise NoSuchChoice(sites=atoms, wanted=count)
    whole = np.zeros(atoms, np.int64)
    parts = parts_of(whole, neighbours, 0)
    if parts > 1:
        raise NotConnected(parts=parts, atom=_first_apart(neighbours))
    weight = np.asarray(demand, np.float64)
    weight = weight / weight.sum() if weight.sum() > 0 else np.full(atoms, 1.0 / atoms)
    medians = solve_pmedian((times_s * weight).T, count, within_s=within_s, seed=seed)
    ground = Split(times_s, weight, neighbours, balance, max(medians.objective, 1e-9))
    rng = np.random.default_rng(seed)
    best: tuple[float, Array, Array] | None = None
    first = np.array(medians.sites)
    begun = [(_grow(ground, first), first)]
    nearest = times_s[first].argmin(axis=0)
    if all(parts_of(nearest, neighbours, grid) == 1 for grid in range(count)):
        begun.append((nearest, first))
    for _ in range(max(2, min(16, 1500 // atoms)) if starts is None else starts - 1):
        seeds = rng.choice(atoms, count, replace=False, p=_spread(weight))
        begun.append((_grow(ground, seeds), seeds))
    for beginning, seeds in begun:
        of_atom, posts = improve(ground, beginning, seeds)
        value = ground.objective(of_atom, posts)
        if best is None or value < best[0] - 1e-12:
            best = (value, of_atom, posts)
    assert best is not None
    value, of_atom, posts = best
    return Districts(
        of_atom=tuple(int(grid) for grid in of_atom),
        posts=tuple(int(post) for post in posts),
        objective=value,
        mean_s=float((weight * times_s[posts[of_atom], np.arange(atoms)]).sum()),
        least_mean_s=medians.bound,
        load=tuple(float(one) for one in np.bincount(of_atom, weight, count)),
    )


def _spread(weight: Array) -> Array:
    # Seeds where demand is, but any atom may be one.
    mixed = weight + 1.0 / len(weight)
    return np.asarray(mixed / mixed.sum())


def _first_apart(neighbours: tuple[tuple[int, ...], ...]) -> int:
    seen, stack = {0}, [0]
    while stack:
        near = [atom for atom in neighbours[stack.pop()] if atom not in seen]
        seen.update(near)
        stack.extend(near)
    return next(atom for atom in range(len(neighbours)) if atom not in seen)


def _grow(ground: Split, seeds: Array) -> Array:
    """The lightest grid that can still grow takes the free neighbour nearest to its seed, until none is free."""
    of_atom = np.full(len(ground.weight), -1, np.int64)
    of_atom[seeds] = np.arange(len(seeds))
    load = ground.weight[seeds].copy()
    edge: list[set[int]] = [set() for _ in seeds]
    for grid, seed in enumerate(seeds):
        edge[grid].update(atom for atom in ground.neighbours[seed] if of_atom[atom] < 0)
    left = int((of_atom < 0).sum())
    while left:
        grid = min((one for one in range(len(seeds)) if edge[one]), key=lambda one: load[one])
        atom = min(edge[grid], key=lambda one: ground.times_s[seeds[grid], one])
        of_atom[atom] = grid
        load[grid] += ground.weight[atom]
        left -= 1
        for one in edge:
            one.discard(atom)
        edge[grid].update(near for near in ground.neighbours[atom] if of_atom[near] < 0)
    return of_atom
