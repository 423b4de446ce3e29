"""A round of a plan begins by the calendar."""

from typing import Any
from uuid import UUID

from yaoyaoling.field.patrol.plans import get_plan
from yaoyaoling.field.patrol.rounds import begin_rounds
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx


async def on_round_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Open what has begun; a restart in between opens what runs now, and nothing that is over."""
    try:
        plan, org_path = await get_plan(tx, UUID(payload["plan_id"]))
    except NotFound:
        return
    if plan.is_on:
        await begin_rounds(tx, plan, org_path)
