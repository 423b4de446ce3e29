"""SQL that writes contacts and seats, and their rows as the handlers see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.intake.commands import PauseReason
from yaoyaoling.intake.states import ContactState, SeatState
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx

_CONTACT = (
    "id", "number", "channel", "state", "caller_number", "caller_name", "text", "place_text", "lon", "lat",
    "uncertainty_m", "is_outside_city", "is_silent", "priority", "received_at", "waiting_since", "offered_seat",
    "last_seat", "offers", "taken_by", "taken_by_name", "taken_at", "incident_id", "incident_number",
    "disposition", "ended_at", "held_at", "merged_incident_id", "call_back", "redial_of", "tied_incident_id",
    "prefers_seat", "said", "before_incident_id", "before_incident_number", "entered_by", "entered_by_name",
    "place_source", "place_method", "place_at", "place_confidence", "is_test", "version",
)  # fmt: skip
_SEAT = (
    "id", "account_id", "account_name", "state", "since", "contact_id", "reason", "until", "version", "takes_calls",
    "has_line",
)  # fmt: skip
SELECT_CONTACT = f"select {', '.join(_CONTACT)} from intake.contact"
SELECT_SEAT = f"select {', '.join(_SEAT)} from intake.seat"


@dataclass(frozen=True)
class Contact:
    """A contact's row."""

    id: UUID
    number: str
    channel: str
    state: ContactState
    caller_number: str | None
    caller_name: str | None
    text: str | None
    place_text: str | None
    lon: float | None
    lat: float | None
    uncertainty_m: float | None
    is_outside_city: bool
    is_silent: bool
    priority: int
    received_at: datetime
    waiting_since: datetime
    offered_seat: UUID | None
    last_seat: UUID | None
    offers: int
    taken_by: UUID | None
    taken_by_name: str | None
    taken_at: datetime | None
    incident_id: UUID | None
    incident_number: str | None
    disposition: str | None
    ended_at: datetime | None
    held_at: datetime | None
    merged_incident_id: UUID | None
    call_back: bool
    redial_of: UUID | None
    tied_incident_id: UUID | None
    prefers_seat: UUID | None
    said: str | None
    before_incident_id: UUID | None
    before_incident_number: str | None
    entered_by: UUID | None
    entered_by_name: str | None
    place_source: str | None
    place_method: str | None
    place_at: datetime | None
    place_confidence: float | None
    is_test: bool
    version: int


@dataclass(frozen=True)
class Seat:
    """A seat's row."""

    id: UUID
    account_id: UUID
    account_name: str
    state: SeatState
    since: datetime
    contact_id: UUID | None
    reason: PauseReason | None
    until: datetime | None
    version: int
    takes_calls: bool = True
    has_line: bool = False

    @property
    def can_speak(self) -> bool:
        """Whether callers may ring here: the person takes calls and has a line to speak on."""
        return self.takes_calls and self.has_line


def contact_of(row: Any) -> Contact:
    """A row with the columns of `SELECT_CONTACT`."""
    fields = {name: row[name] for name in _CONTACT}
    fields["state"] = ContactState(fields["state"])
    return Contact(**fields)


def seat_of(row: Any) -> Seat:
    """A row with the columns of `SELECT_SEAT`."""
    fields = {name: row[name] for name in _SEAT}
    fields["state"] = SeatState(fields["state"])
    return Seat(**fields)


async def get_contact(tx: Tx, contact_id: UUID, *, lock: bool = False) -> Contact:
    """A contact the actor may see; `lock` holds it. Raises: NotFound."""
    row = await tx.fetchrow(f"{SELECT_CONTACT} where id = $1{' for update' if lock else ''}", contact_id)
    if row is None:
        raise NotFound
    return contact_of(row)


async def list_contacts(tx: Tx, contact_ids: Sequence[UUID]) -> list[Contact]:
    """Those of the contacts the actor may see."""
    rows = await tx.fetch(f"{SELECT_CONTACT} where id = any($1::uuid[])", list(contact_ids))
    return [contact_of(row) for row in rows]


async def list_contacts_of(tx: Tx, incident_id: UUID) -> list[tuple[UUID, UUID | None]]:
    """Contacts that belong to an incident, each with who took it."""
    rows = await tx.fetch("select id, taken_by from intake.contact where incident_id = $1", incident_id)
    return [(row["id"], row["taken_by"]) for row in rows]


async def list_held(tx: Tx, account_id: UUID) -> list[Contact]:
    """Contacts an account holds, locked, the one held longest first."""
    rows = await tx.fetch(
        f"{SELECT_CONTACT} where state = $1 and taken_by = $2 order by held_at for update",
        ContactState.HELD.value,
        account_id,
    )
    return [contact_of(row) for row in rows]


async def lock_work(tx: Tx, account_id: UUID | None, contact_id: UUID | None = None) -> None:
    """Lock a person's seat with what is in hand or held there, and a contact with the seat where it rings.

    Contacts before seats and each by id, whoever asks: people who reach for the same things never lock each
    other out. What a command reads afterwards stays as it is.
    """
    await tx.fetch(
        "select from intake.contact where id = $1 or (state = $3 and taken_by = $2)"
        " or id = (select contact_id from intake.seat where account_id = $2) order by id for update",
        contact_id,
        account_id,
        ContactState.HELD.value,
    )
    await tx.fetch(
        "select from intake.seat where account_id = $2"
        " or id = (select offered_seat from intake.contact where id = $1) order by id for update",
        contact_id,
        account_id,
    )


async def lock_contacts_of(tx: Tx, incident_id: UUID) -> list[Contact]:
    """Contacts that belong to an incident, locked."""
    rows = await tx.fetch(f"{SELECT_CONTACT} where incident_id = $1 order by id for update", incident_id)
    return [contact_of(row) for row in rows]


async def lock_contacts_merged(tx: Tx, incident_id: UUID) -> list[Contact]:
    """Contacts that left an incident when it was merged, locked."""
    rows = await tx.fetch(f"{SELECT_CONTACT} where merged_incident_id = $1 order by id for update", incident_id)
    return [contact_of(row) for row in rows]


async def lock_redials_of(tx: Tx, contact_id: UUID) -> list[Contact]:
    """Contacts of the same number that belong to an earlier one and to no incident yet, locked."""
    rows = await tx.fetch(
        f"{SELECT_CONTACT} where redial_of = $1 and tied_incident_id is null and ended_at is null"
        " order by id for update",
        contact_id,
    )
    return [contact_of(row) for row in rows]


async def lock_tied_to(tx: Tx, incident_id: UUID) -> list[Contact]:
    """Contacts that are shown with an incident and were not decided to belong to it, locked."""
    rows = await tx.fetch(
        f"{SELECT_CONTACT} where tied_incident_id = $1 and incident_id is distinct from $1 order by id for update",
        incident_id,
    )
    return [contact_of(row) for row in rows]


async def has_redial(tx: Tx, contact_id: UUID) -> bool:
    """Whether the same number has called again since."""
    sql = "select exists (select from intake.contact where redial_of = $1)"
    return bool(await tx.fetchval(sql, contact_id))


async def find_seat_of(tx: Tx, account_id: UUID | None) -> Seat | None:
    """The seat of an account, locked; None when it never sat down."""
    row = await tx.fetchrow(f"{SELECT_SEAT} where account_id = $1 for update", account_id)
    return None if row is None else seat_of(row)


async def account_at(tx: Tx, seat_id: UUID) -> UUID | None:
    """Whose seat it is, or None."""
    account_id: UUID | None = await tx.fetchval("select account_id from intake.seat where id = $1", seat_id)
    return account_id


async def find_seat(tx: Tx, seat_id: UUID) -> Seat | None:
    """A seat, locked; or None."""
    row = await tx.fetchrow(f"{SELECT_SEAT} where id = $1 for update", seat_id)
    return None if row is None else seat_of(row)


async def insert_contact(tx: Tx, contact: Contact) -> None:
    """Write a new contact."""
    places = ", ".join(f"${number}" for number in range(1, len(_CONTACT) + 1))
    values = [getattr(contact, name) for name in _CONTACT]
    await tx.execute(f"insert into intake.contact ({', '.join(_CONTACT)}) values ({places})", *values)


async def insert_seat(tx: Tx, seat: Seat) -> None:
    """Write a new seat."""
    places = ", ".join(f"${number}" for number in range(1, len(_SEAT) + 1))
    values = [getattr(seat, name) for name in _SEAT]
    await tx.execute(f"insert into intake.seat ({', '.join(_SEAT)}) values ({places})", *values)


async def save_contact(tx: Tx, contact: Contact, **changed: Any) -> int:
    """Write changed columns and the next version of a locked contact; gives that version."""
    return await _save(tx, "intake.contact", contact.id, contact.version + 1, changed)


async def save_seat(tx: Tx, seat: Seat, **changed: Any) -> int:
    """Write changed columns and the next version of a locked seat; gives that version."""
    return await _save(tx, "intake.seat", seat.id, seat.version + 1, changed)


async def _save(tx: Tx, table: str, row_id: UUID, version: int, changed: dict[str, Any]) -> int:
    columns = {**changed, "version": version}
    settings = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=2))
    await tx.execute(f"update {table} set {settings} where id = $1", row_id, *columns.values())
    return version
