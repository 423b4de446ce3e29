"""A recording comes when its call is long over: it goes where the contact went meanwhile."""

from yaoyaoling.evidence.public import RecordingKept, tie_recordings
from yaoyaoling.intake import store
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded


async def on_recording_kept(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: tie it to the contact's incident, when it has one."""
    event = recorded.event
    assert isinstance(event, RecordingKept)
    try:
        contact = await store.get_contact(tx, event.contact_id, lock=True)
    except NotFound:
        return  # a call nobody made a contact of
    if contact.incident_id is not None:
        await tie_recordings(tx, contact.id, contact.incident_id, contact.merged_incident_id)
