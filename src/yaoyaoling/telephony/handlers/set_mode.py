"""What a leg shall hear and say."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony import store
from yaoyaoling.telephony.commands import LegKind, Mode, SetMode
from yaoyaoling.telephony.events import LegModeSet
from yaoyaoling.telephony.handlers.ask_leg import LegReply, reply_of
from yaoyaoling.telephony.handlers.end import check_may_move
from yaoyaoling.telephony.handlers.moves import tell, views
from yaoyaoling.telephony.refusals import CallOver


async def set_mode(tx: Tx, command: SetMode) -> LegReply:
    """Set it; nothing happens when it stands so already. Raises: NotFound, NotAllowed, CallOver."""
    call, leg = await store.lock_leg(tx, command.leg_id)
    check_may_move(tx, leg)
    if not leg.is_live:
        raise CallOver(state=leg.state.value)
    await _put(tx, call, leg, command.mode)
    return reply_of(leg)


async def set_modes(tx: Tx, call_id: UUID, mode: Mode, kinds: Iterable[LegKind], person_id: UUID | None = None) -> None:
    """Set it for the live legs of these kinds, of seats that person's only; a call the actor does not see has none."""
    call = await store.find_call(tx, call_id, lock=True)
    if call is None:
        return
    for leg in await store.list_legs(tx, [call_id], live_only=True):
        if leg.kind in kinds and (leg.kind != "seat" or person_id is None or leg.person_id == person_id):
            call = await _put(tx, call, leg, mode)


async def _put(tx: Tx, call: store.Call, leg: store.Leg, mode: Mode) -> store.Call:
    if leg.mode == mode:
        return call
    await store.save_leg(tx, leg, mode=mode)
    leg = replace(leg, mode=mode)
    event = LegModeSet(
        leg_id=leg.id,
        call_id=call.id,
        kind=leg.kind,
        mode=mode,
        person_id=leg.person_id,
        legs=await views(tx, call.id),
    )
    return await tell(tx, call, event)
