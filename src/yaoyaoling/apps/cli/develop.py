"""`test`, `check`, `lock`, `bench`: for those who work on the program."""

import os
import subprocess
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

    ensure_test_packages(_tell)
    # A person's own settings are no part of the tests.
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("YYL_")}
    # Hundreds of processes are started: each would compile the whole program anew.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    os.chdir(ROOT)
    marked = ["-m", "slow" if slow else "not slow"] if "-m" not in context.args else []
    *first, last = (
        [sys.executable, "-m", "pytest", "--durations=20", *part, *marked, *context.args]
        for part in _parts(slow, bool(context.args))
    )
    for command in first:
        if code := subprocess.call(command, env=environment):
            raise typer.Exit(code)
    os.execve(sys.executable, last, environment)  # noqa: S606 - pytest takes our place, signals and all


def _parts(slow: bool, chosen: bool) -> list[list[str]]:
    """What pytest is told, once or twice: who runs what is said in tests/sharing.py.

    chosen: by a person, who then gets one process. The quick tier is shared out to all cores; of the slow one, which
    kills and measures time, only what does neither.
    """
    if chosen:
        return [[]]
    shared = ["-n", str(_workers()), "--no-loadscope-reorder"]
    return [["--part", "together", *shared], ["--part", "alone"]] if slow else [shared]


def _tell(text: str) -> None:
    print(text, flush=True)


_MOST_WORKERS = 4
"""Each has engines of its own; memory for more is not to be taken for granted."""


def _workers() -> int:
    return max(1, min(_MOST_WORKERS, os.cpu_count() or 1))


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
