"""Patrols: crews start what they are given, drive from point to point, and say what they found there."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from yaoyaoling.apps.traffic.company import Company
from yaoyaoling.apps.traffic.crews import Crews
from yaoyaoling.apps.traffic.door import NotDoneError
from yaoyaoling.apps.traffic.words.scenes import MARK
from yaoyaoling.kernel.geo import Point

_BEGIN_S, _LOOK_AT_S, _SCREEN_S = 40.0, 25.0, 60.0
_TICK_S = 3.0
_WRONG_SHARE, _HAZARD_SHARE = 0.06, 0.04
_RUNNING = {"planned", "under_way", "interrupted"}
_PASSES = {"patrol_on_order", "patrol_state", "patrol_already_running", "patrol_over", "not_found"}
"""What happens to a crew that is called, relieved or overtaken meanwhile: no fault of anybody."""


class Patrols:
    """All played crews on patrol; an order goes first, and they go on where they were."""

    def __init__(self, company: Company, crews: Crews) -> None:
        self._company = company
        self._crews = crews
        self._at_work: set[str] = set()
        company.picture.on("patrol", self._on_patrol)

    def _on_patrol(self, patrol_id: str, patrol: Mapping[str, Any]) -> None:
        login = self._company.staff.officer_of.get(patrol["call_sign"] or "")
        if login is None or patrol["state"] not in _RUNNING or patrol_id in self._at_work:
            return
        self._at_work.add(patrol_id)
        self._company.begin(self._walk(patrol_id, patrol["crew_id"], login))

    async def _walk(self, patrol_id: str, crew_id: str, login: str) -> None:
        try:
            await self._company.pace.take(_BEGIN_S)
            while (patrol := self._own(patrol_id, crew_id)) is not None:
                if patrol["state"] == "planned":
                    await self._do(login, f"{patrol_id}/start")
                elif patrol["state"] == "under_way":
                    await self._go_on(patrol_id, patrol, login)
                await asyncio.sleep(_TICK_S)
        finally:
            self._crews.errands.pop(crew_id, None)
            self._at_work.discard(patrol_id)

    def _own(self, patrol_id: str, crew_id: str) -> Mapping[str, Any] | None:
        """The patrol while it runs and is this crew's."""
        patrol = self._company.picture.find("patrol", patrol_id)
        return None if patrol is None or patrol["state"] not in _RUNNING or patrol["crew_id"] != crew_id else patrol

    async def _go_on(self, patrol_id: str, patrol: Mapping[str, Any], login: str) -> None:
        every = self._company.picture.all("patrol_point").values()
        points = [one for one in every if one["patrol_id"] == patrol_id and one["done_at"] is None]
        if not points:
            return
        point = min(points, key=lambda one: (one["arrived_at"] is None, one["number"]))
        if patrol["kind"] == "video":
            await self._company.pace.take(_SCREEN_S)
        else:
            self._crews.errands[patrol["crew_id"]] = Point(lon=point["lon"], lat=point["lat"])
            # A point without checks is done by staying there.
            if point["arrived_at"] is None or not point["checks"]:
                return
            await self._company.pace.take(_LOOK_AT_S + point["stay_s"])
        if self._own(patrol_id, patrol["crew_id"]) is not None:
            await self._say(patrol_id, point, login)

    async def _say(self, patrol_id: str, point: Mapping[str, Any], login: str) -> None:
        dice = self._company.dice
        results = [{"check": check, "is_ok": not dice.chance(_WRONG_SHARE)} for check in point["checks"]]
        is_wrong = any(not one["is_ok"] for one in results)
        body = {
            "step": "done", "at": datetime.now(UTC).isoformat(), "results": results,
            "note": f"{MARK}已记录，通知责任人整改" if is_wrong else "",
        }  # fmt: skip
        await self._do(login, f"{patrol_id}/points/{point['number']}/visit", body)
        if dice.chance(_HAZARD_SHARE):
            found = {"number": point["number"], "kind": "facility", "text": f"{MARK}{point['title']}路灯不亮"}
            await self._do(login, f"{patrol_id}/hazards", found)

    async def _do(self, login: str, what: str, body: object = None) -> None:
        try:
            await self._company.door.post(f"/api/field/patrols/{what}", body, login=login)
            self._company.tally[f"patrol_{what.rsplit('/', 1)[-1]}"] += 1
        except NotDoneError as refused:
            self._company.tally[f"refused_{refused.code}"] += 1
            if refused.code == "patrol_stay_longer":
                return  # the next look finds it over
            if refused.code not in _PASSES:
                raise
