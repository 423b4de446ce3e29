"""`yyl bench san_francisco`: of real calls, was the unit that came first among those we would have named?

What is known of a unit's place: engines and trucks stand at their station, or are on their way back from their last
scene; any other unit is where it last was. The drive is fitted on the earlier days and judged on the later ones.
"""

import argparse
from bisect import bisect_right
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.apps.bench.country import SHARED
from yaoyaoling.apps.bench.report import Figure, Report, percentile
from yaoyaoling.apps.bench.san_francisco_data import (
    Drive,
    Response,
    fit_drive,
    read_responses,
    read_stations,
    station_of,
)

Array = NDArray[Any]
_FIT_DAYS = 5
_ROVING_FOR_S = 4 * 3600.0
"""A unit without a station is taken to be on duty so long after it was last at work."""
_LEAST_SHARE = 0.05
"""A type of unit is named for a type of call when so many of its first arrivals on the earlier days were of it."""


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench san_francisco")
    parser.add_argument("--data", type=Path, default=SHARED / "sf_fire")
    options = parser.parse_args(args)
    if not (options.data / "unit_rows.csv.gz").is_file():
        print("没有 ../shared 的旧金山数据，跳过 · skipped, San Francisco's calls are not here")  # noqa: T201
        return 2
    report = _Bench(options.data).run()
    return report.show(as_json)


class _Bench:
    def __init__(self, folder: Path) -> None:
        self.rows, self.unusable = read_responses(folder / "unit_rows.csv.gz")
        self.stations = read_stations(folder / "current_fire_stations.geojson")
        days = sorted({row.day for row in self.rows})
        self.fit_days, self.judged_days = set(days[:_FIT_DAYS]), set(days[_FIT_DAYS:])
        self.of_unit: dict[str, list[Response]] = defaultdict(list)
        for row in self.rows:
            self.of_unit[row.unit].append(row)
        self.sent = {unit: [row.sent for row in rows] for unit, rows in self.of_unit.items()}
        self.home = {unit: station_of(unit, rows[0].type, self.stations) for unit, rows in self.of_unit.items()}
        self.drive, self.shape = self._fit()
        self.turnout = self._turnout()
        self.types = self._types()

    def run(self) -> Report:
        """Judge every call of the later days."""
        calls: dict[str, list[Response]] = defaultdict(list)
        for row in self.rows:
            if row.day in self.judged_days:
                calls[row.call].append(row)
        left_out: Counter[str] = Counter()
        ranks: dict[str, list[int]] = {"": [], "own_type_": [], "engine_": [], "station_only_": []}
        for rows in calls.values():
            self._judge_call(rows, ranks, left_out)
        errors, real = self._eta_errors()
        figures: dict[str, Figure] = {"calls": len(calls)}
        for name in ("", "own_type_", "engine_"):
            figures[f"{name}judged"] = len(ranks[name])
            figures |= {f"{name}top{k}_share": _share(ranks[name], k) for k in (1, 3)}
        figures |= {f"left_out_{why}": count for why, count in sorted(left_out.items())}
        figures |= {
            "eta_judged": len(errors),
            "eta_mean_abs_error_s": round(float(np.abs(errors).mean()), 1),
            "eta_median_abs_error_s": round(percentile(np.abs(errors).tolist(), 0.5), 1),
            "eta_p90_abs_error_s": round(percentile(np.abs(errors).tolist(), 0.9), 1),
            "eta_bias_s": round(float(errors.mean()), 1),
            "real_drive_mean_s": round(float(real.mean()), 1),
            "rows": len(self.rows),
            "rows_unusable": self.unusable,
        }
        against: dict[str, Figure] = {
            "nearest_station_engine_top1_share": _share(ranks["station_only_"], 1),
            "nearest_station_engine_top3_share": _share(ranks["station_only_"], 3),
            "eta_mean_abs_error_of_the_mean_s": round(float(np.abs(real - self.mean_drive_s).mean()), 1),
        }
        work = (
            f"San Francisco fire and medical calls {min(self.fit_days)} to {max(self.judged_days)}: drives fitted"
            f" on {len(self.fit_days)} days ({self.shape}; no road network is in the data), judged on the"
            f" {len(self.judged_days)} later ones. Ranked: units free when the call's first unit was sent, engines and"
            " trucks from station or on the way back from the last scene, others from where they last were; own_type_:"
            " among units of the first one's type; engine_: first engine among engines; against: nearest station by"
            " the same drive, whoever is busy"
        )
        return Report("san_francisco", work, figures, against, "nothing of ours")

    def _fit(self) -> tuple[Drive, str]:
        begin, end, seconds, days = [], [], [], []
        for row in self.rows:
            home = self.home[row.unit]
            if row.day in self.fit_days and home is not None and row.drive_s and self._rests(row.unit, row.sent):
                begin.append(home)
                end.append(row.at)
                seconds.append(row.drive_s)
                days.append(row.day)
        self.mean_drive_s = float(np.mean(seconds))
        return fit_drive(np.array(begin), np.array(end), np.array(seconds), days)

    def _rests(self, unit: str, at: float, for_s: float = 1800.0) -> bool:
        """Whether a unit had done nothing for so long: it stands at its station."""
        rows = self.of_unit[unit][: bisect_right(self.sent[unit], at - 1e-6)]
        return not rows or at - max(row.freed for row in rows[-3:]) > for_s

    def _turnout(self) -> dict[str, float]:
        """Median seconds from dispatch to leaving by type of unit, on the earlier days."""
        spent: dict[str, list[float]] = defaultdict(list)
        for row in self.rows:
            if row.day in self.fit_days and row.left is not None and 0 <= row.left - row.sent <= 600:
                spent[row.type].append(row.left - row.sent)
        return {kind: percentile(values, 0.5) for kind, values in spent.items()}

    def _types(self) -> dict[str, set[str]]:
        """Which types of units come first to which type of call, on the earlier days."""
        first: dict[str, Counter[str]] = defaultdict(Counter)
        calls: dict[str, list[Response]] = defaultdict(list)
        for row in self.rows:
            if row.day in self.fit_days and row.there is not None:
                calls[row.call].append(row)
        for rows in calls.values():
            soonest = min(rows, key=lambda row: (row.there or 0.0, row.unit))
            first[soonest.call_type][soonest.type] += 1
        return {
            kind: {one for one, number in count.items() if number >= _LEAST_SHARE * count.total()}
            for kind, count in first.items()
        }

    def place_of(self, unit: str, at: float) -> tuple[float, float] | None:
        """Where a unit is taken to be at a moment by what was known before; None when busy, off duty or never seen."""
        seen = self.of_unit[unit][: bisect_right(self.sent[unit], at - 1e-6)]
        home = self.home[unit]
        if not seen:
            return home
        last = max(seen[-3:], key=lambda row: row.freed)
        if last.freed > at:
            return None
        if home is None:
            return last.at if at - last.freed <= _ROVING_FOR_S else None
        back_s = float(self.drive(np.array(last.at), np.array(home))[0])
        share = min(1.0, (at - last.freed) / max(back_s, 1.0))
        return (last.at[0] + share * (home[0] - last.at[0]), last.at[1] + share * (home[1] - last.at[1]))

    def _ranked(self, at: float, scene: tuple[float, float], types: set[str]) -> list[str]:
        """Free units of these types, the soonest first."""
        placed = [
            (unit, place, rows[0].type)
            for unit, rows in self.of_unit.items()
            if rows[0].type in types and (place := self.place_of(unit, at)) is not None
        ]
        if not placed:
            return []
        begin = np.array([place for _, place, _ in placed])
        eta_s = self.drive(begin, np.tile(np.array(scene), (len(placed), 1)))
        eta_s = eta_s + np.array([self.turnout.get(kind, 60.0) for *_, kind in placed])
        return [placed[index][0] for index in np.argsort(eta_s, kind="stable")]

    def _judge_call(self, rows: list[Response], ranks: dict[str, list[int]], left_out: Counter[str]) -> None:
        came = [row for row in rows if row.there is not None]
        if not came:
            left_out["nobody_on_scene"] += 1
            return
        at, scene = min(row.sent for row in rows), rows[0].at
        first = min(came, key=lambda row: (row.there or 0.0, row.unit))
        types = self.types.get(first.call_type, set())
        seen = bisect_right(self.sent[first.unit], at - 1e-6) > 0
        if first.type not in types:
            left_out["type_seldom_first"] += 1
        elif self.home[first.unit] is None and not seen:
            left_out["place_never_known"] += 1
        else:
            ranks[""].append(_rank(self._ranked(at, scene, types), first.unit))
            ranks["own_type_"].append(_rank(self._ranked(at, scene, {first.type}), first.unit))
        engines = [row for row in came if row.type == "ENGINE" and self.home[row.unit] is not None]
        if engines:
            engine = min(engines, key=lambda row: (row.there or 0.0, row.unit))
            ranks["engine_"].append(_rank(self._ranked(at, scene, {"ENGINE"}), engine.unit))
            ranks["station_only_"].append(_rank(self._by_station(scene), engine.unit))

    def _by_station(self, scene: tuple[float, float]) -> list[str]:
        """Engines by the drive from their stations, free or not."""
        engines = [(unit, home) for unit, home in self.home.items() if home is not None and unit[0] == "E"]
        begin = np.array([home for _, home in engines])
        eta_s = self.drive(begin, np.tile(np.array(scene), (len(engines), 1)))
        return [engines[index][0] for index in np.argsort(eta_s, kind="stable")]

    def _eta_errors(self) -> tuple[Array, Array]:
        """Predicted less real seconds of drives of the later days from a place taken to be known; the real ones."""
        predicted, real = [], []
        for row in self.rows:
            place = self.place_of(row.unit, row.sent) if self.home[row.unit] is not None else None
            if row.day in self.judged_days and place is not None and row.drive_s:
                predicted.append(float(self.drive(np.array(place), np.array(row.at))[0]))
                real.append(row.drive_s)
        return np.array(predicted) - np.array(real), np.array(real)


def _rank(named: list[str], unit: str) -> int:
    """From 1; 0 when it is not among them."""
    return named.index(unit) + 1 if unit in named else 0


def _share(ranks: list[int], k: int) -> float:
    return round(sum(1 for rank in ranks if 1 <= rank <= k) / len(ranks), 4) if ranks else 0.0
