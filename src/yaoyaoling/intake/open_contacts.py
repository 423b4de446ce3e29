"""Contacts of a person about whom something is still being done, for what the same person sends next."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from yaoyaoling.incidents.public import FINAL, get_incident
from yaoyaoling.intake import store
from yaoyaoling.intake.states import ContactState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.numbers import number_digest


async def find_open_contacts(tx: Tx, number: str | None, also: Sequence[UUID], since: datetime) -> list[store.Contact]:
    """Those of the number's contacts, and of the others named, that came since then and are not over; newest first.

    A complaint about police is none of them: what the same person reports next is for the hall to see.
    """
    digest = number_digest(tx, number)
    rows = await tx.fetch(
        f"{store.SELECT_CONTACT} where received_at > $1 and (id = any($2::uuid[]) or id in"
        " (select contact_id from intake.trace where digest = $3 and at > $1))"
        " order by received_at desc, id desc limit 20",
        since,
        list(also),
        digest,
    )
    found = []
    for row in rows:
        contact = store.contact_of(row)
        if contact.incident_id is None:
            if contact.state is not ContactState.SETTLED:
                found.append(contact)
            continue
        incident = await get_incident(tx, contact.incident_id)
        if incident.state not in FINAL and not incident.is_inspection_only:
            found.append(contact)
    return found
