"""`setup`, `demo`."""

import os
import signal
import sys
from typing import Annotated, Any

import typer

from yaoyaoling.apps.cli import panels
from yaoyaoling.apps.cli.run import run


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(rich_help_panel=panels.START)(setup)
    app.command(rich_help_panel=panels.START)(demo)


def setup(
    dev: Annotated[
        bool, typer.Option("--dev", help="含测试所需 · what tests need besides: a browser, Chinese fonts")
    ] = False,
) -> None:
    """安装并构建 · install what is needed and build the console.

    The Python part is installed by the script `./yyl` before this runs.
    """
    from yaoyaoling.apps.console_build import build_console
    from yaoyaoling.apps.machine import ensure_test_packages

    if dev:
        ensure_test_packages(_say)
    built = run(build_console(_say))
    _say("前端已构建 · the console is built" if built else "前端无需构建 · the console needs no build")
    _say("完成。启动：./yyl demo · done. Start with ./yyl demo")


def demo(
    city: Annotated[str | None, typer.Option(help="城市包 · city pack (YYL_CITY)")] = None,
    listen: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="监听地址，非本机则启用 https · where to listen (YYL_LISTEN)")
    ] = None,
    port: Annotated[int | None, typer.Option(help="端口 · port (YYL_PORT)")] = None,
    no_traffic: Annotated[bool, typer.Option("--no-traffic", help="不演示报警、席位与警组 · nobody is played")] = False,
    no_console: Annotated[
        bool, typer.Option("--no-console", help="不构建前端，只提供接口 · interfaces only, the console is not built")
    ] = False,
    no_voice: Annotated[
        bool, typer.Option("--no-voice", help="不启动电话 · without the telephone: text channels only")
    ] = False,
    calls: Annotated[
        str | None, typer.Option(metavar="FILE", help="真实接警记录 CSV · real calls that arrive as reports")
    ] = None,
    calls_columns: Annotated[
        str | None, typer.Option(metavar="MAP", help="列名对应，见上 · which column is what, see above")
    ] = None,
    speed: Annotated[float, typer.Option(min=0.01, max=1000, help="播放倍速 · how much faster than life")] = 1.0,
) -> None:
    """启动完整的大厅 · start a whole hall, and keep it running until Ctrl-C.

    PostgreSQL 18 and NATS are started from their wheels unless
    YYL_DATABASE_URL and YYL_NATS_URL name others. The telephone (Kamailio,
    Janus, rtpengine) is installed by apt where that is allowed. The first start makes the
    town and the accounts; later ones find yesterday's data.

    A living city is played (./yyl traffic) and marked 【演示】; the sign-ins
    it prints are left to you.
    The columns of --calls; name those that differ:

        --calls-columns text=CASE_DESC,date=occ_date,lon=lon,lat=lat,
                        date_format=%Y-%m-%d,datum=WGS84
        and, where the file has times of day, clock=TIME,clock_format=%H:%M
    """
    from yaoyaoling.apps.demo.start import DemoOptions
    from yaoyaoling.apps.settings import load_settings

    for name, value in (("YYL_CITY", city), ("YYL_LISTEN", listen), ("YYL_PORT", port)):
        if value is not None:
            os.environ[name] = str(value)
    settings = load_settings()
    if calls is not None and not os.path.isfile(calls):  # noqa: PTH113 - as it was typed
        raise typer.BadParameter(f"没有文件 · no such file: {calls}", param_hint="--calls")
    options: tuple[str, ...] = ()
    if calls is not None and not no_traffic:
        options += ("--calls", os.path.abspath(calls))  # noqa: PTH100 - the player works in another directory
        if calls_columns is not None:
            options += ("--calls-columns", calls_columns)
    chosen = DemoOptions(
        has_traffic=not no_traffic, has_console=not no_console, has_voice=not no_voice, calls=options, speed=speed
    )
    _run_demo(settings, chosen)


def _run_demo(settings: Any, options: Any) -> None:
    """Run it; faults of the start are told in words."""
    import asyncio
    from contextlib import redirect_stderr

    from yaoyaoling.apps.demo.start import PrepareFailedError, run_demo
    from yaoyaoling.platform import logs
    from yaoyaoling.platform.db.migrate import MigrationChangedError
    from yaoyaoling.platform.supervise.lock import require_writable
    from yaoyaoling.platform.supervise.logfile import LogFile
    from yaoyaoling.platform.supervise.supervisor import StartFailedError

    os.umask(0o022)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a terminal that closes must not end us before what we started
    require_writable(settings.data)
    log_folder = settings.data / "cities" / settings.city / "log"
    LogFile(log_folder / "supervisor.log").close()  # put aside when it has grown
    with (log_folder / "supervisor.log").open("a", buffering=1) as log:
        with redirect_stderr(log):
            logs.configure("demo")
        try:
            asyncio.run(run_demo(settings, options))
        except asyncio.CancelledError:
            sys.exit(0)
        except StartFailedError as error:
            print(f"{error.tail}\n\n{error.name} 未能启动（{error.end}），记录见 {error.log_file}", file=sys.stderr)
            print(f"{error.name} did not start ({error.end}); its log is {error.log_file}", file=sys.stderr)
            sys.exit(1)
        except PrepareFailedError:
            sys.exit(1)
        except MigrationChangedError as error:
            print(f"数据库属于另一版本的程序 · the database belongs to another version: {error}", file=sys.stderr)
            sys.exit(1)


def _say(text: str) -> None:
    print(text, flush=True)
