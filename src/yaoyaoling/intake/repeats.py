"""Earlier contacts of the same number, vehicle, address or name (重复来警), as far as the viewer may see them.

Found by digests under the installation's key and by place (docs/adr/0014-repeats.md). Row-level security
stands on the traces as on the contacts: what lies elsewhere is neither shown nor counted.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.incidents.public import IncidentState, list_incidents
from yaoyaoling.intake import store
from yaoyaoling.intake.clocks import SETTINGS
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point, degrees_around, distance_m
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage.public import number_digest, plates_in

Same = Literal["number", "vehicle", "place", "name"]
_SORTS: tuple[Same, ...] = ("number", "vehicle", "place", "name")
_MOST_PLATES = 6
_LISTED = 12
_FIXED_M = 50.0
"""A phone's fix that is less exact is no address."""

_FIND = """
select t.contact_id, max(t.at) as at, array_agg(distinct t.kind) as kinds, max(t.lon) as lon, max(t.lat) as lat
from intake.trace t
where t.at > $1 and t.contact_id <> $2
  and (t.digest = any($3::bytea[]) or (t.kind = 'place' and t.lat between $4 and $5 and t.lon between $6 and $7))
group by t.contact_id order by 2 desc limit 200
"""


class Ask(Value):
    """A contact, with what the form says of it beyond what it brought itself. vehicles: number plates in its words."""

    contact_id: UUID
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    phone: str | None = Field(default=None, max_length=24)
    name: str | None = Field(default=None, max_length=40)
    vehicles: tuple[Annotated[str, Field(max_length=12)], ...] = Field(default=(), max_length=_MOST_PLATES)


class Earlier(Value):
    """An earlier contact or incident. A name alone proves nobody: it is listed and not counted."""

    contact_id: UUID
    number: str
    at: datetime
    same: tuple[Same, ...]
    disposition: str | None = None
    incident_id: UUID | None = None
    incident_number: str | None = None
    state: IncidentState | None = None
    class_code: str | None = None
    place_text: str | None = None
    distance_m: float | None = None


class Repeats(Value):
    """How often before, and the newest of them."""

    contact_id: UUID
    count: int
    earlier: tuple[Earlier, ...]


def _digests(tx: Tx, numbers: Iterable[str | None], name: str | None, plates: Iterable[str] = ()) -> dict[bytes, Same]:
    found: dict[bytes, Same] = {
        tx.vault.digest(f"vehicle:{plate}"): "vehicle" for one in plates for plate in plates_in(one)
    }
    for number in numbers:
        digest = number_digest(tx, number)
        if digest is not None:
            found[digest] = "number"
    word = (name or "").strip()
    if len(word) >= 2:
        found[tx.vault.digest(f"name:{word.lower()}")] = "name"
    return found


def number_digests(tx: Tx, numbers: Iterable[str | None]) -> frozenset[bytes]:
    """What contacts of these numbers are found by; nothing for withheld ones."""
    return frozenset(_digests(tx, numbers, None))


async def has_history(tx: Tx, number: str | None) -> bool:
    """Whether an incident came of a contact of this number before; a withheld one has no history."""
    digests = list(_digests(tx, (number,), None))
    return bool(digests) and bool(
        await tx.fetchval(
            "select exists (select from intake.trace t join intake.contact c on c.id = t.contact_id"
            " where t.digest = $1 and t.at > $2 and c.incident_id is not null)",
            digests[0],
            tx.now - timedelta(days=SETTINGS.repeat_days),
        )
    )


async def trace(
    tx: Tx,
    contact_id: UUID,
    *,
    numbers: Iterable[str | None] = (),
    name: str | None = None,
    point: Point | None = None,
    words: str | None = None,
) -> None:
    """Leave what the contact is found by later. words: the number plates in them count."""
    plates = plates_in(words)[:_MOST_PLATES]
    for digest, kind in _digests(tx, numbers, name, plates).items():
        await tx.execute(
            "insert into intake.trace (contact_id, kind, digest, at) values ($1, $2, $3, $4) on conflict do nothing",
            contact_id,
            kind,
            digest,
            tx.now,
        )
    if point is not None:
        await tx.execute("delete from intake.trace where contact_id = $1 and kind = 'place'", contact_id)
        await tx.execute(
            "insert into intake.trace (contact_id, kind, lon, lat, at) values ($1, 'place', $2, $3, $4)"
            " on conflict do nothing",
            contact_id,
            point.lon,
            point.lat,
            tx.now,
        )


def exact_point(contact: store.Contact) -> Point | None:
    """Where the contact says it is, when that is exact enough to be an address."""
    if contact.lon is None or contact.lat is None or (contact.uncertainty_m or 0) > _FIXED_M:
        return None
    return Point(lon=contact.lon, lat=contact.lat)


async def find_repeats(tx: Tx, ask: Ask, shown: int = _LISTED) -> Repeats:
    """Earlier contacts, newest first, one for each incident. shown: at most so many; fewer than all list what counts
    before mere names. Raises: NotFound.
    """
    contact = await store.get_contact(tx, ask.contact_id)
    point = exact_point(contact)
    if ask.lon is not None and ask.lat is not None:
        point = Point(lon=ask.lon, lat=ask.lat)
    plates = (*plates_in(contact.text)[:_MOST_PLATES], *ask.vehicles)
    digests = _digests(tx, (contact.caller_number, ask.phone), ask.name or contact.caller_name, plates)
    rows = await _near(tx, ask.contact_id, list(digests), point)
    contacts = {one.id: one for one in await store.list_contacts(tx, [row["contact_id"] for row in rows])}
    found: list[tuple[store.Contact, Any]] = []
    seen: set[UUID] = set() if contact.incident_id is None else {contact.incident_id}
    for row in rows:
        one = contacts.get(row["contact_id"])
        if one is None or one.incident_id in seen:
            continue
        if one.incident_id is not None:
            seen.add(one.incident_id)
        found.append((one, row))
    counted = sum(1 for _, row in found if set(row["kinds"]) != {"name"})
    if shown < _LISTED:
        found.sort(key=lambda one: set(one[1]["kinds"]) == {"name"})
    listed = found[:shown]
    incidents = {one.id: one for one in await list_incidents(tx, [c.incident_id for c, _ in listed if c.incident_id])}
    earlier = tuple(_earlier(one, row, point, incidents) for one, row in listed)
    return Repeats(contact_id=contact.id, count=counted, earlier=earlier)


async def _near(tx: Tx, contact_id: UUID, digests: list[bytes], point: Point | None) -> list[Any]:
    since = tx.now - timedelta(days=SETTINGS.repeat_days)
    box: tuple[float | None, ...] = (None, None, None, None)
    if point is not None:
        wide, high = degrees_around(point.lat, SETTINGS.repeat_m)
        box = (point.lat - high, point.lat + high, point.lon - wide, point.lon + wide)
    rows = await tx.fetch(_FIND, since, contact_id, digests, *box)
    return [row for row in rows if row["kinds"] != ["place"] or _away(row, point) <= SETTINGS.repeat_m]


def _away(row: Any, point: Point | None) -> float:
    if point is None or row["lon"] is None:
        return float("inf")
    return distance_m(point, Point(lon=row["lon"], lat=row["lat"]))


def _earlier(one: store.Contact, row: Any, point: Point | None, incidents: dict[UUID, Any]) -> Earlier:
    incident = incidents.get(one.incident_id) if one.incident_id else None
    away = _away(row, point)
    same = tuple(kind for kind in _SORTS if kind in row["kinds"])
    return Earlier(
        contact_id=one.id,
        number=one.number,
        at=one.received_at,
        same=same,
        disposition=one.disposition,
        incident_id=None if incident is None else incident.id,
        incident_number=None if incident is None else incident.number,
        state=None if incident is None else incident.state,
        class_code=None if incident is None else incident.class_code,
        place_text=one.place_text if incident is None else incident.place_text,
        distance_m=round(away) if "place" in row["kinds"] and away < float("inf") else None,
    )
