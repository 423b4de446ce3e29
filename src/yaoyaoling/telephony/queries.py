"""Reading calls."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony import store
from yaoyaoling.telephony.states import CALL_LIVE

_LIVE = [state.value for state in sorted(CALL_LIVE)]


@dataclass(frozen=True)
class LiveCall:
    """A call with its legs, in the order in which they were asked for."""

    call: store.Call
    legs: tuple[store.Leg, ...]


async def list_live(tx: Tx, node: str | None = None) -> list[LiveCall]:
    """Calls that ring or talk, or in which a party still is, with all their legs: what a line that starts goes on with.

    node: those of that node, and those of none.
    """
    rows = await tx.fetch(
        f"{store.SELECT_CALL} where has_media and (state = any($1) or exists (select from telephony.leg l"
        " where l.call_id = telephony.call.id and l.state = any($2)))"
        " and ($3::text is null or node is null or node = $3) order by rang_at, id",
        _LIVE,
        store.LIVE_LEGS,
        node,
    )
    return await _with_legs(tx, [store.call_of(row) for row in rows])


async def find_live(tx: Tx, call_id: UUID) -> LiveCall | None:
    """One call with its legs, whatever its state; or None."""
    call = await store.find_call(tx, call_id)
    return None if call is None else (await _with_legs(tx, [call]))[0]


async def list_live_of(tx: Tx, incident_id: UUID) -> list[UUID]:
    """Calls of an incident that are going on over our line: those that were answered first, then the oldest."""
    rows = await tx.fetch(
        "select id from telephony.call where incident_id = $1 and has_media and state = any($2)"
        " order by state = 'talking' desc, rang_at, id",
        incident_id,
        _LIVE,
    )
    return [row["id"] for row in rows]


async def has_leg_of_order(tx: Tx, order_id: UUID, *, live_only: bool = False) -> bool:
    """Whether anybody was called for an order; with `live_only`, is still called or in the call."""
    sql = "select exists (select from telephony.leg where order_id = $1 and (not $2 or state = any($3)))"
    return bool(await tx.fetchval(sql, order_id, live_only, store.LIVE_LEGS))


async def calls_of_order(tx: Tx, order_id: UUID) -> list[UUID]:
    """Calls into which somebody was called for an order."""
    rows = await tx.fetch("select distinct call_id from telephony.leg where order_id = $1", order_id)
    return [row["call_id"] for row in rows]


async def list_carried(tx: Tx) -> set[UUID]:
    """Calls that live and that our own line carries: somebody is there who speaks."""
    rows = await tx.fetch("select id from telephony.call where has_media and ended_at is null")
    return {row["id"] for row in rows}


async def count_given_up(tx: Tx, since: datetime) -> int:
    """Calls over our line that were given up before an answer, from a moment on."""
    sql = "select count(*) from telephony.call where has_media and ended_at >= $1 and state = 'abandoned'"
    found: int = await tx.fetchval(sql, since)
    return found


async def has_spoken_since(tx: Tx, call_id: UUID) -> bool:
    """Whether the same number rang after this call did, and was answered or is on the line now."""
    sql = (
        "select exists (select from telephony.call o join telephony.call c on c.number_digest = o.number_digest"
        " where c.id = $1 and o.id <> c.id and o.rang_at > c.rang_at"
        " and (o.answered_at is not null or o.ended_at is null))"
    )
    return bool(await tx.fetchval(sql, call_id))


async def list_speaking(tx: Tx) -> set[UUID]:
    """People whose seat is in a call and not held in it: they are not rung, whatever their form says."""
    rows = await tx.fetch(
        "select distinct l.person_id from telephony.leg l where l.kind = 'seat' and l.person_id is not null"
        " and l.mode <> 'held' and l.end_asked_at is null and l.state in ('asked', 'ringing', 'joined')",
    )
    return {row["person_id"] for row in rows}


async def _with_legs(tx: Tx, calls: list[store.Call]) -> list[LiveCall]:
    legs = await store.list_legs(tx, [call.id for call in calls])
    return [LiveCall(call, tuple(leg for leg in legs if leg.call_id == call.id)) for call in calls]
