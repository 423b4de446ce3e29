"""Reactions inside: what a second person must look at is owed to the incident from the same moment on."""

from uuid import UUID

from yaoyaoling.agencies.public import tuned
from yaoyaoling.dispatch.public import CrewOrdered
from yaoyaoling.field.public import FeedbackSubmitted, JudgeFeedback, judge_feedback
from yaoyaoling.incidents.public import Incident, IncidentAdvanced, IncidentSignal, add_obligation, get_incident
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.oversight.events import ReviewKind, ReviewOpened
from yaoyaoling.oversight.policy import must_check
from yaoyaoling.oversight.settings import OversightSettings
from yaoyaoling.oversight.states import ReviewState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded

OBLIGATION = {"dispatch": "dispatch_review", "feedback": "feedback_review", "handling": "handling_review"}
NOT_DRAWN = "not_drawn"
SETTINGS = OversightSettings()
TUNABLE = tuple(OversightSettings.model_fields)


async def on_feedback_submitted(tx: Tx, recorded: Recorded) -> None:
    """Feedback is checked: of the graver levels all, of the others the sample that is set (all, unless changed)."""
    event = recorded.event
    assert isinstance(event, FeedbackSubmitted)
    if await _is_wanted(tx, await get_incident(tx, event.incident_id), "feedback"):
        await _open(tx, event.incident_id, "feedback", event.feedback_id)


async def pass_undrawn_feedback(tx: Tx, recorded: Recorded) -> None:
    """After commit: feedback for which no check was opened passes, in the program's own name."""
    event = recorded.event
    assert isinstance(event, FeedbackSubmitted)
    if not await tx.fetchval(
        "select exists (select from oversight.review where reference = $1 and kind = 'feedback')", event.feedback_id
    ):
        await judge_feedback(tx, JudgeFeedback(feedback_id=event.feedback_id, is_passed=True, remarks=NOT_DRAWN))


async def on_crew_ordered(tx: Tx, recorded: Recorded) -> None:
    """The first order of a person is checked: of the graver levels always, of the others when it is drawn.

    The chain's own orders are not.
    """
    event = recorded.event
    assert isinstance(event, CrewOrdered)
    incident = await get_incident(tx, event.incident_id)
    if tx.principal.is_system or not await _is_wanted(tx, incident, "dispatch"):
        return
    if await tx.fetchval(
        "select exists (select from oversight.review where incident_id = $1 and kind = 'dispatch' and opened_at >= $2)",
        incident.id,
        incident.reopened_at or incident.opened_at,
    ):
        return
    await _open(tx, incident.id, "dispatch", event.order_id)


async def on_handled_directly(tx: Tx, recorded: Recorded) -> None:
    """What was handled without a crew (a complaint about police) is checked like a feedback."""
    event = recorded.event
    assert isinstance(event, IncidentAdvanced)
    if event.signal is IncidentSignal.HANDLED_DIRECTLY:
        await _open(tx, event.incident_id, "handling", event.incident_id)


async def _is_wanted(tx: Tx, incident: Incident, kind: ReviewKind) -> bool:
    rules = await tuned(tx, SETTINGS, incident.station_code)
    percent = rules.dispatch_sample_percent if kind == "dispatch" else rules.feedback_sample_percent
    return must_check(
        kind, incident_id=incident.id, level=incident.level, all_up_to_level=rules.all_up_to_level, percent=percent
    )


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
