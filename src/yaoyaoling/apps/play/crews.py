"""Crews patrol around their posts; whoever accepted an order drives to it by road and stays until it ends."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from websockets.exceptions import WebSocketException

from yaoyaoling.apps.play.door import Door
from yaoyaoling.apps.play.drive import Car
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.public import RoadClient
from yaoyaoling.platform.feeds.contract import View
from yaoyaoling.platform.logs import logger

log = logger("apps")
_EVERY_S = 3.0
_PATROL_M = 900.0
_PAUSE_SHARE = 0.3
_WATCHER, _GATEWAY = "zhihui", "terminal"
_DRIVES = {"accepted", "departed"}
_STAYS = {"arrived", "fed_back"}


class Crews:
    """All crews of the hall. spots: where patrols go; posts: where a crew starts, by the crew's code."""

    def __init__(self, door: Door, roads: RoadClient, spots: Sequence[Point], posts: Mapping[str, Point]) -> None:
        self._door = door
        self._roads = roads
        self._spots = spots
        self._posts = posts
        self._view = View()
        self._cars: dict[str, Car] = {}
        self._random = random.Random()  # noqa: S311 - where a patrol goes is no secret

    async def watch(self) -> None:
        """Keep the picture of crews, orders and incidents, for ever."""
        while True:
            try:
                async for view, _ in self._door.watch(_WATCHER):
                    self._view = view
            except (OSError, httpx.HTTPError, WebSocketException) as error:
                log.warning("play_feed_lost", error=repr(error))
            await asyncio.sleep(2)

    async def drive(self) -> None:
        """Move everybody and tell the hall, for ever."""
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._tell(await self._move())
            except (OSError, httpx.HTTPError) as error:
                log.warning("play_positions_lost", error=repr(error))
            await asyncio.sleep(max(0.5, _EVERY_S - (asyncio.get_running_loop().time() - began)))

    async def _move(self) -> list[Car]:
        orders = self._orders()
        moved = []
        for crew_id, fields in self._entities("crew"):
            if fields["duty"] != "on_duty":
                continue
            car = self._cars.get(crew_id)
            if car is None:
                post = self._posts.get(fields["code"])
                if post is None:
                    continue
                car = self._cars[crew_id] = Car(crew_id, post)
            await self._steer(car, orders.get(crew_id))
            car.drive(_EVERY_S)
            moved.append(car)
        return moved

    def _entities(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        return [(key[1], entity.fields) for key, entity in self._view.entities.items() if key[0] == kind]

    def _orders(self) -> dict[str, dict[str, Any]]:
        """The order each crew is busy with."""
        busy = _DRIVES | _STAYS
        return {
            fields["crew_id"]: fields
            for _, fields in self._entities("order")
            if fields["state"] in busy and not fields["ended_at"]
        }

    async def _steer(self, car: Car, order: dict[str, Any] | None) -> None:
        if order is None:
            car.goal = None
            if not car.way and self._random.random() > _PAUSE_SHARE:
                await self._patrol(car)
            return
        incident = self._view.entities.get(("incident", order["incident_id"]))
        if order["state"] in _STAYS or incident is None:
            car.way.clear()
            return
        if car.goal != order["incident_id"]:
            target = Point(lon=incident.fields["lon"], lat=incident.fields["lat"])
            route = await self._roads.route(car.at, target)
            # The road passes near the place; the last steps are walked.
            car.take([*route.points, target], order["incident_id"])

    async def _patrol(self, car: Car) -> None:
        near = [spot for spot in self._random.sample(self._spots, min(60, len(self._spots)))
                if 100 < distance_m(car.at, spot) < _PATROL_M]  # fmt: skip
        if near:
            route = await self._roads.route(car.at, self._random.choice(near))
            if not route.is_estimated:  # nobody drives through houses because the road process is away
                car.take(route.points, None)

    async def _tell(self, cars: Sequence[Car]) -> None:
        if not cars:
            return
        fixes = [
            {
                "crew_id": car.crew_id, "lon": round(car.at.lon, 6), "lat": round(car.at.lat, 6), "datum": "WGS84",
                "heading": round(car.heading, 1), "speed_kmh": round(car.speed_kmh, 1), "accuracy_m": 8,
            }
            for car in cars
        ]  # fmt: skip
        await self._door.post("/api/field/positions", {"fixes": fixes}, login=_GATEWAY)
