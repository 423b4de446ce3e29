"""Close a road or slow it down, and lift that again; the road process counts it within a second."""

from typing import Any
from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.places.commands import RestoreRoad, RestrictRoad
from yaoyaoling.places.events import RoadRestored, RoadRestricted
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx

RESTRICTION_TIMER = "places.restriction_due"
UNTIL_OVER = "until_over"


class AlreadyRestored(Refused):
    """Somebody lifted it before."""

    code = "already_restored"
    status = 409
    zh = "该道路限行已解除。"
    en = "This restriction has been lifted already."


class RestrictionReply(Value):
    """A restriction by id."""

    restriction_id: UUID


async def restrict_road(tx: Tx, command: RestrictRoad) -> RestrictionReply:
    """Write the restriction; with `until` it is lifted by itself, also after a restart."""
    restriction_id = new_id()
    event = RoadRestricted(
        restriction_id=restriction_id,
        set_by_name=tx.principal.name,
        **command.model_dump(exclude={"scopes"}),
    )
    await tx.execute(
        "insert into places.restriction (id, kind, line, both_ways, speed_kmh, place_text, reason, until,"
        " set_by_name, set_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
        restriction_id,
        event.kind,
        [list(point) for point in event.line],
        event.both_ways,
        event.speed_kmh,
        event.place_text,
        event.reason,
        event.until,
        event.set_by_name,
        tx.now,
    )
    for scope in command.scopes:
        await audience.grant(tx, restriction_id, scope, "territory", initial=True)
    tx.record(event, stream=f"restriction:{restriction_id}", seq=1, about=restriction_id)
    if command.until is not None:
        payload = {"restriction_id": restriction_id}
        await tx.set_timer(RESTRICTION_TIMER, str(restriction_id), command.until, payload, about=restriction_id)
    return RestrictionReply(restriction_id=restriction_id)


async def restore_road(tx: Tx, command: RestoreRoad) -> RestrictionReply:
    """Lift it. Raises: NotFound, AlreadyRestored."""
    row = await tx.fetchrow(
        "select version, lifted_at from places.restriction where id = $1 for update", command.restriction_id
    )
    if row is None:
        raise NotFound
    if row["lifted_at"] is not None:
        raise AlreadyRestored
    version = row["version"] + 1
    await tx.execute(
        "update places.restriction set lifted_at = $2, version = $3 where id = $1",
        command.restriction_id,
        tx.now,
        version,
    )
    await tx.cancel_timer(RESTRICTION_TIMER, str(command.restriction_id))
    event = RoadRestored(restriction_id=command.restriction_id, reason=command.reason)
    tx.record(event, stream=f"restriction:{command.restriction_id}", seq=version, about=command.restriction_id)
    return RestrictionReply(restriction_id=command.restriction_id)


async def on_restriction_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Its time is over."""
    await restore_road(tx, RestoreRoad(restriction_id=UUID(payload["restriction_id"]), reason=UNTIL_OVER))
