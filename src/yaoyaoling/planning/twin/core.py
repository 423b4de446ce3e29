"""The discrete-event core: a heap of moments, units that wait, drive and work. It draws no chance of its own.

Who is sent and where units wait is asked of a policy (`policies.py`). A unit on its way to a post may be sent from
where it is. Its time to a place is that of the point on the side of a triangle whose sides are the three times known
(Stewart 1746): exact on a straight road and in the plane, between the triangle's bounds otherwise.
"""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from yaoyaoling.planning.twin.contract import Calls, Ground, Played, unplayed


@dataclass
class Unit:
    """A unit. From `origin` at `since_s` it drives to `post` for `drive_s`; afterwards it stands there."""

    number: int
    home: int
    post: int
    origin: int
    since_s: float = 0.0
    drive_s: float = 0.0
    is_free: bool = True


class Policy(Protocol):
    """Decides; it may look at everything the play shows, and change nothing."""

    def send(self, play: "Play", call: int, free: Sequence[Unit], /) -> Unit:
        """Who of the free ones (at least one) goes to a call whose moment has come."""

    def take(self, play: "Play", unit: Unit, waiting: Sequence[int], /) -> int:
        """Which waiting call (at least one; most urgent first, then by time) a unit that became free goes to."""

    def place(self, play: "Play", unit: Unit, /) -> int:
        """At which place a unit that became free waits."""

    def move(self, play: "Play", /) -> tuple[Unit, int] | None:
        """A free unit that should wait elsewhere, and where; asked after every sending."""


@dataclass
class Play:
    """A play under way. now_s: the moment. pending: calls that came and are not due yet."""

    ground: Ground
    calls: Calls
    policy: Policy
    now_s: float = 0.0
    units: list[Unit] = field(default_factory=list)
    waiting: list[tuple[int, float, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.units = [Unit(i, home, home, home) for i, home in enumerate(self.ground.homes)]
        # Lists of floats are read several times faster than single cells of an array.
        self._times = [matrix.tolist() for matrix in self.ground.times_s]
        self._place: list[int] = self.calls.place.tolist()
        self._priority: list[int] = self.calls.priority.tolist()
        self._then: list[int] = self.calls.then.tolist()
        self.played = unplayed(self.calls)
        self._at: list[float] = self.calls.at_s.tolist()
        self._due: list[float] = self.played.due_s.tolist()
        self._longest_s = float(self.calls.delay_s.max(initial=0.0))
        self._order: list[int] = np.argsort(self.played.due_s, kind="stable").tolist()
        self._next = 0
        self._heap: list[tuple[float, int]] = []

    def drive_s(self, unit: Unit, place: int, pace: int) -> float:
        """Seconds from where a free unit is now to a place."""
        times = self._times[pace]
        ahead: float = times[unit.post][place]
        left = unit.since_s + unit.drive_s - self.now_s
        if left <= 0.0:
            return ahead
        behind: float = times[unit.origin][place]
        whole: float = times[unit.origin][unit.post]
        share = left / unit.drive_s
        square = share * behind**2 + (1.0 - share) * ahead**2 - share * (1.0 - share) * whole**2
        least = max(0.0, behind - (1.0 - share) * whole)
        return min(max(math.sqrt(max(0.0, square)), least), share * whole + ahead)

    def response_s(self, unit: Unit, call: int) -> float:
        """Seconds from where a free unit is now to a call, at the call's pace."""
        return self.drive_s(unit, self._place[call], self.ground.pace_of[self._priority[call]])

    def pending(self) -> list[int]:
        """Calls that came and are not due yet, in the order they become due."""
        found = []
        for index in range(self._next, len(self._order)):
            call = self._order[index]
            if self._due[call] > self.now_s + self._longest_s:
                break
            if self._at[call] <= self.now_s:
                found.append(call)
        return found

    def run(self) -> Played:
        """Play all calls to their end."""
        while self._next < len(self._order) or self._heap:
            due_s = self._due[self._order[self._next]] if self._next < len(self._order) else np.inf
            if self._heap and self._heap[0][0] <= due_s:
                self.now_s, number = heapq.heappop(self._heap)
                self._on_free(self.units[number])
            else:
                self.now_s = due_s
                self._next += 1
                self._on_due(self._order[self._next - 1])
        return self.played

    def _on_due(self, call: int) -> None:
        free = [unit for unit in self.units if unit.is_free]
        if not free:
            heapq.heappush(self.waiting, (self._priority[call], self._at[call], call))
            return
        self._send(self.policy.send(self, call, free), call)
        moved = self.policy.move(self)
        if moved is not None:
            self.played.moves += 1
            self.played.moved_s += self._go(*moved)

    def _on_free(self, unit: Unit) -> None:
        unit.is_free = True
        unit.origin = unit.post
        unit.since_s, unit.drive_s = self.now_s, 0.0
        if self.waiting:
            order = [call for _, _, call in sorted(self.waiting)]
            taken = self.policy.take(self, unit, order)
            self.waiting = [one for one in self.waiting if one[2] != taken]
            heapq.heapify(self.waiting)
            self._send(unit, taken)
            return
        post = self.policy.place(self, unit)
        self.played.placed += post != unit.home
        self._go(unit, post)

    def _send(self, unit: Unit, call: int) -> None:
        drive_s = self.response_s(unit, call)
        scene, onward = self._place[call], self._then[call]
        there_s = self.now_s + drive_s
        free_s = there_s + float(self.calls.scene_s[call])
        if onward >= 0:
            free_s += self._times[self.ground.quiet][scene][onward] + float(self.calls.handover_s[call])
        unit.is_free = False
        unit.post = onward if onward >= 0 else scene
        played = self.played
        played.unit[call] = unit.number
        played.sent_s[call], played.there_s[call], played.free_s[call] = self.now_s, there_s, free_s
        heapq.heappush(self._heap, (free_s, unit.number))

    def _go(self, unit: Unit, post: int) -> float:
        """Send a free unit to a post, one under way turns where it is; gives the seconds it drives."""
        drive_s = self.drive_s(unit, post, self.ground.quiet)
        left = unit.since_s + unit.drive_s - self.now_s
        if left < 0.5 * unit.drive_s or left <= 0:
            unit.origin = unit.post  # of a way it turns on, the nearer end stands for where it is
        unit.post, unit.since_s, unit.drive_s = post, self.now_s, drive_s
        return drive_s


def play(ground: Ground, calls: Calls, policy: Policy) -> Played:
    """Play the calls on the ground under a policy, from units at their homes until the last one is done."""
    return Play(ground, calls, policy).run()
