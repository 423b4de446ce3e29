"""Requests about relocations."""

from typing import Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.geo import Point


class ProposeRelocation(Command):
    """The planner's proposal; see `events.RelocationProposed`."""

    crew_id: UUID
    grid_code: str
    place_text: str
    point: Point
    drive_s: float
    cover_before: float
    cover_meanwhile: float
    cover_after: float


class DecideRelocation(Command):
    """A commander or a desk takes the proposal up, or does not; also ends one that runs."""

    relocation_id: UUID
    decision: Literal["accept", "decline", "end"]


class ArriveRelocated(Command):
    """The crew is where it was asked to wait."""

    relocation_id: UUID
