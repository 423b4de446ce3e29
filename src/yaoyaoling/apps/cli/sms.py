"""`sms`: write to the hall as a citizen does; and the demo's SMS centre."""

from typing import Annotated

import typer

from yaoyaoling.apps.cli import panels


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(rich_help_panel=panels.HALL)(sms)
    app.command("sms-centre", hidden=True)(sms_centre)


def sms(
    words: Annotated[str | None, typer.Argument(help="短信内容 · what to write; none: only listen")] = None,
    sender: Annotated[
        str, typer.Option("--from", metavar="NUMBER", help="发送号码 · the number it comes from")
    ] = "13800000000",
    seconds: Annotated[
        float, typer.Option(min=0, max=86_400, help="等待回复秒数 · how long to wait for answers")
    ] = 60.0,
) -> None:
    """给演示大厅发短信并等待回复 · send a text message to the demo's hall, and print what it answers.

    It goes through the demo's own SMS centre, by SMPP, as it would through a carrier's.
    """
    import asyncio

    from yaoyaoling.apps.callers.texter import texter
    from yaoyaoling.apps.demo.centre import find_centre
    from yaoyaoling.apps.running import load_running

    if not sender.lstrip("+").isdigit() or not 3 <= len(sender) <= 15:
        raise typer.BadParameter("3 至 15 位数字 · 3 to 15 digits", param_hint="--from")
    centre = find_centre(load_running())

    async def write() -> None:
        async with texter(centre.port, sender, centre.service) as phone:
            if words:
                await phone.write(words)
                print(f"{sender} → {centre.service}  {words}", flush=True)
            try:
                async with asyncio.timeout(seconds):
                    while (answer := await phone.read()) is not None:
                        print(f"{centre.service} → {sender}  {answer}", flush=True)
            except TimeoutError:
                pass

    asyncio.run(write())


def sms_centre(port: Annotated[int, typer.Option()], hall: Annotated[str, typer.Option()],
               service: Annotated[str, typer.Option()]) -> None:  # fmt: skip
    """The demo's SMS centre (for the supervisor of `demo`)."""
    from yaoyaoling.apps.callers.centre import SmsCentre
    from yaoyaoling.apps.cli.run import run_process
    from yaoyaoling.platform import logs

    logs.configure("sms-centre")
    run_process(SmsCentre(port, hall, service).run())
