"""What the line tells: what really became of calls and legs. Told twice, it is noted once."""

from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony import store
from yaoyaoling.telephony.commands import KeepDialog, NoteAlone, NoteCall, NoteLeg
from yaoyaoling.telephony.events import CallLeftAlone
from yaoyaoling.telephony.handlers.ask_leg import LegReply, reply_of
from yaoyaoling.telephony.handlers.end import CallReply
from yaoyaoling.telephony.handlers.moves import ask_end, move_call, move_leg, tell
from yaoyaoling.telephony.refusals import NoMedia
from yaoyaoling.telephony.states import (
    CALL_LIVE,
    CALL_TABLE,
    CALLED,
    LEG_TABLE,
    CallSignal,
    LegSignal,
    LegState,
)

_AFTER_CALL = {signal: after for (_, signal), after in CALL_TABLE.items()}
_AFTER_LEG = {signal: after for (_, signal), after in LEG_TABLE.items()}


async def note_call(tx: Tx, command: NoteCall) -> CallReply:
    """Note it. An answered call has its caller in it; one that ended has nobody. Raises: NoMedia, IllegalCallSignal."""
    call = await store.get_call(tx, command.call_id, lock=True)
    if not call.has_media:
        raise NoMedia
    if call.state is not _AFTER_CALL[command.signal]:
        call = await move_call(tx, call, command.signal, command.reason, command.sip_status)
        if command.signal is CallSignal.ANSWER:
            for leg in await store.list_legs(tx, [call.id], live_only=True):
                if leg.kind == "citizen" and leg.state in CALLED:
                    call, _ = await move_leg(tx, call, leg, LegSignal.JOIN)
    return CallReply(call_id=call.id, state=call.state)


async def note_leg(tx: Tx, command: NoteLeg) -> LegReply:
    """Note it. Of several that are called for one order, the first that joins has it; a caller who was rung back is
    in the call again. Raises: NotFound, IllegalLegSignal.
    """
    call, leg = await store.lock_leg(tx, command.leg_id)
    if leg.state is _AFTER_LEG[command.signal]:
        return reply_of(leg)
    who = {} if command.person_id is None or leg.person_id is not None else {"person_id": command.person_id}
    call, leg = await move_leg(tx, call, leg, command.signal, command.reason, command.sip_status, **who)
    if leg.kind == "callback" and leg.state is LegState.FAILED and call.state not in CALL_LIVE:
        # The caller was not reached: nobody waits in a room without one.
        for other in await store.list_legs(tx, [call.id], live_only=True):
            call = await ask_end(tx, call, other, "call_ended")
    if leg.state is not LegState.JOINED:
        return reply_of(leg)
    if leg.order_id is not None:
        for other in await store.list_legs(tx, [call.id], live_only=True):
            if other.order_id == leg.order_id and other.state in CALLED:
                call = await ask_end(tx, call, other, "answered_elsewhere")
    if leg.kind == "callback" and call.state not in CALL_LIVE:
        await move_call(tx, call, CallSignal.CALL_BACK)
    return reply_of(leg)


async def note_alone(tx: Tx, command: NoteAlone) -> None:
    """Nobody is left with the caller: said once for each time it happens. Raises: NotFound."""
    call = await store.get_call(tx, command.call_id, lock=True)
    if call.state in CALL_LIVE:
        await tell(tx, call, CallLeftAlone(call_id=call.id))


async def keep_dialog(tx: Tx, command: KeepDialog) -> None:
    """Keep the line's own notes of a call, or of a leg. No fact, no version: nobody but the line reads them."""
    notes = {name: value for name in ("sip", "media") if (value := getattr(command, name)) is not None}
    if command.leg_id is not None:
        await _keep(tx, "telephony.leg", command.leg_id, notes)
        return
    if command.node is not None:
        notes["node"] = command.node
    if command.call_id is not None:
        await _keep(tx, "telephony.call", command.call_id, notes)


async def _keep(tx: Tx, table: str, row_id: object, columns: dict[str, object]) -> None:
    if columns:
        settings = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=2))
        await tx.execute(f"update {table} set {settings} where id = $1", row_id, *columns.values())
