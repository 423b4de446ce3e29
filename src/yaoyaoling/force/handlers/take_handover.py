"""The next watch signs for what the earlier one left."""

from yaoyaoling.force.events import HandoverTaken
from yaoyaoling.force.watch.refusals import AlreadyTaken
from yaoyaoling.force.watch.requests import TakeHandover
from yaoyaoling.kernel.refused import NotAllowed, NotFound
from yaoyaoling.platform.db.tx import Tx


async def take_handover(tx: Tx, command: TakeHandover) -> None:
    """Sign for it, as the crew it was left to. Raises: NotFound, NotAllowed, AlreadyTaken."""
    row = await tx.fetchrow(
        "select to_crew, taken_at, taken_by_name, version from force.handover where id = $1 for update",
        command.handover_id,
    )
    if row is None:
        raise NotFound
    if row["to_crew"] != tx.principal.crew_id:
        raise NotAllowed
    if row["taken_at"] is not None:
        raise AlreadyTaken(taken_by=row["taken_by_name"])
    version = row["version"] + 1
    await tx.execute(
        "update force.handover set taken_at = $2, taken_by_name = $3, remarks = $4, version = $5 where id = $1",
        command.handover_id,
        tx.now,
        tx.principal.name,
        command.remarks,
        version,
    )
    event = HandoverTaken(handover_id=command.handover_id, remarks=command.remarks)
    tx.record(event, stream=f"handover:{command.handover_id}", seq=version, about=command.handover_id)
