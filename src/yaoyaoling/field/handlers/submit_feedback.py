"""A crew reports what it found and did."""

from typing import Any
from uuid import UUID

from yaoyaoling.dispatch.public import OrderState, feed_back, get_order
from yaoyaoling.evidence.public import claim_uploads
from yaoyaoling.field.commands import SubmitFeedback
from yaoyaoling.field.events import FeedbackMended, FeedbackSubmitted
from yaoyaoling.field.states import FeedbackSignal, FeedbackState, advance
from yaoyaoling.incidents.public import get_incident
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.db.tx import Tx


class NotArrived(Refused):
    """Feedback comes after arrival."""

    code = "not_arrived"
    status = 409
    zh = "请先到场，再提交反馈；已填写的内容仍在。"
    en = "Arrive first, then report; what you wrote is kept."


class AlreadyReported(Refused):
    """The feedback waits for review or has passed."""

    code = "already_reported"
    status = 409
    zh = "反馈已提交，正在复核或已通过。"
    en = "The feedback has been submitted and is under review or passed."


class FeedbackReply(Value):
    """The feedback as stored."""

    feedback_id: UUID
    round: int
    state: FeedbackState


async def submit_feedback(tx: Tx, command: SubmitFeedback) -> FeedbackReply:
    """Store the feedback; the crew is free, and the incident handled when no other crew is on it.

    After a review sent it back, the same order takes a further round.
    Raises: NotFound, NotArrived, AlreadyReported, UploadGone.
    """
    order = await get_order(tx, command.order_id)
    if order.crew_id != tx.principal.crew_id:
        raise NotFound
    incident = await get_incident(tx, order.incident_id, lock=True)
    last = await tx.fetchrow(
        "select id, round, state, version from field.feedback where order_id = $1 order by round desc limit 1", order.id
    )
    _check(order.state, last)
    feedback_id = new_id()
    event = FeedbackSubmitted(
        feedback_id=feedback_id,
        order_id=order.id,
        incident_id=incident.id,
        crew_id=order.crew_id,
        call_sign=order.call_sign,
        round=1 if last is None else last["round"] + 1,
        state=FeedbackState.SUBMITTED,
        outcome=command.outcome,
        text=command.text,
        media=tuple(upload.media_id for upload in command.uploads),
        submitted_by=tx.principal.account_id,
        submitted_by_name=tx.principal.name,
    )
    await _insert(tx, event, incident.subject)
    if last is not None:
        await _mend(tx, incident.id, last)
    await claim_uploads(
        tx, command.uploads, purpose="feedback", contact_id=incident.contact_id, incident_id=incident.id
    )
    # Recorded before the order moves: whoever must review it says so before the incident looks whether it may close.
    stream = f"feedback:{feedback_id}"
    tx.record(event, stream=stream, seq=1, about=incident.id, incident=incident.id, subject=incident.subject)
    await feed_back(tx, order.id, command.outcome)
    return FeedbackReply(feedback_id=feedback_id, round=event.round, state=event.state)


def _check(order_state: OrderState, last: Any) -> None:
    if order_state is OrderState.ARRIVED:
        return
    if order_state is OrderState.FED_BACK:
        if last is not None and last["state"] == FeedbackState.RETURNED.value:
            return
        raise AlreadyReported
    raise NotArrived


async def _mend(tx: Tx, incident_id: UUID, last: Any) -> None:
    """The round that was sent back has been answered."""
    state = advance(FeedbackState(last["state"]), FeedbackSignal.MEND)
    version = last["version"] + 1
    await tx.execute(
        "update field.feedback set state = $2, version = $3 where id = $1", last["id"], state.value, version
    )
    event = FeedbackMended(feedback_id=last["id"], incident_id=incident_id, state=state)
    tx.record(event, stream=f"feedback:{last['id']}", seq=version, about=incident_id, incident=incident_id)


async def _insert(tx: Tx, event: FeedbackSubmitted, subject: UUID) -> None:
    await tx.execute(
        "insert into field.feedback (id, order_id, incident_id, crew_id, call_sign, round, state, outcome, text,"
        " media, subject, submitted_by, submitted_by_name, submitted_at, version)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)",
        event.feedback_id,
        event.order_id,
        event.incident_id,
        event.crew_id,
        event.call_sign,
        event.round,
        event.state.value,
        event.outcome,
        event.text,
        list(event.media),
        subject,
        event.submitted_by,
        event.submitted_by_name,
        tx.now,
    )
