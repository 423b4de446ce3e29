"""SQL that writes call-outs and orders, and their rows as the handlers see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.dispatch.events import OrderRole
from yaoyaoling.dispatch.policy import Ranking
from yaoyaoling.dispatch.states import LIVE, CalloutState, OrderState
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx

_CALLOUT = (
    "id", "incident_id", "state", "level", "hall_code", "station_code", "ranking", "wave", "desk_code",
    "desk_taken_by", "due_at", "version",
)  # fmt: skip
_ORDER = (
    "id", "incident_id", "callout_id", "crew_id", "call_sign", "org_path", "state", "rank", "eta_s", "distance_m",
    "is_estimated", "reason", "ordered_by", "ordered_at", "due_at", "accepted_at", "departed_at", "arrived_at",
    "arrived_by", "fed_back_at", "ended_at", "end_reason", "role", "version", "surge_id", "wave_id",
)  # fmt: skip
SELECT_CALLOUT = f"select {', '.join(_CALLOUT)} from dispatch.callout"
SELECT_ORDER = f"select {', '.join(_ORDER)} from dispatch.crew_order"
_LIVE = [state.value for state in sorted(LIVE)]


@dataclass(frozen=True)
class Callout:
    """A call-out's row."""

    id: UUID
    incident_id: UUID
    state: CalloutState
    level: int
    hall_code: str
    station_code: str
    ranking: Ranking
    wave: int
    desk_code: str | None
    desk_taken_by: str | None
    due_at: datetime | None
    version: int


@dataclass(frozen=True)
class Order:
    """An order's row."""

    id: UUID
    incident_id: UUID
    callout_id: UUID
    crew_id: UUID
    call_sign: str
    org_path: str
    state: OrderState
    rank: int | None
    eta_s: float | None
    distance_m: float | None
    is_estimated: bool
    reason: str | None
    ordered_by: str
    ordered_at: datetime
    due_at: datetime | None
    accepted_at: datetime | None = None
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    arrived_by: str | None = None
    fed_back_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str | None = None
    role: OrderRole = "respond"
    version: int = 1
    surge_id: UUID | None = None
    wave_id: UUID | None = None


def callout_of(row: Any) -> Callout:
    """A row with the columns of `SELECT_CALLOUT`."""
    fields = {name: row[name] for name in _CALLOUT}
    fields["state"] = CalloutState(fields["state"])
    fields["ranking"] = Ranking.model_validate(fields["ranking"])
    return Callout(**fields)


def order_of(row: Any) -> Order:
    """A row with the columns of `SELECT_ORDER`."""
    fields = {name: row[name] for name in _ORDER}
    fields["state"] = OrderState(fields["state"])
    return Order(**fields)


async def find_callout(tx: Tx, incident_id: UUID) -> Callout | None:
    """The call-out of an incident, locked; or None. Lock the incident first."""
    row = await tx.fetchrow(f"{SELECT_CALLOUT} where incident_id = $1 for update", incident_id)
    return None if row is None else callout_of(row)


async def get_order(tx: Tx, order_id: UUID) -> Order:
    """An order. Raises: NotFound."""
    row = await tx.fetchrow(f"{SELECT_ORDER} where id = $1", order_id)
    if row is None:
        raise NotFound
    return order_of(row)


async def list_orders(tx: Tx, incident_id: UUID, *, live_only: bool = False) -> list[Order]:
    """Orders of an incident, oldest first."""
    live = "and state = any($2)" if live_only else "and ($2::text[] is null or true)"
    sql = f"{SELECT_ORDER} where incident_id = $1 {live} order by ordered_at, call_sign"
    return [order_of(row) for row in await tx.fetch(sql, incident_id, _LIVE if live_only else None)]


async def list_responding(tx: Tx, incident_id: UUID) -> list[Order]:
    """Live orders of crews that respond; those that only hold the place until one comes are not among them."""
    return [order for order in await list_orders(tx, incident_id, live_only=True) if order.role == "respond"]


async def find_live_order(tx: Tx, crew_id: UUID) -> Order | None:
    """What a crew is ordered to now."""
    row = await tx.fetchrow(f"{SELECT_ORDER} where crew_id = $1 and state = any($2)", crew_id, _LIVE)
    return None if row is None else order_of(row)


async def list_jobs(tx: Tx) -> dict[UUID, dict[str, Any]]:
    """What crews are ordered to, as far as the actor may see: by crew, as `policy.Job` takes it."""
    rows = await tx.fetch(
        "select o.crew_id, o.incident_id, o.state, coalesce(c.level, 1) as level"
        " from dispatch.crew_order o left join dispatch.callout c on c.id = o.callout_id"
        " where o.state = any($1)",
        _LIVE,
    )
    return {row["crew_id"]: {name: row[name] for name in ("incident_id", "state", "level")} for row in rows}


async def list_let_pass(tx: Tx, incident_id: UUID, since: datetime) -> dict[UUID, int]:
    """How many orders to an incident each crew refused or did not answer since then."""
    rows = await tx.fetch(
        "select crew_id, count(*) as orders from dispatch.crew_order"
        " where incident_id = $1 and state = any($2) and ended_at >= $3 group by crew_id",
        incident_id,
        [OrderState.REFUSED.value, OrderState.EXPIRED.value],
        since,
    )
    return {row["crew_id"]: row["orders"] for row in rows}


async def list_busy_crews(tx: Tx) -> set[UUID]:
    """Crews with a live order, as far as the actor may see."""
    rows = await tx.fetch("select crew_id from dispatch.crew_order where state = any($1)", _LIVE)
    return {row["crew_id"] for row in rows}


async def list_departed(tx: Tx, crew_ids: Sequence[UUID]) -> list[Order]:
    """Orders of these crews that are under way: whose arrival may be noticed from positions."""
    rows = await tx.fetch(
        f"{SELECT_ORDER} where crew_id = any($1::uuid[]) and state = $2", crew_ids, OrderState.DEPARTED.value
    )
    return [order_of(row) for row in rows]


async def hide_orders(tx: Tx, incident_id: UUID) -> None:
    """From now on nobody sees these orders by way of the crew: the incident is for inspection only."""
    await tx.execute("update dispatch.crew_order set is_inspection_only = true where incident_id = $1", incident_id)


async def insert_callout(tx: Tx, callout: Callout) -> None:
    """Write a new call-out."""
    values = [getattr(callout, name) for name in _CALLOUT]
    values[_CALLOUT.index("ranking")] = callout.ranking.model_dump(mode="json")
    places = ", ".join(f"${number}" for number in range(1, len(_CALLOUT) + 1))
    await tx.execute(f"insert into dispatch.callout ({', '.join(_CALLOUT)}) values ({places})", *values)


async def insert_order(tx: Tx, order: Order) -> bool:
    """Write a new order; gives False, and writes nothing, when the crew has a live one (the index decides)."""
    values = [getattr(order, name) for name in _ORDER]
    places = ", ".join(f"${number}" for number in range(1, len(_ORDER) + 1))
    sql = f"insert into dispatch.crew_order ({', '.join(_ORDER)}) values ({places}) on conflict do nothing"
    return bool(await tx.execute(sql, *values))


async def save_callout(tx: Tx, callout: Callout, **changed: Any) -> int:
    """Write changed columns and the next version; gives that version."""
    if "ranking" in changed:
        changed["ranking"] = changed["ranking"].model_dump(mode="json")
    return await _save(tx, "dispatch.callout", callout.id, callout.version + 1, changed)


async def save_order(tx: Tx, order: Order, **changed: Any) -> int:
    """Write changed columns and the next version; gives that version."""
    return await _save(tx, "dispatch.crew_order", order.id, order.version + 1, changed)


async def _save(tx: Tx, table: str, row_id: UUID, version: int, changed: dict[str, Any]) -> int:
    columns = {**changed, "version": version}
    settings = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=2))
    await tx.execute(f"update {table} set {settings} where id = $1", row_id, *columns.values())
    return version
