"""`yyl play`: drives the crews and sends the reports until it is stopped."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from yaoyaoling.apps.addresses import open_bus, pack_folder
from yaoyaoling.apps.play.crews import Crews
from yaoyaoling.apps.play.door import Door
from yaoyaoling.apps.play.reports import invented, real, send
from yaoyaoling.apps.settings import DemoSettings
from yaoyaoling.kernel.geo import Datum, Point
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.packs import CallColumns, Calls, read_calls
from yaoyaoling.places.public import Address, Pack, PlaceKind, RoadClient, read_addresses, read_pack
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.settings import HallSettings

log = logger("apps")
_SPOTS = 4000
_CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


class ColumnsUnfit(Refused):
    """`--calls-columns` cannot be read."""

    code = "columns_unfit"
    status = 422
    zh = "--calls-columns 中的“{part}”不可用；可用的名称：{names}。例：text=CASE_DESC,date=occ_date,lon=lon,lat=lat"
    en = "--calls-columns: {part!r} cannot be used; the names are {names}. E.g. text=CASE_DESC,date=occ_date"


@dataclass(frozen=True)
class PlayOptions:
    """Where the hall is, and what arrives there."""

    url: str
    trust: str | None
    calls: str | None
    calls_columns: str | None
    speed: float


def parse_columns(text: str | None) -> CallColumns:
    """`text=CASE_DESC,date=occ_date,…` as columns; what is not named stays as it is. Raises: ColumnsUnfit."""
    columns = CallColumns()
    names = {field.name for field in fields(CallColumns)}
    for part in (text or "").split(",") if text else ():
        name, sign, value = part.partition("=")
        if not sign or name.strip() not in names or not value.strip():
            raise ColumnsUnfit(part=part, names=", ".join(sorted(names)))
        given: dict[str, object] = {name.strip(): value.strip()}
        if "datum" in given:
            try:
                given = {"datum": Datum(value.strip().upper())}
            except ValueError as error:
                raise ColumnsUnfit(part=part, names=", ".join(Datum)) from error
        columns = replace(columns, **given)  # type: ignore[arg-type]
    return columns


def read_real_calls(settings: HallSettings, path: str, columns: str | None) -> Calls:
    """The calls of a file that lie in the city. Raises: CallsUnfit, ColumnsUnfit."""
    wanted = parse_columns(columns)
    return read_calls(Path(path), read_pack(pack_folder(settings)), wanted)


async def run_play(settings: HallSettings, options: PlayOptions) -> None:
    """Play until cancelled."""
    pack = read_pack(pack_folder(settings))
    addresses = [one for one in read_addresses(pack.path) if one.kind is not PlaceKind.ROAD]
    password = DemoSettings().password
    door = Door(options.url, options.trust, password.get_secret_value() if password else "")
    bus = open_bus(settings)
    try:
        await bus.open()
        crews = _crews(door, RoadClient(bus), pack, addresses)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(crews.watch())
            tasks.create_task(crews.drive())
            tasks.create_task(send(door, _coming(settings, options, addresses), options.speed))
            log.info("play_ready", real_calls=options.calls is not None)
    finally:
        await bus.close()
        await door.close()


def _crews(door: Door, roads: RoadClient, pack: Pack, addresses: list[Address]) -> Crews:
    chosen = random.sample(addresses, min(_SPOTS, len(addresses)))
    spots = [Point(lon=one.lon, lat=one.lat) for one in chosen]
    posts = {post.code: Point(lon=post.lon, lat=post.lat) for post in pack.crews}
    return Crews(door, roads, spots, posts)


def _coming(
    settings: HallSettings, options: PlayOptions, addresses: list[Address]
) -> Iterator[tuple[float, dict[str, object]]]:
    if options.calls is not None:
        calls = read_real_calls(settings, options.calls, options.calls_columns)
        log.info("play_calls", sentence=calls.sentence("en"))
        return real(calls, datetime.now(_CHINA))
    return invented(addresses, random.Random())  # noqa: S311 - a demo, not a secret
