"""What a crew should know before it gets out: from the answers, the words, and what happened at the address before.

The crew has no sight of earlier incidents; for its safety it is told that there were some, of which class, and
what they warned of. No person, no words, and nothing of complaints about police.
"""

from datetime import datetime
from uuid import UUID

from yaoyaoling.dispatch.public import get_order
from yaoyaoling.incidents.public import Incident, get_incident, list_incidents
from yaoyaoling.intake.public import Ask, Danger, dangers_in, dangers_of, find_answers, find_repeats
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Principal, system


class EarlierHere(Value):
    """An earlier incident at the same address."""

    at: datetime
    class_code: str
    dangers: tuple[Danger, ...]


class EarlierIncident(EarlierHere):
    """The same for whoever may see the incident itself."""

    incident_id: UUID


class Warnings(Value):
    """answered: somebody said so; in_words: the report's words speak of it, which may be a mistake."""

    is_unsafe_to_contact: bool
    answered: tuple[Danger, ...]
    in_words: tuple[Danger, ...]
    earlier: tuple[EarlierHere, ...]


async def find_warnings(db: Database, principal: Principal, order_id: UUID) -> Warnings:
    """Warnings for the crew of an order. Raises: NotFound when it is not the own crew's."""
    async with db.snapshot(principal) as tx:
        order = await get_order(tx, order_id)
        if order.crew_id != principal.crew_id:
            raise NotFound
        incident = await get_incident(tx, order.incident_id)
    async with db.snapshot(system("warnings")) as tx:
        answered, in_words = await _dangers(tx, incident)
        known = await earlier_here(tx, incident.contact_id, incident.point, without=incident.id)
    return Warnings(
        is_unsafe_to_contact=incident.is_unsafe_to_contact,
        answered=tuple(sorted(answered)),
        in_words=tuple(sorted(in_words - answered)),
        earlier=tuple(EarlierHere(at=one.at, class_code=one.class_code, dangers=one.dangers) for one in known),
    )


async def _dangers(tx: Tx, incident: Incident) -> tuple[frozenset[Danger], frozenset[Danger]]:
    return dangers_of(await find_answers(tx, incident.id)), dangers_in(incident.narrative)


async def earlier_here(tx: Tx, contact_id: UUID, here: Point, without: UUID | None) -> list[EarlierIncident]:
    """Earlier incidents at a place, the newest first. without: an incident that is not meant."""
    repeats = await find_repeats(tx, Ask(contact_id=contact_id, lon=here.lon, lat=here.lat))
    ids = [one.incident_id for one in repeats.earlier if "place" in one.same and one.incident_id is not None]
    found = []
    for one in await list_incidents(tx, ids):
        if one.id == without or one.is_inspection_only:
            continue
        answered, in_words = await _dangers(tx, one)
        dangers = tuple(sorted(answered | in_words))
        found.append(EarlierIncident(incident_id=one.id, at=one.opened_at, class_code=one.class_code, dangers=dangers))
    return sorted(found, key=lambda one: one.at, reverse=True)
