"""Cars: crews patrol around their posts; whoever accepted an order drives to it by road and stays until it ends."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from yaoyaoling.apps.traffic.company import Company
from yaoyaoling.apps.traffic.drive import Car
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.public import RoadClient
from yaoyaoling.platform.logs import logger

log = logger("apps")
_EVERY_S = 3.0
_STILL_EVERY_S = 20.0
_NEW_BEATS = 2
"""So many crews get a new beat each time: asking the roads for hundreds at once would starve whoever is in need."""
_BEAT_M = 900.0
_LAPS = 6
_REST_S = (20.0, 150.0)
_CELL = 100
"""Cells of 0.01 degrees, about a kilometre: where a beat may end."""
_MOST_KMH = 390.0
_DRIVES = {"accepted", "departed"}
_STAYS = {"arrived", "fed_back"}


class Crews:
    """All crews of the hall. spots: where beats end; posts: where a crew starts, by the crew's code."""

    def __init__(self, company: Company, roads: RoadClient, spots: Sequence[Point], posts: Mapping[str, Point]) -> None:
        self._company = company
        self._roads = roads
        self._posts = posts
        self._cells: dict[tuple[int, int], list[Point]] = {}
        for spot in spots:
            self._cells.setdefault(_cell(spot), []).append(spot)
        self._cars: dict[str, Car] = {}
        self._beats: dict[str, tuple[list[Point], int]] = {}
        self._rests: dict[str, float] = {}
        self._told_at: dict[str, float] = {}
        self.errands: dict[str, Point] = {}
        """Where a crew on patrol goes next; it stays there until it goes elsewhere."""
        self.silent: set[str] = set()
        """Crews whose terminal is off: they drive, and nobody is told."""

    def is_there(self, crew_id: str, incident_id: str) -> bool:
        """Whether the crew has driven to the incident."""
        car = self._cars.get(crew_id)
        return car is not None and car.goal == incident_id and not car.way

    async def drive(self) -> None:
        """Move everybody and tell the hall, for ever."""
        await self._company.picture.is_open.wait()
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            await self._tell(await self._move(began), began)
            await asyncio.sleep(max(0.5, _EVERY_S - (clock() - began)))

    async def _move(self, now: float) -> list[Car]:
        orders = self._orders()
        left = _NEW_BEATS
        moved = []
        for crew_id, fields in self._company.picture.all("crew").items():
            order = orders.get(crew_id)
            # Whose watch ended on the way to an incident goes on to it.
            if (fields["duty"] != "on_duty" and order is None) or (car := self._car(crew_id, fields)) is None:
                continue
            if order is not None:
                await self._answer(car, order)
            else:
                car.goal = None
                left -= await self._patrol(car, now, left > 0)
            car.drive(_EVERY_S * (self._company.pace.factor if car.goal else 1))
            moved.append(car)
        return moved

    def _car(self, crew_id: str, fields: Mapping[str, Any]) -> Car | None:
        post = self._posts.get(fields["code"])
        if crew_id not in self._cars and post is not None:
            self._cars[crew_id] = Car(crew_id, post)
            self._rest(crew_id, 0)
        return self._cars.get(crew_id)

    def _orders(self) -> dict[str, Mapping[str, Any]]:
        """The order each crew is busy with."""
        busy = _DRIVES | _STAYS
        orders = self._company.picture.all("order").values()
        return {one["crew_id"]: one for one in orders if one["state"] in busy and not one["ended_at"]}

    async def _answer(self, car: Car, order: Mapping[str, Any]) -> None:
        incident = self._company.picture.find("incident", order["incident_id"])
        if order["state"] in _STAYS or incident is None:
            car.way.clear()
            return
        if car.goal != order["incident_id"]:
            target = Point(lon=incident["lon"], lat=incident["lat"])
            route = await self._roads.route(car.at, target)
            # The road passes near the place; the last steps are walked.
            car.take([*route.points, target], order["incident_id"])
            self._beats.pop(car.crew_id, None)

    async def _patrol(self, car: Car, now: float, may_ask: bool) -> int:
        """Walk the beat up and down with rests; gives how many routes were asked for."""
        errand = self.errands.get(car.crew_id)
        if errand is not None:
            return await self._errand(car, errand, may_ask)
        if car.way or now < self._rests.get(car.crew_id, 0):
            return 0
        beat, laps = self._beats.pop(car.crew_id, ([], 0))
        if beat and laps < _LAPS:
            car.take(beat[::-1], None)
            self._beats[car.crew_id] = (beat[::-1], laps + 1)
            self._rest(car.crew_id, now)
            return 0
        goal = self._near(car.at) if may_ask else None
        if goal is None:
            return 0
        route = await self._roads.route(car.at, goal)
        if not route.is_estimated:  # nobody drives through houses because the road process is away
            car.take(route.points, None)
            self._beats[car.crew_id] = ([car.at, *route.points], 0)
        self._rest(car.crew_id, now)
        return 1

    async def _errand(self, car: Car, to: Point, may_ask: bool) -> int:
        """Drive to the next point of the patrol, the last steps on foot; gives how many routes were asked for."""
        self._beats.pop(car.crew_id, None)
        is_on_way = bool(car.way) and car.way[-1] == to
        if is_on_way or not may_ask or distance_m(car.at, to) < 1:
            return 0
        route = await self._roads.route(car.at, to)
        car.take([*route.points, to], None)
        return 1

    def _rest(self, crew_id: str, now: float) -> None:
        self._rests[crew_id] = now + self._company.dice.between(*_REST_S)

    def _near(self, at: Point) -> Point | None:
        x, y = _cell(at)
        spots = [spot for i in (-1, 0, 1) for j in (-1, 0, 1) for spot in self._cells.get((x + i, y + j), ())]
        near = [spot for spot in spots if 100 < distance_m(at, spot) < _BEAT_M]
        return self._company.dice.one_of(near) if near else None

    async def _tell(self, cars: Sequence[Car], now: float) -> None:
        """Whoever moves is told every time, whoever stands now and then."""
        due = [
            car
            for car in cars
            if car.crew_id not in self.silent
            and (car.way or now - self._told_at.get(car.crew_id, -_STILL_EVERY_S) >= _STILL_EVERY_S)
        ]
        if not due:
            return
        for car in due:
            # One that has just stopped is told once more soon: where it stands now.
            self._told_at[car.crew_id] = now if not car.way else -_STILL_EVERY_S
        await self._company.door.post(
            "/api/field/positions", {"fixes": [_fix(car, self._speed(car)) for car in due]},
            login=self._company.staff.gateway,
        )  # fmt: skip

    def _speed(self, car: Car) -> float:
        return min(_MOST_KMH, car.speed_kmh * (self._company.pace.factor if car.goal else 1))


def _cell(point: Point) -> tuple[int, int]:
    return int(point.lon * _CELL), int(point.lat * _CELL)


def _fix(car: Car, speed_kmh: float) -> dict[str, object]:
    return {
        "crew_id": car.crew_id, "lon": round(car.at.lon, 6), "lat": round(car.at.lat, 6), "datum": "WGS84",
        "heading": round(car.heading, 1), "speed_kmh": round(speed_kmh, 1), "accuracy_m": 8,
    }  # fmt: skip
