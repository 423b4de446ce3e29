"""The played callers: a few a minute, never more at once than told, each with a way of its own."""

import asyncio
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from yaoyaoling.apps.addresses import pack_folder
from yaoyaoling.apps.callers.answerers import Answerers
from yaoyaoling.apps.callers.call import Caller, CallPlan, End, Told
from yaoyaoling.apps.callers.speech import spoken
from yaoyaoling.apps.traffic.words.scenes import Scenes
from yaoyaoling.apps.traffic.words.slots import phone
from yaoyaoling.apps.traffic.words.told import Places
from yaoyaoling.kernel.clock import HALL_ZONE, wall_now
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.public import Dice, read_addresses
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.telephony.settings import Partner

log = logger("apps")
_SILENT, _ABANDONS, _WITHHOLDS, _AGAIN = 0.08, 0.12, 0.05, 0.5
"""Shares of callers: who say nothing, who give up soon, who withhold the number, who ring again after giving up."""
_SOON_S, _PATIENT_S, _AGAIN_S = (4.0, 12.0), (60.0, 180.0), (3.0, 15.0)
_STAYS_S = (20.0, 90.0)
_OPENING = ("喂，110吗？", "喂，你好，我要报警。", "喂，警察吗？", "你好，我报个警。")


class NoEdge(Refused):
    """Nobody says where to ring."""

    code = "no_edge"
    status = 503
    zh = "本机没有可拨打的语音接入点：{why}"
    en = "There is no telephone edge to ring on this machine: {why}"


@dataclass(frozen=True)
class CallersOptions:
    """rate: calls a minute. most: so many at once. seconds: None for ever. edge: host and port of the SIP edge.

    answers_at: the port at which those whom the hall rings are played, the partners among them; None: nowhere.
    """

    edge: tuple[str, int]
    rate: float = 2.0
    most: int = 8
    seconds: float | None = None
    seed: int = 110
    number: str = "110"
    answers_at: int | None = None
    partners: tuple[Partner, ...] = ()


class Callers:
    """Who rings."""

    def __init__(self, scenes: Scenes, folder: Path, options: CallersOptions) -> None:
        self._scenes = scenes
        self._folder = folder
        self._options = options
        self._dice = Dice(options.seed, "callers")
        self._ringing: set[asyncio.Task[None]] = set()
        self.ends: Counter[str] = Counter()

    async def run(self) -> None:
        """Ring, for so long or for ever; then wait for those who talk."""
        clock = asyncio.get_running_loop().time
        until_s = math.inf if self._options.seconds is None else clock() + self._options.seconds
        try:
            while clock() < until_s:
                if len(self._ringing) < self._options.most:
                    task = asyncio.create_task(self._one())
                    self._ringing.add(task)
                    task.add_done_callback(self._done)
                gap_s = -math.log(1.0 - self._dice.between(0, 1)) * 60 / self._options.rate
                await asyncio.sleep(min(gap_s, max(0.0, until_s - clock())))
            await asyncio.gather(*self._ringing)
        finally:
            for task in self._ringing:
                task.cancel()

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._ringing.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("caller_failed", exc_info=fault)

    async def _one(self) -> None:
        plan = await self._plan()
        told = await self._ring(plan)
        if told.end is End.ABANDONED and self._dice.chance(_AGAIN):
            await asyncio.sleep(self._dice.between(*_AGAIN_S))
            again = CallPlan(plan.caller, plan.speech, self._dice.between(*_PATIENT_S), plan.stays_s, plan.number)
            await self._ring(again)

    async def _ring(self, plan: CallPlan) -> Told:
        told = await Caller(self._options.edge, plan).ring()
        self.ends[told.end] += 1
        log.info(
            "call_ended", end=told.end, status=told.status, ringing_s=told.ringing_s, answered_s=told.answered_s,
            packets_heard=told.packets_heard, heard_db=round(told.heard_db, 1),
        )  # fmt: skip
        return told

    async def _plan(self) -> CallPlan:
        dice = self._dice
        scene = self._scenes.next(wall_now().astimezone(HALL_ZONE).hour)
        number = "anonymous" if dice.chance(_WITHHOLDS) else phone(dice)
        speech = b""
        if not scene.is_silent and not dice.chance(_SILENT):
            words = f"{dice.one_of(_OPENING)}{scene.gist}。"
            speech = await spoken(words, self._folder, words_per_minute=dice.whole(140, 210), pitch=dice.whole(25, 80))
        patience_s = dice.between(*(_SOON_S if dice.chance(_ABANDONS) else _PATIENT_S))
        return CallPlan(number, speech, patience_s, dice.between(*_STAYS_S), self._options.number)


async def run_callers(settings: HallSettings, options: CallersOptions) -> Counter[str]:
    """Play them; gives how the calls ended. Raises: NoSpeech."""
    folder = settings.data / "cache" / "callers"
    await spoken("喂，110吗？", folder)  # whoever cannot speak is told at once
    scenes = Scenes(Places(read_addresses(pack_folder(settings)), options.seed), options.seed)
    callers = Callers(scenes, folder, options)
    answerers = None
    if options.answers_at is not None:
        answerers = Answerers(options.partners, folder, options.seed)
        await answerers.open(options.answers_at)
    log.info("callers_ready", rate=options.rate, most=options.most)
    try:
        await callers.run()
    finally:
        if answerers is not None:
            answerers.close()
    return callers.ends
