"""A hall full of incidents and crews, for the board's bench: made through the rooms' own commands."""

import asyncio
import itertools
import math
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from yaoyaoling.apps.bench.hall import BenchHall
from yaoyaoling.apps.bench.report import Figure, spread_ms
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder, SendCrew
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order
from yaoyaoling.dispatch.handlers.send import send_crew
from yaoyaoling.dispatch.policy import Ranked, Ranking
from yaoyaoling.force.public import CrewNow, CrewSeed, RegisterCrews, list_crews, register_crews
from yaoyaoling.incidents.commands import AdvanceIncident
from yaoyaoling.incidents.public import IncidentSignal, OpenIncident, Owner, advance_incident, open_incident, owner_of
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import Principal, Role, system

_AT_ONCE = 12
_CLASSES = ("0202", "0207", "0102", "0104")
_COMMAND_EVERY_S = 1 / 3
_STEP_M = 12.0
"""So far a crew drives between two reports: 43 km/h."""


@dataclass
class Place:
    """Somewhere in the city, and whose it is."""

    point: Point
    owner: Owner


@dataclass
class Crowd:
    """What was made, and how long the hall took to take a round of positions."""

    crews: list[CrewNow]
    places: list[Place]
    incidents: list[UUID]
    hall_code: str
    taker: Principal
    posts_s: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, Figure]:
        """How the hall took it."""
        return {} if not self.posts_s else spread_ms("positions_post", self.posts_s)


async def fill_hall(hall: BenchHall, *, incidents: int, crews: int, under_way: int, ended: int) -> Crowd:
    """Crews, open incidents, orders that are under way, and so many incidents that have ended."""
    taker = hall.people[hall.logins(Role.CALL_TAKER)[0]]
    hall_code = taker.org_code or ""
    async with hall.db.snapshot(system("bench")) as tx:
        known = await list_crews(tx)
        places = [Place(crew.point, await owner_of(tx, crew.point)) for crew in known if crew.point is not None]
    seeds = tuple(_seed(number, known[number % len(known)]) for number in range(crews - len(known)))
    await execute(hall.db, system("bench"), register_crews, RegisterCrews(crews=seeds, hall_code=hall_code))
    async with hall.db.snapshot(system("bench")) as tx:
        everybody = await list_crews(tx)
    crowd = Crowd(everybody, places, [], hall_code, taker)
    numbers = iter(range(incidents + ended))
    await asyncio.gather(*(_open_many(hall, crowd, numbers) for _ in range(_AT_ONCE)))
    over = iter([crowd.incidents.pop() for _ in range(ended)])
    await asyncio.gather(*(_cancel_many(hall, crowd, over) for _ in range(_AT_ONCE)))
    pairs = iter(list(zip(crowd.incidents, everybody, strict=False))[:under_way])
    await asyncio.gather(*(_send_many(hall, pairs) for _ in range(_AT_ONCE)))
    return crowd


def _seed(number: int, model: CrewNow) -> CrewSeed:
    assert model.point is not None
    return CrewSeed(
        code=f"bench-{number:05d}",
        call_sign=f"压测{number:05d}",
        grid_code=model.grid_code,
        org_code=model.org_code,
        org_path=model.org_path,
        force_type=model.force_type,
        officers=1,
        auxiliaries=2,
        post=model.point,
    )


async def _open(hall: BenchHall, crowd: Crowd, number: int) -> UUID:
    place = crowd.places[number % len(crowd.places)]
    dice = random.Random(number)  # noqa: S311 - the same crowd each time
    point = Point(lon=place.point.lon + dice.uniform(-0.01, 0.01), lat=place.point.lat + dice.uniform(-0.008, 0.008))
    contact = new_id()
    command = OpenIncident(
        contact_id=contact,
        subject=contact,
        channel="voice",
        class_code=_CLASSES[number % len(_CLASSES)],
        level=1 + number % 4,
        narrative="压力测试：多人聚集，请派警。",
        place_text=f"压力测试路{number}号",
        point=point,
        owner=place.owner,
        hall_code=crowd.hall_code,
    )
    return (await execute(hall.db, crowd.taker, open_incident, command)).incident_id


async def _open_many(hall: BenchHall, crowd: Crowd, numbers: Any) -> None:
    for number in numbers:
        crowd.incidents.append(await _open(hall, crowd, number))


async def _cancel(hall: BenchHall, crowd: Crowd, incident: UUID) -> None:
    cancel = AdvanceIncident(incident_id=incident, signal=IncidentSignal.CANCELLED, reason="压力测试")
    await execute(hall.db, crowd.taker, advance_incident, cancel)


async def _cancel_many(hall: BenchHall, crowd: Crowd, incidents: Any) -> None:
    for incident in incidents:
        await _cancel(hall, crowd, incident)


async def _send_many(hall: BenchHall, pairs: Any) -> None:
    for incident, crew in pairs:
        ranked = Ranked(
            crew_id=crew.id, call_sign=crew.call_sign, org_path=crew.org_path, eta_s=120, distance_m=900,
            is_estimated=False, cost_s=120, reasons=("nearest",),
        )  # fmt: skip
        command = SendCrew(incident_id=incident, ranking=Ranking(ranked=(ranked,), excluded=()), crew_id=crew.id)
        order = (await execute(hall.db, system("bench"), send_crew, command)).order_ids[0]
        await execute(hall.db, system("bench"), accept_order, AcceptOrder(order_id=order))
        await execute(hall.db, system("bench"), advance_own_order, AdvanceOrder(order_id=order, to="depart"))


async def keep_moving(hall: BenchHall, crowd: Crowd) -> None:
    """Every second a new position of every crew, by the vehicle gateway's door; and commands, until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_drive(hall, crowd))
        tasks.create_task(_go_on(hall, crowd))


async def _drive(hall: BenchHall, crowd: Crowd) -> None:
    gateway = hall.logins(Role.TERMINAL)[0]
    ways = [(crew, number * 2.4) for number, crew in enumerate(crowd.crews)]  # radians, all round the compass
    began = time.perf_counter()
    async with hall.client(gateway) as client:
        for tick in itertools.count(1):
            now = datetime.now(UTC).isoformat()
            fixes = [_fix(crew, angle, tick, now) for crew, angle in ways]
            posted = time.perf_counter()
            (await client.post("/api/field/positions", json={"fixes": fixes})).raise_for_status()
            crowd.posts_s.append(time.perf_counter() - posted)
            await asyncio.sleep(max(0.0, began + tick - time.perf_counter()))


def _fix(crew: CrewNow, angle: float, tick: int, now: str) -> dict[str, object]:
    """To and fro along a straight line of half a kilometre."""
    assert crew.point is not None
    turn = tick % 80
    metres = _STEP_M * (turn if turn < 40 else 80 - turn)
    degrees = metres / 111_195
    return {
        "crew_id": str(crew.id),
        "lon": crew.point.lon + math.sin(angle) * degrees / math.cos(math.radians(crew.point.lat)),
        "lat": crew.point.lat + math.cos(angle) * degrees,
        "datum": "WGS84",
        "at": now,
        "heading": math.degrees(angle if turn < 40 else angle + math.pi) % 360,
        "speed_kmh": 43,
    }


async def _go_on(hall: BenchHall, crowd: Crowd) -> None:
    """One incident is cancelled and another opened, so that as many stay open."""
    for number in itertools.count(1_000_000):
        crowd.incidents.append(await _open(hall, crowd, number))
        await asyncio.sleep(_COMMAND_EVERY_S)
        await _cancel(hall, crowd, crowd.incidents.pop(len(crowd.incidents) // 2))
        await asyncio.sleep(_COMMAND_EVERY_S)
