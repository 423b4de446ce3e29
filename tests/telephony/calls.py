"""What tests of calls share: the line as it rings and tells, and calls as they stand."""

from typing import Any
from uuid import UUID

from tests.world import World
from yaoyaoling.platform.principal import system
from yaoyaoling.telephony.public import (
    CallSignal,
    LegSignal,
    NoteCall,
    NoteLeg,
    Ring,
    RingReply,
    note_call,
    note_leg,
    ring,
)

LINE = system("voice")
NUMBER = "13800001234"


async def rings(world: World, name: str = "a@trunk", number: str | None = NUMBER, **rest: Any) -> RingReply:
    """The trunk rings, over our own line."""
    command = Ring(trunk_call_id=name, dialled="110", caller_number=number, has_media=True, node="one", **rest)
    reply: RingReply = await world.do(LINE, ring, command)
    return reply


async def tells(world: World, call_id: UUID, signal: CallSignal, **rest: Any) -> None:
    """The line tells what became of a call."""
    await world.do(LINE, note_call, NoteCall(call_id=call_id, signal=signal, **rest))


async def tells_leg(world: World, leg_id: UUID, signal: LegSignal, **rest: Any) -> None:
    """The line tells what became of a leg."""
    await world.do(LINE, note_leg, NoteLeg(leg_id=leg_id, signal=signal, **rest))


async def legs(world: World, call_id: UUID, kind: str | None = None) -> list[Any]:
    """A call's legs, in the order in which they were asked for."""
    return await world.stage.fetch(
        "select * from telephony.leg where call_id = $1 and ($2::text is null or kind = $2) order by asked_at, id",
        call_id,
        kind,
    )


async def leg(world: World, call_id: UUID, kind: str) -> Any:
    """The newest leg of a kind."""
    return (await legs(world, call_id, kind))[-1]


async def call(world: World, call_id: UUID) -> Any:
    """A call as it stands."""
    return (await world.stage.fetch("select * from telephony.call where id = $1", call_id))[0]
