"""`12345`: work at the demo's 12345 platform; and the platform itself."""

from pathlib import Path
from typing import Annotated, Any

import typer

from yaoyaoling.apps.cli import panels

_NUMBER = Annotated[str, typer.Argument(help="工单编号或其末几位 · number of the order, or its last digits")]
_TEXT = Annotated[str, typer.Argument(help="内容 · what is said")]
_NAME = Annotated[str, typer.Option("--name", help="办理人 · who says so")]
desk = typer.Typer(
    help="演示 12345 平台：签收、退回、办结公安派来的工单，或把事项转给 110 · work at the demo's 12345 platform.",
    no_args_is_help=True,
)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(desk, name="12345", rich_help_panel=panels.HALL)
    app.command("hotline-centre", hidden=True)(hotline_centre)
    app.command("connect-hotline", hidden=True)(connect_hotline)


@desk.command("list")
def list_cases() -> None:
    """工单与转出事项 · orders of the hall, and matters given to it."""
    for number, case in _ask("GET", "").items():
        order = case.get("order") or {}
        what = order.get("asked") or (case.get("asked") or {}).get("content") or ""
        side = "→110" if case.get("direction") == "out" else "110→"
        print(f"{number}  {side}  {case.get('state', '')}  {what}")
        for line in case["log"][-3:]:
            print(f"    {line['at']}  {line['type']}  {line['text'] or ''}")


@desk.command()
def accept(number: _NUMBER, name: _NAME = "何雨桐") -> None:
    """签收 · accept an order."""
    _step("accept", number, "", name)


@desk.command("return")
def give_back(number: _NUMBER, reason: _TEXT, name: _NAME = "何雨桐") -> None:
    """退回（写明原因） · give an order back, with the reason."""
    _step("return", number, reason, name)


@desk.command()
def progress(number: _NUMBER, text: _TEXT, name: _NAME = "何雨桐") -> None:
    """报进度 · say how it goes."""
    _step("progress", number, text, name)


@desk.command()
def done(number: _NUMBER, result: _TEXT, name: _NAME = "何雨桐") -> None:
    """办结（写明结果） · done, with the result."""
    _step("done", number, result, name)


@desk.command()
def add(number: _NUMBER, text: _TEXT, name: _NAME = "何雨桐") -> None:
    """补充或催办已转 110 的事项 · add to a matter given to the hall, or urge."""
    _step("add", number, text, name)


@desk.command()
def send(
    words: _TEXT,
    caller: Annotated[str | None, typer.Option("--from", metavar="NUMBER", help="诉求人电话 · the caller")] = None,
    place: Annotated[str | None, typer.Option(help="事发地址 · where")] = None,
    kind: Annotated[str, typer.Option(help="诉求类型 · what kind")] = "求助",
    danger: Annotated[bool, typer.Option("--danger", help="有现实危险，先派警 · somebody is in danger")] = False,
    name: _NAME = "何雨桐",
) -> None:
    """把事项转给 110 · give a matter to the hall."""
    asked = {"kind": kind, "content": words, "caller_number": caller, "place_text": place}
    body = {"asked": {key: one for key, one in asked.items() if one}, "is_danger": danger, "name": name}
    reply = _ask("POST", "/matter", body)
    print(f"{reply['matter']} → 110  接警单 {reply['number']}")


def _step(what: str, number: str, text: str, name: str) -> None:
    known = _ask("GET", "")
    found = [one for one in known if one.endswith(number)]
    if len(found) != 1:
        raise typer.BadParameter("没有或不止一个这样的编号 · none, or more than one, ends so", param_hint="NUMBER")
    reply = _ask("POST", f"/{what}", {"number": found[0], "text": text, "name": name})
    print(f"{found[0]}  {reply.get('state', '')}")


def _ask(method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    import httpx

    from yaoyaoling.apps.demo.hotline import NoHotlineHere, find_hotline
    from yaoyaoling.apps.running import load_running

    port = find_hotline(load_running())
    try:
        reply = httpx.request(method, f"http://127.0.0.1:{port}/desk{path}", json=body, timeout=40)
    except httpx.HTTPError as error:
        # The demo was stopped meanwhile.
        raise NoHotlineHere from error
    found: dict[str, Any] = reply.json()
    if not reply.is_success:
        print(f"✗ {found.get('zh', '')}\n  {found.get('en', '')}")
        raise typer.Exit(2)
    return found


def hotline_centre(port: Annotated[int, typer.Option()], hall: Annotated[str, typer.Option()],
                   file: Annotated[Path, typer.Option()],
                   trust: Annotated[str | None, typer.Option()] = None) -> None:  # fmt: skip
    """The demo's 12345 (for the supervisor of `demo`)."""
    import os

    from yaoyaoling.apps.callers.hotline import run_hotline
    from yaoyaoling.apps.cli.run import run_process
    from yaoyaoling.apps.demo.hotline import SIGNED_WITH
    from yaoyaoling.platform import logs

    logs.configure("hotline-centre")
    run_process(run_hotline(port, hall, os.environ[SIGNED_WITH], trust, file))


def connect_hotline(port: Annotated[int, typer.Option()]) -> None:
    """Connect the 12345 desk to the demo's 12345 (for `demo`)."""
    from yaoyaoling.apps.cli.run import run
    from yaoyaoling.apps.prepare.hotline import connect_hotline as connect
    from yaoyaoling.apps.settings import load_settings

    run(connect(load_settings(), port))
