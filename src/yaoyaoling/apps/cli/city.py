"""`city`: the packs that hold streets, addresses, organisations, areas and crews."""

import re
import shutil
from pathlib import Path
from typing import Annotated

import typer

from yaoyaoling.apps.cli import panels

group = typer.Typer(help="城市包 · city packs: streets, addresses, organisations, areas, crews.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="小写字母开头 · e.g. portland")]
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(group, name="city", rich_help_panel=panels.CITY)


def _folder(name: str) -> Path:
    """Where a city's pack lies. Raises: typer.BadParameter for a name that is none."""
    from yaoyaoling.apps.settings import load_settings

    if not _NAME.fullmatch(name):
        raise typer.BadParameter("小写字母、数字、下划线 · small letters, digits, underscores", param_hint="NAME")
    return load_settings().data / "packs" / name


def _say(text: str) -> None:
    print(text, flush=True)


@group.command("list")
def list_cities() -> None:
    """列出 · the packs in the data directory."""
    from yaoyaoling.apps.demo.sheet import table
    from yaoyaoling.apps.prepare.city import GENERATED, list_packs
    from yaoyaoling.apps.settings import load_settings
    from yaoyaoling.places.public import read_pack

    data = load_settings().data
    rows = [("名称 name", "标题 title", "机构 units", "警组 crews", "来源 source")]
    for name in list_packs(data):
        pack = read_pack(data / "packs" / name)
        title = f"{pack.info.title_zh} {pack.info.title_en}"
        rows.append((name, title, str(len(pack.organisations)), str(len(pack.crews)), pack.info.source))
    rows += [(name, "首次启动时生成 made at first start", "", "", "") for name in GENERATED - {row[0] for row in rows}]
    print("\n".join(table(rows)))


@group.command()
def check(name: Name) -> None:
    """检查 · every fault of a pack, with file, line and remedy. Exit code 1 when there is one."""
    from yaoyaoling.places.packs import check_pack

    problems = check_pack(_folder(name))
    for problem in problems:
        print(f"{problem.file}:{problem.line}: {problem.zh}\n    {problem.en}")
    if problems:
        raise typer.Exit(1)
    print("没有问题 · no faults")


@group.command("import")
def import_city(
    name: Name,
    osm: Annotated[Path | None, typer.Option(metavar="FILE", help="OpenStreetMap 数据 · an extract (.osm.pbf)")] = None,
    nodes: Annotated[Path | None, typer.Option(metavar="FILE", help="或路网节点 · or the roads' nodes (.csv)")] = None,
    arcs: Annotated[Path | None, typer.Option(metavar="FILE", help="路网路段 · and their arcs (.csv)")] = None,
    turns: Annotated[Path | None, typer.Option(metavar="FILE", help="禁止转弯 · forbidden turns (.csv)")] = None,
    orgs: Annotated[Path | None, typer.Option(metavar="FILE", help="机构 · organisations (.csv)")] = None,
    areas: Annotated[Path | None, typer.Option(metavar="FILE", help="县区与派出所辖区 · areas (.geojson)")] = None,
    grids: Annotated[Path | None, typer.Option(metavar="FILE", help="巡防网格 · grids (.geojson)")] = None,
    crews: Annotated[Path | None, typer.Option(metavar="FILE", help="警组 · crews (.csv)")] = None,
    speeds: Annotated[
        Path | None, typer.Option(metavar="FILE", help="分时段车速 · speeds by class and hour (.csv)")
    ] = None,
    datum: Annotated[
        str, typer.Option(metavar="DATUM", help="文件的坐标系 · of these files: WGS84, CGCS2000, GCJ02, BD09")
    ] = "WGS84",
    title_zh: Annotated[str | None, typer.Option(help="中文名 · Chinese title")] = None,
    title_en: Annotated[str | None, typer.Option(help="英文名 · English title")] = None,
) -> None:
    """导入 · make a pack from an OpenStreetMap extract (or road tables) and files of your own.

    What you do not give is invented and marked so. The files are described in
    src/yaoyaoling/places/README.md; every fault is told with file and line,
    and nothing is written then.
    """
    from yaoyaoling.kernel.geo import Datum
    from yaoyaoling.places.packs import ImportedCity, OwnFiles, RoadTables, import_osm, import_tables

    if datum.upper() not in list(Datum):
        raise typer.BadParameter(f"可选 · choose from {', '.join(Datum)}", param_hint="--datum")
    if (osm is None) == (nodes is None or arcs is None) or (osm is not None and turns is not None):
        raise typer.BadParameter("--osm，或 --nodes 与 --arcs（可加 --turns） · either, not both", param_hint="--osm")
    own = OwnFiles(orgs, areas, grids, crews, Datum(datum.upper()), speeds)

    folder = _folder(name)
    _refuse_in_use(name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    title = name.replace("_", " ").title()
    city = ImportedCity(name, title_zh or title, title_en or title)
    if osm is not None:
        info = import_osm(folder, osm, city, _say, own)
    else:
        assert nodes is not None and arcs is not None
        info = import_tables(folder, RoadTables(nodes, arcs, turns, own.datum), city, _say, own)
    print(f"已导入 {info.title_zh} · imported; start it with: ./yyl demo --city {name}")


@group.command()
def generate(
    name: Name,
    plan: Annotated[str, typer.Option(help="哪种城镇 · what kind of town")] = "xiaozhen",
    seed: Annotated[int | None, typer.Option(help="种子 · the same seed gives the same town")] = None,
) -> None:
    """生成 · make a town of our own."""
    from yaoyaoling.places.packs import DEFAULT_SEED, PLANS, generate_pack

    if plan not in PLANS:
        raise typer.BadParameter(f"可选 · choose from {', '.join(sorted(PLANS))}", param_hint="--plan")
    folder = _folder(name)
    _refuse_in_use(name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    info = generate_pack(folder, _say, plan=plan, seed=DEFAULT_SEED if seed is None else seed)
    print(f"已生成 {info.title_zh} · generated; start it with: ./yyl demo --city {name}")


@group.command()
def remove(name: Name, yes: Annotated[bool, typer.Option("--yes", help="不再询问 · do not ask")] = False) -> None:
    """删除 · remove a pack from disk. What its hall wrote (database, media) stays."""
    folder = _folder(name)
    if not folder.is_dir():
        raise typer.BadParameter(f"没有这个城市包 · there is no pack {name}", param_hint="NAME")
    _refuse_in_use(name)
    if not yes:
        typer.confirm(f"删除 · remove {folder}?", abort=True)
    shutil.rmtree(folder)
    print("已删除 · removed")


def _refuse_in_use(name: str) -> None:
    """A pack under a running hall is left alone."""
    from yaoyaoling.apps.settings import load_settings
    from yaoyaoling.platform.supervise.lock import DataInUse, find_holder

    data = load_settings().data
    holder = find_holder(data)
    if holder is not None and holder.city == name:
        raise DataInUse(data=data / "packs" / name, pid=holder.pid, what=holder.what, since=holder.since)
