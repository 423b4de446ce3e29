"""A clock ran out: tell the next level, and go on telling until the matter moves."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.agencies.public import get_hall_code, list_desks_over, list_inspections_over, tuned
from yaoyaoling.incidents.public import FINAL, get_incident
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.oversight.clocks import CLOCKS, Asks, desk_asked, next_in_s
from yaoyaoling.oversight.events import MatterOverdue
from yaoyaoling.oversight.handlers.keep_clocks import CLOCK_TIMER, Watched
from yaoyaoling.oversight.handlers.open_review import SETTINGS
from yaoyaoling.platform.db.tx import Tx


async def on_clock_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Raise what still stands where it stood when the clock was set; of what has moved on, nothing is said.

    No row of another room is locked: whoever moves the matter meanwhile waits for this timer, not it for them.
    """
    watched = Watched.model_validate(payload)
    if await _has_moved_on(tx, watched):
        return
    row = await tx.fetchrow(
        "select id, raised, since from oversight.overdue where reference = $1 and ended_at is null for update",
        watched.reference,
    )
    raised = 1 if row is None else row["raised"] + 1
    clock = CLOCKS[(watched.thing, watched.state)]
    first_s: float = getattr(await tuned(tx, SETTINGS, watched.org_code), clock.setting)
    due_at = tx.now + timedelta(seconds=next_in_s(first_s, raised))
    event = MatterOverdue(
        overdue_id=new_id() if row is None else row["id"],
        thing=watched.thing,
        state=watched.state,
        reference=watched.reference,
        incident_id=watched.incident_id,
        raised=raised,
        desk_code=desk_asked(await _desks(tx, watched.org_code, clock.asks), raised),
        since=watched.since if row is None else row["since"],
        due_at=due_at,
    )
    await _write(tx, watched, event)
    await tx.set_timer(CLOCK_TIMER, watched.key, due_at, watched.model_dump(mode="json"), about=watched.subject)


async def _has_moved_on(tx: Tx, watched: Watched) -> bool:
    """Whether its stream tells a later state, or the incident it belongs to has ended."""
    later = await tx.fetchval(
        "select exists (select from ledger.event where stream = $1 and stream_seq > $2"
        " and payload->>'state' is not null)",
        watched.stream,
        watched.seq,
    )
    if later or watched.thing != "feedback" or watched.incident_id is None:
        return bool(later)
    return (await get_incident(tx, watched.incident_id)).state in FINAL


async def _desks(tx: Tx, org_code: str, asks: Asks) -> list[str]:
    """Codes of who is told, the lowest level first."""
    if asks == "hall":
        return [await get_hall_code(tx)]
    desks = [one.code for one in await list_desks_over(tx, org_code)]
    if asks == "inspection":
        return [one.code for one in await list_inspections_over(tx, org_code)] or desks
    return desks[1:] or desks if asks == "reviewers" else desks


async def _write(tx: Tx, watched: Watched, event: MatterOverdue) -> None:
    columns: dict[str, UUID | str | int | datetime | None] = {
        **event.model_dump(exclude={"overdue_id"}),
        "id": event.overdue_id,
        "subject": watched.subject,
        "version": event.raised,
    }
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    await tx.execute(
        f"insert into oversight.overdue ({', '.join(columns)}) values ({places}) on conflict (id) do update"
        " set raised = excluded.raised, desk_code = excluded.desk_code, due_at = excluded.due_at,"
        " version = excluded.version",
        *columns.values(),
    )
    stream = f"overdue:{event.overdue_id}"
    tx.record(event, stream=stream, seq=event.raised, about=watched.subject, incident=event.incident_id)
