"""`token`, `status`: about the hall that runs here."""

import json
from typing import Annotated, Any

import typer

from yaoyaoling.apps.cli import panels
from yaoyaoling.apps.cli.run import run
from yaoyaoling.platform.principal import Role


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(rich_help_panel=panels.HALL)(token)
    app.command(rich_help_panel=panels.HALL)(status)


def token(
    role: Annotated[Role, typer.Option(help="角色 · the role of the demo account")],
    login: Annotated[str | None, typer.Option(help="哪个账号 · which account; none: the first of that role")] = None,
) -> None:
    """打印一个令牌 · print a bearer token of the running hall, and nothing else.

    [dim]curl -H "Authorization: Bearer $(./yyl token --role admin)" http://127.0.0.1:8110/api/auth/me[/dim]
    """
    from yaoyaoling.apps.running import load_running
    from yaoyaoling.apps.token import make_token

    print(run(make_token(load_running(), role, login)))


def status(as_json: Annotated[bool, typer.Option("--json", help="一个 JSON 对象 · one JSON object")] = False) -> None:
    """各进程的状态 · how the processes stand, and which ended lately although nobody had told them to."""
    from yaoyaoling.apps.demo.sheet import table
    from yaoyaoling.apps.running import NoHallRuns, run_folder
    from yaoyaoling.apps.settings import load_settings
    from yaoyaoling.platform.supervise.lock import find_holder

    settings = load_settings()
    holder = find_holder(settings.data)
    path = run_folder(settings.data, holder.city) / "status.json" if holder else None
    if holder is None or path is None or not path.exists():
        raise NoHallRuns(data=settings.data)
    whole: dict[str, Any] = json.loads(path.read_text())
    if as_json:
        print(json.dumps(whole, ensure_ascii=False))
        return
    print(f"{holder.what} · pid {holder.pid} · since {holder.since}")
    rows = [("进程 process", "状态 state", "pid", "重启 restarts", "上次结束 last end")]
    rows += [
        (one["name"], one["state"], str(one["pid"] or ""), str(one["restarts"]), one["last_end"] or "")
        for one in whole["processes"]
    ]
    print("\n".join(table(rows)))
    for alarm in whole["alarms"][-10:]:
        print(f"告警 alarm {alarm['at']} {alarm['name']} {alarm['end']} (restart no. {alarm['restarts']})")
