"""A ring at the trunk."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.numbers import number_digest
from yaoyaoling.telephony import store
from yaoyaoling.telephony.events import CallOpened, CallRang
from yaoyaoling.telephony.handlers.moves import CALL_TIMER, tell, views
from yaoyaoling.telephony.location.pidf import Fault
from yaoyaoling.telephony.policy import Earlier, asks_key, redial_of
from yaoyaoling.telephony.settings import SETTINGS
from yaoyaoling.telephony.states import LegState


class Ring(Command):
    """What the edge knows when the line rings.

    trunk_call_id: the line's own name of the call (SIP Call-ID). place_text: the address that came with it.
    location_faults: documents of its place that could not be read. msd: what a car that calls by itself told (eCall),
    in hexadecimal as it came. has_media: our own line carries it, on that node.
    tags: what the edge says of the number (`repeat`). call_id: the id the call shall have, when the line named it
    already: its room is there before the hall hears of it. rang_at: when, if the hall hears of it late.
    """

    call_id: UUID | None = None
    trunk_call_id: str = Field(min_length=1, max_length=200)
    dialled: str = Field(pattern=r"^[0-9*#+]{2,20}$")
    caller_number: str | None = Field(default=None, pattern=r"^\+?[0-9]{3,20}$")
    point: Point | None = None
    uncertainty_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    place_text: str | None = Field(default=None, max_length=300)
    location_faults: tuple[Fault, ...] = Field(default=(), max_length=32)
    msd: str | None = Field(default=None, pattern=r"^(?:[0-9a-f]{2}){0,140}$")
    has_media: bool = False
    node: str | None = Field(default=None, max_length=80)
    tags: tuple[str, ...] = Field(default=(), max_length=8)
    rang_at: datetime | None = None


class RingReply(Value):
    """The call; the contact it became is found under the same id. leg_id: the caller's, when our line carries it.

    tags: what is known of the number: `junk` by a call-taker, `repeat` by the edge. asks_key: the caller is to be asked
    to press 1 before a person is spent: say so by `AskKey`, which answers whether it was done before, then play it.
    """

    call_id: UUID
    is_new: bool
    leg_id: UUID | None = None
    tags: tuple[str, ...] = ()
    asks_key: bool = False


async def ring(tx: Tx, command: Ring) -> RingReply:
    """Record the ring, once for each call of the trunk. `intake` makes a contact of it in the same transaction."""
    call_id = command.call_id or new_id()
    digest = number_digest(tx, command.caller_number) if command.has_media else None
    tags = tuple(dict.fromkeys((*command.tags, *await _tags(tx, digest))))
    redial = await _redial_of(tx, digest)
    new = await tx.execute(
        "insert into telephony.call (id, trunk_call_id, dialled, caller_number, rang_at, has_media, node, room, tags,"
        " number_digest, redial_of) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing",
        call_id,
        command.trunk_call_id,
        command.dialled,
        command.caller_number,
        min(command.rang_at or tx.now, tx.now),
        command.has_media,
        command.node,
        f"call-{call_id}" if command.has_media else None,
        list(tags),
        digest,
        redial,
    )
    if not new:
        return await _earlier(tx, command.trunk_call_id, call_id)
    leg_id = await _add_caller(tx, call_id) if command.has_media else None
    event = CallRang(
        call_id=call_id,
        dialled=command.dialled,
        caller_number=command.caller_number,
        lon=command.point.lon if command.point else None,
        lat=command.point.lat if command.point else None,
        uncertainty_m=command.uncertainty_m,
        place_text=command.place_text,
        location_faults=command.location_faults,
        msd=command.msd,
        has_media=command.has_media,
        tags=tags,
        redial_of=redial,
    )
    tx.record(event, stream=f"call:{call_id}", seq=1, about=call_id, subject=call_id)
    asks = command.has_media and asks_key(is_silent=False, tags=tags, was_asked=False)
    return RingReply(call_id=call_id, is_new=True, leg_id=leg_id, tags=tags, asks_key=asks)


async def _earlier(tx: Tx, trunk_call_id: str, otherwise: UUID) -> RingReply:
    """The call that this ring was told for before, when the actor may see it."""
    found = await tx.fetchval("select id from telephony.call where trunk_call_id = $1", trunk_call_id)
    if found is None:
        return RingReply(call_id=otherwise, is_new=False)
    call = await store.get_call(tx, found)
    caller = next((leg.id for leg in await store.list_legs(tx, [found]) if leg.kind == "citizen"), None)
    asks = call.has_media and asks_key(is_silent=False, tags=call.tags, was_asked=call.asked_key_at is not None)
    return RingReply(call_id=found, is_new=False, leg_id=caller, tags=call.tags, asks_key=asks)


async def _tags(tx: Tx, digest: bytes | None) -> list[str]:
    if digest is None:
        return []
    rows = await tx.fetch(
        "select distinct tag from telephony.number_tag where digest = $1 and until > $2 and ended_at is null",
        digest,
        tx.now,
    )
    return [row["tag"] for row in rows]


async def _redial_of(tx: Tx, digest: bytes | None) -> UUID | None:
    if digest is None or SETTINGS.redial_min == 0:
        return None
    within = timedelta(minutes=SETTINGS.redial_min)
    rows = await tx.fetch(
        "select id as call_id, rang_at, ended_at from telephony.call"
        " where number_digest = $1 and (ended_at is null or ended_at >= $2) order by rang_at desc limit 20",
        digest,
        tx.now - within,
    )
    return redial_of((Earlier(**dict(row)) for row in rows), tx.now, within)


async def _add_caller(tx: Tx, call_id: UUID) -> UUID:
    leg = store.Leg(
        id=new_id(),
        call_id=call_id,
        kind="citizen",
        state=LegState.RINGING,
        asked_at=tx.now,
        rang_at=tx.now,
        since=tx.now,
    )
    await store.insert_leg(tx, leg)
    return leg.id


async def on_call_rang(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside, after `intake` said who may see the contact: the call in its first state, for the feeds."""
    event = recorded.event
    assert isinstance(event, CallRang)
    if not event.has_media:
        return
    call = await store.get_call(tx, event.call_id, lock=True)
    opened = CallOpened(
        call_id=call.id,
        state=call.state,
        dialled=call.dialled,
        caller_number=call.caller_number,
        tags=call.tags,
        redial_of=call.redial_of,
        rang_at=call.rang_at,
        legs=await views(tx, call.id),
    )
    await tell(tx, call, opened)
    due = tx.now + timedelta(seconds=SETTINGS.longest_s)
    await tx.set_timer(CALL_TIMER, str(call.id), due, {"call_id": call.id}, about=call.id)
