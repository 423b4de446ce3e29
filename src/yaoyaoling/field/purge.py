"""What this room forgets of an erased subject."""

from uuid import UUID

from yaoyaoling.field.events import FeedbackErased
from yaoyaoling.field.patrol.events import HazardErased
from yaoyaoling.platform.db.tx import Tx


async def purge(tx: Tx, subject: UUID) -> None:
    """Feedback keeps its outcome code, a hazard its kind and place; both lose their words."""
    rows = await tx.fetch(
        "update field.feedback set text = null, version = version + 1 where subject = $1"
        " returning id, incident_id, version",
        subject,
    )
    for row in rows:
        event = FeedbackErased(feedback_id=row["id"], incident_id=row["incident_id"])
        stream = f"feedback:{row['id']}"
        tx.record(event, stream=stream, seq=row["version"], about=row["incident_id"], incident=row["incident_id"])
    hazards = await tx.fetch(
        "update field.hazard set text = null, answer = null, version = version + 1 where id = $1"
        " and (text is not null or answer is not null)"
        " returning id, patrol_id, version",
        subject,
    )
    for row in hazards:
        erased = HazardErased(hazard_id=row["id"], patrol_id=row["patrol_id"])
        tx.record(erased, stream=f"hazard:{row['id']}", seq=row["version"], about=row["patrol_id"])
