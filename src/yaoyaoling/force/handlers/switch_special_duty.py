"""Special duties go on and off by the calendar."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.force.events import SpecialDutySwitched, SpecialState
from yaoyaoling.platform.db.tx import Tx

SPECIAL_TIMER = "force.special_duty"


async def wake(tx: Tx, special_id: UUID, due: datetime) -> None:
    """Look at it again then."""
    await tx.set_timer(SPECIAL_TIMER, str(special_id), due, {"special_duty_id": special_id}, about=special_id)


async def on_special_due(tx: Tx, payload: dict[str, Any]) -> None:
    """It is on within its hours, off between them, over after the last; a restart in between changes nothing."""
    special_id = UUID(payload["special_duty_id"])
    row = await tx.fetchrow("select state, version from force.special_duty where id = $1 for update", special_id)
    if row is None or row["state"] in ("over", "cancelled"):
        return
    hours = await tx.fetchrow(
        "select bool_or(starts_at <= $2 and ends_at > $2) as is_on,"
        " min(ends_at) filter (where starts_at <= $2 and ends_at > $2) as until,"
        " min(starts_at) filter (where starts_at > $2) as next"
        " from force.special_hours where special_duty_id = $1",
        special_id,
        tx.now,
    )
    assert hours is not None
    state: SpecialState = "on" if hours["is_on"] else "off" if hours["next"] is not None else "over"
    due = hours["until"] if hours["is_on"] else hours["next"]
    if due is not None:
        await wake(tx, special_id, due)
    if state == row["state"] or (state == "off" and row["state"] == "planned"):
        return
    version = row["version"] + 1
    await tx.execute("update force.special_duty set state = $2, version = $3 where id = $1", special_id, state, version)
    event = SpecialDutySwitched(special_duty_id=special_id, state=state)
    tx.record(event, stream=f"special_duty:{special_id}", seq=version, about=special_id)
