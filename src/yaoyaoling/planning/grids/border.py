"""Work at the borders of grids: atoms change hands while both grids stay connected and the objective falls."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_LEAST = 1e-10
_TRIED = 12
"""So many of the best shifts or exchanges are looked at for connection; after that the next kind has its turn."""


@dataclass(frozen=True)
class Split:
    """What grids are judged by. times_s: from post to atom. weight: shares of demand, together 1."""

    times_s: Array
    weight: Array
    neighbours: tuple[tuple[int, ...], ...]
    balance: float
    reference_s: float

    def objective(self, of_atom: Array, posts: Array) -> float:
        """Mean time over the reference, plus balance times the squared coefficient of variation of the loads."""
        mean_s = float((self.weight * self.times_s[posts[of_atom], np.arange(len(of_atom))]).sum())
        apart = np.bincount(of_atom, self.weight, len(posts)) * len(posts) - 1.0
        return mean_s / self.reference_s + self.balance * float((apart * apart).mean())

    def stays_connected(self, of_atom: Array, grid: int, without: int, also: int = -1) -> bool:
        """Whether a grid is one part, not empty, after an atom left it and another came."""
        members = {int(atom) for atom in np.flatnonzero(of_atom == grid)}
        members.discard(without)
        if also >= 0:
            members.add(also)
        if not members:
            return False
        stack = [members.pop()]
        while stack:
            for near in self.neighbours[stack.pop()]:
                if near in members:
                    members.remove(near)
                    stack.append(near)
        return not members


def improve(ground: Split, of_atom: Array, posts: Array) -> tuple[Array, Array]:
    """Shift, exchange, set posts anew, until nothing of it makes the objective smaller."""
    posts = _best_posts(ground, of_atom, posts)
    while True:
        if _shift(ground, of_atom, posts) or _exchange(ground, of_atom, posts):
            continue
        again = _best_posts(ground, of_atom, posts)
        if ground.objective(of_atom, again) >= ground.objective(of_atom, posts) - _LEAST:
            return of_atom, posts
        posts = again


def _best_posts(ground: Split, of_atom: Array, posts: Array) -> Array:
    found = posts.copy()
    for grid in range(len(posts)):
        inside = np.flatnonzero(of_atom == grid)
        total = ground.times_s[np.ix_(inside, inside)] @ ground.weight[inside]
        found[grid] = inside[int(total.argmin())]
    return found


def _borders(ground: Split, of_atom: Array, posts: Array) -> list[tuple[int, int]]:
    """(atom, grid it could go to); posts stay where they are."""
    fixed = set(posts.tolist())
    grids = of_atom.tolist()
    return [
        (atom, other)
        for atom, near in enumerate(ground.neighbours)
        if atom not in fixed
        for other in {grids[one] for one in near} - {grids[atom]}
    ]


def _time_change(ground: Split, of_atom: Array, posts: Array, atoms: Array, to: Array) -> Array:
    gone, come = ground.times_s[posts[of_atom[atoms]], atoms], ground.times_s[posts[to], atoms]
    return np.asarray(ground.weight[atoms] * (come - gone) / ground.reference_s)


def _load_change(ground: Split, load: Array, of: Array, to: Array, moved: Array) -> Array:
    """Change of the balance term when `moved` goes from one grid to another."""
    n = len(load)
    a, b, m = load[of] * n - 1, load[to] * n - 1, moved * n
    return np.asarray(ground.balance / n * ((a - m) ** 2 - a**2 + (b + m) ** 2 - b**2))


def _shift(ground: Split, of_atom: Array, posts: Array) -> bool:
    """Give the atom whose change of hands helps most to its neighbour; gives whether there was one."""
    border = np.array(_borders(ground, of_atom, posts), np.int64).reshape(-1, 2)
    if not len(border):
        return False
    atoms, to = border[:, 0], border[:, 1]
    load = np.bincount(of_atom, ground.weight, len(posts))
    change = _time_change(ground, of_atom, posts, atoms, to)
    change = change + _load_change(ground, load, of_atom[atoms], to, ground.weight[atoms])
    for pick in np.argsort(change, kind="stable"):
        if change[pick] >= -_LEAST:
            return False
        if ground.stays_connected(of_atom, int(of_atom[atoms[pick]]), int(atoms[pick])):
            of_atom[atoms[pick]] = to[pick]
            return True
    return False


def _exchange(ground: Split, of_atom: Array, posts: Array) -> bool:
    """Exchange two atoms between two neighbouring grids where that helps most; gives whether there were such."""
    border = np.array(_borders(ground, of_atom, posts), np.int64).reshape(-1, 2)
    load = np.bincount(of_atom, ground.weight, len(posts))
    best: list[tuple[float, int, int]] = []
    sides = {}
    for of in range(len(posts)):
        for to in range(len(posts)):
            sides[of, to] = border[(of_atom[border[:, 0]] == of) & (border[:, 1] == to), 0]
    for (of, to), atoms in sides.items():
        back = sides[to, of]
        if of > to or not len(atoms) or not len(back):
            continue
        there = _time_change(ground, of_atom, posts, atoms, np.full(len(atoms), to))
        here = _time_change(ground, of_atom, posts, back, np.full(len(back), of))
        moved = ground.weight[atoms][:, None] - ground.weight[back][None, :]
        change = there[:, None] + here[None, :] + _load_change(ground, load, np.array(of), np.array(to), moved)
        for flat in np.argsort(change, axis=None)[:_TRIED]:
            row, column = divmod(int(flat), len(back))
            if change[row, column] < -_LEAST:
                best.append((float(change[row, column]), int(atoms[row]), int(back[column])))
    for _, atom, other in sorted(best)[: 20 * _TRIED]:
        of, to = int(of_atom[atom]), int(of_atom[other])
        if ground.stays_connected(of_atom, of, atom, other) and ground.stays_connected(of_atom, to, other, atom):
            of_atom[atom], of_atom[other] = to, of
            return True
    return False
