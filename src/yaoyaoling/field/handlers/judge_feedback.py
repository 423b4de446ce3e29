"""A second person's word on a feedback; for `oversight`, in its transaction."""

from yaoyaoling.field.commands import JudgeFeedback
from yaoyaoling.field.events import FeedbackJudged
from yaoyaoling.field.states import FeedbackSignal, FeedbackState, advance
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx


async def judge_feedback(tx: Tx, command: JudgeFeedback) -> FeedbackState:
    """Pass it or send it back. Raises: NotFound, IllegalFeedbackSignal."""
    row = await tx.fetchrow(
        "select incident_id, state, version from field.feedback where id = $1 for update", command.feedback_id
    )
    if row is None:
        raise NotFound
    signal = FeedbackSignal.PASS if command.is_passed else FeedbackSignal.RETURN
    state = advance(FeedbackState(row["state"]), signal)
    version = row["version"] + 1
    await tx.execute(
        "update field.feedback set state = $2, remarks = $3, version = $4 where id = $1",
        command.feedback_id,
        state.value,
        command.remarks,
        version,
    )
    event = FeedbackJudged(
        feedback_id=command.feedback_id, incident_id=row["incident_id"], state=state, remarks=command.remarks
    )
    stream = f"feedback:{command.feedback_id}"
    tx.record(event, stream=stream, seq=version, about=row["incident_id"], incident=row["incident_id"])
    return state
