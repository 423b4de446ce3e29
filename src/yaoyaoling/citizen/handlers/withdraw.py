"""The reporter asks to withdraw; a seat verifies and answers. Crews never stop by themselves."""

from typing import Any
from uuid import UUID

from pydantic import Field

from yaoyaoling.citizen.events import WithdrawalAdvanced, WithdrawalAsked, WithdrawalReason
from yaoyaoling.citizen.states import WithdrawalSignal, WithdrawalState, advance
from yaoyaoling.incidents.public import (
    FINAL,
    AdvanceIncident,
    IncidentAdvanced,
    IncidentSignal,
    IncidentState,
    add_obligation,
    advance_incident,
    get_incident,
    settle_obligation,
)
from yaoyaoling.intake.public import ContactAdvanced, ContactState, get_contact, list_contacts_of
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded

OWED = "withdrawal"
_PAST = FINAL | {IncidentState.HANDLED}
_SELECT = "select id, contact_id, state, version from citizen.withdrawal"


class NothingToWithdraw(Refused):
    """It has ended already, or is one of those that are not withdrawn by a page."""

    code = "nothing_to_withdraw"
    status = 409
    zh = "该报警已办结或不能在网页申请撤销；如有变化请拨打 110。"
    en = "This report has ended or cannot be withdrawn here. If something changed, ring 110."


class AskToWithdraw(Command):
    """Why. is_allowed: looked up by the program, which may see what the reporter may not."""

    contact_id: UUID
    is_allowed: bool
    reason: WithdrawalReason
    words: str = Field(default="", max_length=500)


class AnswerWithdrawal(Command):
    """A seat has verified: accept (the incident is cancelled), or refuse with a reply the reporter reads."""

    withdrawal_id: UUID
    is_accepted: bool
    reply: str = Field(min_length=2, max_length=300)


class WithdrawalReply(Value):
    """A request after a command."""

    withdrawal_id: UUID
    state: WithdrawalState


async def ask_to_withdraw(tx: Tx, command: AskToWithdraw) -> WithdrawalReply:
    """Ask; asking twice is one request. Raises: NotFound, NothingToWithdraw."""
    contact = await get_contact(tx, command.contact_id, lock=True)
    live = await tx.fetchrow(f"{_SELECT} where contact_id = $1 and ended_at is null", contact.id)
    if live is not None:
        return WithdrawalReply(withdrawal_id=live["id"], state=WithdrawalState(live["state"]))
    if not command.is_allowed or contact.state is ContactState.SETTLED:
        raise NothingToWithdraw
    withdrawal_id = new_id()
    words = command.words.strip() or None
    await tx.execute(
        "insert into citizen.withdrawal (id, contact_id, state, reason, words, asked_at, version)"
        " values ($1, $2, $3, $4, $5, $6, 1)",
        withdrawal_id,
        contact.id,
        WithdrawalState.OPEN.value,
        command.reason,
        words,
        tx.now,
    )
    event = WithdrawalAsked(
        withdrawal_id=withdrawal_id,
        contact_id=contact.id,
        incident_id=contact.incident_id,
        state=WithdrawalState.OPEN,
        reason=command.reason,
        words=words,
    )
    stream = f"withdrawal:{withdrawal_id}"
    tx.record(event, stream=stream, seq=1, about=contact.id, incident=contact.incident_id, subject=contact.id)
    return WithdrawalReply(withdrawal_id=withdrawal_id, state=WithdrawalState.OPEN)


async def on_moved(tx: Tx, recorded: Recorded) -> None:
    """Follower, as the program itself (the reporter sees no incident): an open request is owed to its incident, and
    lapses when there is nothing left to withdraw."""
    event = recorded.event
    assert isinstance(event, WithdrawalAsked | ContactAdvanced | IncidentAdvanced)
    if isinstance(event, IncidentAdvanced):
        contacts = [contact_id for contact_id, _ in await list_contacts_of(tx, event.incident_id)]
    else:
        contacts = [event.contact_id]
    sql = f"{_SELECT} where contact_id = any($1::uuid[]) and ended_at is null for update"
    for row in await tx.fetch(sql, contacts):
        await _reconcile(tx, row)


async def _reconcile(tx: Tx, row: Any) -> None:
    contact = await get_contact(tx, row["contact_id"])
    if contact.incident_id is None:
        if contact.state is ContactState.SETTLED:
            await _move(tx, row, WithdrawalSignal.LAPSE, None, None)
        return
    incident = await get_incident(tx, contact.incident_id, lock=True)
    if incident.state in _PAST or incident.is_inspection_only:
        await _move(tx, row, WithdrawalSignal.LAPSE, None, incident.id)
        await settle_obligation(tx, incident.id, OWED, str(row["id"]))
    else:
        await add_obligation(tx, incident.id, OWED, str(row["id"]))


async def answer_withdrawal(tx: Tx, command: AnswerWithdrawal) -> WithdrawalReply:
    """Answer; accepting cancels the incident, refusing lets it go on. Raises: NotFound, IllegalWithdrawalSignal."""
    row = await tx.fetchrow(f"{_SELECT} where id = $1 for update", command.withdrawal_id)
    if row is None:
        raise NotFound
    contact = await get_contact(tx, row["contact_id"])
    signal = WithdrawalSignal.ACCEPT if command.is_accepted else WithdrawalSignal.REFUSE
    reply = await _move(tx, row, signal, command.reply, contact.incident_id)
    if contact.incident_id is None:
        return reply
    incident = await get_incident(tx, contact.incident_id, lock=True)
    if command.is_accepted and incident.state not in FINAL:
        cancel = AdvanceIncident(
            incident_id=incident.id, signal=IncidentSignal.CANCELLED, reason=f"citizen_withdrew: {command.reply}"
        )
        await advance_incident(tx, cancel)
    await settle_obligation(tx, incident.id, OWED, str(row["id"]))
    return reply


async def _move(
    tx: Tx, row: Any, signal: WithdrawalSignal, reply: str | None, incident_id: UUID | None
) -> WithdrawalReply:
    state = advance(WithdrawalState(row["state"]), signal)
    version = row["version"] + 1
    await tx.execute(
        "update citizen.withdrawal set state = $2, reply = $3, answered_by = $4, ended_at = $5, version = $6"
        " where id = $1",
        row["id"],
        state.value,
        reply,
        tx.principal.name,
        tx.now,
        version,
    )
    event = WithdrawalAdvanced(
        withdrawal_id=row["id"],
        contact_id=row["contact_id"],
        incident_id=incident_id,
        signal=signal,
        state=state,
        reply=reply,
        by_name=tx.principal.name,
    )
    stream = f"withdrawal:{row['id']}"
    tx.record(event, stream=stream, seq=version, about=row["contact_id"], incident=incident_id)
    return WithdrawalReply(withdrawal_id=row["id"], state=state)
