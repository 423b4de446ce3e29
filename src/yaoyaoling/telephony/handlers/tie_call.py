"""Which incident a call belongs to."""

from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony import store
from yaoyaoling.telephony.commands import TieCall
from yaoyaoling.telephony.events import CallTied
from yaoyaoling.telephony.handlers.moves import tell


async def tie_call(tx: Tx, command: TieCall) -> None:
    """Tie it, or untie it. Nothing happens for a contact that came by another way, or stands so already."""
    call = await store.find_call(tx, command.call_id, lock=True)
    if call is None or not call.has_media or call.incident_id == command.incident_id:
        return
    await tell(tx, call, CallTied(call_id=call.id, incident_id=command.incident_id), incident_id=command.incident_id)
