"""What the hall is told of a call that came in."""

import re
from datetime import datetime
from uuid import UUID

from yaoyaoling.telephony.handlers.ring import Ring
from yaoyaoling.telephony.location.delivered import Delivered, read_delivered
from yaoyaoling.telephony.location.mime import MOST_BYTES
from yaoyaoling.telephony.location.msd import msd_of
from yaoyaoling.telephony.policy import MISSED, REPEAT
from yaoyaoling.telephony.sip.inbound import Invite

_REPEAT = "x-yyl-repeat"


def ring_of(invite: Invite, call_id: UUID, node: str, otherwise: str, missed_at: datetime | None = None) -> Ring:
    """otherwise: the number of the hall, for a call that names a service (urn:service:sos).

    missed_at: when it rang, if nothing of ours could take it.
    """
    came, msd = Delivered(), None
    if invite.body and len(invite.body) <= MOST_BYTES:
        came = read_delivered(invite.geolocation, invite.content_type, invite.body)
        msd = msd_of(invite.content_type, invite.body)
    located = came.located
    number = re.sub(r"[\s().-]", "", invite.caller or "")
    marks = ((REPEAT,) if _REPEAT in invite.tags else ()) + ((MISSED,) if missed_at else ())
    return Ring(
        call_id=call_id,
        trunk_call_id=invite.call_id[:200],
        dialled=invite.dialled if re.fullmatch(r"[0-9*#+]{2,20}", invite.dialled) else otherwise,
        caller_number=number if re.fullmatch(r"\+?[0-9]{3,20}", number) else None,
        point=located.point if located else None,
        uncertainty_m=located.uncertainty_m if located else None,
        place_text=located.address if located else None,
        location_faults=came.faults,
        msd=msd,
        has_media=True,
        node=node,
        tags=marks,
        rang_at=missed_at,
    )
