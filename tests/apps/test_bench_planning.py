"""The planning benches: what they read is read as it is meant, what they judge by is known only from before."""

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from yaoyaoling.apps.bench import ambulances, hypercube, san_francisco
from yaoyaoling.apps.bench.jemss import DAY_S, read_city
from yaoyaoling.apps.bench.san_francisco_data import fit_drive, read_responses, read_stations, station_of

_COLUMNS = ("Call Number", "Unit ID", "Unit Type", "Call Type", "Call Date", "Dispatch DtTm", "Response DtTm",
            "On Scene DtTm", "Available DtTm", "lat", "lon")  # fmt: skip


def test_the_hypercube_bench_is_near_the_book(capsys: pytest.CaptureFixture[str]) -> None:
    assert hypercube.main(True, ["--replications", "4", "--services", "5000"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert line["bench"] == "hypercube" and line["figures"]["exact_max_error_pct"] < 0.02
    assert line["figures"]["max_error_pct"] < 5


def test_without_the_shared_data_they_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ambulances.main(True, ["--data", str(tmp_path / "none")]) == 2
    assert san_francisco.main(True, ["--data", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().out.count("skipped") == 2


def test_responses_are_read_and_bad_rows_counted(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv.gz"
    good = ("1", "E07", "ENGINE", "Alarms", "01/02/2017", "2017-01-02 10:00:00", "2017-01-02 10:01:00",
            "2017-01-02 10:04:30", "2017-01-02 10:20:00", "37.76", "-122.44")  # fmt: skip
    rows = [good, (*good[:5], "", *good[6:]), (*good[:8], "2017-01-02 09:00:00", *good[9:])]
    with gzip.open(path, "wt", newline="") as file:
        csv.writer(file).writerows([_COLUMNS, *rows])
    found, unusable = read_responses(path)
    assert len(found) == 1 and unusable == 2
    (only,) = found
    assert only.drive_s == 210
    assert only.day == "2017-01-02" and max(map(abs, only.at)) == 0
    stations = {7: (1.0, 2.0)}
    placed = [station_of(*one, stations) for one in (("E07", "ENGINE"), ("7", "MEDIC"), ("E51", "ENGINE"))]
    assert placed == [(1.0, 2.0), None, None]


def test_a_drive_is_fitted_and_a_few_wild_ones_do_not_bend_it() -> None:
    rng = np.random.default_rng(3)
    end = rng.uniform(-4000, 4000, (400, 2))
    seconds = 40 + 0.08 * np.abs(end).sum(axis=1) + rng.normal(0, 5, 400)
    seconds[:12] += 1500
    drive, _ = fit_drive(np.zeros((400, 2)), end, seconds, [str(one % 5) for one in range(400)])
    assert drive(np.zeros(2), np.array([1000.0, 1000.0]))[0] == pytest.approx(200, abs=6)


def test_san_francisco_is_judged_on_later_days(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared_data / "sf_fire"
    bench = san_francisco._Bench(folder)
    assert max(bench.fit_days) < min(bench.judged_days)
    assert len(read_stations(folder / "current_fire_stations.geojson")) > 40
    unit = bench.rows[3000].unit
    assert bench.place_of(unit, bench.rows[3000].sent + 1.0) is None, "who was just sent is not free"
    assert san_francisco.main(True, []) == 0
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])["figures"]
    left_out = sum(value for name, value in figures.items() if name.startswith("left_out"))
    assert figures["judged"] + left_out == figures["calls"] > 1_000
    assert 0.3 < figures["engine_top1_share"] <= figures["engine_top3_share"] <= 1


def test_manhattan_is_read_with_its_units(shared_data: Path) -> None:
    city = read_city(shared_data / "jemss" / "manhattan" / "models" / "1", 1.5)
    assert len(city.ground.homes) == 12 and len(city.hospitals) == 10
    assert city.calls_per_s * DAY_S == pytest.approx(451.2) and city.delay_s == pytest.approx(150)
    assert city.allowed_s == pytest.approx((480, 480, 630), abs=0.01)
    assert city.priority_share.tolist() == [0.42, 0, 0.58]
    fast, quiet = city.ground.times_s
    assert (quiet >= fast - 1e-6).all() and np.isfinite(quiet).all() and (np.diag(fast) == 0).all()
    calls = city.draw(1, 0, DAY_S)
    assert abs(len(calls) - 451) < 90 and (calls.priority != 1).all()
    assert 0.75 < (calls.then >= 0).mean() < 0.95
