"""Facts about calls. All facts of a call are one stream, `call:<id>`; legs stand in them as they all are then."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from yaoyaoling.kernel.contract import Event, Personal, Value
from yaoyaoling.telephony.commands import Attended, LegKind, Mode, Reason
from yaoyaoling.telephony.states import CallSignal, CallState, LegSignal, LegState


class LegView(Value):
    """A leg as screens show it. number: of partners only; since: of this state; is_ending: it was asked to leave."""

    id: UUID
    kind: LegKind
    state: LegState
    mode: Mode
    person_id: UUID | None
    crew_id: UUID | None
    display: str | None
    number: str | None
    order_id: UUID | None
    partner_id: str | None
    attended: Attended | None
    since: datetime
    end_reason: Reason | None
    is_ending: bool


class CallRang(Event):
    """A citizen rings. Coordinates are WGS-84; uncertainty_m and place_text as the network told them;
    location_faults: why documents of the place could not be read."""

    name: ClassVar[str] = "telephony.call.rang"

    call_id: UUID
    dialled: str
    caller_number: Personal[str | None] = None
    lon: Personal[float | None] = None
    lat: Personal[float | None] = None
    uncertainty_m: Personal[float | None] = None
    place_text: Personal[str | None] = None
    location_faults: tuple[str, ...] = ()
    has_media: bool = False
    """Our own line carries it: it is answered, held and ended here; absent in facts of before."""
    tags: tuple[str, ...] = ()
    """What is known of the number: `junk` by a call-taker, `repeat` by the edge."""
    redial_of: UUID | None = None
    """The earlier call of the same number it is taken to belong to."""
    msd: Personal[str | None] = None
    """What a car that calls by itself told (eCall), in hexadecimal as it came; absent in facts of before."""


class CallOpened(Event):
    """Our line has the call, in this first state; who may see it was said before."""

    name: ClassVar[str] = "telephony.call.opened"

    call_id: UUID
    state: CallState
    dialled: str
    tags: tuple[str, ...]
    redial_of: UUID | None
    rang_at: datetime
    legs: tuple[LegView, ...]
    caller_number: Personal[str | None] = None


class CallAdvanced(Event):
    """The call's state moved on, as the line told it."""

    name: ClassVar[str] = "telephony.call.advanced"

    call_id: UUID
    signal: CallSignal
    was: CallState
    state: CallState
    reason: Reason | None = None
    sip_status: int | None = None


class CallEndAsked(Event):
    """Somebody asked to hang up."""

    name: ClassVar[str] = "telephony.call.end_asked"

    call_id: UUID
    reason: Reason


class DigitsAsked(Event):
    """Somebody asked to play keys."""

    name: ClassVar[str] = "telephony.call.digits_asked"

    call_id: UUID
    digits: Personal[str | None] = None


class KeyAsked(Event):
    """The caller was asked to press 1 if help is wanted."""

    name: ClassVar[str] = "telephony.call.key_asked"

    call_id: UUID


class KeyPressed(Event):
    """The caller pressed a key."""

    name: ClassVar[str] = "telephony.call.key_pressed"

    call_id: UUID
    key: str


class CallTied(Event):
    """The call belongs to an incident, or to none any more."""

    name: ClassVar[str] = "telephony.call.tied"

    call_id: UUID
    incident_id: UUID | None


class CallLeftAlone(Event):
    """Nobody is left with the caller."""

    name: ClassVar[str] = "telephony.call.left_alone"

    call_id: UUID


class NumberTagged(Event):
    """A call-taker marked the number of a call. tags: all of the call from now on."""

    name: ClassVar[str] = "telephony.number.tagged"

    call_id: UUID
    has_media: bool
    tags: tuple[str, ...]
    why: str
    by_name: str
    until: datetime


class NumberUntagged(Event):
    """The mark was taken away. tags: what is left."""

    name: ClassVar[str] = "telephony.number.untagged"

    call_id: UUID
    has_media: bool
    tags: tuple[str, ...]
    why: str
    by_name: str


class LegAsked(Event):
    """Somebody shall join the call. number: to be rung through the trunk when no line answers."""

    name: ClassVar[str] = "telephony.leg.asked"

    leg_id: UUID
    call_id: UUID
    kind: LegKind
    mode: Mode
    person_id: UUID | None = None
    crew_id: UUID | None = None
    display: str | None = None
    order_id: UUID | None = None
    partner_id: str | None = None
    attended: Attended | None = None
    number: Personal[str | None] = None
    legs: tuple[LegView, ...]


class LegAdvanced(Event):
    """A leg's state moved on, as the line told it."""

    name: ClassVar[str] = "telephony.leg.advanced"

    leg_id: UUID
    call_id: UUID
    kind: LegKind
    signal: LegSignal
    was: LegState
    state: LegState
    reason: Reason | None = None
    sip_status: int | None = None
    person_id: UUID | None = None
    crew_id: UUID | None = None
    order_id: UUID | None = None
    partner_id: str | None = None
    attended: Attended | None = None
    legs: tuple[LegView, ...]


class LegModeSet(Event):
    """What a leg shall hear and say from now on."""

    name: ClassVar[str] = "telephony.leg.mode_set"

    leg_id: UUID
    call_id: UUID
    kind: LegKind
    mode: Mode
    person_id: UUID | None = None
    legs: tuple[LegView, ...]


class LegEndAsked(Event):
    """A leg shall leave, or be called no more."""

    name: ClassVar[str] = "telephony.leg.end_asked"

    leg_id: UUID
    call_id: UUID
    kind: LegKind
    reason: Reason
    person_id: UUID | None = None
    legs: tuple[LegView, ...]


class LineMoved(Event):
    """Somebody can speak at the own line from now on, or no longer can."""

    name: ClassVar[str] = "telephony.line.moved"

    person_id: UUID
    is_up: bool


class CallErased(Event):
    """The caller's number is gone; times, states and parties stay."""

    name: ClassVar[str] = "telephony.call.erased"

    call_id: UUID
    has_media: bool


EVENTS = (
    CallRang,
    CallOpened,
    CallAdvanced,
    CallEndAsked,
    DigitsAsked,
    KeyAsked,
    KeyPressed,
    CallTied,
    CallLeftAlone,
    NumberTagged,
    NumberUntagged,
    LegAsked,
    LegAdvanced,
    LegModeSet,
    LegEndAsked,
    LineMoved,
    CallErased,
)
