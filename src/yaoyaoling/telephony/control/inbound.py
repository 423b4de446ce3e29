"""A call comes in: media first, so that the caller hears us at once; then the hall is told, until it knows."""

import asyncio
import contextlib
from collections.abc import Callable
from uuid import UUID

from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.commands import AskKey
from yaoyaoling.telephony.control.call import CITIZEN, ENGINES_AWAY, LiveCall
from yaoyaoling.telephony.control.journal import Journal
from yaoyaoling.telephony.control.rung import ring_of
from yaoyaoling.telephony.handlers.keys import ask_key
from yaoyaoling.telephony.handlers.ring import RingReply, ring
from yaoyaoling.telephony.media.room import Conference
from yaoyaoling.telephony.sip.inbound import Inbound
from yaoyaoling.telephony.sip.sdp import UnusableOffer

_AGAIN_S = 0.2
log = logger("telephony")


def take_in(dialog: Inbound, make: Callable[[UUID], LiveCall], otherwise: str, journal: Journal) -> LiveCall:
    """Begin a call; gives it at once, everything else follows in its own task."""
    journal.take(dialog.invite)
    call = make(new_id())
    call.citizen = dialog
    dialog.on_signal = call.on_citizen
    dialog.on_reoffer = lambda _, offer: _reoffer(call, offer)
    call.post(lambda: open_call(call, dialog))
    command = ring_of(dialog.invite, call.id, call.node, otherwise)
    told = call.notes.note(call.id, ring, command)
    told.add_done_callback(lambda done: _ask_key(call, done))
    told.add_done_callback(lambda done: journal.settle(dialog.invite, is_known=_is_known(done)))
    return call


def _is_known(told: "asyncio.Task[RingReply | None]") -> bool:
    """Whether the hall has the call."""
    return not told.cancelled() and told.exception() is None and told.result() is not None


def _ask_key(call: LiveCall, told: "asyncio.Task[RingReply | None]") -> None:
    """A number that is marked or repeats is asked to press 1 before a person is spent; refused it is never."""
    reply = None if told.cancelled() or told.exception() is not None else told.result()
    if reply is not None and reply.asks_key and not call.is_over:
        call.notes.note(call.id, ask_key, AskKey(call_id=call.id))


async def open_call(call: LiveCall, dialog: Inbound) -> None:
    """Room, media, 183, announcement. Without a conference engine the caller hears that it rings until there is one."""
    while not call.is_over and not dialog.ended:
        try:
            janus = await asyncio.wait_for(call.engines.conferences.usable(), _AGAIN_S)
            call.conference = Conference(janus, call.engines.rtpengine, f"call-{call.id}")
            await call.conference.open()
            offer = dialog.invite.offer
            if offer is None:
                call.local = await call.conference.offer_outbound(CITIZEN, citizen=True)
                dialog.progress()
            else:
                call.local = await call.conference.join_inbound(CITIZEN, offer)
                dialog.progress(call.local)
            await call.settle()
            return
        except (*ENGINES_AWAY, TimeoutError) as error:
            log.warning("call_waits_for_engines", call=str(call.id), error=repr(error))
            dialog.progress()
            await _let_go(call)
            await asyncio.sleep(_AGAIN_S)
        except UnusableOffer as error:
            log.warning("offer_unusable", call=str(call.id), error=str(error))
            dialog.refuse(488)
            await call.end("error", signal="abandon")  # nobody spoke to the caller: to be called back


async def _let_go(call: LiveCall) -> None:
    """What was begun of the room before an engine went; the next attempt has a room of its own name again."""
    begun = getattr(call, "conference", None)
    if begun is not None:
        with contextlib.suppress(*ENGINES_AWAY):
            await begun.close()


async def _reoffer(call: LiveCall, offer: str) -> str | None:
    """The carrier's side moved: our port stays as it is."""
    return await call.conference.reoffer(CITIZEN, offer)
