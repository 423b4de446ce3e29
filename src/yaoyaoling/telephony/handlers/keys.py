"""Keys: those we play to others, and the one a silent caller is asked for."""

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony import store
from yaoyaoling.telephony.commands import AskKey, NoteKey, SendDigits
from yaoyaoling.telephony.events import DigitsAsked, KeyAsked, KeyPressed
from yaoyaoling.telephony.handlers.end import CallReply
from yaoyaoling.telephony.handlers.moves import tell
from yaoyaoling.telephony.refusals import CallOver, NoMedia
from yaoyaoling.telephony.states import CALL_LIVE


class KeyReply(Value):
    """is_asked: ask now; False: this caller was asked before and is not asked again."""

    is_asked: bool


async def _live(tx: Tx, command: AskKey | NoteKey | SendDigits) -> store.Call:
    call = await store.get_call(tx, command.call_id, lock=True)
    if not call.has_media:
        raise NoMedia
    if call.state not in CALL_LIVE:
        raise CallOver(state=call.state.value)
    return call


async def send_digits(tx: Tx, command: SendDigits) -> CallReply:
    """Play keys into the call. Raises: NotFound, NoMedia, CallOver."""
    call = await _live(tx, command)
    await tell(tx, call, DigitsAsked(call_id=call.id, digits=command.digits))
    return CallReply(call_id=call.id, state=call.state)


async def ask_key(tx: Tx, command: AskKey) -> KeyReply:
    """Whether to ask the caller to press 1: yes once, never again. Raises: NotFound, NoMedia, CallOver."""
    call = await _live(tx, command)
    if call.asked_key_at is not None:
        return KeyReply(is_asked=False)
    await tell(tx, call, KeyAsked(call_id=call.id), asked_key_at=tx.now)
    return KeyReply(is_asked=True)


async def note_key(tx: Tx, command: NoteKey) -> CallReply:
    """The caller pressed a key; the first one counts. Raises: NotFound, NoMedia, CallOver."""
    call = await _live(tx, command)
    if call.key_pressed is None:
        await tell(tx, call, KeyPressed(call_id=call.id, key=command.key), key_pressed=command.key)
    return CallReply(call_id=call.id, state=call.state)
