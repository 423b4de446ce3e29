"""`plan`: where posts should stand."""

from pathlib import Path
from typing import Annotated

import typer

from yaoyaoling.apps.cli import panels

group = typer.Typer(help="规划 · planning: where posts should stand.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(group, name="plan", rich_help_panel=panels.CITY)


@group.callback()
def _group() -> None:
    """Keeps `posts` a command of its own while it is the only one."""


@group.command()
def posts(
    pmedian: Annotated[
        Path, typer.Option("--pmedian", metavar="FILE", help="OR-Library p-中位算例 · a p-median instance")
    ],
    within_s: Annotated[
        float, typer.Option("--within", min=0.1, max=3600, help="最多秒数 · at most so many seconds")
    ] = 60,
    as_json: Annotated[bool, typer.Option("--json", help="最后一行是 JSON · ends with one line of JSON")] = False,
) -> None:
    """选点 · choose the sites with the least total way, and prove how good the choice is."""
    import orjson

    from yaoyaoling.planning.public import read_orlib, solve_pmedian

    instance = read_orlib(pmedian)
    found = solve_pmedian(instance.cost, instance.p, within_s=within_s)
    if not as_json:
        print(f"选点 · sites: {' '.join(str(site + 1) for site in found.sites)}")
        print(f"总路程 · total {found.objective:g}；下界 · bound {found.bound:g}；差距 · gap {found.gap:.3%}")
        print(f"{found.seconds:.2f} s，{found.subproblems} 个子问题 · subproblems")
    line = {"objective": found.objective, "bound": found.bound, "seconds": round(found.seconds, 3)}
    print(orjson.dumps(line).decode())
