"""Which desks fit a matter: those whose parent organisation lies over the place, the nearest area first."""

from dataclasses import dataclass
from uuid import UUID

from yaoyaoling.agencies.public import OrganisationNode, get_hall_code, get_organisation, list_partners_over
from yaoyaoling.incidents.public import FINAL, get_incident
from yaoyaoling.intake.public import get_contact
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.liaison import store
from yaoyaoling.liaison.directory import get_service, list_services
from yaoyaoling.liaison.policy import is_open_at, suggested
from yaoyaoling.liaison.refusals import DeskUnfit, MatterEnded, MatterWanted, NotForPartners
from yaoyaoling.places.public import find_territory
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


@dataclass(frozen=True)
class Matter:
    """What an order is about. subject: whose personal data it holds; station_code: where it is, None when nobody knows.

    scopes: who of the police sees it, and so its orders.
    """

    incident_id: UUID | None
    contact_id: UUID | None
    subject: UUID
    words: str
    place_text: str | None
    lon: float | None
    lat: float | None
    number: str | None
    station_code: str | None
    scopes: tuple[str, ...]
    is_ended: bool = False


class PartnerDesk(Value):
    """A desk to send an order to. is_suggested: the words of the report speak for its service; is_open: it sits now."""

    org_code: str
    name_zh: str
    name_en: str
    service: str
    service_zh: str
    service_en: str
    telephone: str
    hours_from: str | None
    hours_to: str | None
    is_open: bool
    is_suggested: bool
    accept_s: int
    done_s: int


async def matter_of(tx: Tx, incident_id: UUID | None, contact_id: UUID | None) -> Matter:
    """The incident or the contact the actor may see. Raises: MatterWanted, NotFound, NotForPartners."""
    if (incident_id is None) == (contact_id is None):
        raise MatterWanted
    return await _contact(tx, contact_id) if contact_id is not None else await _incident(tx, incident_id)


async def _incident(tx: Tx, incident_id: UUID | None) -> Matter:
    assert incident_id is not None
    one = await get_incident(tx, incident_id)
    if one.is_inspection_only:
        raise NotForPartners
    return Matter(
        incident_id=one.id,
        contact_id=None,
        subject=one.subject,
        words=one.narrative or "",
        place_text=one.place_text,
        lon=one.lon,
        lat=one.lat,
        # Whom a call could endanger is rung by nobody.
        number=None if one.is_unsafe_to_contact else one.reporter_phone,
        station_code=one.station_code,
        scopes=await police_scopes(tx, one.id),
        is_ended=one.state in FINAL,
    )


async def _contact(tx: Tx, contact_id: UUID) -> Matter:
    one = await get_contact(tx, contact_id)
    station = None
    if one.lon is not None and one.lat is not None:
        territory = await find_territory(tx, Point(lon=one.lon, lat=one.lat))
        station = None if territory is None else territory.station_code
    return Matter(
        incident_id=None,
        contact_id=one.id,
        subject=one.id,
        words=" ".join(text for text in (one.text, one.said) if text),
        place_text=one.place_text,
        lon=one.lon,
        lat=one.lat,
        number=one.caller_number,
        station_code=station,
        scopes=await police_scopes(tx, one.id),
    )


async def police_scopes(tx: Tx, subject: UUID) -> tuple[str, ...]:
    """Who of the police sees a matter: territory and hall, or inspection and whoever took a complaint."""
    return tuple(one for one in await audience.list_scopes(tx, subject) if one.startswith(("t/", "h/", "i/", "u/")))


async def list_fitting(tx: Tx, matter: Matter, service: str | None = None) -> list[PartnerDesk]:
    """Desks in use that serve the place: what the words ask for first, then those that sit now, the nearest area first.

    Of a place nobody knows yet: all desks below the province.
    """
    wanted = suggested(matter.words, {one.code: one.words for one in list_services()})
    found = []
    partners = await _partners(tx, matter.station_code)
    desks = await store.list_desks(tx, [one.code for one in partners])
    for org in partners:
        desk = desks.get(org.code)
        if desk is not None and desk.is_active and service in (None, desk.service):
            found.append(_view(tx, org, desk, is_suggested=desk.service in wanted))

    def place(one: PartnerDesk) -> tuple[int, bool]:
        return wanted.index(one.service) if one.is_suggested else len(wanted), not one.is_open

    return sorted(found, key=place)


async def get_fitting(tx: Tx, matter: Matter, desk_code: str) -> store.Desk:
    """The desk of that organisation, if it serves the place. Raises: DeskUnfit."""
    if desk_code in {one.code for one in await _partners(tx, matter.station_code)}:
        desk = await store.find_desk(tx, desk_code)
        if desk is not None and desk.is_active:
            return desk
    raise DeskUnfit


def check_open(matter: Matter) -> None:
    """Raise MatterEnded for an incident that is over."""
    if matter.is_ended:
        raise MatterEnded


async def _partners(tx: Tx, station_code: str | None) -> list[OrganisationNode]:
    if station_code is not None:
        return await list_partners_over(tx, station_code)
    hall = await get_organisation(tx, await get_hall_code(tx))
    return await list_partners_over(tx, None, below=hall.path.rsplit("/", 1)[0])


def _view(tx: Tx, org: OrganisationNode, desk: store.Desk, *, is_suggested: bool) -> PartnerDesk:
    service = get_service(desk.service)
    return PartnerDesk(
        org_code=org.code,
        name_zh=org.name_zh,
        name_en=org.name_en,
        service=service.code,
        service_zh=service.zh,
        service_en=service.en,
        telephone=desk.telephone,
        hours_from=None if desk.hours_from is None else f"{desk.hours_from:%H:%M}",
        hours_to=None if desk.hours_to is None else f"{desk.hours_to:%H:%M}",
        is_open=is_open_at(desk.hours_from, desk.hours_to, tx.now),
        is_suggested=is_suggested,
        accept_s=service.accept_s,
        done_s=service.done_s,
    )
