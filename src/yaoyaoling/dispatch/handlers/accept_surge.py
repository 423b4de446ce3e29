"""Keep a surge's proposal as it was shown, and who accepted which of its lines (集中派警)."""

from collections.abc import Sequence
from uuid import UUID

from yaoyaoling.dispatch import surges
from yaoyaoling.dispatch.commands import AcceptSurge, ProposeSurge
from yaoyaoling.dispatch.events import SurgeAccepted, SurgeProposed
from yaoyaoling.dispatch.policy import SurgePlan
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


class NotInSurge(Refused):
    """The incident has no line in that proposal, or nobody was proposed for it."""

    code = "not_in_surge"
    status = 409
    zh = "该方案没有为此警情安排警组。"
    en = "That proposal has no crew for this incident."


class NotAccepted(Refused):
    """An order names a surge whose line was not accepted, or another crew than was proposed."""

    code = "surge_line_not_accepted"
    status = 409
    zh = "集中派警方案的这一行未被采纳，或警组与方案不符。"
    en = "That line of the surge was not accepted, or these are not its crews."


class SurgeReply(Value):
    """A surge by id, with the proposal as it is kept."""

    surge_id: UUID
    plan: SurgePlan


class SurgeAccepts(Value):
    """Which incidents are accepted by now."""

    surge_id: UUID
    incident_ids: tuple[UUID, ...]


async def keep_proposal(tx: Tx, command: ProposeSurge) -> SurgeReply:
    """Keep the proposal before it is read: whoever accepts it later accepts what he saw."""
    event = SurgeProposed(surge_id=new_id(), basis=command.basis, plan=command.plan)
    await audience.grant(tx, event.surge_id, f"t/{tx.principal.org_path}", "surge", initial=True)
    await surges.insert_surge(tx, event)
    tx.record(event, stream=f"surge:{event.surge_id}", seq=1, about=event.surge_id)
    return SurgeReply(surge_id=event.surge_id, plan=event.plan)


async def accept_surge(tx: Tx, command: AcceptSurge) -> SurgeAccepts:
    """Note who accepted which lines; the orders go out one by one, each naming the surge. Accepted once is enough.

    Raises: NotFound, NotInSurge.
    """
    version, plan = await surges.lock_surge(tx, command.surge_id)
    lines = {line.incident_id: line for line in plan.lines if line.crews}
    if not set(command.incident_ids) <= lines.keys():
        raise NotInSurge
    before = {line.incident_id for line in await surges.list_accepted(tx, command.surge_id)}
    fresh = tuple(dict.fromkeys(one for one in command.incident_ids if one not in before))
    if fresh:
        await surges.accept_lines(tx, command.surge_id, fresh)
        event = SurgeAccepted(
            surge_id=command.surge_id, lines=tuple(lines[one] for one in fresh), by_name=tx.principal.name
        )
        tx.record(event, stream=f"surge:{command.surge_id}", seq=version, about=command.surge_id)
    return SurgeAccepts(surge_id=command.surge_id, incident_ids=(*before, *fresh))


async def check_accepted(tx: Tx, surge_id: UUID, incident_id: UUID, crews: Sequence[UUID]) -> None:
    """An order that names a surge carries out a line of it that was accepted. Raises: NotAccepted."""
    try:
        plan = await surges.get_plan(tx, surge_id)
    except NotFound as error:
        raise NotAccepted from error
    proposed = {crew.crew_id for line in plan.lines if line.incident_id == incident_id for crew in line.crews}
    accepted = {line.incident_id for line in await surges.list_accepted(tx, surge_id)}
    if incident_id not in accepted or not set(crews) <= proposed:
        raise NotAccepted
