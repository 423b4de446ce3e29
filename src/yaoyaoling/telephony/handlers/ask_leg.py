"""Have somebody join a call, or ring the caller back in it."""

from datetime import timedelta
from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony import store
from yaoyaoling.telephony.commands import AskLeg, CallBack
from yaoyaoling.telephony.events import LegAsked
from yaoyaoling.telephony.handlers.end import end_own_seat
from yaoyaoling.telephony.handlers.moves import LEG_TIMER, tell, views
from yaoyaoling.telephony.refusals import (
    CallerMayHide,
    CallLives,
    CallOver,
    LegIncomplete,
    NoMedia,
    NumberWithheld,
    OfficerNotInvolved,
    UnknownPartner,
)
from yaoyaoling.telephony.settings import SETTINGS
from yaoyaoling.telephony.states import CALL_LIVE, CallState, LegState


class LegReply(Value):
    """A leg after a command."""

    leg_id: UUID
    call_id: UUID
    state: LegState


def reply_of(leg: store.Leg) -> LegReply:
    """What commands on a leg answer."""
    return LegReply(leg_id=leg.id, call_id=leg.call_id, state=leg.state)


async def ask_leg(tx: Tx, command: AskLeg) -> LegReply:
    """Ask that somebody joins; one who is asked or in it already is not asked twice.

    A blind hand-over lets the actor's own seat leave at once. Raises: NotFound, NoMedia, CallOver, UnknownPartner,
    LegIncomplete, OfficerNotInvolved.
    """
    call = await store.get_call(tx, command.call_id, lock=True)
    if not call.has_media:
        raise NoMedia
    if command.kind != "callback" and call.state not in CALL_LIVE:
        raise CallOver(state=call.state.value)
    return await _ask(tx, call, command)


async def _ask(tx: Tx, call: store.Call, command: AskLeg) -> LegReply:
    command = await _completed(tx, command)
    for leg in await store.list_legs(tx, [call.id], live_only=True):
        if _is_same(leg, command) and leg.end_asked_at is None:
            return reply_of(leg)
    leg = _leg_of(tx, command)
    await store.insert_leg(tx, leg)
    due = tx.now + timedelta(seconds=SETTINGS.leg_ring_s)
    await tx.set_timer(LEG_TIMER, str(leg.id), due, {"leg_id": leg.id}, about=call.id)
    names = LegAsked.model_fields.keys() - {"leg_id", "legs"}
    fields = {name: getattr(leg, name) for name in names}
    event = LegAsked(leg_id=leg.id, **fields, legs=await views(tx, call.id))
    subject = leg.person_id if leg.kind == "officer" else None
    call = await tell(tx, call, event, subject=subject)
    if command.attended == "blind":
        await end_own_seat(tx, call, "transferred")
    return reply_of(leg)


async def _completed(tx: Tx, command: AskLeg) -> AskLeg:
    """The partner's name and number put in; an officer who is called again is called as before.

    Raises: UnknownPartner, LegIncomplete, OfficerNotInvolved.
    """
    if command.partner_id is not None:
        partner = next((one for one in SETTINGS.list_partners() if one.id == command.partner_id), None)
        if partner is None:
            raise UnknownPartner(partner=command.partner_id)
        return command.model_copy(update={"number": partner.number, "display": partner.name})
    if command.kind == "officer" and command.order_id is not None and command.crew_id is None:
        before = [leg for leg in await store.list_legs(tx, [command.call_id]) if leg.order_id == command.order_id]
        if before:
            # With the end of an order the crew loses its sight of the call.
            if f"c/{before[-1].crew_id}" not in await audience.list_scopes(tx, command.call_id):
                raise OfficerNotInvolved
            same = ("person_id", "crew_id", "number", "display")
            command = command.model_copy(update={name: getattr(before[-1], name) for name in same})
    if command.number is None and command.person_id is None and command.crew_id is None:
        raise LegIncomplete
    return command


def _is_same(leg: store.Leg, command: AskLeg) -> bool:
    if command.person_id is not None:
        return leg.person_id == command.person_id
    if leg.kind != command.kind:
        return False
    return (leg.order_id, leg.crew_id, leg.number) == (command.order_id, command.crew_id, command.number)


def _leg_of(tx: Tx, command: AskLeg) -> store.Leg:
    return store.Leg(
        id=new_id(),
        call_id=command.call_id,
        kind=command.kind,
        person_id=command.person_id,
        crew_id=command.crew_id,
        number=command.number,
        display=command.display,
        order_id=command.order_id,
        partner_id=command.partner_id,
        mode=command.mode,
        attended=command.attended,
        state=LegState.ASKED,
        asked_at=tx.now,
        since=tx.now,
    )


async def call_back(tx: Tx, command: CallBack) -> LegReply:
    """Ring the caller back in the same call, and have the actor's own line join it.

    Raises: NotFound, NoMedia, CallLives, NumberWithheld, CallerMayHide unless the person said that it is safe.
    """
    call = await store.get_call(tx, command.call_id, lock=True)
    if not call.has_media:
        raise NoMedia
    if call.state in CALL_LIVE:
        raise CallLives
    if call.caller_number is None:
        raise NumberWithheld
    if call.state is CallState.ABANDONED and not command.is_safe:
        raise CallerMayHide
    reply = await _ask(tx, call, AskLeg(call_id=call.id, kind="callback", number=call.caller_number))
    who = tx.principal
    call = await store.get_call(tx, call.id)
    await _ask(tx, call, AskLeg(call_id=call.id, kind="seat", person_id=who.account_id, display=who.name))
    return reply
