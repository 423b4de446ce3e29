"""The panic button: raised by an officer, acknowledged and ended by a person at a desk."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from yaoyaoling.agencies.public import account_scope, get_hall_code, hall_scope, territory_scope
from yaoyaoling.dispatch.public import get_order
from yaoyaoling.field.commands import AcknowledgePanic, EndPanic, RaisePanic
from yaoyaoling.field.events import PanicAdvanced, PanicRaised
from yaoyaoling.field.states import PanicSignal, PanicState, advance_panic
from yaoyaoling.force.public import find_position, get_crew
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotAllowed, NotFound
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx

_SELECT = (
    "select id, account_id, incident_id, org_code, state, is_officer_down, lon, lat, accuracy_m, version"
    " from field.panic"
)


class PanicReply(Value):
    """A panic call after a command."""

    panic_id: UUID
    state: PanicState


async def raise_panic(tx: Tx, command: RaisePanic) -> PanicReply:
    """Raise the alarm at the hall and at every desk above the crew; pressed again, it sounds again.

    Without a fix of the phone the crew's newest position is taken. Raises: NotAllowed without a crew.
    """
    account_id, crew_id = tx.principal.account_id, tx.principal.crew_id
    if account_id is None or crew_id is None:
        raise NotAllowed
    live = await tx.fetchrow(f"{_SELECT} where account_id = $1 and ended_at is null for update", account_id)
    if live is not None:
        where = {} if command.point is None else await _where(tx, command, crew_id)
        is_down = command.is_officer_down or live["is_officer_down"]
        return await _move(tx, live, PanicSignal.REPEAT, is_officer_down=is_down, **where)
    crew = await get_crew(tx, crew_id)
    panic_id = new_id()
    event = PanicRaised(
        panic_id=panic_id,
        crew_id=crew_id,
        call_sign=crew.call_sign,
        account_id=account_id,
        officer_name=tx.principal.name,
        org_code=crew.org_code,
        incident_id=await _incident_of(tx, command.order_id, crew_id),
        state=PanicState.RAISED,
        is_officer_down=command.is_officer_down,
        pressed_at=min(command.pressed_at or tx.now, tx.now),
        **await _where(tx, command, crew_id),
    )
    scopes = (hall_scope(await get_hall_code(tx)), territory_scope(crew.org_path), account_scope(account_id))
    for scope in scopes:
        await audience.grant(tx, panic_id, scope, "panic", incident=event.incident_id, initial=True)
    columns = {**event.model_dump(exclude={"panic_id"}), "id": panic_id, "raised_at": tx.now, "version": 1}
    columns["state"] = event.state.value
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    await tx.execute(f"insert into field.panic ({', '.join(columns)}) values ({places})", *columns.values())
    tx.record(event, stream=f"panic:{panic_id}", seq=1, about=panic_id, incident=event.incident_id)
    return PanicReply(panic_id=panic_id, state=event.state)


async def _where(tx: Tx, command: RaisePanic, crew_id: UUID) -> dict[str, float | None]:
    point: Point | None = command.point
    if point is None:
        known = await find_position(tx, crew_id)
        point = None if known is None else known[0]
    return {
        "lon": None if point is None else point.lon,
        "lat": None if point is None else point.lat,
        "accuracy_m": command.accuracy_m if command.point is not None else None,
    }


async def _incident_of(tx: Tx, order_id: UUID | None, crew_id: UUID) -> UUID | None:
    """What the crew is at; an order that is gone from its sight is no reason not to help."""
    if order_id is not None:
        with suppress(NotFound):
            order = await get_order(tx, order_id)
            return order.incident_id if order.crew_id == crew_id else None
    return None


async def acknowledge_panic(tx: Tx, command: AcknowledgePanic) -> PanicReply:
    """A person has it. Raises: NotFound, IllegalPanicSignal."""
    row = await _get(tx, command.panic_id)
    named = {"acknowledged_at": tx.now, "acknowledged_by": tx.principal.name}
    return await _move(tx, row, PanicSignal.ACKNOWLEDGE, **named)


async def end_panic(tx: Tx, command: EndPanic) -> PanicReply:
    """The danger is over. Raises: NotFound, IllegalPanicSignal."""
    row = await _get(tx, command.panic_id)
    named = {"ended_at": tx.now, "ended_by": tx.principal.name, "note": command.note}
    return await _move(tx, row, PanicSignal.END, **named)


async def _get(tx: Tx, panic_id: UUID) -> Any:
    row = await tx.fetchrow(f"{_SELECT} where id = $1 for update", panic_id)
    if row is None:
        raise NotFound
    return row


async def _move(tx: Tx, row: Any, signal: PanicSignal, **changed: Any) -> PanicReply:
    state = advance_panic(PanicState(row["state"]), signal)
    version = row["version"] + 1
    columns = {**changed, "state": state.value, "version": version}
    settings = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=2))
    await tx.execute(f"update field.panic set {settings} where id = $1", row["id"], *columns.values())
    names = ("is_officer_down", "lon", "lat", "accuracy_m")
    event = PanicAdvanced(
        panic_id=row["id"],
        incident_id=row["incident_id"],
        signal=signal,
        state=state,
        by_name=tx.principal.name,
        note=changed.get("note"),
        org_code=row["org_code"],
        **{name: changed.get(name, row[name]) for name in names},
    )
    stream = f"panic:{row['id']}"
    tx.record(event, stream=stream, seq=version, about=row["id"], incident=row["incident_id"])
    return PanicReply(panic_id=row["id"], state=state)
