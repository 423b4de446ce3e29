"""`test`, `check`, `lock`, `bench`: for those who work on the program."""

import os
import sys
from typing import Annotated

import typer

from yaoyaoling.apps.cli import panels

_ANY = {"allow_extra_args": True, "ignore_unknown_options": True}


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(rich_help_panel=panels.WORK, context_settings=_ANY)(test)
    app.command(rich_help_panel=panels.WORK)(check)
    app.command(rich_help_panel=panels.WORK)(lock)
    app.command(rich_help_panel=panels.WORK, context_settings=_ANY)(bench)


def test(
    context: typer.Context,
    slow: Annotated[
        bool, typer.Option("--slow", help="只运行慢测试 · the slow tier: faults, fuzz, whole starts")
    ] = False,
) -> None:
    """测试 · run the tests on real engines. Further arguments go to pytest: `./yyl test tests/apps -k lock`."""
    from yaoyaoling.apps.checkout import ROOT
    from yaoyaoling.apps.machine import ensure_test_packages

    ensure_test_packages(lambda text: print(text, flush=True))
    marked = ["-m", "slow" if slow else "not slow"] if "-m" not in context.args else []
    # A person's own settings are no part of the tests.
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("YYL_")}
    os.chdir(ROOT)
    command = [sys.executable, "-m", "pytest", "--durations=10", *marked, *context.args]
    os.execve(sys.executable, command, environment)  # noqa: S606 - pytest takes our place, signals and all


def check(
    only: Annotated[list[str] | None, typer.Argument(metavar="[PART]...", help="ruff, mypy, contracts …")] = None,
) -> None:
    """检查 · style, types, who may import whom, generated documents, lock files."""
    from yaoyaoling.apps.check import PARTS, run_check

    unknown = set(only or ()) - set(PARTS)
    if unknown:
        raise typer.BadParameter(f"可选 · choose from {', '.join(PARTS)}", param_hint="PART")
    raise typer.Exit(0 if run_check(only or list(PARTS)) else 1)


def lock(
    upgrade: Annotated[bool, typer.Option("--upgrade", help="取最新版本 · take the newest versions")] = False,
) -> None:
    """锁定依赖 · compile requirements/*.in to *.txt with hashes, for all platforms, without index addresses."""
    from yaoyaoling.apps.lock import run_lock

    raise typer.Exit(run_lock(upgrade=upgrade))


def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="chain …")],
    as_json: Annotated[bool, typer.Option("--json", help="最后一行是 JSON · ends with one line of JSON")] = False,
) -> None:
    """测速 · measure. Every bench starts its own engines on free ports and ends by itself."""
    import logging
    from importlib import import_module
    from importlib.util import find_spec

    from yaoyaoling.platform import logs

    # Standard output is the result's alone; that a database was made for it is no news.
    logs.configure("bench", logging.WARNING)
    module = f"yaoyaoling.apps.bench.{name}"
    if not name.isidentifier() or find_spec("yaoyaoling.apps.bench") is None or find_spec(module) is None:
        raise typer.BadParameter(f"没有 · there is no bench {name}", param_hint="NAME")
    raise typer.Exit(import_module(module).main(as_json, context.args))
