"""Citizens: report, report again, add, follow, rate; and send what no form of ours would."""

import asyncio
import contextlib
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import httpx
from websockets.exceptions import WebSocketException

from yaoyaoling.apps.traffic.company import Company
from yaoyaoling.apps.traffic.door import NotDoneError
from yaoyaoling.apps.traffic.words.moods import ADDITIONS, RATINGS
from yaoyaoling.apps.traffic.words.scenes import MARK, Scene, Scenes
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.places.public import HOURLY_SHARES, Dice
from yaoyaoling.platform.logs import logger

log = logger("apps")
_PATH = "/api/public/reports"
_LEAST = 0.6
"""Of the day's mean: a hall that is shown is looked at at any hour, and at four in the morning a city sleeps."""
_ADD_S, _AGAIN_CALLER_S, _RATE_S = 60.0, 30.0, 15.0
_FOLLOW_SHARE = 0.35
_FOLLOWERS = 30
_PATIENCE_S = 7_200.0
_PERSON_WAITS_S = 6.0
_HANDED_OVER, _HAND_OVER_S, _HAND_OVER_GAP_S = 10, 240.0, 8.0
"""A city that is looked at has work in hand: the first minutes are busier until so many incidents are open."""

_BAD: tuple[tuple[str, bytes], ...] = (
    ("a list", b"[]"),
    ("no JSON", "{\"text\": \"【演示】".encode()),
    ("a position off the earth", b'{"text": "x", "position": {"lon": 412.0, "lat": 95.0, "datum": "WGS84"}}'),
    ("a position of no datum", b'{"text": "x", "position": {"lon": 112.4, "lat": 30.1, "datum": "MARS"}}'),
    ("letters for a phone", b'{"text": "x", "phone": "drop table"}'),
    ("a field nobody knows", b'{"text": "x", "hurry": true}'),
    ("ten photos", b'{"text": "x", "photos": ' + b'["00000000-0000-0000-0000-000000000000",' * 10 + b'"x"]}'),
    ("a novel", b'{"text": "' + b"x" * 5_000 + b'"}'),
)  # fmt: skip


def hourly_factor(hour: int) -> float:
    """How much busier than the day's mean an hour is, never quieter than `_LEAST`."""
    return max(_LEAST, HOURLY_SHARES[hour] * 24)


class Citizens:
    """Arrivals by chance. rate: reports a minute, of the day's mean when `has_day`, else at every hour."""

    def __init__(self, company: Company, scenes: Scenes, *, rate: float, has_day: bool, seed: int) -> None:
        self._company = company
        self._scenes = scenes
        self._rate = rate
        self._has_day = has_day
        self._arrivals = Dice(seed, "arrivals")
        self._followers = 0
        self.calling = 0
        """Citizens who have something to report or may report again."""
        self.hurry = asyncio.Event()
        """Set: somebody at a seat waits for a report."""

    async def report(self, seconds: float | None) -> None:
        """Come in, one after the other, for so long or for ever."""
        clock = asyncio.get_running_loop().time
        began = clock()
        while seconds is None or clock() < began + seconds:
            is_first = self._has_day and clock() < began + _HAND_OVER_S and self._is_quiet()
            gap_s = _HAND_OVER_GAP_S if is_first else self._gap_s(datetime.now(HALL_ZONE).hour)
            left_s = gap_s if seconds is None else min(gap_s, began + seconds - clock())
            is_hurried = await self._waits(max(0.0, left_s))
            if seconds is not None and clock() >= began + seconds:
                return
            wants_crew = True if is_hurried or is_first else None
            scene = self._scenes.next(datetime.now(HALL_ZONE).hour, is_valid=wants_crew)
            self._company.begin(self._call(scene))
            if self._company.errs(0.15):
                self._company.begin(self._send_rubbish())

    def _is_quiet(self) -> bool:
        incidents = self._company.picture.all("incident").values()
        waiting = [one for one in self._company.picture.all("contact").values() if one["state"] == "waiting"]
        return sum(one["closed_at"] is None for one in incidents) + len(waiting) < _HANDED_OVER

    async def _waits(self, gap_s: float) -> bool:
        """Until the next report; gives whether a person at a seat made it come early."""
        try:
            await asyncio.wait_for(self.hurry.wait(), gap_s)
        except TimeoutError:
            return False
        self.hurry.clear()
        return True

    def _gap_s(self, hour: int) -> float:
        per_s = self._rate / 60 * (hourly_factor(hour) if self._has_day else 1.0)
        return -math.log(1.0 - self._arrivals.between(0, 1)) / per_s

    async def watch_for_person(self, waits: Callable[[], bool]) -> None:
        """Let a report come soon when somebody sits ready and nothing rings."""
        while True:
            await asyncio.sleep(_PERSON_WAITS_S)
            if waits() and not any(one["state"] == "waiting" for one in self._company.picture.all("contact").values()):
                self.hurry.set()

    async def _call(self, scene: Scene) -> None:
        company = self._company
        self.calling += 1
        try:
            reply, key = await self.send(scene)
            if company.errs(0.25):
                await self._send_again(scene, reply, key)
            if scene.disposition is not None:
                return
            if company.errs(0.3):
                await company.pace.take(_AGAIN_CALLER_S)
                company.tally["same_event_again"] += 1
                await self.send(self._scenes.again(scene))
        finally:
            self.calling -= 1
        if company.dice.chance(0.3):
            await company.pace.take(_ADD_S)
            await self._add(reply["token"])
        if self._followers < _FOLLOWERS and company.dice.chance(_FOLLOW_SHARE):
            await self._follow(reply["token"])

    async def send(self, scene: Scene) -> tuple[Mapping[str, Any], str]:
        """Report, with a receipt; gives the reply and the key."""
        company = self._company
        key = f"report-{company.dice.whole(0, 10**15)}"
        company.paper.ask(key, {"text": scene.text})
        company.tally["reports"] += 1
        reply = await company.door.post(_PATH, scene.body(), key=key)
        company.scenes[reply["contact_number"]] = scene
        company.paper.receive(key, {"number": reply["contact_number"], "token": reply["token"]})
        return reply, key

    async def _send_again(self, scene: Scene, reply: Mapping[str, Any], key: str) -> None:
        """The same report under the same key is the same report; another one under it is refused."""
        company = self._company
        company.tally["sent_twice"] += 1
        again = await company.door.post(_PATH, scene.body(), key=key)
        company.paper.receive(key, {"number": again["contact_number"], "token": again["token"]})
        if again != reply:
            company.amiss.append(f"{key} was answered with {reply} and {again}")
        other = {**scene.body(), "text": f"{scene.text}（改）"}
        await company.expect("idempotency_key_reused", company.door.post(_PATH, other, key=key))

    async def _send_rubbish(self) -> None:
        what, body = self._company.dice.one_of(_BAD)
        self._company.tally["bad_input"] += 1
        if not await self._company.expect(
            "invalid_input", self._company.door.post_raw(_PATH, body, "application/json")
        ):
            log.warning("bad_input_not_refused", what=what)

    async def _add(self, token: str) -> None:
        company = self._company
        try:
            words = {"text": MARK + company.dice.one_of(ADDITIONS)}
            await company.door.post(f"/api/public/follow/{token}/additions", words)
            company.tally["added_words"] += 1
        except NotDoneError as refused:
            log.info("addition_refused", why=refused.code)

    async def _follow(self, token: str) -> None:
        """Look at the page until it is closed, and rate then, or not."""
        company = self._company
        self._followers += 1
        company.tally["followed"] += 1
        try:
            async with asyncio.timeout(_PATIENCE_S):
                view = await self._until_ended(token)
        except TimeoutError:
            return
        finally:
            self._followers -= 1
        if view["may_rate"] and company.dice.chance(0.7):
            await company.pace.take(_RATE_S)
            answering, handling, words = company.dice.one_of(RATINGS)
            stars = {"answering": answering, "handling": handling, "words": MARK + words}
            await company.door.post(f"/api/public/follow/{token}/rating", stars)
            company.tally["rated"] += 1
            if company.errs(0.5):
                path = f"/api/public/follow/{token}/rating"
                await company.expect("already_rated", company.door.post(path, stars))

    async def _until_ended(self, token: str) -> Mapping[str, Any]:
        while True:
            try:
                async with contextlib.aclosing(self._company.door.follow(token)) as views:
                    async for view in views:
                        if view["stage"] in ("closed", "cancelled", "settled"):
                            return view
            except (OSError, httpx.HTTPError, WebSocketException) as error:
                log.info("follow_lost", error=repr(error))
            await asyncio.sleep(1)


async def send_real(citizens: "Citizens", coming: Iterator[tuple[float, Scene]], speed: float) -> None:
    """Real calls one after the other, `speed` times as fast as life."""
    loop = asyncio.get_running_loop()
    due = loop.time()
    sent = 0
    for gap_s, scene in coming:
        due += gap_s / speed
        await asyncio.sleep(max(0.0, due - loop.time()))
        try:
            await citizens.send(scene)
            sent += 1
        except NotDoneError as refused:  # a line of the file the hall does not take
            log.warning("traffic_call_refused", why=str(refused))
    log.info("traffic_calls_ended", sent=sent, at=datetime.now(HALL_ZONE).isoformat())
