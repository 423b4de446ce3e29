"""Real calls as reports: which are kept, when they come, what a bad file is answered."""

import csv
import gzip
from collections import Counter
from datetime import UTC, timedelta
from pathlib import Path

import numpy as np
import pytest

from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.geo import Datum, Point, wgs84_to_gcj02
from yaoyaoling.places.pack.hours import HOURLY_SHARES
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.packs import CallColumns, CallsUnfit, ImportedCity, import_osm, read_calls
from yaoyaoling.places.public import Pack, read_pack


def write(path: Path, header: list[str], rows: list[list[object]]) -> Path:
    """A CSV file, packed when its name says so."""
    with gzip.open(path, "wt", newline="") if path.suffix == ".gz" else path.open("w", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(header)
        writer.writerows(rows)
    return path


HEADER = ["CASE_DESC", "occ_date", "lon", "lat"]


def test_calls_near_roads_are_kept(pack: Pack, tmp_path: Path) -> None:
    roads = read_roads(pack.path)
    lon, lat = float(roads.lon[7]), float(roads.lat[7])
    rows: list[list[object]] = [
        ["WELFARE CHECK", "2016-08-03", lon, lat],
        ["THEFT", "2016-08-01", lon, lat],
        ["FAR AWAY", "2016-08-02", lon + 1, lat],
        ["NO PLACE", "2016-08-02", "", ""],
        ["BAD DATE", "yesterday", lon, lat],
        ["NOWHERE", "2016-08-02", 999, lat],
        ["", "2016-08-02", lon, lat],
    ]
    for name in ("calls.csv", "calls.csv.gz"):
        calls = read_calls(write(tmp_path / name, HEADER, rows), pack)
        assert [report.text for report in calls] == ["THEFT", "WELFARE CHECK"]
        assert (len(calls), calls.far_from_roads, calls.unreadable, calls.has_drawn_times) == (2, 1, 4, True)
        assert [report.source_row for report in calls] == [3, 2]
        assert [report.at.astimezone(HALL_ZONE).day for report in calls] == [1, 3]
        assert all(report.at.tzinfo is UTC for report in calls)
        assert "2" in calls.sentence("zh") and "drawn" in calls.sentence("en")


def test_three_hundred_metres_is_the_border(pack: Pack, tmp_path: Path) -> None:
    roads = read_roads(pack.path)
    north = int(np.argmax(roads.lat))
    rows: list[list[object]] = [
        [str(metres), "2020-01-01", float(roads.lon[north]), float(roads.lat[north]) + metres / 111_195]
        for metres in (0, 100, 295, 305, 1_000)
    ]
    calls = read_calls(write(tmp_path / "calls.csv", HEADER, rows), pack)
    assert sorted(int(report.text) for report in calls) == [0, 100, 295]


def test_other_columns_clock_and_datum(pack: Pack, tmp_path: Path) -> None:
    roads = read_roads(pack.path)
    here = Point(lon=float(roads.lon[7]), lat=float(roads.lat[7]))
    lon, lat = wgs84_to_gcj02(here)
    path = write(tmp_path / "c.csv", ["what", "day", "at", "x", "y"], [["打架", "01/02/2024", "23:05", lon, lat]])
    columns = CallColumns("what", "day", "x", "y", "%d/%m/%Y", clock="at", datum=Datum.GCJ02)
    (report,) = read_calls(path, pack, columns)
    assert report.at.astimezone(HALL_ZONE).isoformat() == "2024-02-01T23:05:00+08:00"
    assert report.point.lon == pytest.approx(here.lon)
    assert report.point.lat == pytest.approx(here.lat)


def test_times_follow_the_profile_and_the_seed(pack: Pack, tmp_path: Path) -> None:
    roads = read_roads(pack.path)
    spot = [float(roads.lon[7]), float(roads.lat[7])]
    path = write(tmp_path / "c.csv", HEADER, [["X", "2016-08-01", *spot] for _ in range(6_000)])
    calls = read_calls(path, pack)
    assert calls.reports == read_calls(path, pack).reports
    assert calls.reports != read_calls(path, pack, seed=2).reports
    hours = Counter(report.at.astimezone(HALL_ZONE).hour for report in calls)
    assert {report.at.astimezone(HALL_ZONE).date().isoformat() for report in calls} == {"2016-08-01"}
    shares = np.array([hours[hour] for hour in range(24)]) / 6_000
    assert np.abs(shares - HOURLY_SHARES).max() < 4 * np.sqrt(0.06 / 6_000)
    assert list(calls.reports) == sorted(calls.reports, key=lambda report: report.at)


def test_bad_files_are_refused_in_words(pack: Pack, tmp_path: Path) -> None:
    packed = gzip.compress(b"CASE_DESC,occ_date,lon,lat\n" + b"X,2016-08-01,1,1\n" * 5_000)
    files = {
        "other.csv": b"a,b\n1,2\n",
        "none.csv": b"CASE_DESC,occ_date,lon,lat\n",
        "half.csv.gz": packed[: len(packed) // 2],
        "plain.csv.gz": b"CASE_DESC,occ_date,lon,lat\n",
        "binary.csv": b"\xff\xfe\x00\x81",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CallsUnfit) as refused:
            read_calls(tmp_path / name, pack)
        assert name in refused.value.sentence("zh") and name in refused.value.sentence("en")
    with pytest.raises(CallsUnfit):
        read_calls(tmp_path / "absent.csv", pack)


@pytest.mark.shared
def test_the_profile_is_that_of_the_source(shared_data: Path) -> None:
    with gzip.open(shared_data / "slo_police" / "calls.csv.gz", "rt") as handle:
        hours = Counter(int(row["received"][:2]) for row in csv.DictReader(handle) if row["received"][:2].isdigit())
    shares = [hours[hour] / hours.total() for hour in range(24)]
    assert pytest.approx(shares, abs=0.0001) == HOURLY_SHARES
    assert sum(HOURLY_SHARES) == pytest.approx(1, abs=0.001)


@pytest.mark.shared
def test_real_calls_on_real_roads(shared_data: Path, tmp_path: Path) -> None:
    extract = shared_data / "portland" / "portland_small.osm.pbf"
    import_osm(tmp_path / "portland", extract, ImportedCity("portland", "波特兰", "Portland"), lambda _: None)
    calls = read_calls(shared_data / "portland" / "calls.csv.gz", read_pack(tmp_path / "portland"))
    assert 7_000 < len(calls) < 8_000
    assert len(calls) + calls.far_from_roads + calls.unreadable == 19_375
    assert calls.reports[-1].at - calls.reports[0].at < timedelta(days=32)
