"""`alarm`: set off an alarm device of the demo."""

from typing import Annotated, Literal

import typer

from yaoyaoling.apps.cli import panels


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(rich_help_panel=panels.HALL)(alarm)


def alarm(
    device: Annotated[
        str, typer.Argument(help="设备 · smoke, gas, intruder, panic, lift, or a name of your own device")
    ] = "smoke",
    kind: Annotated[
        Literal["alarm", "restore", "test", "fault"],
        typer.Option("--kind", help="alarm 报警 · restore 复位 · test 测试 · fault 故障"),
    ] = "alarm",
    words: Annotated[str, typer.Option("--words", metavar="TEXT", help="补充说明 · what it says besides")] = "",
) -> None:
    """触发演示大厅的报警设备 · set off an alarm device: it publishes to the demo's broker (MQTT), as a real one would.

    The demo knows one device of each kind: smoke, gas, intruder, panic, lift.
    """
    import asyncio
    import re

    from yaoyaoling.apps.callers.alarm import tell
    from yaoyaoling.apps.demo.broker import DEVICES, NoBrokerHere, find_broker
    from yaoyaoling.apps.running import load_running
    from yaoyaoling.channels.alarms.said import DEVICE
    from yaoyaoling.kernel.clock import wall_now

    if not re.fullmatch(DEVICE, device):
        raise typer.BadParameter("字母、数字、-、_ · letters, digits, - and _", param_hint="DEVICE")
    broker = find_broker(load_running())
    topic = f"{broker.prefix}/{device}/event"
    try:
        said = asyncio.run(tell(broker.port, DEVICES, broker.password, topic, kind, words[:200], wall_now()))
    except (OSError, TimeoutError) as error:
        # The demo was stopped meanwhile.
        raise NoBrokerHere from error
    print(f"{topic}  {said.model_dump_json(exclude={'sig'})}", flush=True)
