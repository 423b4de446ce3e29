"""Who has which subject open on a screen right now. Told over the bus, held nowhere, forgotten by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Value

FORGET_AFTER = timedelta(seconds=15)
"""A screen that is not heard for so long is not looking any more: its process may have died with it."""


class Looking(Value):
    """What a screen tells: the subjects it shows now; none: it shows no single one."""

    type: Literal["looking"] = "looking"
    subjects: Annotated[tuple[UUID, ...], Field(max_length=8)]


class Look(Value):
    """A screen's look, from process to process. window: the screen; person: its account."""

    window: str
    person: UUID
    name: str
    subjects: tuple[UUID, ...]


class Onlooker(Value):
    """A person who has it open."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class _Held:
    look: Look
    heard_at: datetime


class Presence:
    """Everybody's looks as far as they are heard."""

    def __init__(self) -> None:
        self._windows: dict[str, _Held] = {}

    def note(self, look: Look, now: datetime) -> set[UUID]:
        """Take a look; gives the subjects whose onlookers changed by it."""
        before = self._windows.get(look.window)
        if look.subjects:
            self._windows[look.window] = _Held(look, now)
        else:
            self._windows.pop(look.window, None)
        return set(look.subjects) ^ (set(before.look.subjects) if before else set())

    def expire(self, now: datetime) -> set[UUID]:
        """Forget who was not heard; gives the subjects they looked at."""
        silent = [held.look for held in self._windows.values() if now - held.heard_at > FORGET_AFTER]
        for look in silent:
            del self._windows[look.window]
        return {subject for look in silent for subject in look.subjects}

    def subjects(self) -> set[UUID]:
        """Everything somebody looks at."""
        return {subject for held in self._windows.values() for subject in held.look.subjects}

    def people(self, subject: UUID) -> list[Onlooker]:
        """Who looks at it, each person once, by name."""
        looks = (held.look for held in self._windows.values() if subject in held.look.subjects)
        found = {look.person: Onlooker(id=look.person, name=look.name) for look in looks}
        return sorted(found.values(), key=lambda one: (one.name, one.id))


def looks_of(raw: Iterable[object]) -> list[Look]:
    """Looks as they came over the bus."""
    return [Look.model_validate(one) for one in raw]
