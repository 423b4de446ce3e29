"""What this room forgets of an erased subject."""

from uuid import UUID

from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony import store
from yaoyaoling.telephony.events import CallErased
from yaoyaoling.telephony.handlers.moves import tell
from yaoyaoling.telephony.states import CALL_LIVE


async def purge(tx: Tx, subject: UUID) -> None:
    """The caller's number, in every form, or an officer's own; times, states and parties stay."""
    await tx.execute(
        "update telephony.leg set number = null where person_id = $1 or (call_id = $1 and partner_id is null)", subject
    )
    await tx.execute("delete from telephony.number_tag where call_id = $1", subject)
    call = await store.find_call(tx, subject, lock=True)
    if call is None or call.caller_number is None:
        return
    # The line's own notes hold the number too; a call that goes on needs them until its end.
    await tx.execute("update telephony.call set number_digest = null where id = $1", subject)
    if call.state not in CALL_LIVE:
        await tx.execute("update telephony.call set sip = null, media = null where id = $1", subject)
        await tx.execute("update telephony.leg set sip = null, media = null where call_id = $1", subject)
    await tell(tx, call, CallErased(call_id=subject, has_media=call.has_media), caller_number=None)
