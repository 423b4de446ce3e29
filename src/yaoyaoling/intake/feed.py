"""Contacts and seats in the feeds: contacts in hand and those that ended within the last hours."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.incidents.public import list_shown
from yaoyaoling.intake import store
from yaoyaoling.intake.answers import list_answers
from yaoyaoling.intake.events import (
    AnswersErased,
    AnswersNoted,
    ContactAdded,
    ContactAdvanced,
    ContactErased,
    ContactMarked,
    ContactPlaced,
    ContactReceived,
    SeatLined,
    SeatMoved,
)
from yaoyaoling.intake.purge import PERSONAL
from yaoyaoling.intake.states import CONTACT_FINAL, ContactSignal, ContactState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role
from yaoyaoling.triage.public import Answer

_NOT_SHOWN = {"contact_id", "signal", "note", "parted_incident_id", "contact_number"}
_PLACED = {"lon", "lat", "uncertainty_m", "is_outside_city", "priority"}
SHOWN_AFTER_END = timedelta(hours=2)
CONTACT = Kind(
    "contact",
    frozenset({Role.CALL_TAKER, Role.COMMANDER, Role.INSPECTOR}),
    masks={"caller_number": "phone", "caller_name": "name"},
    unmasked=frozenset({Role.CALL_TAKER}),
)
ANSWERS = Kind(
    "answers",
    frozenset(Role) - {Role.ADMIN, Role.TRUNK, Role.TERMINAL},
)
SEAT = Kind("seat", frozenset({Role.CALL_TAKER, Role.COMMANDER}))
_FIELDS = (
    "number", "channel", "caller_number", "caller_name", "text", "place_text", "lon", "lat", "uncertainty_m",
    "is_outside_city", "is_silent", "priority", "taken_by_name", "incident_number", "disposition", "call_back",
    "said", "entered_by_name", "place_source", "place_method", "place_confidence", "is_test",
)  # fmt: skip


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def contact_fields(contact: store.Contact) -> dict[str, Any]:
    """A contact as feeds and pages show it."""
    fields: dict[str, Any] = {name: getattr(contact, name) for name in _FIELDS}
    fields["state"] = contact.state.value
    fields["seat_id"] = _id(contact.offered_seat)
    fields["taken_by"] = _id(contact.taken_by)
    fields["incident_id"] = _id(contact.incident_id)
    fields["redial_of"] = _id(contact.redial_of)
    fields["tied_incident_id"] = _id(contact.tied_incident_id)
    fields["received_at"] = time_text(contact.received_at)
    fields["ended_at"] = None if contact.ended_at is None else time_text(contact.ended_at)
    fields["held_at"] = None if contact.held_at is None else time_text(contact.held_at)
    fields["place_at"] = None if contact.place_at is None else time_text(contact.place_at)
    return fields


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"{store.SELECT_CONTACT} where (ended_at is null or ended_at > $2) and ($1::uuid is null or id = $1)",
        about,
        tx.now - SHOWN_AFTER_END,
    )
    contacts = [store.contact_of(row) for row in rows]
    changes = [Change("contact", str(one.id), one.version, one.id, contact_fields(one)) for one in contacts]
    rows = await tx.fetch(f"{store.SELECT_SEAT} where $1::uuid is null or id = $1", about)
    for row in rows:
        seat = store.seat_of(row)
        fields = {
            "account_id": str(seat.account_id),
            "account_name": seat.account_name,
            "state": seat.state.value,
            "contact_id": _id(seat.contact_id),
            "since": time_text(seat.since),
            "reason": seat.reason,
            "until": None if seat.until is None else time_text(seat.until),
            "has_line": seat.has_line,
            "takes_calls": seat.takes_calls,
        }
        changes.append(Change("seat", str(seat.id), seat.version, seat.id, fields))
    for noted in await list_answers(tx, await list_shown(tx, about)):
        said = {"contact_id": str(noted.contact_id), "answers": _plain(noted.answers)}
        changes.append(Change("answers", str(noted.incident_id), noted.version, noted.incident_id, said))
    return changes


def _plain(answers: tuple[Answer, ...] | None) -> list[dict[str, Any]] | None:
    return None if answers is None else [one.model_dump(mode="json") for one in answers]


def _changes(recorded: Recorded) -> Iterable[Change]:
    seq = recorded.stream_seq
    match recorded.event:
        case ContactReceived() as event:
            yield Change("contact", str(event.contact_id), seq, event.contact_id, _received(event, recorded))
        case ContactAdvanced() as event:
            fields = event.model_dump(mode="json", exclude=_NOT_SHOWN)
            if event.signal is not ContactSignal.LINK:
                del fields["said"]
            if event.signal is not ContactSignal.RETIE:
                fields["held_at"] = time_text(recorded.at) if event.state is ContactState.HELD else None
                fields["ended_at"] = time_text(recorded.at) if event.state in CONTACT_FINAL else None
            yield Change("contact", str(event.contact_id), seq, event.contact_id, fields)
        case ContactAdded() as event:
            yield Change("contact", str(event.contact_id), seq, event.contact_id, {"text": event.text})
        case ContactMarked() as event:
            fields = event.model_dump(mode="json", exclude={"contact_id"})
            yield Change("contact", str(event.contact_id), seq, event.contact_id, fields)
        case ContactPlaced() as event:
            fields = event.model_dump(mode="json", include=_PLACED)
            fields |= {"place_source": event.source, "place_method": event.method}
            fields |= {"place_at": time_text(event.measured_at), "place_confidence": event.confidence}
            yield Change("contact", str(event.contact_id), seq, event.contact_id, fields)
        case ContactErased() as event:
            yield Change("contact", str(event.contact_id), seq, event.contact_id, dict.fromkeys(PERSONAL))
        case SeatMoved() as event:
            fields = event.model_dump(mode="json", exclude={"seat_id", "until"})
            fields["until"] = None if event.until is None else time_text(event.until)
            fields["since"] = time_text(recorded.at)
            yield Change("seat", str(event.seat_id), seq, event.seat_id, fields)
        case SeatLined() as event:
            fields = {"has_line": event.has_line, "takes_calls": event.takes_calls}
            yield Change("seat", str(event.seat_id), seq, event.seat_id, fields)
        case AnswersNoted() as event:
            fields = {"contact_id": str(event.contact_id), "answers": _plain(event.answers)}
            yield Change("answers", str(event.incident_id), seq, event.incident_id, fields)
        case AnswersErased() as event:
            yield Change("answers", str(event.incident_id), seq, event.incident_id, {"answers": None})
        case _:
            pass


def _received(event: ContactReceived, recorded: Recorded) -> dict[str, Any]:
    fields: dict[str, Any] = {name: getattr(event, name, None) for name in _FIELDS}
    fields |= {"state": ContactState.WAITING.value, "seat_id": None, "taken_by": None, "incident_id": None}
    fields |= {"redial_of": _id(event.redial_of), "tied_incident_id": _id(event.tied_incident_id), "call_back": False}
    return fields | {"received_at": time_text(recorded.at), "ended_at": None, "held_at": None, "place_at": None}


FEED = RoomFeed((CONTACT, SEAT, ANSWERS), _snapshot, _changes)
