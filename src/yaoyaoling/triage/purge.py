"""What this room forgets of an erased subject."""

from uuid import UUID

from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage import store
from yaoyaoling.triage.events import StopPaymentErased, WordsErased


async def purge(tx: Tx, subject: UUID) -> None:
    """Accounts, amounts and transcripts go; that there was an order, its states and times stay."""
    payment = await store.find_payment(tx, subject)
    if payment is not None:
        version = await store.save_payment(tx, payment, **dict.fromkeys(store.PERSONAL))
        event = StopPaymentErased(payment_id=payment.id)
        tx.record(event, stream=f"stop_payment:{payment.id}", seq=version, about=subject)
    rows = await tx.fetch(
        "update triage.heard set text = null where contact_id = $1 and text is not null returning id", subject
    )
    for row in rows:
        tx.record(WordsErased(heard_id=row["id"]), stream=f"heard:{row['id']}", seq=2, about=subject)
