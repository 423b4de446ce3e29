"""The ground of a plan: demand brought onto the roads, the roads that can be used, atoms, and times between them."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.apps.plan.county import inside_county, of_county, roads_inside
from yaoyaoling.apps.plan.demand import Demand, NoDemand
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.pack.stranded import KINDS, NAMED, Stranded, main_roads
from yaoyaoling.places.public import Pack, Problem
from yaoyaoling.places.roads.engine import NO_LIMIT_S, RoadEngine
from yaoyaoling.places.roads.network import FURTHEST_M, RoadNetwork
from yaoyaoling.places.roads.search import OnRoad
from yaoyaoling.places.roads.server import PACE
from yaoyaoling.planning.public import Atoms, make_atoms

Array = NDArray[Any]
MOST_ATOMS = 600
MOST_CLIENTS = 3_000
"""Crossings with demand that posts are weighed by one by one; of more than these, so many stand for all."""


@dataclass
class CityGround:
    """weight: float[nodes], demand on usable roads. usable: bool[nodes]. problems: what was left out, and why.

    atoms: what grids are made of, and where posts may be. clients: the finer ones by whose demand posts are chosen.
    """

    pack: Pack
    demand: Demand
    network: RoadNetwork
    engine: RoadEngine
    weight: Array
    usable: Array
    atoms: Atoms
    clients: Atoms
    problems: list[Problem] = field(default_factory=list)

    def demand_of(self, atoms: Atoms) -> Array:
        """float[atoms]."""
        inside = atoms.of_node >= 0
        return np.bincount(atoms.of_node[inside], self.weight[inside], len(atoms))

    def crossings_of(self, lon: Array, lat: Array) -> Array:
        """The crossing nearest along the road to each point; -1 off the roads one can plan on."""
        places, _ = self.network.snap(lon, lat)
        node = _node_of(self.network, places)
        return np.where((node >= 0) & self.usable[np.maximum(node, 0)], node, -1)

    def times_from_nodes(self, nodes: Array) -> Array:
        """float[starts, nodes]: seconds by road, infinite where there is no way."""
        at = np.asarray(nodes, np.int32)
        none = np.full((len(at), 2), -1, np.int32)
        return self.times_from(OnRoad(at, none, np.zeros((len(at), 2))))

    def times_from(self, places: OnRoad) -> Array:
        """The same from places on the road; a place that is nowhere reaches nothing."""
        found = np.full((len(places.node), self.network.node_count), np.inf)
        for row in range(len(places.node)):
            one = slice(row, row + 1)
            place = OnRoad(places.node[one], places.arc[one], places.share[one])
            if place.node[0] >= 0 or (place.arc[0] >= 0).any():
                found[row] = self.engine.times(place, NO_LIMIT_S, "from")
        return found

    def atom_times(self, to: Atoms) -> Array:
        """float[atoms, to]: seconds from the centres of the atoms to those of others."""
        found = np.empty((len(self.atoms), len(to)))
        for row, node in enumerate(self.atoms.centre):
            found[row] = self.times_from_nodes(np.array([node]))[0][to.centre]
        return found


def open_ground(pack: Pack, demand: Demand, *, county: str | None = None, most_atoms: int = MOST_ATOMS) -> CityGround:
    """Read the roads, bring the demand onto them, cut atoms. county: only what lies in it, by its organisation's code.

    Raises: PackUnfit, NoSuchCounty, NoDemand when none is near a road.
    """
    network = RoadNetwork(read_roads(pack.path), pace=PACE)
    usable, stranded = main_roads(network.node_count, network.tail, network.head)
    if county is not None:
        pack, shape = of_county(pack, county)
        demand = inside_county(demand, shape)
        usable, stranded = roads_inside(network, usable, stranded, shape)
    problems: list[Problem] = []
    points, weight = _weights(network, demand, problems)
    _name_stranded(network, stranded, points, problems)
    weight[~usable] = 0.0
    if weight.sum() <= 0:
        raise NoDemand(city=pack.info.name)
    x, y = network.frame.to_xy(network.lon, network.lat)
    atoms, clients = (
        make_atoms(x, y, network.tail, network.head, network.graph.cost_s[: network.arc_count], weight, usable, most)
        for most in (most_atoms, MOST_CLIENTS)
    )
    return CityGround(pack, demand, network, RoadEngine(network), weight, usable, atoms, clients, problems)


def _weights(network: RoadNetwork, demand: Demand, problems: list[Problem]) -> tuple[Array, Array]:
    """How many points of demand each crossing has, and what they weigh."""
    places, _ = network.snap(demand.lon, demand.lat)
    node = _node_of(network, places)
    off = node < 0
    if off.any():
        where = f"{demand.lon[off][0]:.5f}, {demand.lat[off][0]:.5f}"
        zh = f"{int(off.sum())} 处需求距道路 {FURTHEST_M:.0f} 米以外（如 {where}），未计入；请核对坐标系或补上道路。"
        en = f"{int(off.sum())} points of demand are over {FURTHEST_M:.0f} m from a road ({where}) and left out;"
        problems.append(Problem("roads.npz", 0, zh, f"{en} look at their datum, or add the road."))
    counted = np.bincount(node[~off], minlength=network.node_count)
    return counted, np.bincount(node[~off], demand.weights[~off], network.node_count)


def _name_stranded(network: RoadNetwork, stranded: list[Stranded], points: Array, problems: list[Problem]) -> None:
    for part in stranded[:NAMED]:
        why_zh, remedy_zh, why_en, remedy_en = KINDS[part.kind]
        at = part.nodes[0]
        where = f"{network.lon[at]:.5f}, {network.lat[at]:.5f}"
        lost = int(points[part.nodes].sum())
        zh = f"{where} 一带 {len(part.nodes)} 个路口{why_zh}，{lost} 处需求未计入；{remedy_zh}。"
        en = f"{len(part.nodes)} crossings about {where}: {why_en}; {lost} points of demand are left out; {remedy_en}."
        problems.append(Problem("roads.npz", 0, zh, en))
    if len(stranded) > NAMED:
        zh = f"另有 {len(stranded) - NAMED} 处小的不连通路段，同样未计入。"
        en = f"{len(stranded) - NAMED} more small parts are cut off and left out."
        problems.append(Problem("roads.npz", 0, zh, en))


def _node_of(network: RoadNetwork, places: OnRoad) -> Array:
    """The crossing nearest along the road; -1 off the roads."""
    node = places.node.astype(np.int64)
    for side in (1, 0):
        arc = places.arc[:, side]
        on = (places.node < 0) & (arc >= 0)
        ahead = places.share[:, side] > 0.5
        node[on] = np.where(ahead, network.head[arc], network.tail[arc])[on]
    return node
