"""Tie a duplicate to the incident that is worked on (并案), and part them again (撤销并案)."""

from yaoyaoling.incidents import store
from yaoyaoling.incidents.commands import MergeIncident, UnmergeIncident
from yaoyaoling.incidents.events import DuplicateJoined, DuplicateParted
from yaoyaoling.incidents.handlers.moves import move_incident
from yaoyaoling.incidents.states import FINAL, IllegalIncidentSignal, IncidentSignal, IncidentState
from yaoyaoling.kernel.refused import Conflict, Refused
from yaoyaoling.platform.db.tx import Tx


class MergedWithItself(Refused):
    """An incident is not its own duplicate."""

    code = "merged_with_itself"
    status = 422
    zh = "不能将警情并入自身，请选择另一起警情。"
    en = "An incident cannot be merged into itself; choose another."


class MergesInspection(Refused):
    """Complaints about police stand alone: whoever sees the other incident must not learn of them."""

    code = "merge_inspection"
    status = 409
    zh = "督察办理的警情不与其他警情并案。"
    en = "What inspection handles is not merged with anything else."


class PrimaryEnded(Refused):
    """Nobody works on that incident any more."""

    code = "primary_ended"
    status = 409
    zh = "主警情 {number} 已结束，不能并入；请先恢复处置或选择其他警情。"
    en = "Incident {number} has ended. Re-open it first, or choose another to merge into."


class HasDuplicates(Refused):
    """Others were merged into it: it stays the primary."""

    code = "has_duplicates"
    status = 409
    zh = "已有警情并入本警情，请以本警情为主警情，或先撤销并案。"
    en = "Others were merged into this incident: let it be the primary, or un-merge them first."


async def merge_incident(tx: Tx, command: MergeIncident) -> IncidentState:
    """Merge a duplicate; gives its state. Contacts and crews follow through reactions in the same transaction.

    Raises: NotFound, MergedWithItself, MergesInspection, PrimaryEnded, HasDuplicates, IllegalIncidentSignal.
    """
    if command.incident_id == command.primary_id:
        raise MergedWithItself
    duplicate, primary = await store.lock_pair(tx, command.incident_id, command.primary_id)
    if duplicate.is_inspection_only or primary.is_inspection_only:
        raise MergesInspection
    if primary.state in FINAL:
        raise PrimaryEnded(number=primary.number)
    if await store.has_duplicates(tx, duplicate.id):
        raise HasDuplicates
    is_unsafe = primary.is_unsafe_to_contact or duplicate.is_unsafe_to_contact
    version = await store.save(tx, primary, is_unsafe_to_contact=is_unsafe)
    joined = DuplicateJoined(
        incident_id=primary.id,
        duplicate_id=duplicate.id,
        duplicate_number=duplicate.number,
        is_unsafe_to_contact=is_unsafe,
        reason=command.reason,
    )
    tx.record(joined, stream=primary.stream, seq=version, about=primary.id, incident=primary.id)
    return await move_incident(
        tx,
        duplicate,
        IncidentSignal.MERGED,
        reason=command.reason,
        primary=primary,
        carries_crews=command.carries_crews,
    )


async def unmerge_incident(tx: Tx, command: UnmergeIncident) -> IncidentState:
    """Give a merged incident back to work, opened again, with its own contacts and clock.

    Raises: NotFound, IllegalIncidentSignal, Conflict.
    """
    merged = await store.get_incident(tx, command.incident_id)
    if merged.merged_into is None:
        raise IllegalIncidentSignal(state=merged.state.value, signal=IncidentSignal.UNMERGED.value)
    merged, primary = await store.lock_pair(tx, merged.id, merged.merged_into)
    if merged.merged_into != primary.id:
        raise Conflict
    state = await move_incident(tx, merged, IncidentSignal.UNMERGED, reason=command.reason, primary=primary)
    version = await store.save(tx, primary)
    parted = DuplicateParted(
        incident_id=primary.id, duplicate_id=merged.id, duplicate_number=merged.number, reason=command.reason
    )
    tx.record(parted, stream=primary.stream, seq=version, about=primary.id, incident=primary.id)
    return state
