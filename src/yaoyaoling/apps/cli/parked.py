"""`parked`: what could not be handled after repeated tries and was put aside."""

from typing import Annotated
from uuid import UUID

import typer

from yaoyaoling.apps.cli import panels
from yaoyaoling.apps.cli.run import run

group = typer.Typer(help="搁置的事项 · events and timers that kept failing and were put aside.", no_args_is_help=True)
Id = Annotated[UUID, typer.Argument(metavar="ID", help="见 · from `yyl parked list`")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(group, name="parked", rich_help_panel=panels.HALL)


@group.command("list")
def list_parked(
    settled: Annotated[bool, typer.Option("--all", help="含已处理的 · also those that were settled")] = False,
) -> None:
    """列出 · list them, the oldest first."""
    from yaoyaoling.apps.demo.sheet import table
    from yaoyaoling.apps.parked import list_parked
    from yaoyaoling.apps.running import load_running

    rows = run(list_parked(load_running(), with_settled=settled))
    if not rows:
        print("没有搁置的事项 · nothing is parked")
        return
    print("\n".join(table([("id", "kind", "name", "reference", "at", "settled", "error"), *rows])))


@group.command()
def retry(parked_id: Id) -> None:
    """再试一次 · try it once more now; it is settled when that works, and stays when it does not."""
    from yaoyaoling.apps.parked import retry_parked
    from yaoyaoling.apps.running import load_running

    run(retry_parked(load_running(), parked_id))
    print("已处理 · done and settled")


@group.command()
def settle(parked_id: Id) -> None:
    """标记为已处理 · mark it as settled: somebody saw to it in another way."""
    from yaoyaoling.apps.parked import settle_parked
    from yaoyaoling.apps.running import load_running

    run(settle_parked(load_running(), parked_id))
    print("已标记 · settled")
