"""Officers: accept, depart, drive, arrive, stay, feed back; some do not answer, some lose their network."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from yaoyaoling.apps.traffic.company import Company
from yaoyaoling.apps.traffic.crews import Crews
from yaoyaoling.apps.traffic.door import NotDoneError
from yaoyaoling.apps.traffic.photo import demo_photo
from yaoyaoling.apps.traffic.words import feedback
from yaoyaoling.apps.traffic.words.scenes import MARK
from yaoyaoling.platform.logs import logger

log = logger("apps")
_ACCEPT_S, _DEPART_S, _SCENE_S, _MEND_S, _OFFLINE_S = 3.0, 12.0, 260.0, 40.0, 90.0
_SIGN_ON_S = 30.0
_DRIVE_AT_MOST_S = 1_800.0
_LOOK_S = 0.5
_GEOFENCE_S = 8.0
_PHOTO_SHARE = 0.25
_BUTTON_SHARE = 0.3
_OVER = {"refused", "expired", "outrun", "released", "fed_back"}
_NEXT: Mapping[str, Literal["depart", "arrive", "feed_back"]] = {
    "accepted": "depart", "departed": "arrive", "arrived": "feed_back",
}  # fmt: skip


@dataclass
class Terminal:
    """An officer's phone: with a network it sends at once, without one it keeps what was done, in order."""

    company: Company
    login: str
    is_offline: bool = False

    def __post_init__(self) -> None:
        self._outbox: list[tuple[str, object]] = []

    async def send(self, path: str, body: object = None) -> Any:
        """Send, or keep for later (gives None then)."""
        if self.is_offline:
            self._outbox.append((path, body))
            return None
        return await self.company.door.post(path, body, login=self.login)

    async def go_online(self) -> list[Any]:
        """Send the outbox in its order; gives the replies. What happened by itself meanwhile is no fault."""
        self.is_offline = False
        replies = []
        for path, body in self._outbox:
            try:
                replies.append(await self.company.door.post(path, body, login=self.login))
            except NotDoneError as refused:
                self.company.tally[f"refused_{refused.code}"] += 1
                if refused.code != "order_state":
                    raise
        self._outbox.clear()
        return replies


class Officers:
    """All played officers: who is ordered answers, who was sent back mends."""

    def __init__(self, company: Company, crews: Crews) -> None:
        self._company = company
        self._crews = crews
        self._at_work: set[str] = set()
        company.picture.on("order", self._on_order)
        company.picture.on("feedback", self._on_feedback)
        company.picture.on("duty_alarm", self._on_missed)

    def _on_order(self, order_id: str, order: Mapping[str, Any]) -> None:
        login = self._company.staff.officer_of.get(order["call_sign"])
        if login is None or order["state"] in _OVER or order_id in self._at_work:
            return
        self._at_work.add(order_id)
        self._company.begin(self._respond(order_id, order, login))

    def _on_feedback(self, feedback_id: str, fields: Mapping[str, Any]) -> None:
        login = self._company.staff.officer_of.get(fields["call_sign"])
        if fields["state"] == "returned" and login is not None and feedback_id not in self._at_work:
            self._at_work.add(feedback_id)
            self._company.begin(self._mend(fields, login))

    def _on_missed(self, alarm_id: str, alarm: Mapping[str, Any]) -> None:
        """Whoever is missed on duty signs on a little later, as if the station had called."""
        login = self._company.staff.officer_of.get(alarm["label"])
        if alarm["kind"] == "absent" and login is not None and alarm_id not in self._at_work:
            self._at_work.add(alarm_id)
            self._company.begin(self._sign_on(alarm["subject_id"], alarm["label"], login))

    async def _sign_on(self, crew_id: str, call_sign: str, login: str) -> None:
        await self._company.pace.take(_SIGN_ON_S)
        crew = self._company.picture.find("crew", crew_id)
        body = {"aboard": [f"{MARK}{call_sign}"], "skills": crew["skills"] if crew else []}
        await self._company.door.post("/api/force/watch/sign-on", body, login=login)
        self._company.tally["signed_on"] += 1

    def _state(self, order_id: str) -> str:
        order = self._company.picture.find("order", order_id)
        return "released" if order is None else order["state"]

    async def _respond(self, order_id: str, order: Mapping[str, Any], login: str) -> None:
        """From whatever state the order is in to its end; a player that was restarted goes on in the middle."""
        company, crew_id = self._company, order["crew_id"]
        phone = Terminal(company, login)
        try:
            if order["state"] == "ordered" and not await self._accept(phone, order_id):
                return
            if company.errs(0.35):
                company.tally["officer_offline"] += 1
                phone.is_offline = True
                self._crews.silent.add(crew_id)
            state = "accepted" if order["state"] == "ordered" else order["state"]
            while state not in _OVER:
                step = _NEXT[state]
                if step == "depart":
                    await self._depart(phone, order_id)
                elif step == "arrive":
                    await self._arrive(phone, order_id, order)
                else:
                    await self._feed_back(phone, order_id, order)
                    return
                state = {"depart": "departed", "arrive": "arrived"}[step]
                if not phone.is_offline and self._state(order_id) in _OVER:
                    return
        finally:
            self._crews.silent.discard(crew_id)
            self._at_work.discard(order_id)

    async def _accept(self, phone: Terminal, order_id: str) -> bool:
        company = self._company
        if company.errs(0.35):
            company.tally["officer_did_not_accept"] += 1
            await company.picture.until(lambda: self._state(order_id) != "ordered", 90)
            if company.dice.chance(0.5):
                # Too late: what the officer presses now is refused with the reason.
                await company.expect("order_gone", phone.send(f"/api/field/orders/{order_id}/accept"))
            return False
        # The chain's clock runs whatever the pace: who accepts, accepts in time.
        await asyncio.sleep(min(5.0, company.pace.seconds(_ACCEPT_S)))
        if company.errs(0.1):
            company.tally["officer_refused"] += 1
            await phone.send(f"/api/field/orders/{order_id}/refuse", {"reason": f"{MARK}车辆故障，无法出警"})
            return False
        self._note(order_id, await phone.send(f"/api/field/orders/{order_id}/accept"))
        return True

    def _note(self, order_id: str, reply: Any) -> None:
        if reply is not None:
            self._company.paper.receive(f"{reply['state']}-{order_id}", {"order": order_id, "state": reply["state"]})

    async def _depart(self, phone: Terminal, order_id: str) -> None:
        await self._company.pace.take(_DEPART_S)
        self._note(order_id, await phone.send(f"/api/field/orders/{order_id}/depart"))

    async def _arrive(self, phone: Terminal, order_id: str, order: Mapping[str, Any]) -> None:
        """Drive there. Mostly the geofence notices; some press the button, and all do when nothing was noticed."""
        deadline = asyncio.get_running_loop().time() + _DRIVE_AT_MOST_S / self._company.pace.factor
        while not self._crews.is_there(order["crew_id"], order["incident_id"]):
            if asyncio.get_running_loop().time() > deadline or self._state(order_id) in _OVER:
                break
            await asyncio.sleep(_LOOK_S)
        if not phone.is_offline and not self._company.dice.chance(_BUTTON_SHARE):
            await self._company.picture.until(lambda: self._state(order_id) != "departed", _GEOFENCE_S)
        if not phone.is_offline and self._state(order_id) != "departed":
            return
        try:
            self._note(order_id, await phone.send(f"/api/field/orders/{order_id}/arrive"))
        except NotDoneError as refused:
            if refused.code != "order_state":  # the geofence was quicker
                raise

    async def _feed_back(self, phone: Terminal, order_id: str, order: Mapping[str, Any]) -> None:
        company = self._company
        await company.pace.take(_SCENE_S)
        incident = company.picture.find("incident", order["incident_id"])
        class_code = incident["class_code"] if incident else ""
        outcome, text = feedback.written(company.dice, class_code)
        if company.errs(0.5):
            company.tally["lazy_feedback"] += 1
            text = feedback.LAZY
        body: dict[str, object] = {"outcome": outcome, "text": text}
        if not phone.is_offline and company.dice.chance(_PHOTO_SHARE):
            body["photos"] = [await self._photo(phone.login)]
        reply = await phone.send(f"/api/field/orders/{order_id}/feedback", body)
        if phone.is_offline:
            await company.pace.take(_OFFLINE_S)
            reply = (await phone.go_online())[-1]
        company.paper.receive(f"feedback-{reply['feedback_id']}", {"feedback": reply["feedback_id"], "order": order_id})

    async def _photo(self, login: str) -> str:
        content = await asyncio.to_thread(demo_photo, self._company.dice.whole(0, 10**9))
        reply = await self._company.door.post_raw("/api/evidence/uploads", content, "image/jpeg", login=login)
        self._company.tally["photos"] += 1
        return str(reply["upload_id"])

    async def _mend(self, fields: Mapping[str, Any], login: str) -> None:
        """What came back with remarks is written again, properly."""
        company = self._company
        await company.pace.take(_MEND_S)
        incident = company.picture.find("incident", fields["incident_id"])
        outcome, text = feedback.mended(company.dice, incident["class_code"] if incident else "")
        path = f"/api/field/orders/{fields['order_id']}/feedback"
        try:
            reply = await company.door.post(path, {"outcome": outcome, "text": text}, login=login)
        except NotDoneError as refused:
            if refused.code != "already_reported":  # mended before this player was there
                raise
            return
        company.tally["feedback_mended"] += 1
        note = {"feedback": reply["feedback_id"], "order": fields["order_id"]}
        company.paper.receive(f"feedback-{reply['feedback_id']}", note)
