"""Followers, as the program itself: what becomes of a matter a partner handed to us is told to its platform."""

from typing import Any
from uuid import UUID

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.incidents.public import IncidentAdvanced
from yaoyaoling.intake.public import ContactAdvanced
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.liaison.exchange.messages import OutKind, matter_body
from yaoyaoling.liaison.exchange.outgoing import Outgoing, insert_outgoing
from yaoyaoling.liaison.policy import TOLD_WORDS, is_matter_over, told_of
from yaoyaoling.liaison.states import ExchangeState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded


async def on_contact_moved(tx: Tx, recorded: Recorded) -> None:
    """Its contact was taken, became an incident, joined one, or was settled."""
    event = recorded.event
    assert isinstance(event, ContactAdvanced)
    row = await _find(tx, "contact_id = $1", event.contact_id)
    if row is None:
        return
    if event.incident_id is not None and row["incident_id"] != event.incident_id:
        sql = "update liaison.handed set incident_id = $2 where id = $1"
        await tx.execute(sql, row["id"], event.incident_id)
    await _tell(tx, row, recorded, event.state.value, event.disposition, event.incident_number)


async def on_incident_moved(tx: Tx, recorded: Recorded) -> None:
    """The incident that was opened of it moved on."""
    event = recorded.event
    assert isinstance(event, IncidentAdvanced)
    rows = await tx.fetch("select * from liaison.handed where incident_id = $1 order by id for update",
                          event.incident_id)  # fmt: skip
    for row in rows:
        await _tell(tx, row, recorded, event.state.value, None, None)


async def _find(tx: Tx, which: str, value: UUID) -> Any:
    return await tx.fetchrow(f"select * from liaison.handed where {which} for update", value)


async def _tell(
    tx: Tx, row: Any, recorded: Recorded, state: str, disposition: str | None, incident_number: str | None
) -> None:
    told = told_of(state, disposition)
    if told is None or told == row["told"]:
        return
    version = row["version"] + 1
    await tx.execute("update liaison.handed set told = $2, version = $3 where id = $1", row["id"], told, version)
    message_id = new_id()
    kind: OutKind = "matter.closed" if is_matter_over(told) else "matter.advanced"
    ours = incident_number or row["contact_number"]
    words = TOLD_WORDS[told]
    body = matter_body(str(message_id), kind, version, recorded.at, row["number"], told, words, ours)
    out = Outgoing(
        id=message_id,
        desk_code=row["desk_code"],
        subject_id=row["contact_id"],
        person=row["contact_id"],
        work_order_id=None,
        contact_id=row["contact_id"],
        incident_id=None,
        number=row["number"],
        first_code=await get_hall_code(tx),
        thing_id=row["id"],
        seq=version,
        kind=kind,
        body=body,
        state=ExchangeState.QUEUED,
        queued_at=tx.now,
        next_try_at=tx.now,
        tries=0,
        ended_at=None,
        reason=None,
        died=False,
        version=0,
    )
    await insert_outgoing(tx, out)
