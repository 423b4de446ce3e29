"""What the controller knows about a call's recording, and what was found in its folder."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Value

PartKind = Literal["leg", "mix", "played", "other"]
SHEET = "sheet.json"
"""The sheet's name when it lies in the call's folder."""


class LegNote(Value):
    """One party. kind: citizen, seat, officer, partner, callback. name: of police and partners, never of citizens."""

    leg_id: UUID
    kind: str = Field(max_length=20)
    name: str | None = Field(default=None, max_length=80)


class Played(Value):
    """An announcement the caller was given: which sound file, and when it was to be heard.

    is_repeated: again and again until it was stopped, as queue music is; else to the file's end at most. ended_at None:
    nobody knows when it was stopped; one that is repeated lasted as long as anything of the call was recorded.
    """

    file: str
    started_at: datetime
    ended_at: datetime | None = None
    is_repeated: bool = False


class CallSheet(Value):
    """Everything about a call that its folder does not tell.

    The folder holds Janus' per-leg `.mjr` files (a leg's id stands last in the file's name before what Janus adds)
    and its mixed `.wav`; also of several rooms and nodes. hall_ahead_s: the hall's clock minus the machine's.
    """

    call_id: UUID
    legs: tuple[LegNote, ...] = ()
    played: tuple[Played, ...] = ()
    hall_ahead_s: float = 0.0


class Lane(Value):
    """When one party speaks: pairs of seconds from the recording's start. kind, name: as noted of the leg."""

    leg_id: UUID | None
    kind: str | None
    name: str | None = None
    speaks: tuple[tuple[float, float], ...]


class PartFound(Value):
    """One file of the folder. fault: a word for what is wrong with it; it is kept all the same."""

    name: str
    kind: PartKind
    leg_id: UUID | None = None
    leg_kind: str | None = None
    codec: str | None = None
    started_at: datetime | None = None
    seconds: float | None = None
    fault: str | None = None


class Rendering(Value):
    """What a folder gave: one sound, or None when nothing in it can be heard.

    peaks: loudness over the call, a byte a step, in hexadecimal. seconds: of the whole call, gaps included.
    """

    has_sound: bool
    started_at: datetime | None
    seconds: float
    peaks: str
    lanes: tuple[Lane, ...]
    parts: tuple[PartFound, ...]
