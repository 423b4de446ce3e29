"""`callers`: spoken callers on the real line."""

import json
from typing import Annotated

import typer

from yaoyaoling.apps.cli import panels


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(rich_help_panel=panels.HALL)(callers)


def callers(
    rate: Annotated[float, typer.Option(min=0.01, max=600, help="每分钟来电数 · calls per minute")] = 2.0,
    most: Annotated[int, typer.Option(min=1, max=200, help="同时最多几路 · so many at once")] = 8,
    seconds: Annotated[float | None, typer.Option(min=1, help="演练秒数 · ring so long; none: until Ctrl-C")] = None,
    seed: Annotated[int, typer.Option(help="种子 · the same seed tells the same stories")] = 110,
    edge: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="接入点 · where to ring; none: the hall that runs here")
    ] = None,
) -> None:
    """播放普通话语音来电 · spoken Mandarin callers, over SIP and RTP, to 110.

    Some give up and ring again, some say nothing, some withhold their number. In a demo they are also rung: 12345 and
    whoever else the hall calls picks up and says who it is.
    """
    import asyncio

    from yaoyaoling.apps.callers.run import CallersOptions, NoEdge, run_callers
    from yaoyaoling.apps.cli.run import run_process
    from yaoyaoling.apps.running import load_running
    from yaoyaoling.apps.voice_daemons import find_voice
    from yaoyaoling.platform import logs
    from yaoyaoling.telephony.settings import TelephonySettings, listed

    logs.configure("callers")
    settings = load_running()
    voice = find_voice(settings)
    if edge is not None:
        host, _, port = edge.rpartition(":")
        where = (host, int(port))
    elif voice.daemons is not None:
        where = (voice.daemons.sip.host, voice.daemons.sip.port)
    else:
        raise NoEdge(why=voice.standing.zh)
    options = CallersOptions(
        where, rate, most, seconds, seed, listed(voice.settings.numbers)[0], voice.played,
        TelephonySettings().list_partners(),
    )  # fmt: skip

    async def play() -> None:
        ends = await run_callers(settings, options)
        print(json.dumps(dict(ends), ensure_ascii=False))

    if seconds is None:
        run_process(play())
    else:
        asyncio.run(play())
