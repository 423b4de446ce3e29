"""How voice is now: what was chosen at the start, and which daemons, and our controller, answer at this moment."""

import asyncio
from collections.abc import Mapping
from typing import Literal

from yaoyaoling.kernel.clock import wall_now
from yaoyaoling.kernel.contract import Value
from yaoyaoling.telephony.daemons.alive import Ask, answers_janus, answers_ng, answers_sip, answers_stun
from yaoyaoling.telephony.daemons.laid import Laid, laid_in
from yaoyaoling.telephony.daemons.layout import Daemons, JanusAt
from yaoyaoling.telephony.daemons.level import Level, Standing

_FRESH_S = 2.0


class VoiceNow(Value):
    """level: what was chosen at the start. down: what does not answer now. dial: number and SIP address to ring.

    is_less: voice is less than wanted, or something is down. zh, en: a sentence for people. waiting: callers whom
    nothing could take and whom the hall does not know of yet. let_go: how many gave way to newer ones, of late.
    """

    level: Level
    state: Literal["ok", "degraded"]
    is_less: bool
    down: list[str]
    number: str | None = None
    sip: str | None = None
    waiting: int
    let_go: int
    zh: str
    en: str


class VoiceWatch:
    """Asks the daemons and the controller (`voice`), at most once in two seconds however many want to know."""

    def __init__(self, standing: Standing, daemons: Daemons | None, number: str) -> None:
        self._standing = standing
        self._daemons = daemons
        self._number = number
        self._asks: dict[str, Ask] = {}
        if daemons is not None:
            self._asks = {**questions(daemons), "voice": lambda: answers_sip(daemons.node)}
        self._lock = asyncio.Lock()
        self._seen: VoiceNow | None = None
        self._seen_s = 0.0

    async def look(self) -> VoiceNow:
        """How it is, two seconds old at most."""
        async with self._lock:
            now_s = asyncio.get_running_loop().time()
            if self._seen is None or now_s - self._seen_s > _FRESH_S:
                self._seen = await self._ask()
                self._seen_s = asyncio.get_running_loop().time()
            return self._seen

    async def _ask(self) -> VoiceNow:
        answers = await asyncio.gather(*(_answers(ask) for ask in self._asks.values()))
        down = [name for name, is_up in zip(self._asks, answers, strict=True) if not is_up]
        zh, en = self._standing.zh, self._standing.en
        if down:
            zh = f"语音故障，正在自动恢复：{'、'.join(down)}。{zh}"
            en = f"Voice is disturbed and being restored: {', '.join(down)}. {en}"
        laid = Laid(0, 0)
        if self._daemons is not None:
            laid = await asyncio.to_thread(laid_in, self._daemons.journal, wall_now().timestamp())
        if laid.waiting:
            zh += f"有 {laid.waiting} 个来电未能受理，恢复后自动列入回拨。"
            en += f" Calls that nothing could take wait to be called back: {laid.waiting}."
        if laid.let_go:
            zh += f"另有 {laid.let_go} 个未受理来电因留存已满被较新的来电取代，无法回拨。"
            en += f" Calls that gave way to newer ones and cannot be called back: {laid.let_go}."
        is_less = self._standing.is_less or bool(down)
        sip = None if self._daemons is None else f"sip:{self._number}@{self._daemons.sip}"
        return VoiceNow(
            level=self._standing.level,
            state="degraded" if is_less or any(laid) else "ok",
            is_less=is_less,
            down=down,
            number=self._number if sip else None,
            sip=sip,
            waiting=laid.waiting,
            let_go=laid.let_go,
            zh=zh,
            en=en,
        )


def questions(daemons: Daemons) -> Mapping[str, Ask]:
    """What to ask each daemon, by its name."""
    asks: dict[str, Ask] = {at.name: _janus(at) for at in (daemons.janus, daemons.standby)}
    asks["kamailio"] = lambda: answers_sip(daemons.sip)
    if (ng := daemons.ng) is not None:
        asks["rtpengine"] = lambda: answers_ng(ng)
    if (turn := daemons.turn) is not None:
        asks["coturn"] = lambda: answers_stun(turn.address)
    return asks


def _janus(at: JanusAt) -> Ask:
    return lambda: answers_janus(at)


async def _answers(ask: Ask) -> bool:
    try:
        return await ask()
    except (OSError, TimeoutError, EOFError):
        return False
