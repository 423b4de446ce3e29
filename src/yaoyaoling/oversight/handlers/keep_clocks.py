"""Reactions inside: every step of a matter sets its clock anew, and ends what was said of its being overdue."""

from datetime import datetime, timedelta
from uuid import UUID

from yaoyaoling.agencies.public import get_hall_code, tuned
from yaoyaoling.citizen.events import WithdrawalAdvanced, WithdrawalAsked
from yaoyaoling.field.events import (
    FeedbackJudged,
    FeedbackMended,
    HelpAdvanced,
    HelpAsked,
    PanicAdvanced,
    PanicRaised,
)
from yaoyaoling.incidents.public import FINAL, IncidentAdvanced, IncidentAmended, IncidentOpened, get_incident
from yaoyaoling.intake.public import ContactAdvanced, ContactReceived
from yaoyaoling.kernel.contract import Value
from yaoyaoling.liaison.public import ALARMED_RETURNS, ExchangeAdvanced, WorkOrderAdvanced, WorkOrderSent
from yaoyaoling.oversight.clocks import CLOCKS
from yaoyaoling.oversight.events import MatterMoved, ReviewDecided, ReviewOpened
from yaoyaoling.oversight.handlers.open_review import OBLIGATION, SETTINGS
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.triage.public import JurisdictionDecided, JurisdictionMoved

CLOCK_TIMER = "oversight.clock"


class Watched(Value):
    """What a clock runs for. stream, seq: the fact that told the state; org_code: whose desks are told.

    subject: who sees it sees that it is overdue.
    """

    thing: str
    state: str
    reference: UUID
    subject: UUID
    incident_id: UUID | None
    stream: str
    seq: int
    org_code: str
    since: datetime

    @property
    def key(self) -> str:
        """Of its timer: one thing has one clock."""
        return str(self.reference)


async def on_incident_moved(tx: Tx, recorded: Recorded) -> None:
    """An incident was opened or moved on."""
    event = recorded.event
    assert isinstance(event, IncidentOpened | IncidentAdvanced)
    if isinstance(event, IncidentAdvanced) and event.state in FINAL:
        await _settle(tx, "incident_id = $1 and thing = 'feedback'", event.incident_id)
    if ("incident", event.state.value) not in CLOCKS:
        await _step(tx, recorded, event.incident_id, "incident", event.state.value, "")
        return
    incident = await get_incident(tx, event.incident_id)
    thing = "complaint" if incident.is_inspection_only else "incident"
    await _step(tx, recorded, event.incident_id, thing, event.state.value, incident.station_code)


async def on_incident_amended(tx: Tx, recorded: Recorded) -> None:
    """What turned out to be a complaint about police is timed as one from now on; what did not, as any other.

    Another owner has the whole of the time, and another chain of desks is told when it is over.
    """
    event = recorded.event
    assert isinstance(event, IncidentAmended)
    running = await tx.find_timer(CLOCK_TIMER, str(event.incident_id))
    thing = "complaint" if event.is_inspection_only else "incident"
    incident = await get_incident(tx, event.incident_id)
    is_same = running is not None and (running["thing"], running["org_code"]) == (thing, incident.station_code)
    if (thing, incident.state.value) in CLOCKS and not is_same:
        await _step(tx, recorded, event.incident_id, thing, incident.state.value, incident.station_code)


async def on_feedback_moved(tx: Tx, recorded: Recorded) -> None:
    """A feedback was passed, sent back to its crew, or mended by it."""
    event = recorded.event
    assert isinstance(event, FeedbackJudged | FeedbackMended)
    await _of_incident(tx, recorded, event.feedback_id, "feedback", event.state.value, event.incident_id)


async def on_review_moved(tx: Tx, recorded: Recorded) -> None:
    """A check was opened or decided."""
    event = recorded.event
    assert isinstance(event, ReviewOpened | ReviewDecided)
    kind = OBLIGATION[event.kind] if isinstance(event, ReviewOpened) else ""
    await _of_incident(tx, recorded, event.review_id, kind, event.state.value, event.incident_id)


async def on_help_moved(tx: Tx, recorded: Recorded) -> None:
    """A crew asked for help, or was answered."""
    event = recorded.event
    assert isinstance(event, HelpAsked | HelpAdvanced)
    await _of_incident(tx, recorded, event.help_id, "help_request", event.state.value, event.incident_id)


async def on_jurisdiction_moved(tx: Tx, recorded: Recorded) -> None:
    """Whose an incident is was decided, confirmed, disputed or settled: the level that settles it is told."""
    event = recorded.event
    assert isinstance(event, JurisdictionDecided | JurisdictionMoved)
    await _step(tx, recorded, event.jurisdiction_id, "jurisdiction", event.state.value, event.desk_code)


async def on_panic_moved(tx: Tx, recorded: Recorded) -> None:
    """A panic call was raised, repeated, acknowledged or ended."""
    event = recorded.event
    assert isinstance(event, PanicRaised | PanicAdvanced)
    await _step(tx, recorded, event.panic_id, "panic", event.state.value, event.org_code or "")


async def on_withdrawal_moved(tx: Tx, recorded: Recorded) -> None:
    """A reporter asked to withdraw, or was answered."""
    event = recorded.event
    assert isinstance(event, WithdrawalAsked | WithdrawalAdvanced)
    await _of_hall(tx, recorded, event.withdrawal_id, "withdrawal", event.state.value)


async def on_work_order_moved(tx: Tx, recorded: Recorded) -> None:
    """A work order went out, or on: late is what is past its own time, and what came back twice is raised at once."""
    event = recorded.event
    assert isinstance(event, WorkOrderSent | WorkOrderAdvanced)
    due = None
    if isinstance(event, WorkOrderAdvanced):
        is_unwanted = event.state.value == "returned" and event.returns >= ALARMED_RETURNS
        due = tx.now if is_unwanted else event.done_by if event.state.value == "accepted" else None
    await _step(tx, recorded, event.work_order_id, "work_order", event.state.value, event.first_code, due)


async def on_exchange_moved(tx: Tx, recorded: Recorded) -> None:
    """A message to a partner's platform: one that is dead is raised at once, and again until somebody acts."""
    event = recorded.event
    assert isinstance(event, ExchangeAdvanced)
    due = tx.now if event.state.value == "dead" else None
    await _step(tx, recorded, event.exchange_id, "exchange", event.state.value, event.first_code, due)


async def on_contact_moved(tx: Tx, recorded: Recorded) -> None:
    """A contact began to wait, or waits no more."""
    event = recorded.event
    assert isinstance(event, ContactReceived | ContactAdvanced)
    await _of_hall(tx, recorded, event.contact_id, "contact", event.state.value)


async def _of_incident(tx: Tx, recorded: Recorded, reference: UUID, thing: str, state: str, incident_id: UUID) -> None:
    timed = (thing, state) in CLOCKS
    org_code = (await get_incident(tx, incident_id)).station_code if timed else ""
    await _step(tx, recorded, reference, thing, state, org_code)


async def _of_hall(tx: Tx, recorded: Recorded, reference: UUID, thing: str, state: str) -> None:
    org_code = await get_hall_code(tx) if (thing, state) in CLOCKS else ""
    await _step(tx, recorded, reference, thing, state, org_code)


async def _step(
    tx: Tx, recorded: Recorded, reference: UUID, thing: str, state: str, org_code: str, due: datetime | None = None
) -> None:
    is_new = recorded.stream_seq == 1
    if not is_new:
        await _settle(tx, "reference = $1", reference)
    clock = CLOCKS.get((thing, state))
    if clock is None:
        if not is_new:
            await tx.cancel_timer(CLOCK_TIMER, str(reference))
        return
    assert recorded.about is not None
    watched = Watched(
        thing=thing,
        state=state,
        reference=reference,
        subject=recorded.about,
        incident_id=recorded.incident,
        stream=recorded.stream,
        seq=recorded.stream_seq,
        org_code=org_code,
        since=tx.now,
    )
    if due is None:
        within_s: float = getattr(await tuned(tx, SETTINGS, org_code), clock.setting)
        due = tx.now + timedelta(seconds=within_s)
    payload = watched.model_dump(mode="json")
    await tx.set_timer(CLOCK_TIMER, watched.key, due, payload, about=watched.subject, is_new=is_new)


async def _settle(tx: Tx, which: str, value: UUID) -> None:
    """Say of what was overdue that it is no longer. which: a condition of this file's own."""
    rows = await tx.fetch(
        f"update oversight.overdue set ended_at = $2, version = version + 1 where {which} and ended_at is null"
        " returning id, subject, incident_id, version",
        value,
        tx.now,
    )
    for row in rows:
        event = MatterMoved(overdue_id=row["id"], incident_id=row["incident_id"])
        stream = f"overdue:{row['id']}"
        tx.record(event, stream=stream, seq=row["version"], about=row["subject"], incident=row["incident_id"])
