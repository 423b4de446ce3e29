"""Call-takers: answer, ask, classify, locate, open or settle, send; and let a person at a seat go first."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yaoyaoling.apps.traffic.company import Company
from yaoyaoling.apps.traffic.door import NotDoneError
from yaoyaoling.apps.traffic.words.scenes import MARK, UNKNOWN_CLASS, Scene, recognise
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.platform.logs import logger

log = logger("apps")
_HEARTBEAT_S = 5.0
_ANSWER_S, _TALK_S, _SHORT_TALK_S, _WRAP_UP_S, _BREAK_S = 2.5, 24.0, 7.0, 6.0, 20.0
_QUEUE_COMFORT = 4
_SAME_PLACE_M = 1_500.0


@dataclass
class Seat:
    """One played call-taker. is_dead: its console is not heard any more."""

    login: str
    id: str
    name: str
    is_at_work: bool = False
    is_dead: bool = False


class Seats:
    """All played seats. They answer what is offered to them, and one now and then takes what rings elsewhere."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._seats: dict[str, Seat] = {}

    async def sit_down(self) -> None:
        """Everybody signs in and goes ready; then they work by what the feed says."""
        for login in self._company.staff.seats:
            seat_id = (await self._company.door.post("/api/intake/seat/heartbeat", login=login))["seat_id"]
            self._seats[seat_id] = Seat(login, seat_id, (await self._company.door.me(login))["name"])
        self._company.picture.on("contact", self._on_contact)
        for seat in self._seats.values():
            self._company.begin(self._keep(seat))

    async def leave(self) -> None:
        """Everybody goes home, so that nothing is offered to an empty chair."""
        for seat in self._seats.values():
            try:
                await self._company.door.post("/api/intake/seat", {"to": "off"}, login=seat.login)
            except NotDoneError as refused:  # something is in hand: the silent seat gives it back
                log.info("seat_stays", login=seat.login, why=refused.code)

    def waits_for_person(self) -> bool:
        """Whether somebody who is not played sits ready."""
        seats = self._company.picture.all("seat")
        return any(fields["state"] == "ready" for seat_id, fields in seats.items() if seat_id not in self._seats)

    def _waiting(self) -> int:
        return sum(1 for one in self._company.picture.all("contact").values() if one["state"] == "waiting")

    def _is_pressed(self) -> bool:
        """With a long queue nobody lets it ring: what rings out costs its seconds at every pace."""
        return self._waiting() > _QUEUE_COMFORT

    async def _keep(self, seat: Seat) -> None:
        """Be heard; go ready after a pause; hold back while a person is ready."""
        while True:
            if not seat.is_dead:
                heard = await self._company.door.post("/api/intake/seat/heartbeat", login=seat.login)
                await self._go_on(seat, heard["state"], heard["contact_id"])
            await asyncio.sleep(_HEARTBEAT_S)

    async def _go_on(self, seat: Seat, state: str, contact_id: str | None) -> None:
        wanted = "paused" if self.waits_for_person() else "ready"
        if seat.is_at_work:
            return
        if state == "busy" and contact_id is not None:
            # Left in hand by a player that ended, or by a refusal: taken up again.
            seat.is_at_work = True
            self._company.begin(self._resume(seat, contact_id))
        elif state in ("off", "paused", "ready") and state != wanted:
            await self._move(seat, wanted)

    async def _resume(self, seat: Seat, contact_id: str) -> None:
        contact = self._company.picture.find("contact", contact_id)
        try:
            if contact is not None and contact["state"] == "taken":
                await self._work(seat, contact_id, contact)
            else:
                await self._company.door.post("/api/intake/seat/finish", login=seat.login)
        finally:
            self._done(seat)

    async def _move(self, seat: Seat, to: str) -> None:
        try:
            # Who is on the line would hear nobody: such a call rings on until a person is there.
            body = {"to": to, "takes_calls": False}
            await self._company.door.post("/api/intake/seat", body, login=seat.login)
        except NotDoneError as refused:  # it began to ring meanwhile
            log.info("seat_not_moved", login=seat.login, to=to, why=refused.code)

    def _on_contact(self, contact_id: str, contact: Mapping[str, Any]) -> None:
        seat = self._seats.get(contact["seat_id"] or "")
        if contact["state"] == "offered" and seat is not None and not seat.is_at_work:
            seat.is_at_work = True
            self._company.begin(self._answer(seat, contact_id, contact))

    async def _answer(self, seat: Seat, contact_id: str, contact: Mapping[str, Any]) -> None:
        company = self._company
        try:
            if company.errs(0.3):
                is_pressed = self._is_pressed()
                company.tally["seat_pressed" if is_pressed else "seat_did_not_answer"] += 1
                if not is_pressed:
                    await company.picture.until(lambda: not self._rings(seat, contact_id), 120)
                    await company.pace.take(_BREAK_S)
                    return
            await company.pace.take(_ANSWER_S)
            rival = self._rival(seat) if company.errs(0.6) else None
            if rival is None:
                await company.door.post(f"/api/intake/contacts/{contact_id}/take", login=seat.login)
            elif not await self._race(seat, rival, contact_id):
                return
            await self._work(seat, contact_id, contact)
        finally:
            self._done(seat)

    def _done(self, seat: Seat) -> None:
        """Free; what began to ring meanwhile is answered now."""
        seat.is_at_work = False
        for contact_id, contact in list(self._company.picture.all("contact").items()):
            self._on_contact(contact_id, contact)

    def _rings(self, seat: Seat, contact_id: str) -> bool:
        contact = self._company.picture.find("contact", contact_id)
        return contact is not None and contact["seat_id"] == seat.id

    def _rival(self, seat: Seat) -> Seat | None:
        free = [one for one in self._seats.values() if one is not seat and not one.is_at_work and not one.is_dead]
        return self._company.dice.one_of(free) if free else None

    async def _race(self, seat: Seat, rival: Seat, contact_id: str) -> bool:
        """Two reach for the same contact at once: one has it, the other is told by whom; gives whether it is `seat`."""
        company = self._company
        company.tally["second_taker"] += 1
        rival.is_at_work = True
        try:
            path = f"/api/intake/contacts/{contact_id}/take"
            takes = (company.door.post(path, login=one.login) for one in (seat, rival))
            ours, theirs = await asyncio.gather(*takes, return_exceptions=True)
            refused = [one for one in (ours, theirs) if isinstance(one, NotDoneError)]
            winner = rival if isinstance(ours, NotDoneError) else seat
            if len(refused) != 1 or refused[0].code != "already_taken" or winner.name not in refused[0].message:
                company.amiss.append(f"two took {contact_id}: {ours} and {theirs}")
            company.tally["refused_already_taken"] += len(refused)
            if winner is rival and len(refused) == 1:
                contact = company.picture.find("contact", contact_id)
                assert contact is not None
                await self._work(rival, contact_id, contact)
                return False
            return True
        finally:
            self._done(rival)

    async def _work(self, seat: Seat, contact_id: str, contact: Mapping[str, Any]) -> None:
        """With the contact in hand."""
        company = self._company
        scene = await self._asked(contact)
        if not self._is_pressed() and company.errs(0.08):
            await self._die(seat)
            return
        is_short = scene.disposition in ("silent", "misdialled", "harassment")
        haste = 1 + self._waiting() / _QUEUE_COMFORT
        await company.pace.take((_SHORT_TALK_S if is_short else _TALK_S) / haste)
        path = f"/api/intake/contacts/{contact_id}"
        same = self._same(scene) if scene.again else None
        if scene.again or scene.disposition is not None:
            await company.pace.take(_WRAP_UP_S / haste)  # notes come first: what is settled frees the seat
        if scene.again and same is not None:
            await company.door.post(f"{path}/link", {"incident_id": same}, login=seat.login)
        elif scene.again or scene.disposition is not None:
            how = "duplicate" if scene.again else scene.disposition
            note = f"{MARK}{'重复报警' if scene.again else '已答复或引导'}"
            await company.door.post(f"{path}/settle", {"disposition": how, "note": note}, login=seat.login)
        else:
            await self._open(seat, path, contact, scene)
            await company.pace.take(_WRAP_UP_S / haste)
            await company.door.post("/api/intake/seat/finish", login=seat.login)

    async def _die(self, seat: Seat) -> None:
        """The console crashes with a contact in hand; the person is back after a while."""
        self._company.tally["console_died"] += 1
        seat.is_dead = True
        is_off = lambda: (self._company.picture.find("seat", seat.id) or {}).get("state") == "off"  # noqa: E731
        await self._company.picture.until(is_off, 60)
        seat.is_dead = False

    async def _asked(self, contact: Mapping[str, Any]) -> Scene:
        """What the caller tells when asked; of strangers' reports only what stands in them."""
        for _ in range(20):
            if contact["number"] in self._company.scenes:
                return self._company.scenes[contact["number"]]
            if not (contact["text"] or "").startswith(MARK):
                break
            await asyncio.sleep(0.1)  # offered before the caller had its own reply
        kind = recognise(contact["text"] or "")
        has_place = contact["lon"] is not None and not contact["is_outside_city"]
        point = Point(lon=contact["lon"], lat=contact["lat"]) if has_place else self._company.center
        return Scene(
            text=contact["text"] or "", gist="", search=contact["place_text"] or "", point=point,
            place_name=contact["place_text"] or "", class_code=kind.code if kind else UNKNOWN_CLASS,
            level=kind.level if kind else None, disposition=kind.disposition if kind else None,
        )  # fmt: skip

    def _same(self, scene: Scene) -> str | None:
        """The open incident this is another caller's report of."""
        for number, other in self._company.scenes.items():
            if other.text == scene.again:
                contacts = self._company.picture.all("contact").values()
                return next((one["incident_id"] for one in contacts if one["number"] == number), None)
        return None

    async def _open(self, seat: Seat, path: str, contact: Mapping[str, Any], scene: Scene) -> None:
        company = self._company
        body = {
            "class_code": scene.class_code, "level": scene.level, "place": await self._located(seat, scene),
            "narrative": contact["text"] or "",
        }  # fmt: skip
        opened = await company.door.post(f"{path}/incident", body, login=seat.login)
        incident = opened["incident_id"]
        note = {"incident": incident, "incident_number": opened["incident_number"]}
        company.paper.receive(f"open-{contact['number']}", note)
        if scene.class_code.startswith("07"):
            return  # inspection's
        await company.pace.take(2)
        sent = await company.door.post(f"/api/dispatch/incidents/{incident}/orders", {}, login=seat.login)
        for order in sent["order_ids"]:
            company.paper.receive(f"order-{order}", {"order": order})

    async def _located(self, seat: Seat, scene: Scene) -> dict[str, object]:
        """The first candidate that is near what the phone told; else that; else where the caller says it is."""
        hits: list[dict[str, Any]] = []
        if scene.search:
            hits = await self._company.door.get("/api/places/search", login=seat.login, q=scene.search[:100], limit=5)
        told = scene.position or scene.point
        for hit in hits:
            if distance_m(Point(lon=hit["lon"], lat=hit["lat"]), told) < _SAME_PLACE_M:
                return {"text": hit["full_zh"], "lon": hit["lon"], "lat": hit["lat"], "datum": "WGS84"}
        lon, lat = scene.point.lon, scene.point.lat
        text = scene.place_name
        if not text:
            here = await self._company.door.get("/api/places/reverse", login=seat.login, lon=lon, lat=lat)
            text = here["nearest"]["place"]["full_zh"] if here["nearest"] else here["territory"]["grid_zh"]
        return {"text": text, "lon": lon, "lat": lat, "datum": "WGS84"}
