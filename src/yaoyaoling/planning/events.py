"""Facts about relocations."""

from typing import ClassVar
from uuid import UUID

from yaoyaoling.kernel.contract import Event
from yaoyaoling.planning.states import RelocationSignal, RelocationState


class RelocationProposed(Event):
    """A crew would cover more from elsewhere. cover_*: share of demand expected to be reached in time, 0..1."""

    name: ClassVar[str] = "planning.relocation.proposed"

    relocation_id: UUID
    crew_id: UUID
    call_sign: str
    grid_code: str
    place_text: str
    lon: float
    lat: float
    drive_s: float
    cover_before: float
    cover_meanwhile: float
    cover_after: float


class RelocationAdvanced(Event):
    """It was accepted or declined, the crew is there, or it is over."""

    name: ClassVar[str] = "planning.relocation.advanced"

    relocation_id: UUID
    crew_id: UUID
    signal: RelocationSignal
    state: RelocationState
    by_name: str
    reason: str | None = None


EVENTS = (RelocationProposed, RelocationAdvanced)
