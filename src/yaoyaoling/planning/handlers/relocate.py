"""调防: propose a crew another place to wait, decide, arrive, end. Every state has a clock of its own."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.dispatch.public import CrewOrdered
from yaoyaoling.force.public import get_crew
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.planning.commands import ArriveRelocated, DecideRelocation, ProposeRelocation
from yaoyaoling.planning.events import RelocationAdvanced, RelocationProposed
from yaoyaoling.planning.settings import PlanningSettings
from yaoyaoling.planning.states import FINAL, RelocationSignal, RelocationState, advance
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded

RELOCATION_TIMER = "planning.relocation_due"
SETTINGS = PlanningSettings()
_ON_THE_WAY_FACTOR, _ON_THE_WAY_S = 2.0, 300.0
"""A crew may take twice as long as the roads say and five minutes more; then nobody counts on it."""
_SIGNALS = {
    "accept": RelocationSignal.ACCEPT,
    "decline": RelocationSignal.DECLINE,
    "end": RelocationSignal.END,
}
_DUE = {
    RelocationState.PROPOSED: (RelocationSignal.LAPSE, "not_answered"),
    RelocationState.ACCEPTED: (RelocationSignal.END, "not_there_in_time"),
    RelocationState.THERE: (RelocationSignal.END, "time_over"),
}


class RelocationReply(Value):
    """A relocation after a command; id None: it was not proposed, the crew or the place is taken."""

    relocation_id: UUID | None
    state: RelocationState | None


async def propose_relocation(tx: Tx, command: ProposeRelocation) -> RelocationReply:
    """Write a proposal for the hall and the crew's desks. Raises: NotFound."""
    crew = await get_crew(tx, command.crew_id)
    relocation_id = new_id()
    event = RelocationProposed(
        relocation_id=relocation_id,
        call_sign=crew.call_sign,
        lon=command.point.lon,
        lat=command.point.lat,
        **command.model_dump(exclude={"point"}),
    )
    is_new = await tx.execute(
        "insert into planning.relocation (id, crew_id, call_sign, org_path, grid_code, place_text, lon, lat, drive_s,"
        " cover_before, cover_meanwhile, cover_after, state, proposed_at, version)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1) on conflict do nothing",
        relocation_id,
        crew.id,
        crew.call_sign,
        crew.org_path,
        event.grid_code,
        event.place_text,
        event.lon,
        event.lat,
        event.drive_s,
        event.cover_before,
        event.cover_meanwhile,
        event.cover_after,
        RelocationState.PROPOSED.value,
        tx.now,
    )
    if not is_new:
        return RelocationReply(relocation_id=None, state=None)
    for scope in (f"h/{await get_hall_code(tx)}", f"t/{crew.org_path}"):
        await audience.grant(tx, relocation_id, scope, "relocation", initial=True)
    tx.record(event, stream=f"relocation:{relocation_id}", seq=1, about=relocation_id)
    await _arm(tx, relocation_id, RelocationState.PROPOSED, SETTINGS.relocation_lapse_s)
    return RelocationReply(relocation_id=relocation_id, state=RelocationState.PROPOSED)


async def decide_relocation(tx: Tx, command: DecideRelocation) -> RelocationReply:
    """Accept, decline or end; an accepted one reaches the crew at once. Raises: NotFound, IllegalRelocationSignal."""
    row = await _get(tx, command.relocation_id)
    return await _move(tx, row, _SIGNALS[command.decision])


async def arrive_relocated(tx: Tx, command: ArriveRelocated) -> RelocationReply:
    """The crew says that it is there. Raises: NotFound (another crew's too), IllegalRelocationSignal."""
    row = await _get(tx, command.relocation_id)
    if row["crew_id"] != tx.principal.crew_id:
        raise NotFound
    return await _move(tx, row, RelocationSignal.ARRIVE)


async def on_crew_sent(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: a crew that is ordered somewhere waits nowhere any more, and is proposed nothing."""
    event = recorded.event
    assert isinstance(event, CrewOrdered)
    row = await tx.fetchrow(f"{_SELECT} where crew_id = $1 and ended_at is null for update", event.crew_id)
    if row is not None:
        is_open = row["state"] == RelocationState.PROPOSED.value
        await _move(tx, row, RelocationSignal.LAPSE if is_open else RelocationSignal.END, "ordered")


async def on_relocation_due(tx: Tx, payload: dict[str, Any]) -> None:
    """The time of a state is over; one that moved meanwhile is left alone."""
    row = await _get(tx, UUID(payload["relocation_id"]))
    state = RelocationState(row["state"])
    if state.value == payload["state"]:
        signal, reason = _DUE[state]
        await _move(tx, row, signal, reason)


_SELECT = "select id, crew_id, org_path, drive_s, state, version from planning.relocation"


async def _get(tx: Tx, relocation_id: UUID) -> Any:
    row = await tx.fetchrow(f"{_SELECT} where id = $1 for update", relocation_id)
    if row is None:
        raise NotFound
    return row


async def _move(tx: Tx, row: Any, signal: RelocationSignal, reason: str | None = None) -> RelocationReply:
    state = advance(RelocationState(row["state"]), signal)
    version = row["version"] + 1
    decided = tx.principal.name if signal in (RelocationSignal.ACCEPT, RelocationSignal.DECLINE) else None
    await tx.execute(
        "update planning.relocation set state = $2, version = $3, ended_at = $4,"
        " decided_by_name = coalesce($5, decided_by_name) where id = $1",
        row["id"],
        state.value,
        version,
        tx.now if state in FINAL else None,
        decided,
    )
    event = RelocationAdvanced(
        relocation_id=row["id"],
        crew_id=row["crew_id"],
        signal=signal,
        state=state,
        by_name=tx.principal.name,
        reason=reason,
    )
    tx.record(event, stream=f"relocation:{row['id']}", seq=version, about=row["id"])
    if state is RelocationState.ACCEPTED:
        await audience.grant(tx, row["id"], f"c/{row['crew_id']}", "relocation")
        await _arm(tx, row["id"], state, row["drive_s"] * _ON_THE_WAY_FACTOR + _ON_THE_WAY_S)
    elif state is RelocationState.THERE:
        await _arm(tx, row["id"], state, SETTINGS.relocation_lasts_s)
    else:
        await tx.cancel_timer(RELOCATION_TIMER, str(row["id"]))
    return RelocationReply(relocation_id=row["id"], state=state)


async def _arm(tx: Tx, relocation_id: UUID, state: RelocationState, within_s: float) -> None:
    payload = {"relocation_id": relocation_id, "state": state.value}
    due = tx.now + timedelta(seconds=within_s)
    await tx.set_timer(RELOCATION_TIMER, str(relocation_id), due, payload, about=relocation_id)
