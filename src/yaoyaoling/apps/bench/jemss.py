"""Cities of JEMSS.jl (Auckland, Manhattan) as input of the twin: stations, hospitals, roads, targets, rates.

Their demand rasters are not in ../shared. A stand-in takes their place: cells of a grid over the road nodes with access
to houses, each weighing as many calls as it has such nodes (dense streets, many people); a call comes at the node in
the middle of its cell. Figures are therefore of this demand, and not those of the authors.
"""

import ast
import csv
import io
import operator
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.roads.engine import NO_LIMIT_S, RoadEngine
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.search import OnRoad
from yaoyaoling.planning.public import Calls, Ground, poisson_moments, stream

Array = NDArray[Any]
DAY_S = 86_400.0
CELL_KM = {"auckland": 1.0, "manhattan": 0.3}


@dataclass(frozen=True)
class Scenario:
    """A city. Places: zones first, then stations, then hospitals.

    zone_share: of the calls. priority_share, allowed_s: by priority, allowed from the call to the arrival.
    """

    ground: Ground
    zone_share: Array
    priority_share: Array
    allowed_s: tuple[float, ...]
    calls_per_s: float
    delay_s: float
    scene_s: float
    transport: float
    handover_s: float
    hospitals: tuple[int, ...]
    capacity: Array

    def draw(self, seed: int, replication: int, until_s: float) -> Calls:
        """The calls of one replication; every policy is given these."""

        def chance(purpose: str) -> np.random.Generator:
            return stream(seed, replication, purpose)

        at_s = poisson_moments(chance("arrivals"), self.calls_per_s, until_s)
        count = len(at_s)
        place = chance("places").choice(len(self.zone_share), count, p=self.zone_share)
        quiet = self.ground.times_s[self.ground.quiet]
        nearest = np.array(self.hospitals)[quiet[:, list(self.hospitals)].argmin(axis=1)]
        is_taken = chance("transport").random(count) < self.transport
        return Calls(
            at_s=at_s,
            delay_s=np.full(count, self.delay_s),
            place=place,
            priority=chance("priorities").choice(len(self.priority_share), count, p=self.priority_share),
            scene_s=chance("scenes").exponential(self.scene_s, count),
            then=np.where(is_taken, nearest[place], -1),
            handover_s=chance("handovers").exponential(self.handover_s, count),
        )


def read_city(folder: Path, cell_km: float) -> Scenario:
    """The city in a folder of JEMSS (`models/1`)."""
    lon, lat, access, arcs = _read_roads(folder / "travel" / "roads" / "roads.zip")
    stations = _rows(folder / "stations" / "stations_1.csv", 1)
    hospitals = _rows(folder / "hospitals" / "hospitals_1.csv", 1)
    units = _rows(folder / "ambulances" / "ambulances_1.csv", 1)
    targets = _rows(folder / "misc" / "call priorities" / "priorities_1.csv", 1)
    chance = _distributions(folder / "calls" / "reps" / "train" / "gen_config.xml")
    zone_node, share = _zones(lon, lat, access, cell_km)
    tree = cKDTree(np.column_stack([lon * np.cos(np.radians(lat.mean())), lat]))
    named = [
        int(tree.query((float(row["x"]) * np.cos(np.radians(lat.mean())), float(row["y"])))[1])
        for row in (*stations, *hospitals)
    ]
    places = np.concatenate([zone_node, np.array(named, np.int64)])
    zones, posts = len(zone_node), len(stations)
    homes = tuple(zones + int(float(row["stationIndex"])) - 1 for row in units)
    ground = Ground(
        times_s=tuple(_times(lon, lat, arcs["tail"], arcs["head"], arcs[mode], places) for mode in ("fast", "quiet")),
        pace_of=(0, 0, 1),
        quiet=1,
        posts=tuple(range(zones, zones + posts)),
        homes=homes,
    )
    return Scenario(
        ground=ground,
        zone_share=share,
        priority_share=np.array(chance["priority"], np.float64),
        allowed_s=tuple(float(row["targetResponseTime"]) * DAY_S for row in targets),
        calls_per_s=1.0 / (chance["interarrivalTime"] * DAY_S),
        delay_s=chance["dispatchDelay"] * DAY_S,
        scene_s=chance["onSceneDuration"] * DAY_S,
        transport=chance["transport"],
        handover_s=chance["handoverDuration"] * DAY_S,
        hospitals=tuple(range(zones + posts, len(places))),
        capacity=np.array([int(float(row["capacity"])) for row in stations]),
    )


def _rows(path: Path, skip: int) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8").splitlines()[skip:]
    return [row for row in csv.DictReader(text) if next(iter(row.values()), "")]


def _read_roads(path: Path) -> tuple[Array, Array, Array, dict[str, Array]]:
    with zipfile.ZipFile(path) as archive:
        nodes = list(csv.reader(io.StringIO(archive.read("nodes.csv").decode())))[2:]
        arcs = list(csv.reader(io.StringIO(archive.read("arcs.csv").decode())))[5:]
    header, *rows = arcs
    table = np.array([[float(cell) for cell in row[: header.index("mode_2") + 1]] for row in rows if len(row) > 4])
    node = np.array([[float(cell) for cell in row[:4]] for row in nodes if len(row) > 3])
    columns = {"tail": "fromNode", "head": "toNode", "fast": "mode_1", "quiet": "mode_2"}
    found = {ours: table[:, header.index(theirs)] for ours, theirs in columns.items()}
    found["tail"], found["head"] = (found[end].astype(np.int32) - 1 for end in ("tail", "head"))
    return node[:, 1], node[:, 2], node[:, 3] > 0, found


def _zones(lon: Array, lat: Array, access: Array, cell_km: float) -> tuple[Array, Array]:
    """For each cell with houses the node in its middle, and its share of them."""
    x = (lon - lon.min()) * 111.32 * np.cos(np.radians(lat.mean()))
    y = (lat - lat.min()) * 111.32
    key = (x // cell_km).astype(np.int64) * 100_000 + (y // cell_km).astype(np.int64)
    nodes = np.flatnonzero(access)
    cells, which, count = np.unique(key[nodes], return_inverse=True, return_counts=True)
    middle_x, middle_y = (np.bincount(which, one[nodes]) / count for one in (x, y))
    apart = np.hypot(x[nodes] - middle_x[which], y[nodes] - middle_y[which])
    order = np.lexsort((apart, which))
    first = order[np.searchsorted(which[order], np.arange(len(cells)))]
    return nodes[first], count / count.sum()


def _times(lon: Array, lat: Array, tail: Array, head: Array, days: Array, places: Array) -> Array:
    """Seconds between all places by road. Raises: ValueError when one is not reached from another."""
    seconds = (days * DAY_S).astype(np.float32)
    none = np.array([], np.str_)
    # A metre for each second, at a metre a second: the engine's times are then the file's.
    roads = Roads(lon, lat, tail, head, np.maximum(seconds, 1e-3), np.full(len(tail), 3.6, np.float32),
                  np.full(len(tail), 7, np.int8), np.full(len(tail), -1, np.int32), none, none)  # fmt: skip
    engine = RoadEngine(RoadNetwork(roads))
    found = np.empty((len(places), len(places)))
    for row, node in enumerate(places):
        on = OnRoad(np.array([node], np.int32), np.full((1, 2), -1, np.int32), np.zeros((1, 2)))
        found[row] = engine.times(on, NO_LIMIT_S, "from")[places]
    if not np.isfinite(found).all():
        raise ValueError("some places are not reached by road from others")
    return found


_OPERATIONS: dict[type, Callable[[float, float], float]] = {ast.Div: operator.truediv, ast.Mult: operator.mul}


def _distributions(path: Path) -> dict[str, Any]:
    """The first parameter of each distribution, in days or as shares: "Exponential(12/60/24)" → 0.00833."""
    root = ElementTree.parse(path).getroot()  # noqa: S314 - a file of the shared data, no stranger's
    found = {}
    for one in root.iterfind(".//callDistributions/*"):
        match = re.fullmatch(r"\w+\((.*)\)", (one.text or "").strip())
        if match is None:
            raise ValueError(f"{path.name}: {one.tag} is no distribution")
        found[one.tag] = _value(ast.parse(f"({match[1]},)", mode="eval").body.elts[0])  # type: ignore[attr-defined]
    return found


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.List):
        return [_value(one) for one in node.elts]
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        return _OPERATIONS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    raise ValueError(f"not a number: {ast.unparse(node)}")
