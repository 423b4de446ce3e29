"""Routes of the double check."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.oversight.handlers.decide_review import (
    Corrections,
    DecideReview,
    ReviewReply,
    decide_review,
)
from yaoyaoling.platform.http.deps import DeskDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["oversight"])
Reviewer = Annotated[Principal, allow(Role.REVIEWER, Role.INSPECTOR)]


class DecisionBody(Value):
    """Pass (perhaps with corrections) or return with remarks."""

    decision: Literal["pass", "return"]
    remarks: str = Field(default="", max_length=1000)
    corrections: Corrections = Corrections()


@router.post("/api/oversight/reviews/{review_id}/decision")
async def post_decision(review_id: UUID, body: DecisionBody, desk: DeskDep, principal: Reviewer) -> ReviewReply:
    """A second person decides: the incident closes when nothing else is owed."""
    command = DecideReview(
        review_id=review_id, decision=body.decision, remarks=body.remarks, corrections=body.corrections
    )
    return await desk.run(principal, decide_review, command)
