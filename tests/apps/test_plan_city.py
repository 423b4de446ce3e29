"""Plans for a city of blocks: today's beside the proposal, drawn as GeoJSON; bad ground is named, not stumbled over."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from tests.apps.test_cli import yyl
from yaoyaoling.apps.plan.county import NoSuchCounty
from yaoyaoling.apps.plan.demand import Demand, NoDemand
from yaoyaoling.apps.plan.draw import grid_shapes, write_plan
from yaoyaoling.apps.plan.grids import plan_grids
from yaoyaoling.apps.plan.ground import CityGround, open_ground
from yaoyaoling.apps.plan.posts import NoSuchShift, plan_posts, posts_of_shift
from yaoyaoling.apps.plan.rehearse import rehearse, sides_of_grids, sides_of_posts
from yaoyaoling.apps.plan.show import comparison, grids_line, played_line, posts_line, rehearsed, told
from yaoyaoling.apps.plan.solve import Solved
from yaoyaoling.places.frame import Frame
from yaoyaoling.places.pack.contract import (
    ROADS_FILE,
    Area,
    AreaKind,
    CrewPost,
    Organisation,
    OrganisationKind,
    Pack,
    PackInfo,
    Roads,
)
from yaoyaoling.planning.public import NoSuchChoice, PlanRequest

Array = NDArray[Any]
_SIDE, _BLOCK_M = 14, 200.0
_FRAME = Frame(112.4, 30.1)


def degrees(x: Array, y: Array) -> tuple[Array, Array]:
    return _FRAME.to_lonlat(x, y)


def square(x0: float, y0: float, x1: float, y1: float) -> tuple[tuple[float, float], ...]:
    lon, lat = degrees(np.array([x0, x1, x1, x0]), np.array([y0, y0, y1, y1]))
    return tuple((float(a), float(b)) for a, b in zip(lon, lat, strict=True))


def blocks(extra: tuple[tuple[float, float], ...] = (), arcs: tuple[tuple[int, int], ...] = ()) -> Roads:
    """Crossings in a square, every street both ways at 36 km/h; further crossings and arcs by hand."""
    here = np.arange(_SIDE * _SIDE).reshape(_SIDE, _SIDE)
    x, y = (one.astype(float) * _BLOCK_M for one in np.divmod(here.ravel(), _SIDE))
    x, y = np.r_[x, [one[0] for one in extra]], np.r_[y, [one[1] for one in extra]]
    a = np.r_[here[:, :-1].ravel(), here[:-1].ravel()]
    b = np.r_[here[:, 1:].ravel(), here[1:].ravel()]
    tail = np.r_[a, b, [one for one, _ in arcs]].astype(np.int32)
    head = np.r_[b, a, [other for _, other in arcs]].astype(np.int32)
    lon, lat = degrees(x, y)
    count, none = len(tail), np.array([], np.str_)
    length_m = np.maximum(np.hypot(x[tail] - x[head], y[tail] - y[head]), 1.0).astype(np.float32)
    return Roads(lon, lat, tail, head, length_m, np.full(count, 36.0, np.float32), np.full(count, 7, np.int8),
                 np.full(count, -1, np.int32), none, none)  # fmt: skip


def city(folder: Path, roads: Roads) -> Pack:
    """Two grids side by side, a crew in a far corner of each, and one more in the second shift."""
    np.savez(folder / ROADS_FILE, **{one.name: getattr(roads, one.name) for one in fields(roads)})
    end = (_SIDE - 1) * _BLOCK_M
    west, south = degrees(np.array([-500.0]), np.array([-500.0]))
    east, north = degrees(np.array([end + 3000]), np.array([end + 3000]))
    bounds = (float(west[0]), float(south[0]), float(east[0]), float(north[0]))
    info = PackInfo("blocks", "街区", "Blocks", "测试", bounds, (112.4, 30.1), True, (), "made", "none", "", "", 1)
    halves = [("11", -100.0, end / 2 + 10), ("12", end / 2 + 10, end + 100)]
    areas = [Area(AreaKind.GRID, code, "s", f"网格{code}", f"Grid {code}", (square(x0, -100, x1, end + 100),))
             for code, x0, x1 in halves]  # fmt: skip
    areas.append(Area(AreaKind.COUNTY, "1", "c", "县", "County", (square(-100, -100, end + 100, end + 100),)))
    corners = degrees(np.array([0.0, end, end]), np.array([0.0, end, 0.0]))
    crews = [CrewPost(f"{code}-{shift}", "巡1", code, "s", "patrol", shift, 2, 1, float(lon), float(lat))
             for code, shift, lon, lat in zip(("11", "12", "12"), (1, 1, 2), *corners, strict=True)]  # fmt: skip
    return Pack(folder, info, (), tuple(areas), tuple(crews))


def even_demand(heavy: bool = False) -> Demand:
    rng = np.random.default_rng(6)
    end = (_SIDE - 1) * _BLOCK_M
    x, y = rng.uniform(0, end, 3_000), rng.uniform(0, end, 3_000)
    if heavy:
        x[:2000] = rng.uniform(0, end / 4, 2000)
    lon, lat = degrees(x, y)
    return Demand(lon, lat, "试验需求", "demand of the test")


@pytest.fixture
def ground(tmp_path: Path) -> CityGround:
    return open_ground(city(tmp_path, blocks()), even_demand(), most_atoms=120)


def test_planned_posts_beat_those_in_the_corners(ground: CityGround, tmp_path: Path) -> None:
    plan = plan_posts(ground, None, "mean", 150.0, None, 30.0)
    assert plan.today is not None and len(plan.sites) == 2 == len(plan.today_at), "as many as today's first shift"
    assert plan.proposal.within > plan.today.within and plan.proposal.mean_s < plan.today.mean_s
    assert plan.objective == pytest.approx(plan.bound)
    assert plan.proposal.mean_s == pytest.approx(plan.objective, rel=1e-6), "every crossing counts by itself"
    write_plan(tmp_path / "posts.json", Solved(PlanRequest(kind="posts"), ground, plan, []))
    drawn = json.loads((tmp_path / "posts.json").read_text())
    kinds = [one["properties"]["kind"] for one in drawn["features"]]
    assert kinds == ["post_today"] * 2 + ["post_proposed"] * 2
    for kind in ("post_today", "post_proposed"):
        own = [one["properties"] for one in drawn["features"] if one["properties"]["kind"] == kind]
        assert sum(one["load_share"] for one in own) == pytest.approx(1, abs=1e-4)
    within = sum(part.load * part.within for part in plan.parts)
    assert within == pytest.approx(plan.proposal.within), "post by post it is the same"
    json.dumps(posts_line(ground, plan, 150.0))
    assert any("150" in line for line in comparison(plan.today, plan.proposal, 150.0, (2, 2)))


def test_posts_for_cover_cover_more_in_time(ground: CityGround) -> None:
    mean, cover = (plan_posts(ground, 3, kind, 90.0, None, 30.0) for kind in ("mean", "covered"))
    assert cover.objective <= cover.bound <= 1.0
    assert cover.proposal.within >= mean.proposal.within - 0.02
    assert cover.proposal.mean_s >= mean.proposal.mean_s - 1.0


def test_grids_are_connected_even_and_drawn_without_hole_or_overlap(tmp_path: Path) -> None:
    ground = open_ground(city(tmp_path, blocks()), even_demand(heavy=True), most_atoms=120)
    plan = plan_grids(ground, 4, 150.0, None, 3.0, 30.0)
    assert plan.connected and plan.today is not None and plan.today_connected == (2, 2)
    assert plan.proposal.heaviest < plan.today.heaviest and plan.proposal.within > plan.today.within
    shapes = grid_shapes(ground, plan.of_node, 4)
    whole = shapely.union_all(shapes)
    assert whole.area == pytest.approx(sum(one.area for one in shapes), rel=1e-6)
    assert whole.area == pytest.approx(shapely.Polygon(ground.pack.areas[-1].rings[0]).area, rel=1e-5)
    for node in range(ground.network.node_count):
        spot = shapely.Point(ground.network.lon[node], ground.network.lat[node])
        assert shapes[plan.of_node[node]].distance(spot) < 1e-9
    write_plan(tmp_path / "grids.json", Solved(PlanRequest(kind="grids"), ground, plan, []))
    drawn = json.loads((tmp_path / "grids.json").read_text())
    assert [one["geometry"]["type"] for one in drawn["features"]] == ["Polygon", "Point"] * 4 + ["Polygon"] * 2
    assert sum(part.load * part.within for part in plan.today_parts) == pytest.approx(plan.today.within)
    assert not ground.problems and json.dumps(grids_line(ground, plan, 150.0))


def test_an_island_and_a_one_way_trap_are_named_and_left_out(tmp_path: Path) -> None:
    end = (_SIDE - 1) * _BLOCK_M
    first = _SIDE * _SIDE
    extra = ((end + 400, 0.0), (end + 600, 0.0), (end + 400, 1000.0))
    roads = blocks(extra, ((first, first + 1), (first + 1, first), (first - _SIDE + 5, first + 2)))
    demand = even_demand()
    lon, lat = degrees(np.array([end + 500, end + 400, end + 9000]), np.array([0.0, 1000.0, 0.0]))
    demand = replace(demand, lon=np.r_[demand.lon, lon], lat=np.r_[demand.lat, lat])
    ground = open_ground(city(tmp_path, roads), demand, most_atoms=80)
    text = " ".join(told(ground))
    assert "no road leads there; 1 points" in text and "one drives in and not out; 1 points" in text
    assert "1 points of demand are over 500 m from a road" in text and "请核对单行方向" in text
    assert ground.weight.sum() == 3_000
    plan = plan_grids(ground, 3, 150.0, None, 3.0, 30.0)
    assert plan.connected and (plan.of_node[first:] == -1).all()


def test_holes_and_overlaps_of_todays_grids_and_empty_ones_are_named(tmp_path: Path) -> None:
    pack = city(tmp_path, blocks())
    one, _, county = pack.areas
    end = (_SIDE - 1) * _BLOCK_M
    other = replace(one, code="12", rings=(square(end / 3, -100, end * 0.8, end + 100),))
    crews = tuple(crew for crew in pack.crews if crew.grid_code == "11")
    ground = open_ground(replace(pack, areas=(one, other, county), crews=crews), even_demand(), most_atoms=80)
    plan = plan_grids(ground, None, 150.0, None, 3.0, 30.0)
    text = " ".join(told(ground))
    assert "lie in no grid; fill the gap" in text and "11, 12 at once" in text
    assert "Nobody stands in grid 12" in text
    assert plan.today is not None and plan.today.unreached > 0.3 and plan.proposal.unreached == 0


def test_a_county_is_planned_by_itself(tmp_path: Path) -> None:
    pack = city(tmp_path, blocks())
    end = (_SIDE - 1) * _BLOCK_M
    codes = {one: one * 12 for one in "1278"}
    halves = (("7", -100.0, end / 2 + 10), ("8", end / 2 + 10, end + 100))
    counties = [
        Area(AreaKind.COUNTY, one, codes[one], one, one, (square(a, -100, b, end + 100),)) for one, a, b in halves
    ]
    grids = [replace(area, org_code=codes[one]) for area, one in zip(pack.areas[:2], "12", strict=True)]
    organisations = tuple(
        Organisation(codes[one], parent, OrganisationKind.STATION, one, one, 112.4, 30.1)
        for one, parent in (("7", None), ("8", None), ("1", codes["7"]), ("2", codes["8"]))
    )
    crews = tuple(replace(one, org_code=codes[one.grid_code[1]]) for one in pack.crews)
    pack = replace(pack, organisations=organisations, areas=(*counties, *grids), crews=crews)
    ground = open_ground(pack, even_demand(), county=codes["7"], most_atoms=80)
    whole = open_ground(pack, even_demand(), most_atoms=80)
    assert 0.4 < ground.weight.sum() / whole.weight.sum() < 0.6
    plan = plan_grids(ground, 2, 150.0, None, 3.0, 5.0)
    assert plan.connected and plan.today_crews == 1 and plan.today_connected == (1, 1)
    area = shapely.union_all(grid_shapes(ground, plan.of_node, 2)).area
    assert area == pytest.approx(shapely.Polygon(counties[0].rings[0]).area, rel=1e-5), "its grids end at its border"
    with pytest.raises(NoSuchCounty, match="777777777777"):
        open_ground(pack, even_demand(), county="999999999999")


def test_what_cannot_be_planned_is_refused_in_words(ground: CityGround, tmp_path: Path) -> None:
    with pytest.raises(NoSuchShift, match="No crew"):
        plan_posts(ground, 2, "mean", 300.0, 7, 5.0)
    with pytest.raises(NoSuchChoice):
        plan_posts(ground, 5_000, "mean", 300.0, None, 5.0)
    with pytest.raises(NoSuchChoice):
        plan_grids(ground, 5_000, 300.0, None, 3.0, 5.0)
    far = Demand(np.array([100.0]), np.array([20.0]), "远处", "far away")
    with pytest.raises(NoDemand):
        open_ground(ground.pack, far)


def test_without_crews_or_grids_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    pack = replace(city(tmp_path, blocks()), areas=(), crews=())
    ground = open_ground(pack, even_demand(), most_atoms=60)
    assert plan_posts(ground, 2, "mean", 300.0, None, 5.0).today is None
    plan = plan_grids(ground, 2, 300.0, None, 3.0, 5.0)
    assert plan.today is None and "—" in " ".join(comparison(plan.today, plan.proposal, 300.0, (0, 2)))


def test_a_plan_is_played_with_crews_that_are_busy(ground: CityGround) -> None:
    plan = plan_posts(ground, None, "mean", 150.0, None, 5.0)
    sides = sides_of_posts(ground, plan.today_at, plan.sites)
    calm, busy = (rehearse(ground, sides, per_day, 1_200.0, 150.0) for per_day in (2.0, 60.0))
    for played in (calm, busy):
        assert played[1].within.mean > played[0].within.mean and played[1].within_more is not None
    assert calm[1].within.mean > busy[1].within.mean and calm[1].busy.mean < 0.1 < busy[1].busy.mean
    assert plan.today is not None
    assert calm[0].within.mean == pytest.approx(plan.today.within, abs=0.15), (
        "nearly free crews: nearly the plan's share"
    )
    assert any("60" in line for line in rehearsed(busy, 60.0, 150.0)) and json.dumps(played_line(busy))
    grids = plan_grids(ground, 2, 150.0, None, 3.0, 5.0)
    both = rehearse(ground, sides_of_grids(ground, grids, posts_of_shift(ground, None)), 20.0, 600.0, 150.0)
    assert both[1].mean_s.mean < both[0].mean_s.mean


def test_the_command_wants_a_city_or_an_instance(tmp_path: Path) -> None:
    for args in ((), ("--city", "xiaozhen", "--pmedian", "x")):
        done = yyl("plan", "posts", *args, YYL_DATA=str(tmp_path))
        assert done.returncode == 2 and "Traceback" not in done.stderr
    done = yyl("plan", "grids", "--city", "xiaozhen", "--geojson", "/no/such/x.json", YYL_DATA=str(tmp_path))
    assert done.returncode == 2 and "no such folder" in done.stderr and "Traceback" not in done.stderr
    done = yyl("plan", "grids", "--city", "nowhere", YYL_DATA=str(tmp_path))
    assert done.returncode == 2 and "nowhere" in done.stderr and "Traceback" not in done.stderr


def test_a_plan_drives_by_no_forbidden_turn(tmp_path: Path) -> None:
    # From 0 along the edge to 2: nobody may go on at 1, whoever wants to goes around a block.
    for name in ("free", "banned"):
        (tmp_path / name).mkdir()
    free = open_ground(city(tmp_path / "free", blocks()), even_demand())
    turns = np.array([(0, 1, 2), (0, 1, 0), (0, 1, 1 + _SIDE)], np.int32)
    banned = open_ground(city(tmp_path / "banned", replace(blocks(), turns=turns)), even_demand())
    assert banned.network.node_count == _SIDE * _SIDE and banned.usable.all() and not banned.problems
    start, via, end = 0, 1, 2
    seconds = [float(ground.times_from_nodes(np.array([start]))[0][end]) for ground in (free, banned)]
    assert seconds[1] == pytest.approx(2 * seconds[0], rel=1e-3)
    there = [float(ground.times_from_nodes(np.array([start]))[0][via]) for ground in (free, banned)]
    assert there[0] == pytest.approx(there[1]), "the crossing itself is reached as before"
