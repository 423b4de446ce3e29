"""`yyl bench twin`: a city day on the hall's own ranking and road times, and how long it takes to play."""

import argparse
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.apps.bench.country import made_country
from yaoyaoling.apps.bench.report import Figure, Report, percentile
from yaoyaoling.places.pack.stranded import main_roads
from yaoyaoling.places.public import HOURLY_SHARES
from yaoyaoling.places.roads.engine import NO_LIMIT_S, RoadEngine
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.search import OnRoad
from yaoyaoling.planning.public import (
    AsTheHall,
    Atoms,
    Calls,
    Closest,
    Districts,
    Ground,
    Service,
    make_atoms,
    play,
    service,
    solve_districts,
    stream,
)

Array = NDArray[Any]
_SEED, _DAY_S = 110, 86_400.0
_PLACES, _NODES = 400, 10_000
_ORDER_AFTER_S, _SCENE_S, _WITHIN_S = 60.0, 1_200.0, 300.0


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench twin")
    parser.add_argument("--incidents", type=int, default=1_000, help="of a day")
    parser.add_argument("--crews", type=int, default=51)
    parser.add_argument("--days", type=int, default=10)
    options = parser.parse_args(args)
    report = _run(max(1, options.incidents), max(1, min(200, options.crews)), max(1, options.days))
    return report.show(as_json)


def _run(incidents: int, crews: int, days: int) -> Report:
    began = time.perf_counter()
    atoms, times_s = _ground()
    plan = solve_districts(times_s, np.ones(len(atoms)), atoms.neighbours, crews, within_s=5.0)
    made_s = time.perf_counter() - began
    ground = Ground((times_s,), (0,), 0, plan.posts, plan.posts)
    hall = AsTheHall(grid_of_place=[str(one) for one in plan.of_atom], grid_of_unit=[str(one) for one in range(crews)])
    spent: dict[str, list[float]] = {"hall": [], "closest": []}
    served: dict[str, list[Service]] = {"hall": [], "closest": []}
    for day in range(days):
        calls = _calls(incidents, len(atoms), day)
        for name, policy in (("hall", hall), ("closest", Closest())):
            began = time.perf_counter()
            played = play(ground, calls, policy)
            spent[name].append(time.perf_counter() - began)
            served[name].append(service(calls, played, (_ORDER_AFTER_S + _WITHIN_S,), 0.0, _DAY_S))
    figures: dict[str, Figure] = {"incidents": incidents, "crews": crews, "places": len(atoms)}
    figures |= {f"day_p{int(k * 100)}_s": round(percentile(spent["hall"], k), 3) for k in (0.5, 0.9)}
    figures |= _arrivals(served["hall"]) | {"ground_made_s": round(made_s, 1)}
    against: dict[str, Figure] = {"closest_day_p50_s": round(percentile(spent["closest"], 0.5), 4)}
    against |= {f"closest_{name}": value for name, value in _arrivals(served["closest"]).items()}
    work = (
        f"{days} days of {incidents} incidents by the published hours over a made city of {_NODES} crossings, {crews}"
        f" crews each at the post of its grid ({_heaviest(plan)}), by road times and the hall's own ranking; order"
        f" after {_ORDER_AFTER_S:g} s, {_SCENE_S / 60:g} min at the scene on the mean; within: 5 min from the order"
    )
    return Report("twin", work, figures, against, "nothing of ours")


def _heaviest(plan: Districts) -> str:
    return f"heaviest {plan.heaviest:.2f} of the mean"


def _arrivals(served: list[Service]) -> dict[str, Figure]:
    late = float(np.mean([one.late for one in served]))
    mean_s = float(np.mean([one.mean_response_s for one in served]))
    return {"within_300s_share": round(1 - late, 4), "mean_drive_s": round(mean_s - _ORDER_AFTER_S, 1)}


def _ground() -> tuple[Atoms, Array]:
    network = RoadNetwork(made_country(_NODES))
    graph = network.graph
    usable, _ = main_roads(network.node_count, network.tail, network.head)
    x, y = network.frame.to_xy(network.lon, network.lat)
    weight = usable.astype(np.float64)
    atoms = make_atoms(x, y, network.tail, network.head, graph.cost_s[: network.arc_count], weight, usable, _PLACES)
    engine = RoadEngine(network)
    none, share = np.full((1, 2), -1, np.int32), np.zeros((1, 2))
    rows = [engine.times(OnRoad(np.array([node], np.int32), none, share), NO_LIMIT_S, "from") for node in atoms.centre]
    return atoms, np.array(rows)[:, atoms.centre]


def _calls(count: int, places: int, day: int) -> Calls:
    share = np.asarray(HOURLY_SHARES, np.float64)
    hour = stream(_SEED, day, "hours").choice(24, count, p=share / share.sum())
    at_s = np.sort((hour + stream(_SEED, day, "moments").random(count)) * 3_600.0)
    nothing = np.zeros(count)
    return Calls(
        at_s=at_s,
        delay_s=np.full(count, _ORDER_AFTER_S),
        place=stream(_SEED, day, "places").integers(0, places, count),
        priority=np.zeros(count, np.int64),
        scene_s=stream(_SEED, day, "scenes").exponential(_SCENE_S, count),
        then=np.full(count, -1),
        handover_s=nothing,
    )
