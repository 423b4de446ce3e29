"""What this room forgets of an erased subject."""

from uuid import UUID

from yaoyaoling.platform.db.tx import Tx


async def purge(tx: Tx, subject: UUID) -> None:
    """The rating keeps its stars and loses its words."""
    await tx.execute("update citizen.rating set words = null where contact_id = $1", subject)
