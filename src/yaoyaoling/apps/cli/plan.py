"""`plan`: where posts should stand, and how the city should be divided into grids."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yaoyaoling.apps.cli import panels

if TYPE_CHECKING:
    from yaoyaoling.apps.plan.ground import CityGround
    from yaoyaoling.planning.contract import PlanRequest

group = typer.Typer(help="规划 · planning: where posts should stand, how grids should lie.", no_args_is_help=True)


class Wish(StrEnum):
    """What posts are chosen for."""

    MEAN = "mean"
    COVERED = "covered"


class Source(StrEnum):
    """Where demand comes from."""

    MIXED = "mixed"
    INCIDENTS = "incidents"
    ADDRESSES = "addresses"


City = Annotated[str, typer.Option("--city", metavar="NAME", help="城市包 · the pack of a city")]
AnyCity = Annotated[str | None, typer.Option("--city", metavar="NAME", help="城市包 · the pack of a city")]
Posts = Annotated[int | None, typer.Option("--posts", min=1, help="站点数（默认同现状） · how many; none: as today")]
Wanted = Annotated[
    Wish, typer.Option("--objective", help="平均最短或覆盖最多 · least mean drive, or most covered in time")
]
Instance = Annotated[
    Path | None, typer.Option("--pmedian", metavar="FILE", help="OR-Library p-中位算例 · a p-median instance")
]
AnyWithin = Annotated[
    float | None,
    typer.Option(
        "--within",
        min=0.1,
        max=7200,
        help="到场秒数，默认 300；算例则为求解秒数 · there in; or, of an instance, at most so long",
    ),
]
Grids = Annotated[int | None, typer.Option("--grids", min=1, help="网格数（默认同现状） · how many; none: as today")]
Calls = Annotated[
    Path | None,
    typer.Option("--calls", metavar="FILE", help="以接警文件为需求 · calls of a file as demand"),
]
County = Annotated[
    str | None, typer.Option("--county", metavar="CODE", help="只规划一个区县（机构代码） · one county, by its code")
]
Kind = Annotated[
    Source,
    typer.Option("--demand", help="运行中大厅的警情与地址，或其一 · incidents and addresses mixed, or one of them"),
]
Days = Annotated[int, typer.Option("--days", min=1, max=3650, help="近多少天的警情 · incidents of so many days")]
Within = Annotated[float, typer.Option("--within", min=1, max=7200, help="到场秒数 · seconds to be there in")]
Shift = Annotated[
    int | None, typer.Option("--shift", help="现状按哪一班 · today's crews of which shift; none: the first")
]
Seconds = Annotated[
    float, typer.Option("--seconds", min=0.1, max=3600, help="求解最多秒数 · at most so long for the proof")
]
Played = Annotated[
    float | None, typer.Option("--play", min=1, max=20_000, help="推演：每日警情数 · play so many calls a day as well")
]
Scene = Annotated[float, typer.Option("--scene", min=0, max=600, help="推演：现场分钟 · minutes at the scene")]
AsJson = Annotated[bool, typer.Option("--json", help="最后一行是 JSON · ends with one line of JSON")]
GeoJson = Annotated[Path | None, typer.Option("--geojson", metavar="FILE", help="写出 GeoJSON · write the plan")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(group, name="plan", rich_help_panel=panels.CITY)


@group.command()
def posts(
    city: AnyCity = None,
    county: County = None,
    count: Posts = None,
    objective: Wanted = Wish.MEAN,
    pmedian: Instance = None,
    within_s: AnyWithin = None,
    calls: Calls = None,
    demand: Kind = Source.MIXED,
    days: Days = 90,
    shift: Shift = None,
    seconds: Seconds = 60,
    played: Played = None,
    scene_min: Scene = 20,
    geojson: GeoJson = None,
    as_json: AsJson = False,
) -> None:
    """选点 · choose posts with the least drive or the most cover, prove how good they are, compare with today's."""
    if (city is None) == (pmedian is None):
        raise typer.BadParameter("--city 或 --pmedian 之一 · one of --city and --pmedian")
    if pmedian is not None:
        _instance(pmedian, 60.0 if within_s is None else within_s, as_json)
        return
    assert city is not None
    from yaoyaoling.planning.contract import PlanRequest

    asked = PlanRequest(
        kind="posts", county=county, count=count, objective=objective.value, within_s=within_s or 300.0, shift=shift,
        seconds=seconds, demand=demand.value, days=days, played=played, scene_min=scene_min,
    )  # fmt: skip
    _print_plan(city, asked, calls, geojson, as_json)


@group.command()
def grids(
    city: City,
    county: County = None,
    count: Grids = None,
    balance: Annotated[float, typer.Option(min=0, max=1000, help="均衡的分量 · weight of equal work")] = 3.0,
    within_s: Within = 300,
    calls: Calls = None,
    demand: Kind = Source.MIXED,
    days: Days = 90,
    shift: Shift = None,
    seconds: Seconds = 60,
    played: Played = None,
    scene_min: Scene = 20,
    geojson: GeoJson = None,
    as_json: AsJson = False,
) -> None:
    """划网格 · divide the city into connected grids of about equal work, and compare with today's."""
    from yaoyaoling.planning.contract import PlanRequest

    asked = PlanRequest(
        kind="grids", county=county, count=count, balance=balance, within_s=within_s, shift=shift, seconds=seconds,
        demand=demand.value, days=days, played=played, scene_min=scene_min,
    )  # fmt: skip
    _print_plan(city, asked, calls, geojson, as_json)


def _print_plan(city: str, asked: "PlanRequest", calls: Path | None, geojson: Path | None, as_json: bool) -> None:
    """Plan, draw it, tell it; ends with one line of JSON."""
    import orjson

    from yaoyaoling.apps.plan.draw import write_plan
    from yaoyaoling.apps.plan.show import plan_line, plan_lines
    from yaoyaoling.apps.plan.solve import solve

    _can_write(geojson)
    solved = solve(_ground(city, asked, calls), asked, _quiet)
    if geojson is not None:
        write_plan(geojson, solved)
    if not as_json:
        print("\n".join(plan_lines(solved)))
    print(orjson.dumps(plan_line(solved)).decode())


def _can_write(path: Path | None) -> None:
    """Before the work and not after it. Raises: typer.BadParameter when there is no such folder."""
    if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise typer.BadParameter(f"目录不存在或不是文件 · no such folder, or no file: {path}", param_hint="--geojson")


def _instance(path: Path, within_s: float, as_json: bool) -> None:
    """An instance of the OR-Library."""
    import orjson

    from yaoyaoling.planning.public import read_orlib, solve_pmedian

    instance = read_orlib(path)
    found = solve_pmedian(instance.cost, instance.p, within_s=within_s)
    if not as_json:
        print(f"选点 · sites: {' '.join(str(site + 1) for site in found.sites)}")
        print(f"总路程 · total {found.objective:g}；下界 · bound {found.bound:g}；差距 · gap {found.gap:.3%}")
        print(f"{found.seconds:.2f} s，{found.subproblems} 个子问题 · subproblems")
    line: dict[str, Any] = {"objective": found.objective, "bound": found.bound, "seconds": round(found.seconds, 3)}
    print(orjson.dumps(line).decode())


def _ground(city: str, asked: "PlanRequest", calls: Path | None) -> "CityGround":
    """The city's roads and demand. Raises: NoPack, PackUnfit, CallsUnfit, NoDemand, TooFewIncidents, NoSuchCounty."""
    from yaoyaoling.apps.cli.run import run
    from yaoyaoling.apps.plan.demand import (
        LEAST_INCIDENTS,
        TooFewIncidents,
        demand_of_addresses,
        demand_of_calls,
        demand_of_hall,
        find_hall,
    )
    from yaoyaoling.apps.plan.ground import open_ground
    from yaoyaoling.apps.prepare.city import ensure_pack
    from yaoyaoling.apps.settings import load_settings
    from yaoyaoling.places.packs import CallColumns

    settings = load_settings().model_copy(update={"city": city})
    pack = run(ensure_pack(settings, _quiet))
    if calls is not None:
        return open_ground(pack, demand_of_calls(calls, pack, CallColumns()), county=asked.county)
    hall = find_hall(city)
    if hall is not None:
        demand = run(demand_of_hall(hall, pack, asked.demand, asked.days))
    elif asked.demand == "incidents":
        raise TooFewIncidents(count=0, least=LEAST_INCIDENTS, days=asked.days)
    else:
        demand = demand_of_addresses(pack)
    return open_ground(pack, demand, county=asked.county)


def _quiet(_text: str) -> None:
    """Standard output is the plan's alone."""
