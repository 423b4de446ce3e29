"""`yyl bench ambulances`: policies on real cities' roads and stations, the same calls for each, against a bound."""

import argparse
import time
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.apps.bench.country import SHARED
from yaoyaoling.apps.bench.jemss import CELL_KM, DAY_S, Scenario, read_city
from yaoyaoling.apps.bench.report import Figure, Report
from yaoyaoling.planning.public import (
    Batch,
    Closest,
    Policy,
    Posts,
    Relocating,
    Service,
    Terms,
    difference,
    estimate,
    least_late,
    most_free,
    play,
    service,
    solve_covering,
)

Array = NDArray[Any]
_WARM_DAYS, _DAYS = 1.0, 14.0
_SEED, _TUNED_FROM, _TUNED = 911, 1_000, 3
_BUSY, _LASTS_S = (0.2, 0.35, 0.5), (1800.0, 3600.0, 7200.0)
_COVER_S = 20.0


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench ambulances")
    parser.add_argument("--cities", nargs="+", choices=sorted(CELL_KM), default=sorted(CELL_KM))
    parser.add_argument("--replications", type=int, default=30)
    parser.add_argument("--days", type=float, default=_DAYS)
    parser.add_argument("--data", type=Path, default=SHARED / "jemss", help="folder of the cities")
    options = parser.parse_args(args)
    missing = [name for name in options.cities if not (options.data / name).is_dir()]
    if missing:
        print(f"没有 ../shared 的 JEMSS 数据，跳过 · skipped, JEMSS cities not here: {', '.join(missing)}")  # noqa: T201
        return 2
    figures: dict[str, Figure] = {}
    against: dict[str, Figure] = {}
    for name in options.cities:
        city = read_city(options.data / name / "models" / "1", CELL_KM[name])
        ours, bound = _City(city, options.days).run(max(2, options.replications))
        figures |= {f"{name}_{key}": value for key, value in ours.items()}
        against |= {f"{name}_{key}": value for key, value in bound.items()}
    work = (
        f"JEMSS.jl cities {', '.join(options.cities)}: {max(2, options.replications)} replications of {options.days:g}"
        f" days after {_WARM_DAYS:g} day, the same calls for every policy; late: share not reached within the file's"
        " target from the call; half: half a 95 % interval, of differences by pairs. Demand rasters are not in the"
        " data: demand by road nodes with house access. Relocation's terms chosen on other replications"
    )
    report = Report("ambulances", work, figures, against, "nothing of ours")
    return report.show(as_json)


class _City:
    def __init__(self, city: Scenario, days: float) -> None:
        self.city = city
        self.until_s = (_WARM_DAYS + days) * DAY_S
        self.posts = _posts(city, city.ground.posts, city.capacity)
        self.everywhere = _posts(city, range(len(city.ground.times_s[0])), None)

    def run(self, replications: int) -> tuple[dict[str, Figure], dict[str, Figure]]:
        """Figures of all policies, and the bound."""
        terms = self._tune()
        batch = Batch(weight=(1.0,) * len(self.city.priority_share))
        policies: dict[str, Policy] = {
            "closest": Closest(),
            "batch": batch,
            "relocation": Relocating(posts=self.posts, terms=terms),
            "both": Relocating(posts=self.posts, terms=terms, sending=batch),
        }
        cover = self._cover()
        found: dict[str, list[Service]] = {name: [] for name in policies}
        moves, placed, moved_s, seconds = 0, 0, 0.0, 0.0
        bounds = []
        for replication in range(replications):
            calls = self.city.draw(_SEED, replication, self.until_s)
            counted = calls.at_s >= _WARM_DAYS * DAY_S
            bounds.append(least_late(most_free(self.city.ground, calls)[counted], cover))
            for name, policy in policies.items():
                began = time.perf_counter()
                played = play(self.city.ground, calls, policy)
                seconds += time.perf_counter() - began
                if name == "relocation":
                    moves, placed, moved_s = moves + played.moves, placed + played.placed, moved_s + played.moved_s
                found[name].append(service(calls, played, self.city.allowed_s, _WARM_DAYS * DAY_S, self.until_s))
        figures: dict[str, Figure] = {"zones": len(self.city.zone_share), "units": len(self.city.ground.homes)}
        figures["calls"] = sum(one.calls for one in found["closest"])
        for name, rows in found.items():
            figures |= _spread(name, rows, found["closest"] if name != "closest" else None)
        figures |= {"relocation_busy": terms.busy, "relocation_lasts_s": terms.lasts_s}
        days = replications * self.until_s / DAY_S
        figures |= {
            "relocation_moves_per_day": round(moves / days, 1),
            "relocation_placed_per_day": round(placed / days, 1),
        }
        figures["relocation_moved_h_per_day"] = round(moved_s / days / 3600, 1)
        figures["play_s_per_city_day"] = round(seconds / replications / len(policies) / self.until_s * DAY_S, 4)
        bound = estimate(bounds)
        stood = float(self.posts.demand @ self.posts.within.any(axis=0))
        return figures, {
            "bound_late": round(bound.mean, 4),
            "bound_late_half": round(bound.half, 5),
            "late_if_every_station_had_a_free_unit": round(1 - stood, 4),
        }

    def _tune(self) -> Terms:
        """The terms that leave the fewest late, on replications that are not judged."""
        drawn = [self.city.draw(_SEED, _TUNED_FROM + one, self.until_s) for one in range(_TUNED)]

        def late(terms: Terms) -> float:
            policy = Relocating(posts=self.posts, terms=terms)
            return float(
                np.mean(
                    [
                        service(
                            calls, play(self.city.ground, calls, policy), self.city.allowed_s, DAY_S, self.until_s
                        ).late
                        for calls in drawn
                    ]
                )
            )

        return min((Terms(busy=b, lasts_s=s) for b, s in product(_BUSY, _LASTS_S)), key=late)

    def _cover(self) -> list[float]:
        """The best share of demand n units reach in time, wherever they stand; its proven bound."""
        covers = self.everywhere.within.T > 0
        units = len(self.city.ground.homes)
        found = [
            solve_covering(covers, self.everywhere.demand, n, within_s=_COVER_S).bound for n in range(1, units + 1)
        ]
        return [0.0, *found]


def _posts(city: Scenario, places: Sequence[int], room: Array | None) -> Posts:
    """Places as posts, with a zone for each zone and priority: demand, pace and time left differ."""
    zones = len(city.zone_share)
    kinds = [kind for kind, share in enumerate(city.priority_share) if share > 0]
    reach = [city.ground.times_s[city.ground.pace_of[kind]][list(places)][:, :zones] for kind in kinds]
    return Posts(
        reach_s=np.hstack(reach),
        demand=np.concatenate([city.zone_share * city.priority_share[kind] for kind in kinds]),
        within_s=np.concatenate([np.full(zones, city.allowed_s[kind] - city.delay_s) for kind in kinds]),
        room=room,
    )


def _spread(name: str, rows: list[Service], beside: list[Service] | None) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for what, digits in (("late", 4), ("mean_response_s", 1)):
        values = [float(getattr(one, what)) for one in rows]
        mean = estimate(values)
        figures |= {f"{name}_{what}": round(mean.mean, digits), f"{name}_{what}_half": round(mean.half, digits + 1)}
        if beside is not None:
            apart = difference(values, [float(getattr(one, what)) for one in beside])
            figures[f"{name}_{what}_less_closest"] = round(apart.mean, digits)
            figures[f"{name}_{what}_less_closest_half"] = round(apart.half, digits + 1)
    return figures
