"""Everybody comes together: the played city, for ever or for so long."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from yaoyaoling.apps.addresses import open_bus, pack_folder
from yaoyaoling.apps.prepare.stamp import Entry
from yaoyaoling.apps.traffic.calls import read_real_calls, real
from yaoyaoling.apps.traffic.citizens import Citizens, send_real
from yaoyaoling.apps.traffic.company import Company, Pace, staff_of
from yaoyaoling.apps.traffic.crews import Crews
from yaoyaoling.apps.traffic.desks import Commander, Inspectors, Reviewers
from yaoyaoling.apps.traffic.door import Door
from yaoyaoling.apps.traffic.officers import Officers
from yaoyaoling.apps.traffic.patrols import Patrols
from yaoyaoling.apps.traffic.picture import Picture
from yaoyaoling.apps.traffic.receipts import Paper
from yaoyaoling.apps.traffic.seats import Seats
from yaoyaoling.apps.traffic.words.scenes import MARK, VALID_SHARE, Scenes
from yaoyaoling.apps.traffic.words.told import Places
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import Dice, PlaceKind, RoadClient, read_addresses, read_pack
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.settings import HallSettings

log = logger("apps")
_SPOTS = 20_000
_ENDED = {"closed", "cancelled"}
_IN_HAND = {"waiting", "offered", "taken"}
_SEAT_RATE = 1.5
"""Contacts a minute a call-taker answers without haste."""
_BUSY_MIN = 9.0
"""Minutes a crew is busy with an incident at life's own pace."""
_BUSY_SHARE = 0.6
_LEAVE_S = 5.0


@dataclass(frozen=True)
class TrafficOptions:
    """rate: reports a minute. seconds None: for ever. misbehave: share. pace: how much faster than life people are.

    leave: logins left to people. calls: a file of real calls instead of invented reports, `speed` times as fast.
    """

    rate: float = 4.0
    seconds: float | None = None
    misbehave: float = 0.1
    seed: int = 110
    pace: float = 1.0
    leave: frozenset[str] = frozenset()
    calls: str | None = None
    calls_columns: str | None = None
    speed: float = 1.0


@dataclass
class Show:
    """What is being played."""

    company: Company
    citizens: Citizens
    seats: Seats
    inspection: Sequence[Picture]
    options: TrafficOptions

    @property
    def pace(self) -> float:
        """How much faster than life everybody is."""
        return self.company.pace.factor

    def unfinished(self) -> list[str]:
        """What of ours has not ended: contacts in hand, incidents open, callers who are not done."""
        contacts = self.company.picture.all("contact").values()
        left = [one["number"] for one in contacts if one["state"] in _IN_HAND and (one["text"] or "").startswith(MARK)]
        for picture in (self.company.picture, *self.inspection):
            for one in picture.all("incident").values():
                if one["state"] not in _ENDED and (one["narrative"] or "").startswith(MARK):
                    left.append(one["number"])
        return left + ["caller"] * self.citizens.calling

    async def wind_down(self, within_s: float) -> None:
        """Nobody reports any more; wait until all has ended, or for so long."""
        deadline = asyncio.get_running_loop().time() + within_s
        while self.unfinished() and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.5)


async def run_traffic(settings: HallSettings, door: Door, people: Sequence[Entry], options: TrafficOptions) -> None:
    """Play until cancelled."""
    folder = settings.data / "cities" / settings.city / "run"
    paper = Paper(folder / "receipts.jsonl")
    paper.path.unlink(missing_ok=True)
    async with playing(settings, door, people, options, paper) as show:
        log.info("traffic_ready", real_calls=options.calls is not None, rate=options.rate)
        if options.calls is not None:
            calls = read_real_calls(settings, options.calls, options.calls_columns)
            log.info("traffic_calls", sentence=calls.sentence("en"))
            await send_real(show.citizens, real(calls, datetime.now(HALL_ZONE)), options.speed)
            await asyncio.Event().wait()
        await show.citizens.report(None)


@contextlib.asynccontextmanager
async def playing(
    settings: HallSettings, door: Door, people: Sequence[Entry], options: TrafficOptions, paper: Paper
) -> AsyncIterator[Show]:
    """Everybody at work until the block ends; then the seats go home. Raises: SignInRefused, NobodyToPlay."""
    staff = staff_of(people, options.leave)
    await door.me(staff.commander)  # a wrong password is told before anything begins
    bus = open_bus(settings)
    try:
        await bus.open()
        async with asyncio.TaskGroup() as tasks:
            picture = Picture(door, staff.commander)
            reviewing = await _by_sight(door, staff.reviewers)
            inspecting = await _by_sight(door, staff.inspectors)
            company = Company(
                door=door, staff=staff, picture=picture, paper=paper, dice=Dice(options.seed, "people"),
                pace=Pace(options.pace, Dice(options.seed, "pace")), misbehave=options.misbehave,
                center=_center(settings), tasks=tasks,
            )  # fmt: skip
            pictures = (picture, *reviewing, *inspecting)
            for one in pictures:
                company.begin(one.keep())
            for one in pictures:
                await one.is_open.wait()
            for sight, logins in reviewing.items():
                Reviewers(company, logins, sight)
            for sight, logins in inspecting.items():
                Inspectors(company, logins, sight)
            show = await _enter(settings, company, RoadClient(bus), tuple(inspecting), options)
            try:
                yield show
            finally:
                await company.stop()
                with contextlib.suppress(TimeoutError):  # a hall that is away has lost the seats by itself
                    async with asyncio.timeout(_LEAVE_S):
                        await show.seats.leave()
    finally:
        await bus.close()


async def _by_sight(door: Door, logins: Sequence[str]) -> dict[Picture, list[str]]:
    """People by what they see: one picture for those of one organisation."""
    by_org: dict[str, list[str]] = {}
    for login in logins:
        by_org.setdefault((await door.me(login))["org_path"], []).append(login)
    return {Picture(door, those[0]): those for those in by_org.values()}


def _center(settings: HallSettings) -> Point:
    lon, lat = read_pack(pack_folder(settings)).info.center
    return Point(lon=lon, lat=lat)


async def _enter(
    settings: HallSettings, company: Company, roads: RoadClient, inspection: Sequence[Picture], options: TrafficOptions
) -> Show:
    pack = read_pack(pack_folder(settings))
    addresses = [one for one in read_addresses(pack.path) if one.kind is not PlaceKind.ROAD]
    step = max(1, len(addresses) // _SPOTS)
    spots = [Point(lon=one.lon, lat=one.lat) for one in addresses[::step]]
    posts = {post.code: Point(lon=post.lon, lat=post.lat) for post in pack.crews}
    scenes = Scenes(Places(read_addresses(pack.path), options.seed), options.seed)
    del addresses
    crews = Crews(company, roads, spots, posts)
    company.pace = Pace(_pace(options, company), company.pace.dice)
    citizens = Citizens(company, scenes, rate=options.rate, has_day=options.seconds is None, seed=options.seed)
    seats = Seats(company)
    await seats.sit_down()
    company.begin(crews.drive())
    Officers(company, crews)
    Patrols(company, crews)
    Commander(company)
    if options.calls is None:
        company.begin(citizens.watch_for_person(seats.waits_for_person))
    return Show(company, citizens, seats, inspection, options)


def _pace(options: TrafficOptions, company: Company) -> float:
    """As asked for, or quicker where the rate would pile work up before so few people."""
    crews = sum(1 for one in company.picture.all("crew").values() if one["duty"] == "on_duty")
    by_seats = options.rate / (_SEAT_RATE * len(company.staff.seats))
    by_crews = options.rate * VALID_SHARE * _BUSY_MIN / max(1.0, _BUSY_SHARE * crews)
    return float(max(options.pace, by_seats, by_crews))
