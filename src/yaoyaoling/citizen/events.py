"""Facts about ratings."""

from typing import ClassVar
from uuid import UUID

from yaoyaoling.kernel.contract import Event, Personal


class RatingGiven(Event):
    """The reporter rated the answering and the handling, each from 1 to 5."""

    name: ClassVar[str] = "citizen.rating.given"

    contact_id: UUID
    incident_id: UUID
    answering: int
    handling: int
    words: Personal[str | None] = None


EVENTS = (RatingGiven,)
