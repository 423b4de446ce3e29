"""What this room forgets of an erased subject."""

from typing import Final
from uuid import UUID

from yaoyaoling.incidents import store
from yaoyaoling.incidents.events import IncidentErased
from yaoyaoling.platform.db.tx import Tx

_COLUMNS = ("narrative", "reporter_name", "reporter_phone", "reported_lon", "reported_lat", "outcome")
PERSONAL: Final = ("narrative", "reporter_name", "reporter_phone", "outcome")
"""Fields that feeds blank; the words of the place are emptied besides."""


async def purge(tx: Tx, subject: UUID) -> None:
    """Incidents keep number, class, level, place on the map and states: statistics go on, the person is gone."""
    for row in await tx.fetch(f"{store.SELECT} where subject = $1 for update", subject):
        incident = store.incident_of(row)
        version = await store.save(tx, incident, **dict.fromkeys(_COLUMNS), place_text="")
        event = IncidentErased(incident_id=incident.id)
        tx.record(event, stream=incident.stream, seq=version, about=incident.id, incident=incident.id)
