"""`ledger`: the facts, and their proof."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from yaoyaoling.apps.cli import panels
from yaoyaoling.apps.cli.run import run

group = typer.Typer(help="账本 · the ledger of facts: export, proof, erasing a person.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(group, name="ledger", rich_help_panel=panels.CITY)


@group.command()
def export(
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="空目录 · an empty or new folder")],
) -> None:
    """导出 · write all facts, checkpoints, the public key and a verifier that needs nothing of ours."""
    from yaoyaoling.apps.ledger import export_to
    from yaoyaoling.apps.running import load_running

    count = run(export_to(load_running(), to))
    print(f"已导出 {count} 条 · {count} facts in {to}; check with: yyl ledger verify {to}")


@group.command()
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="导出的目录 · an exported folder")],
    key: Annotated[str | None, typer.Option(help="另行得到的公钥 · the public key as you were given it")] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(metavar="FILE", help="以前保存的检查点 · a signed checkpoint you kept from earlier")
    ] = None,
) -> None:
    """校验 · check an export offline: nothing added, changed, moved or removed. Exit code 1 when it is broken."""
    from yaoyaoling.platform.ledger.verify import main

    options = [str(folder)]
    if key:
        options += ["--key", key]
    if checkpoint:
        options += ["--checkpoint", str(checkpoint)]
    raise typer.Exit(main(options))  # type: ignore[no-untyped-call]


@group.command()
def checkpoint() -> None:
    """最新检查点 · print the newest signed checkpoint. Keep it: with it later changes to the past are proved."""
    from yaoyaoling.apps.ledger import newest_checkpoint
    from yaoyaoling.apps.running import load_running

    print(run(newest_checkpoint(load_running())), end="")


@group.command()
def erase(
    subject: Annotated[UUID, typer.Argument(metavar="SUBJECT", help="报警人编号 · the contact's id")],
    reason: Annotated[str, typer.Option(help="理由，留在账本中 · why; it stays in the ledger")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 · do not ask")] = False,
) -> None:
    """删除个人信息 · destroy the key of a person's data. It cannot be undone; the ledger's proof stays whole."""
    from yaoyaoling.apps.ledger import erase
    from yaoyaoling.apps.running import load_running

    settings = load_running()
    if not yes:
        typer.confirm(f"不可恢复地删除 {subject} 的个人信息？ · Erase for ever?", abort=True)
    run(erase(settings, subject, reason))
    print("已删除 · erased")
