"""Which open incidents a contact may be about (同一警情): found near it and by its number, judged by `triage`.

As far as the actor may see them: row-level security stands on incidents and contacts. It suggests; a person joins.
"""

from datetime import datetime
from time import perf_counter
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from yaoyaoling.incidents.public import Incident, IncidentState, list_open_near
from yaoyaoling.intake import store
from yaoyaoling.intake.repeats import number_digests
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import degrees_around
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage.public import NewContact, OpenIncident, OpenIncidents, Reason, same_event

_LEAST_M: Final = 800.0
_MOST: Final = 120
"""Incidents looked at for one contact."""
_SAID_MOST: Final = 600
"""Contacts of one incident whose words are read."""
_OWN: Final = "this caller"
_FORM_M: Final = 30.0
"""A place in the form was chosen by a person."""


class SameAsk(Value):
    """A contact with what the form says of it so far."""

    contact_id: UUID
    text: str = Field(default="", max_length=8000)
    place_text: str | None = Field(default=None, max_length=300)
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    phone: str | None = Field(default=None, max_length=24)
    class_code: str | None = Field(default=None, max_length=6)


class SameIncident(Value):
    """An open incident it may be about. score: 0 to 1. breaks: what it says that the incident does not know."""

    incident_id: UUID
    number: str
    state: IncidentState
    class_code: str
    place_text: str
    opened_at: datetime
    callers: int
    score: float
    reasons: tuple[Reason, ...]
    is_breaking_out: bool
    breaks: tuple[Reason, ...]
    distance_m: float | None


class SameReply(Value):
    """The likeliest first, at most three. took_ms: on the server, looking up included."""

    contact_id: UUID
    suggestions: tuple[SameIncident, ...]
    took_ms: float


async def find_same(tx: Tx, ask: SameAsk) -> SameReply:
    """Changes nothing. Raises: NotFound."""
    began = perf_counter()
    contact = await store.get_contact(tx, ask.contact_id)
    asked = _asked(contact, ask)
    dialled = await _dialled(tx, contact, ask)
    incidents = await _near(tx, asked, sorted(dialled))
    said = await _said(tx, [one.id for one in incidents], contact.id)
    index = OpenIncidents(_opened(one, said.get(one.id, []), one.id in dialled) for one in incidents)
    by_id = {one.id: one for one in incidents}
    found = []
    for one in same_event(asked, index):
        incident = by_id[one.incident_id]
        found.append(
            SameIncident(
                **one.model_dump(),
                number=incident.number,
                state=incident.state,
                class_code=incident.class_code,
                place_text=incident.place_text,
                opened_at=incident.opened_at,
                callers=len(said.get(incident.id, [])),
            )
        )
    took = round((perf_counter() - began) * 1000, 2)
    return SameReply(contact_id=contact.id, suggestions=tuple(found), took_ms=took)


def _asked(contact: store.Contact, ask: SameAsk) -> NewContact:
    """What the form says counts before what the contact brought; the words of both are read."""
    words = [ask.text, contact.text or "", ask.place_text or contact.place_text or ""]
    is_chosen = ask.lon is not None and ask.lat is not None
    return NewContact(
        text="，".join(dict.fromkeys(filter(None, words))),
        class_code=ask.class_code,
        lon=ask.lon if is_chosen else contact.lon,
        lat=ask.lat if is_chosen else contact.lat,
        radius_m=_FORM_M if is_chosen else contact.uncertainty_m or 50.0,
        at=contact.received_at,
        number=_OWN,
    )


async def _dialled(tx: Tx, contact: store.Contact, ask: SameAsk) -> set[UUID]:
    """Incidents about which this number called already."""
    digests = list(number_digests(tx, (contact.caller_number, ask.phone)))
    rows = await tx.fetch(
        "select distinct c.incident_id from intake.trace t join intake.contact c on c.id = t.contact_id"
        " where t.digest = any($1::bytea[]) and c.incident_id is not null and c.id <> $2",
        digests,
        contact.id,
    )
    found = {row["incident_id"] for row in rows}
    return found | ({contact.tied_incident_id} if contact.tied_incident_id is not None else set())


async def _near(tx: Tx, asked: NewContact, dialled: list[UUID]) -> list[Incident]:
    if asked.lon is None or asked.lat is None:
        return await list_open_near(tx, -180, -90, 180, 90, _MOST, dialled)
    wide, high = degrees_around(asked.lat, max(_LEAST_M, 4 * asked.radius_m))
    box = (asked.lon - wide, asked.lat - high, asked.lon + wide, asked.lat + high)
    return await list_open_near(tx, *box, _MOST, dialled)


async def _said(tx: Tx, incident_ids: list[UUID], but: UUID) -> dict[UUID, list[Any]]:
    """What the contacts of each incident say, as far as the actor may see them, in order of time."""
    rows = await tx.fetch(
        "select incident_id, text, said, place_text, received_at from (select *, row_number() over"
        " (partition by incident_id order by received_at desc) as nth from intake.contact"
        " where incident_id = any($1::uuid[]) and id <> $2) as one where nth <= $3 order by received_at",
        incident_ids,
        but,
        _SAID_MOST,
    )
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row["incident_id"], []).append(row)
    return found


def _opened(incident: Incident, contacts: list[Any], is_dialled: bool) -> OpenIncident:
    own = "，".join(filter(None, (incident.narrative, incident.place_text)))
    said = ["，".join(filter(None, (row["said"], row["text"], row["place_text"]))) for row in contacts]
    return OpenIncident(
        incident_id=incident.id,
        class_code=incident.class_code,
        lon=incident.lon,
        lat=incident.lat,
        radius_m=_FORM_M,
        at=max((row["received_at"] for row in contacts), default=incident.opened_at),
        said=(own, *filter(None, said)),
        numbers=frozenset({_OWN}) if is_dialled else frozenset(),
    )
