"""What this room forgets of an erased subject."""

from uuid import UUID

from yaoyaoling.field.events import FeedbackErased
from yaoyaoling.platform.db.tx import Tx


async def purge(tx: Tx, subject: UUID) -> None:
    """Feedback keeps its outcome code and loses its words."""
    rows = await tx.fetch(
        "update field.feedback set text = null, version = version + 1 where subject = $1"
        " returning id, incident_id, version",
        subject,
    )
    for row in rows:
        event = FeedbackErased(feedback_id=row["id"], incident_id=row["incident_id"])
        stream = f"feedback:{row['id']}"
        tx.record(event, stream=stream, seq=row["version"], about=row["incident_id"], incident=row["incident_id"])
