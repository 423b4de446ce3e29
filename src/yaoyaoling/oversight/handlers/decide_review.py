"""A second person decides."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.field.public import JudgeFeedback, judge_feedback
from yaoyaoling.incidents.public import (
    AdvanceIncident,
    AmendIncident,
    IncidentSignal,
    IncidentState,
    advance_incident,
    amend_incident,
    get_incident,
    settle_obligation,
)
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.oversight.events import ReviewDecided
from yaoyaoling.oversight.handlers.open_review import OBLIGATION
from yaoyaoling.oversight.policy import is_second_person
from yaoyaoling.oversight.states import ReviewSignal, ReviewState, advance
from yaoyaoling.platform.db.tx import Tx


class OwnWork(Refused):
    """The second person must be another one."""

    code = "own_work"
    status = 403
    zh = "不能复核自己的工作，请由他人复核。"
    en = "Nobody reviews their own work; another person must."


class Corrections(Value):
    """What the reviewer puts right; left out: it was right."""

    class_code: str | None = Field(default=None, pattern=r"^\d{2,6}$")
    level: int | None = Field(default=None, ge=1, le=4)


class DecideReview(Command):
    """Pass, perhaps with corrections; or send back with remarks."""

    review_id: UUID
    decision: Literal["pass", "return"]
    remarks: str = Field(default="", max_length=1000)
    corrections: Corrections = Corrections()


class RemarksWanted(Refused):
    """Whoever sends something back says what is wrong with it."""

    code = "remarks_wanted"
    status = 422
    zh = "退回时请写明原因。"
    en = "Say what is wrong when you send it back."


class ReviewReply(Value):
    """The review, and the incident's state after it."""

    review_id: UUID
    state: ReviewState
    incident_id: UUID


async def decide_review(tx: Tx, command: DecideReview) -> ReviewReply:
    """Decide, and let the incident close when nothing else is owed.

    Raises: NotFound, OwnWork, IllegalReviewSignal, RemarksWanted, UnknownClass.
    """
    incident_id = await tx.fetchval("select incident_id from oversight.review where id = $1", command.review_id)
    if incident_id is None:
        raise NotFound
    incident = await get_incident(tx, incident_id, lock=True)
    row = await tx.fetchrow("select * from oversight.review where id = $1 for update", command.review_id)
    assert row is not None
    if not is_second_person(author=row["author"], reviewer=tx.principal.id):
        raise OwnWork
    if command.decision == "return" and not command.remarks.strip():
        raise RemarksWanted
    signal = ReviewSignal.APPROVE if command.decision == "pass" else ReviewSignal.SEND_BACK
    state = advance(ReviewState(row["state"]), signal)
    corrections = {
        name: value
        for name, value in command.corrections.model_dump(exclude_none=True).items()
        if value != getattr(incident, name)
    }
    before = {name: getattr(incident, name) for name in corrections}
    await _write(tx, row, state, command.remarks or None, corrections, before)
    if corrections:
        amend = AmendIncident(
            incident_id=incident.id, reason="review", hall_code=await get_hall_code(tx), **corrections
        )
        await amend_incident(tx, amend)
    if row["kind"] == "feedback":
        judge = JudgeFeedback(
            feedback_id=row["reference"], is_passed=state is ReviewState.PASSED, remarks=command.remarks or None
        )
        await judge_feedback(tx, judge)
    returned = state is ReviewState.RETURNED and row["kind"] != "dispatch"
    if returned and incident.state is IncidentState.HANDLED:
        signal_ = IncidentSignal.FEEDBACK_RETURNED
        await advance_incident(tx, AdvanceIncident(incident_id=incident.id, signal=signal_, reason=command.remarks))
    await settle_obligation(tx, incident.id, OBLIGATION[row["kind"]], str(command.review_id))
    return ReviewReply(review_id=command.review_id, state=state, incident_id=incident.id)


async def _write(
    tx: Tx, row: Any, state: ReviewState, remarks: str | None, corrections: dict[str, Any], before: dict[str, Any]
) -> None:
    version = row["version"] + 1
    await tx.execute(
        "update oversight.review set state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5,"
        " remarks = $6, corrections = $7, corrected_from = $8, version = $9 where id = $1",
        row["id"],
        state.value,
        tx.principal.account_id,
        tx.principal.name,
        tx.now,
        remarks,
        corrections,
        before,
        version,
    )
    event = ReviewDecided(
        review_id=row["id"],
        incident_id=row["incident_id"],
        state=state,
        decided_by_name=tx.principal.name,
        remarks=remarks,
        corrections=corrections,
        corrected_from=before,
    )
    stream = f"review:{row['id']}"
    tx.record(event, stream=stream, seq=version, about=row["incident_id"], incident=row["incident_id"])
