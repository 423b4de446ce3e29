"""`plan`: where posts should stand, and how the city should be divided into grids."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yaoyaoling.apps.cli import panels

if TYPE_CHECKING:
    from yaoyaoling.apps.plan.ground import CityGround
    from yaoyaoling.apps.plan.rehearse import Crews

group = typer.Typer(help="规划 · planning: where posts should stand, how grids should lie.", no_args_is_help=True)


class Objective(StrEnum):
    """What posts are chosen for."""

    MEAN = "mean"
    COVERED = "covered"


City = Annotated[str, typer.Option("--city", metavar="NAME", help="城市包 · the pack of a city")]
AnyCity = Annotated[str | None, typer.Option("--city", metavar="NAME", help="城市包 · the pack of a city")]
Posts = Annotated[int | None, typer.Option("--posts", min=1, help="站点数（默认同现状） · how many; none: as today")]
Wanted = Annotated[
    Objective, typer.Option("--objective", help="平均最短或覆盖最多 · least mean drive, or most covered in time")
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
    typer.Option("--calls", metavar="FILE", help="接警文件（默认：运行中大厅的警情，否则地址） · calls as demand"),
]
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
    count: Posts = None,
    objective: Wanted = Objective.MEAN,
    pmedian: Instance = None,
    within_s: AnyWithin = None,
    calls: Calls = None,
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
    import orjson

    from yaoyaoling.apps.plan.draw import write_posts
    from yaoyaoling.apps.plan.posts import plan_posts
    from yaoyaoling.apps.plan.rehearse import sides_of_posts
    from yaoyaoling.apps.plan.show import comparison, posts_line, told

    within_s = 300.0 if within_s is None else within_s
    _can_write(geojson)
    ground = _ground(city, calls)
    plan = plan_posts(ground, count, objective.value, within_s, shift, seconds)
    line = posts_line(ground, plan, within_s)
    if geojson is not None:
        write_posts(geojson, ground, plan)
    if not as_json:
        what = "平均秒数 · mean seconds" if objective is Objective.MEAN else "覆盖比例 · share covered"
        bound = f"{what} {plan.objective:.4g}；下界/上界 · bound {plan.bound:.4g}；{plan.seconds:.1f} s"
        print(
            "\n".join(
                [
                    *told(ground),
                    *comparison(plan.today, plan.proposal, within_s, (len(plan.today_at), len(plan.sites))),
                    bound,
                ]
            )
        )
    if played is not None:
        sides = sides_of_posts(ground, plan.today_at, plan.sites)
        line["played"] = _play(ground, sides, played, scene_min, within_s, as_json)
    print(orjson.dumps(line).decode())


@group.command()
def grids(
    city: City,
    count: Grids = None,
    balance: Annotated[float, typer.Option(min=0, max=1000, help="均衡的分量 · weight of equal work")] = 3.0,
    within_s: Within = 300,
    calls: Calls = None,
    shift: Shift = None,
    seconds: Seconds = 60,
    played: Played = None,
    scene_min: Scene = 20,
    geojson: GeoJson = None,
    as_json: AsJson = False,
) -> None:
    """划网格 · divide the city into connected grids of about equal work, and compare with today's."""
    import orjson

    from yaoyaoling.apps.plan.draw import write_grids
    from yaoyaoling.apps.plan.grids import plan_grids
    from yaoyaoling.apps.plan.posts import posts_of_shift
    from yaoyaoling.apps.plan.rehearse import sides_of_grids
    from yaoyaoling.apps.plan.show import comparison, grids_line, told

    _can_write(geojson)
    ground = _ground(city, calls)
    plan = plan_grids(ground, count, within_s, shift, balance, seconds)
    if geojson is not None:
        write_grids(geojson, ground, plan)
    if not as_json:
        joined = (
            "每个网格连通 · every grid is connected" if plan.connected else "有网格不连通 · a grid is not connected"
        )
        now = f"现状 {plan.today_connected[0]}/{plan.today_connected[1]} 连通 · of today's are connected"
        lines = [
            *told(ground),
            *comparison(plan.today, plan.proposal, within_s, (plan.today_crews, len(plan.districts.posts))),
            f"{joined}；{now}；{plan.seconds:.1f} s",
        ]
        print("\n".join(lines))
    line = grids_line(ground, plan, within_s)
    if played is not None:
        sides = sides_of_grids(ground, plan, posts_of_shift(ground, shift))
        line["played"] = _play(ground, sides, played, scene_min, within_s, as_json)
    print(orjson.dumps(line).decode())


def _play(
    ground: "CityGround", sides: list["Crews"], per_day: float, scene_min: float, within_s: float, as_json: bool
) -> dict[str, Any]:
    """Play the sides under the same calls, tell it, and give its JSON."""
    from yaoyaoling.apps.plan.rehearse import rehearse
    from yaoyaoling.apps.plan.show import played_line, rehearsed

    found = rehearse(ground, sides, per_day, scene_min * 60, within_s)
    if not as_json:
        print("\n".join(rehearsed(found, per_day, within_s)))
    return played_line(found)


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


def _ground(city: str, calls: Path | None) -> "CityGround":
    """The city's roads and demand. Raises: NoPack, PackUnfit, CallsUnfit, NoDemand."""
    from yaoyaoling.apps.cli.run import run
    from yaoyaoling.apps.plan.demand import demand_of_addresses, demand_of_calls, find_demand_of_hall, find_hall
    from yaoyaoling.apps.plan.ground import open_ground
    from yaoyaoling.apps.prepare.city import ensure_pack
    from yaoyaoling.apps.settings import load_settings
    from yaoyaoling.places.packs import CallColumns

    settings = load_settings().model_copy(update={"city": city})
    pack = run(ensure_pack(settings, _quiet))
    if calls is not None:
        return open_ground(pack, demand_of_calls(calls, pack, CallColumns()))
    hall = find_hall(city)
    demand = run(find_demand_of_hall(hall)) if hall is not None else None
    return open_ground(pack, demand or demand_of_addresses(pack))


def _quiet(_text: str) -> None:
    """Standard output is the plan's alone."""
