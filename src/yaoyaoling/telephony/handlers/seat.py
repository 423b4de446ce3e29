"""What intake does with the seat's side of a call, in its own transactions."""

from uuid import UUID

from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony import store
from yaoyaoling.telephony.commands import AskLeg, EndCall
from yaoyaoling.telephony.handlers.ask_leg import ask_leg
from yaoyaoling.telephony.handlers.end import end_call
from yaoyaoling.telephony.handlers.moves import ask_end, move_leg
from yaoyaoling.telephony.handlers.set_mode import set_modes
from yaoyaoling.telephony.states import CALL_LIVE, CALLED, LegSignal, LegState


async def _find_live(tx: Tx, call_id: UUID) -> store.Call | None:
    call = await store.find_call(tx, call_id, lock=True)
    return call if call is not None and call.has_media and call.state in CALL_LIVE else None


async def join_seat(tx: Tx, call_id: UUID, person_id: UUID, name: str) -> bool:
    """Have a person's line join a call that goes on; a held caller is talked to again. False: there is none."""
    if await _find_live(tx, call_id) is None:
        return False
    await _leave_others(tx, call_id, person_id)
    await ask_leg(tx, AskLeg(call_id=call_id, kind="seat", person_id=person_id, display=name))
    await set_modes(tx, call_id, "open", ("citizen", "callback"))
    return True


async def _leave_others(tx: Tx, call_id: UUID, person_id: UUID) -> None:
    """A person speaks in one call: held ones stay, and whom the person still spoke with goes on without."""
    rows = await tx.fetch(
        "select id from telephony.leg where kind = 'seat' and person_id = $1 and call_id <> $2 and mode <> 'held'"
        " and state = any($3) and end_asked_at is null order by call_id",
        person_id,
        call_id,
        store.LIVE_LEGS,
    )
    for row in rows:
        call, leg = await store.lock_leg(tx, row["id"])
        await ask_end(tx, call, leg, "ended")


async def hang_up(tx: Tx, call_id: UUID) -> None:
    """End a call that goes on; nothing happens when there is none."""
    if await _find_live(tx, call_id) is not None:
        await end_call(tx, EndCall(call_id=call_id))


async def is_live(tx: Tx, call_id: UUID) -> bool:
    """Whether somebody is on our line, and held there until this transaction ends."""
    return await _find_live(tx, call_id) is not None


async def lose_seats(tx: Tx, person_id: UUID) -> None:
    """A person's console is gone: so are the seat's legs in whatever calls it was in."""
    rows = await tx.fetch(
        "select id from telephony.leg where kind = 'seat' and person_id = $1 and state = any($2) order by call_id",
        person_id,
        store.LIVE_LEGS,
    )
    for row in rows:
        call, leg = await store.lock_leg(tx, row["id"])
        if leg.state in CALLED:
            call, leg = await move_leg(tx, call, leg, LegSignal.FAIL, "seat_lost")
        elif leg.state is LegState.JOINED:
            call, leg = await move_leg(tx, call, leg, LegSignal.LOSE)
        await ask_end(tx, call, leg, "seat_lost")
