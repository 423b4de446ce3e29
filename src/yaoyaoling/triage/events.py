"""Facts about alerts, judgements, stop-payment orders, transcripts and this room's editable data."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Event, Personal, Value
from yaoyaoling.triage.sheets import SheetKind
from yaoyaoling.triage.states import PaymentSignal, PaymentState

Source = Literal["typed", "message", "speech"]
"""Where a sensitive word came from."""
JudgedKind = Literal["class", "level", "place", "non_police", "same", "answers"]
Verdict = Literal["confirmed", "rejected", "corrected"]


class SheetChanged(Event):
    """A new version of question cards, sensitive words, acceptance lists or class mappings."""

    name: ClassVar[str] = "triage.sheet.changed"

    kind: SheetKind
    version_made: int
    note: str


class AlertRaised(Event):
    """A sensitive word was found in what a contact said; once a contact and rule. levels: who must know."""

    name: ClassVar[str] = "triage.alert.raised"

    alert_id: UUID
    contact_id: UUID
    rule_id: str
    kind: str
    word: str
    levels: tuple[str, ...]
    source: Source


class AlertSeen(Event):
    """Somebody who must know has seen it."""

    name: ClassVar[str] = "triage.alert.seen"

    alert_id: UUID
    by_name: str


class Offered(Value):
    """What was suggested: a code or number, and how sure it was."""

    value: str
    confidence: float | None = None


class SuggestionJudged(Event):
    """What a person made of a suggestion; what they chose last counts."""

    name: ClassVar[str] = "triage.suggestion.judged"

    contact_id: UUID
    kind: JudgedKind
    offered: tuple[Offered, ...]
    chosen: str
    verdict: Verdict
    by_name: str


class StopPaymentPrepared(Event):
    """A stop-payment order as it stands; prepared anew when more became known."""

    name: ClassVar[str] = "triage.stop_payment.prepared"

    payment_id: UUID
    contact_id: UUID
    state: PaymentState
    by_name: str
    prepared_at: datetime
    due_at: datetime | None
    account: Personal[str | None] = None
    holder: Personal[str | None] = None
    bank: Personal[str | None] = None
    amount_yuan: Personal[float | None] = None
    paid_at: Personal[str | None] = None
    channel: Personal[str | None] = None


class StopPaymentAdvanced(Event):
    """It was sent, answered or dropped."""

    name: ClassVar[str] = "triage.stop_payment.advanced"

    payment_id: UUID
    contact_id: UUID
    signal: PaymentSignal
    state: PaymentState
    by_name: str
    due_at: datetime | None
    note: Personal[str | None] = None


class StopPaymentRaised(Event):
    """Its time is over and it is not done: raised, so often by now."""

    name: ClassVar[str] = "triage.stop_payment.raised"

    payment_id: UUID
    contact_id: UUID
    raised: int
    due_at: datetime


class StopPaymentErased(Event):
    """Account, amount and words are gone with the reporter's personal data."""

    name: ClassVar[str] = "triage.stop_payment.erased"

    payment_id: UUID


class WordsHeard(Event):
    """A recogniser heard a line of a call. began_s, ended_s: seconds into that party's recording."""

    name: ClassVar[str] = "triage.words.heard"

    heard_id: UUID
    contact_id: UUID
    party: str
    began_s: float
    ended_s: float
    recogniser: str
    text: Personal[str | None] = None


class WordsErased(Event):
    """The line is gone with the reporter's personal data."""

    name: ClassVar[str] = "triage.words.erased"

    heard_id: UUID


EVENTS = (
    SheetChanged,
    AlertRaised,
    AlertSeen,
    SuggestionJudged,
    StopPaymentPrepared,
    StopPaymentAdvanced,
    StopPaymentRaised,
    StopPaymentErased,
    WordsHeard,
    WordsErased,
)
