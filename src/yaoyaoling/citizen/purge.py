"""What this room forgets of an erased subject."""

from uuid import UUID

from yaoyaoling.citizen.events import MessageErased, WithdrawalErased
from yaoyaoling.platform.db.tx import Tx


async def purge(tx: Tx, subject: UUID) -> None:
    """The rating keeps its stars, the request to withdraw its reason, messages their times; all lose their words."""
    await tx.execute("update citizen.rating set words = null where contact_id = $1", subject)
    rows = await tx.fetch(
        "update citizen.withdrawal set words = null, version = version + 1 where contact_id = $1 returning id, version",
        subject,
    )
    for row in rows:
        event = WithdrawalErased(withdrawal_id=row["id"], contact_id=subject)
        tx.record(event, stream=f"withdrawal:{row['id']}", seq=row["version"], about=subject)
    rows = await tx.fetch(
        "update citizen.message set words = null, version = version + 1 where contact_id = $1 returning id, version",
        subject,
    )
    for row in rows:
        gone = MessageErased(message_id=row["id"], contact_id=subject)
        tx.record(gone, stream=f"message:{row['id']}", seq=row["version"], about=subject)
