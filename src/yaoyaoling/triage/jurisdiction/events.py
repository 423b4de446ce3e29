"""Facts about whose an incident is."""

from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Event
from yaoyaoling.triage.jurisdiction.decide import Kind, WhoseReason
from yaoyaoling.triage.states import JurisdictionSignal, JurisdictionState


class JurisdictionDecided(Event):
    """By place and kind of event it is this station's, for these reasons. Decided anew when the place is another.

    basis "unclear": on a border; the local station answers first, against a clock. desk_code: who settles it.
    """

    name: ClassVar[str] = "triage.jurisdiction.decided"

    jurisdiction_id: UUID
    incident_id: UUID
    state: JurisdictionState
    basis: Kind
    station_code: str
    others: tuple[str, ...]
    desk_code: str
    leads_zh: str | None
    leads_en: str | None
    reasons: tuple[WhoseReason, ...]
    forgets_nearest: bool = False
    """Whether the station that went first for being near is the owner now."""


class JurisdictionLed(Event):
    """The class was corrected: another functional unit leads, or none; whose it is stays as it was."""

    name: ClassVar[str] = "triage.jurisdiction.led"

    jurisdiction_id: UUID
    incident_id: UUID
    basis: Kind
    leads_zh: str | None
    leads_en: str | None
    reasons: tuple[WhoseReason, ...]


class JurisdictionNearest(Event):
    """A crew of another station is nearest and goes first; the owner stays the owner."""

    name: ClassVar[str] = "triage.jurisdiction.nearest"

    jurisdiction_id: UUID
    incident_id: UUID
    basis: Literal["nearest"]
    station_code: str
    goes_first: str
    eta_s: float | None


class JurisdictionMoved(Event):
    """The station confirmed or disputed it, the next level ruled, or the incident ended before somebody did.

    station_code: who owns the incident from now on; claimed_code: whose it should be, says who disputes it.
    """

    name: ClassVar[str] = "triage.jurisdiction.moved"

    jurisdiction_id: UUID
    incident_id: UUID
    signal: JurisdictionSignal
    state: JurisdictionState
    station_code: str
    claimed_code: str | None
    desk_code: str
    said: str | None
    by_name: str | None


EVENTS = (JurisdictionDecided, JurisdictionLed, JurisdictionNearest, JurisdictionMoved)
