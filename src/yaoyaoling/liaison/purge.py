"""What this room forgets of an erased subject."""

from uuid import UUID

from yaoyaoling.liaison.events import WorkOrderErased
from yaoyaoling.liaison.feed import PERSONAL
from yaoyaoling.platform.db.tx import Tx


async def purge(tx: Tx, subject: UUID) -> None:
    """An order keeps its number, desks, owners and times, and loses words, place and number."""
    columns = ", ".join(f"{name} = null" for name in PERSONAL)
    rows = await tx.fetch(
        f"update liaison.work_order set {columns}, version = version + 1 where subject = $1"
        " returning id, incident_id, version",
        subject,
    )
    # What was not sent yet is not sent any more; what was sent is with the partner, whose own duty it is to forget.
    await tx.execute("update liaison.outgoing set body = null where person = $1", subject)
    for row in rows:
        event = WorkOrderErased(work_order_id=row["id"], incident_id=row["incident_id"])
        stream = f"work_order:{row['id']}"
        tx.record(event, stream=stream, seq=row["version"], about=row["id"], incident=row["incident_id"])
