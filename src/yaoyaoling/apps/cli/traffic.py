"""`traffic`: a played city, and the judge of what became of it."""

import os
import sys
from typing import Annotated, Any

import typer

from yaoyaoling.apps.cli import panels

_JUDGED_PACE = 4.0


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(rich_help_panel=panels.HALL)(traffic)


def traffic(
    rate: Annotated[float, typer.Option(min=0.01, max=6000, help="每分钟报警数 · reports per minute")] = 4.0,
    seconds: Annotated[
        float | None,
        typer.Option(min=1, help="演练秒数，结束后核对 · play so long, then judge; none: until Ctrl-C"),
    ] = None,
    misbehave: Annotated[float, typer.Option(min=0, max=1, help="失范比例 0–1 · how often people misbehave")] = 0.1,
    seed: Annotated[int, typer.Option(help="种子 · the same seed tells the same stories")] = 110,
    pace: Annotated[
        float | None,
        typer.Option(min=0.1, max=100, help="人的快慢 · how much faster than life people are; none: 1, judged 4"),
    ] = None,
    leave: Annotated[
        str, typer.Option(metavar="LOGIN,…", help="不演的账号 · logins left to people: their seats and crews")
    ] = "",
    own: Annotated[bool, typer.Option("--own", help="自备大厅 · in a hall of its own, gone afterwards")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="最后一行是 JSON · ends with one line of JSON")] = False,
    calls: Annotated[str | None, typer.Option(metavar="FILE", help="真实接警记录 CSV · real calls instead")] = None,
    calls_columns: Annotated[str | None, typer.Option(metavar="MAP", help="列名对应 · see ./yyl demo --help")] = None,
    speed: Annotated[float, typer.Option(min=0.01, max=1000, help="接警记录倍速 · how fast the calls come")] = 1.0,
    url: Annotated[str | None, typer.Option(hidden=True)] = None,
    trust: Annotated[str | None, typer.Option(hidden=True)] = None,
) -> None:
    """演一座城 · play a city: citizens, seats, crews, desks, reviewers, by the public API only.

    It plays in the hall that runs here (its words are marked 【演示】). With
    --seconds and no hall, or one that is being played already, it starts a hall
    of its own on free ports. Afterwards a judge compares ledger and receipts:
    every acknowledged report exactly once, ended by somebody who may, or owned
    with a running clock. Exit code 1 when anything is amiss or a log holds an error.

    Without --seconds the rate is the day's mean and follows the hours of a real city.
    """
    from yaoyaoling.apps.traffic.run import TrafficOptions

    if calls is not None and seconds is not None:
        raise typer.BadParameter(
            "--calls 不能与 --seconds 同用 · real calls are played without an end", param_hint="--calls"
        )
    options = TrafficOptions(
        rate=rate, seconds=seconds, misbehave=misbehave, seed=seed,
        pace=pace or (1.0 if seconds is None else _JUDGED_PACE),
        leave=frozenset(filter(None, leave.split(","))), calls=calls, calls_columns=calls_columns, speed=speed,
    )  # fmt: skip
    if url is not None:
        _play_for_demo(url, trust, options)
    elif seconds is None:
        _play_here(options)
    else:
        raise typer.Exit(_judge(options, own, as_json))


def _play_for_demo(url: str, trust: str | None, options: Any) -> None:
    """As the supervisor of `demo` wants it."""
    from yaoyaoling.apps.addresses import complete
    from yaoyaoling.apps.settings import load_settings

    _play(complete(load_settings()), url, trust, options)


def _play_here(options: Any) -> None:
    """In the hall that runs here, until Ctrl-C."""
    from yaoyaoling.apps.running import load_running
    from yaoyaoling.apps.traffic.stage import running_place

    place = running_place(load_running())
    print("演练中，Ctrl-C 结束 · playing until Ctrl-C", file=sys.stderr)
    _play(place.settings, place.url, place.trust, options)


def _play(settings: Any, url: str, trust: str | None, options: Any) -> None:
    from yaoyaoling.apps.cli.run import run_process
    from yaoyaoling.apps.demo.start import demo_password
    from yaoyaoling.apps.prepare.stamp import read_people
    from yaoyaoling.apps.traffic.door import Door
    from yaoyaoling.apps.traffic.run import run_traffic
    from yaoyaoling.apps.traffic.stage import only_player
    from yaoyaoling.platform import logs

    logs.configure("traffic")
    with only_player(settings):
        door = Door(url, trust, demo_password(settings))
        run_process(run_traffic(settings, door, read_people(settings), options))


def _judge(options: Any, own: bool, as_json: bool) -> int:
    """Play, judge, print; gives the exit code."""
    import uvloop

    from yaoyaoling.apps.traffic.judged import report_of
    from yaoyaoling.apps.traffic.stage import choose_and_judge

    os.umask(0o022)
    outcome = uvloop.run(choose_and_judge(options, own, lambda text: print(text, file=sys.stderr, flush=True)))
    report = report_of(outcome, options)
    print(report.table())
    for sentence in outcome.sentences():
        print(f"  ✗ {sentence}")
    print("  ✓ 无一遗漏、重复、失管 · nothing lost, doubled or unowned" if outcome.is_good else "  ✗ 有问题 · amiss")
    if as_json:
        print(report.line())
    return 0 if outcome.is_good else 1
