"""What all players share: the door, one picture of the hall, the paper, chance, and how fast people are."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from yaoyaoling.apps.prepare.stamp import Entry
from yaoyaoling.apps.traffic.door import Door, NotDoneError
from yaoyaoling.apps.traffic.picture import Picture
from yaoyaoling.apps.traffic.receipts import Paper
from yaoyaoling.apps.traffic.words.scenes import Scene
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.public import Dice
from yaoyaoling.platform.logs import logger

log = logger("apps")
_FAULT = 500
_STOP_AGAIN_S = 1.0
Work: TypeAlias = Coroutine[Any, Any, Any]


class NobodyToPlay(Refused):
    """The hall has no accounts for players."""

    code = "nobody_to_play"
    status = 409
    zh = "这个大厅没有演示账号（角色 {role}）。请先用 ./yyl demo 启动一次。"
    en = "This hall has no played account with the role {role}. Start it once with ./yyl demo."


@dataclass(frozen=True)
class Staff:
    """Logins by what they do. officer_of: by the call sign of the crew, those left to people not among them."""

    seats: Sequence[str]
    commander: str
    reviewers: Sequence[str]
    inspectors: Sequence[str]
    gateway: str
    officer_of: Mapping[str, str]


def staff_of(people: Sequence[Entry], leave: frozenset[str]) -> Staff:
    """Who of the demo's accounts is played. Raises: NobodyToPlay."""

    def played(role: str) -> list[str]:
        found = [one.login for one in people if one.role == role and one.is_played and one.login not in leave]
        if not found:
            raise NobodyToPlay(role=role)
        return found

    return Staff(
        seats=played("call_taker"),
        commander=played("commander")[0],
        reviewers=played("reviewer"),
        inspectors=played("inspector"),
        gateway=next(one.login for one in people if one.role == "terminal"),
        officer_of={one.crew: one.login for one in people if one.role == "officer" and one.login not in leave},
    )


@dataclass(frozen=True)
class Pace:
    """How long people take: means in seconds of life, divided by `factor`."""

    factor: float
    dice: Dice

    def seconds(self, mean_s: float) -> float:
        """About so long, for somebody."""
        return self.dice.between(0.6, 1.4) * mean_s / self.factor

    async def take(self, mean_s: float) -> None:
        """Let that time pass."""
        await asyncio.sleep(self.seconds(mean_s))


@dataclass
class Company:
    """misbehave: how often people do not do what they should. center: of the city, WGS-84.

    tally: what was done how often, by name.
    """

    door: Door
    staff: Staff
    picture: Picture
    paper: Paper
    dice: Dice
    pace: Pace
    misbehave: float
    center: Point
    tasks: asyncio.TaskGroup
    tally: Counter[str] = field(default_factory=Counter)
    scenes: dict[str, Scene] = field(default_factory=dict)
    """By contact number: what the caller would tell whoever asks."""
    _begun: set["asyncio.Task[None]"] = field(default_factory=set)
    _is_over: bool = False
    amiss: list[str] = field(default_factory=list)
    """What the hall should have refused and did not, or broke at."""

    def errs(self, share: float = 1.0) -> bool:
        """Whether somebody misbehaves now; share: how much of all misbehaviour is of this sort."""
        return self.dice.chance(self.misbehave * share)

    def begin(self, work: Work) -> None:
        """Let somebody begin; what the hall refuses ends their work, not the play. After `stop` nobody begins."""
        if self._is_over:
            work.close()
            return
        task = self.tasks.create_task(self._guarded(work))
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)

    async def stop(self) -> None:
        """Everybody stops where they are."""
        self._is_over = True
        # Asked more than once: a request or a feed that ends in the same moment may swallow the first asking.
        while self._begun:
            for task in self._begun:
                task.cancel()
            await asyncio.wait(self._begun, timeout=_STOP_AGAIN_S)

    async def _guarded(self, work: Work) -> None:
        try:
            await work
        except NotDoneError as refused:
            self.tally[f"refused_{refused.code}"] += 1
            if refused.status >= _FAULT or refused.code in ("invalid_input", "not_allowed", "not_found"):
                # A player never asks for what it may not: that would be our fault or the hall's.
                self.amiss.append(f"{_name(work)}: {refused}")
                log.warning("traffic_broke", work=_name(work), error=str(refused))

    async def expect(self, code: str, work: Work) -> bool:
        """Do something the hall must refuse with that code; gives whether it did, and notes when not."""
        try:
            reply = await work
        except NotDoneError as refused:
            self.tally[f"refused_{refused.code}"] += 1
            if refused.code == code:
                return True
            self.amiss.append(f"{_name(work)}: expected {code}, got {refused}")
            return False
        self.amiss.append(f"{_name(work)}: expected {code}, got {reply}")
        return False


def _name(work: Work) -> str:
    return str(getattr(work, "__qualname__", work))
