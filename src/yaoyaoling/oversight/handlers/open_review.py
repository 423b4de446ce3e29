"""Reactions inside: what a second person must look at is owed to the incident from the same moment on."""

from uuid import UUID

from yaoyaoling.dispatch.public import CrewOrdered
from yaoyaoling.field.public import FeedbackSubmitted
from yaoyaoling.incidents.public import IncidentAdvanced, IncidentSignal, add_obligation, get_incident
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.oversight.events import ReviewKind, ReviewOpened
from yaoyaoling.oversight.policy import must_check_dispatch
from yaoyaoling.oversight.states import ReviewState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded

OBLIGATION = {"dispatch": "dispatch_review", "feedback": "feedback_review", "handling": "handling_review"}


async def on_feedback_submitted(tx: Tx, recorded: Recorded) -> None:
    """Every feedback is checked."""
    event = recorded.event
    assert isinstance(event, FeedbackSubmitted)
    await _open(tx, event.incident_id, "feedback", event.feedback_id)


async def on_crew_ordered(tx: Tx, recorded: Recorded) -> None:
    """The first order of a person on a level-one or level-two incident is checked; the chain's own orders are not."""
    event = recorded.event
    assert isinstance(event, CrewOrdered)
    incident = await get_incident(tx, event.incident_id)
    if tx.principal.is_system or not must_check_dispatch(incident.level):
        return
    if await tx.fetchval(
        "select exists (select from oversight.review where incident_id = $1 and kind = 'dispatch')", incident.id
    ):
        return
    await _open(tx, incident.id, "dispatch", event.order_id)


async def on_handled_directly(tx: Tx, recorded: Recorded) -> None:
    """What was handled without a crew (a complaint about police) is checked like a feedback."""
    event = recorded.event
    assert isinstance(event, IncidentAdvanced)
    if event.signal is IncidentSignal.HANDLED_DIRECTLY:
        await _open(tx, event.incident_id, "handling", event.incident_id)


async def _open(tx: Tx, incident_id: UUID, kind: ReviewKind, reference: UUID) -> None:
    review_id = new_id()
    event = ReviewOpened(
        review_id=review_id,
        incident_id=incident_id,
        kind=kind,
        reference=reference,
        state=ReviewState.OPEN,
        author=tx.principal.id,
        author_name=tx.principal.name,
    )
    await tx.execute(
        "insert into oversight.review (id, incident_id, kind, reference, state, author, author_name, opened_at,"
        " version) values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        review_id,
        incident_id,
        kind,
        reference,
        event.state.value,
        event.author,
        event.author_name,
        tx.now,
    )
    tx.record(event, stream=f"review:{review_id}", seq=1, about=incident_id, incident=incident_id)
    await add_obligation(tx, incident_id, OBLIGATION[kind], str(review_id))
