"""`yyl`: all commands. Only what a command needs is imported, inside it: `yyl --help` answers at once."""

import signal
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from yaoyaoling.apps.cli import (
    alarm,
    aml,
    callers,
    city,
    develop,
    documents,
    hall,
    hotline,
    ledger,
    parked,
    plan,
    processes,
    sms,
    start,
    traffic,
    triage,
    wechat,
)

_HELP = """
幺幺零：省级 110 接处警平台
Yaoyaoling: 110 answering and dispatch for a province.

[bold]第一次使用 · The first time[/bold]

    ./yyl setup    安装依赖、构建前端 · install, build the console
    ./yyl demo     启动一个小镇的大厅 · a hall for a small town

[bold]例 · Examples[/bold]

    ./yyl demo --listen 0.0.0.0       手机可用 · for phones: https
    ./yyl city import portland --osm portland.osm.pbf
    ./yyl demo --city portland --calls calls.csv.gz
                                      真实道路与接警 · real roads and calls
    ./yyl traffic --rate 3 --seconds 900 --misbehave 0.3 --json
                                      演练并核对 · play, then judge
    ./yyl token --role county_desk    另一终端 · in another terminal
    ./yyl ledger export --to DIR      导出账本 · export the ledger, then
    ./yyl ledger verify DIR           离线校验 · check it offline
    YYL_PORT=8111 YYL_DATA=/srv/yyl ./yyl demo
                                      设置见 · settings: ./yyl settings
"""


class Ordered(TyperGroup):
    """Commands in the order a newcomer needs them; Typer itself puts groups last."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of all commands."""
        first = (
            "setup",
            "demo",
            "traffic",
            "callers",
            "sms",
            "aml",
            "wechat",
            "alarm",
            "12345",
            "token",
            "status",
            "parked",
            "city",
            "plan",
            "ledger",
            "settings",
        )
        names = super().list_commands(ctx)
        return [*(name for name in first if name in names), *(name for name in names if name not in first)]


app = typer.Typer(
    name="yyl",
    help=_HELP,
    cls=Ordered,
    rich_markup_mode="rich",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_GROUPS = (
    start, traffic, callers, sms, aml, wechat, alarm, hotline, hall, city, ledger, plan, triage, parked, documents,
    processes, develop,
)  # fmt: skip
for group in _GROUPS:
    group.add_to(app)


def main() -> None:
    """Run the command line; an anticipated refusal is two sentences and exit code 2, not a traceback."""
    from yaoyaoling.apps.settings import SettingsWrongError
    from yaoyaoling.kernel.refused import Refused

    # A closed pipe (`yyl settings | head`) is no fault.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        app(prog_name="yyl")
    except Refused as refusal:
        _end(f"{refusal.sentence('zh')}\n{refusal.sentence('en')}")
    except SettingsWrongError as error:
        _end("\n".join(error.sentences))
    except KeyboardInterrupt:
        sys.exit(130)


def _end(text: str) -> None:
    print(text, file=sys.stderr)
    sys.exit(2)
