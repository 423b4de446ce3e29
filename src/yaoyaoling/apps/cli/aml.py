"""`aml`: tell the demo's hall where a handset is, as handsets do by themselves while they call."""

from typing import Annotated

import typer

from yaoyaoling.apps.cli import panels


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(rich_help_panel=panels.HALL)(aml)


def aml(
    at: Annotated[str, typer.Argument(metavar="LON,LAT", help="手机位置（WGS-84）· where the handset is")],
    sender: Annotated[
        str, typer.Option("--from", metavar="NUMBER", help="主叫号码 · the number that calls")
    ] = "13800000000",
    radius: Annotated[float, typer.Option(min=0, max=100_000, help="半径（米）· within so many metres")] = 12.0,
) -> None:
    """给演示大厅发手机紧急定位（AML）短信 · send the place of a handset that calls, as handsets do by themselves.

    It goes through the demo's SMS centre. It makes no report: it gives the call of that number its place.
    """
    import asyncio

    from yaoyaoling.apps.callers.handset import aml_text
    from yaoyaoling.apps.callers.texter import texter
    from yaoyaoling.apps.demo.centre import find_centre
    from yaoyaoling.apps.running import load_running
    from yaoyaoling.kernel.clock import wall_now
    from yaoyaoling.kernel.geo import Point

    if not sender.lstrip("+").isdigit() or not 3 <= len(sender) <= 15:
        raise typer.BadParameter("3 至 15 位数字 · 3 to 15 digits", param_hint="--from")
    try:
        lon, lat = (float(one) for one in at.split(","))
        point = Point(lon=lon, lat=lat)
    except ValueError as error:
        raise typer.BadParameter("经度,纬度，如 114.3,30.6 · longitude,latitude", param_hint="LON,LAT") from error
    centre = find_centre(load_running())

    async def send() -> None:
        words = aml_text(point, radius, wall_now())
        async with texter(centre.port, sender, centre.service) as phone:
            await phone.write(words)
            print(f"{sender} → {centre.service}  {words}", flush=True)

    asyncio.run(send())
