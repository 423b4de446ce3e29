"""Roads that do not hang together: islands and one-way traps, each with where it lies and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components

Whole = NDArray[np.int64]
Kind: TypeAlias = Literal["island", "no_way_out", "no_way_in", "elsewhere"]
"""elsewhere: reached, but only by roads that are left out of what is looked at."""
KINDS: dict[Kind, tuple[str, str, str, str]] = {
    "island": ("没有道路与主路网相连", "请补上连接的道路或桥梁", "no road leads there", "add the road or bridge"),
    "no_way_out": (
        "只能驶入、不能驶出",
        "请核对单行方向",
        "one drives in and not out",
        "look at its one-way directions",
    ),
    "no_way_in": (
        "只能驶出、不能驶入",
        "请核对单行方向",
        "one drives out and not in",
        "look at its one-way directions",
    ),
    "elsewhere": (
        "只能绕行区县以外的道路到达",
        "请与邻县一并规划，或补上县内道路",
        "reached only by roads of another county",
        "plan it with that county, or add a road within this one",
    ),
}
"""What it is and what to do, in Chinese, then in English."""
NAMED = 5
"""So many parts are named one by one; the rest are counted."""


@dataclass(frozen=True)
class Stranded:
    """Crossings that hang together and not with the rest. An island may be one that two one-ways pass by."""

    kind: Kind
    nodes: Whole


def find_stranded(count: int, tail: NDArray[np.int32] | Whole, head: NDArray[np.int32] | Whole) -> list[Stranded]:
    """Everything outside of the largest part in which each crossing is reached from each, the largest first."""
    graph = coo_matrix((np.ones(len(tail)), (tail, head)), shape=(count, count)).tocsr()
    parts, part = connected_components(graph, connection="strong")
    if parts <= 1:
        return []
    main = int(np.bincount(part).argmax())
    start = int(np.flatnonzero(part == main)[0])
    is_reached, is_left = np.zeros(count, bool), np.zeros(count, bool)
    is_reached[breadth_first_order(graph, start, return_predecessors=False)] = True
    is_left[breadth_first_order(graph.T.tocsr(), start, return_predecessors=False)] = True
    found = []
    ways: tuple[tuple[Kind, NDArray[np.bool_]], ...] = (
        ("no_way_out", is_reached & ~is_left), ("no_way_in", is_left & ~is_reached), ("island", ~is_left & ~is_reached),
    )  # fmt: skip
    # What is stranded in the same way and hangs together, in whatever direction, is told as one.
    for kind, of_kind in ways:
        inside = of_kind[tail] & of_kind[head]
        near = coo_matrix((np.ones(int(inside.sum())), (tail[inside], head[inside])), shape=(count, count))
        _, group = connected_components(near, directed=False)
        nodes = np.flatnonzero(of_kind)
        order = nodes[np.argsort(group[nodes], kind="stable")]
        for one in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
            if len(one):
                found.append(Stranded(kind, one))
    return sorted(found, key=lambda one: -len(one.nodes))


def main_roads(
    count: int, tail: NDArray[np.int32] | Whole, head: NDArray[np.int32] | Whole
) -> tuple[NDArray[np.bool_], list[Stranded]]:
    """bool[count], the largest part in which each crossing is reached from each; and what lies outside of it."""
    stranded = find_stranded(count, tail, head)
    is_main = np.ones(count, np.bool_)
    for one in stranded:
        is_main[one.nodes] = False
    return is_main, stranded


def tell_stranded(
    found: list[Stranded], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> Iterator[tuple[str, str]]:
    """A sentence in Chinese and in English for each of the largest, and one for the rest."""
    for one in found[:NAMED]:
        what_zh, remedy_zh, what_en, remedy_en = KINDS[one.kind]
        at = f"{lon[one.nodes[0]]:.5f}, {lat[one.nodes[0]]:.5f}"
        count = len(one.nodes)
        yield (
            f"{at} 一带 {count} 个路口{what_zh}；{remedy_zh}。",
            f"{count} crossings about {at}: {what_en}; {remedy_en}.",
        )
    if len(found) > NAMED:
        rest = len(found) - NAMED
        nodes = sum(len(one.nodes) for one in found[NAMED:])
        yield (
            f"另有 {rest} 处（{nodes} 个路口）与主路网不连通；请逐一核对。",
            f"{rest} more parts ({nodes} crossings) are cut off; look at each.",
        )
