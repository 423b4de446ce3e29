"""Leave a crew, and leave word to the next watch in its grid."""

from uuid import UUID

from yaoyaoling.force.events import CrewSignedOff, HandoverGiven
from yaoyaoling.force.watch.refusals import NotSignedOn, WrongGrid
from yaoyaoling.force.watch.requests import SignOff
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotAllowed
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row


class SignOffReply(Value):
    """The hand-over that waits to be signed for, if there is one."""

    handover_id: UUID | None


async def sign_off(tx: Tx, command: SignOff) -> SignOffReply:
    """End the registration. Duty itself goes by the roster. Raises: NotAllowed, NotSignedOn, WrongGrid."""
    crew_id = tx.principal.crew_id
    if crew_id is None:
        raise NotAllowed
    row = await tx.fetchrow(
        "select r.vehicle, r.kit, c.grid_code, c.org_path, c.version from force.registration r"
        " join force.crew c on c.id = r.crew_id where r.crew_id = $1 and r.signed_off_at is null for update",
        crew_id,
    )
    if row is None:
        raise NotSignedOn
    handover_id = None if command.to_crew is None else await _give(tx, crew_id, command.to_crew, command, row)
    version = row["version"] + 1
    await tx.execute("update force.crew set version = $2 where id = $1", crew_id, version)
    await tx.execute(
        "update force.registration set signed_off_at = $2, phone = null, version = $3 where crew_id = $1",
        crew_id,
        tx.now,
        version,
    )
    event = CrewSignedOff(crew_id=crew_id, handover_id=handover_id)
    tx.record(event, stream=f"crew:{crew_id}", seq=version, about=crew_id)
    return SignOffReply(handover_id=handover_id)


async def _give(tx: Tx, from_crew: UUID, to_crew: UUID, command: SignOff, row: Row) -> UUID:
    # An officer sees no crew but his own: whether the other is of this grid is asked through the database's own door.
    if to_crew == from_crew or not await tx.fetchval("select force.is_of_grid($1, $2)", to_crew, row["grid_code"]):
        raise WrongGrid
    handover_id = new_id()
    for scope in (f"t/{row['org_path']}", f"c/{from_crew}", f"c/{to_crew}"):
        await audience.grant(tx, handover_id, scope, "handover", initial=True)
    event = HandoverGiven(
        handover_id=handover_id, from_crew=from_crew, to_crew=to_crew, grid_code=row["grid_code"],
        notes=command.notes, open_matters=command.open_matters, vehicle=row["vehicle"], kit=tuple(row["kit"]),
    )  # fmt: skip
    await tx.execute(
        "insert into force.handover (id, from_crew, to_crew, grid_code, notes, open_matters, vehicle, kit, given_at,"
        " given_by_name, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
        handover_id, from_crew, to_crew, event.grid_code, event.notes, event.open_matters, event.vehicle, event.kit,
        tx.now, tx.principal.name,
    )  # fmt: skip
    tx.record(event, stream=f"handover:{handover_id}", seq=1, about=handover_id)
    return handover_id
