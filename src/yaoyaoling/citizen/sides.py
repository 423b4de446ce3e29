"""Who may show and who may watch, asked of the database each time."""

from uuid import UUID

from yaoyaoling.citizen.handlers.submit_report import citizen_scope
from yaoyaoling.dispatch.public import list_orders
from yaoyaoling.incidents.public import FINAL, get_incident
from yaoyaoling.intake.public import Contact, ContactState, get_contact, list_contacts_of
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Principal, Role, system
from yaoyaoling.telephony.public import PUBLISHABLE, VideoState, find_live, find_video

HALL = (Role.CALL_TAKER, Role.COMMANDER, Role.OFFICER)
_READER = system("video")


class Seen(Value):
    """A caller who shows something, or is about to."""

    contact_id: UUID
    number: str
    state: VideoState


def citizen_of(contact_id: UUID) -> Principal:
    """Whoever holds the contact's link: sees this contact and nothing else."""
    return Principal(id=f"citizen:{contact_id}", name="citizen", scopes=(citizen_scope(contact_id),))


async def may_publish(db: Database, contact_id: UUID) -> bool:
    """Whether the caller's camera may send: it was asked for and allowed, and the matter is not over."""
    async with db.snapshot(_READER) as tx:
        video = await find_video(tx, contact_id)
        return video is not None and video.state in PUBLISHABLE and await is_open(tx, contact_id)


async def may_watch(db: Database, principal: Principal, contact_id: UUID) -> bool:
    """Whether somebody may watch: the call-taker who has the contact or speaks in its call, a commander who sees it,
    an officer whose crew is under a live order of its incident."""
    if not principal.holds(HALL):
        return False
    async with db.snapshot(principal) as tx:
        try:
            contact = await get_contact(tx, contact_id)
        except NotFound:
            contact = None
        if contact is not None and await _is_seat(tx, principal, contact):
            return True
    return principal.crew_id is not None and await _is_sent(db, principal, contact_id)


async def watched_by(db: Database, principal: Principal, incident_id: UUID) -> list[Seen]:
    """Videos of an incident's contacts that the actor may watch. Raises: NotFound, where the incident is not seen."""
    async with db.snapshot(principal) as tx:
        await get_incident(tx, incident_id)
    found = []
    async with db.snapshot(_READER) as tx:
        for contact_id, _ in await list_contacts_of(tx, incident_id):
            number = (await get_contact(tx, contact_id)).number
            video = await find_video(tx, contact_id)
            if video is not None and video.state in PUBLISHABLE:
                found.append(Seen(contact_id=contact_id, number=number, state=video.state))
    return [one for one in found if await may_watch(db, principal, one.contact_id)]


async def is_open(tx: Tx, contact_id: UUID) -> bool:
    """Whether something is still being done about the contact."""
    contact = await get_contact(tx, contact_id)
    if contact.incident_id is not None:
        return (await get_incident(tx, contact.incident_id)).state not in FINAL
    return contact.state is not ContactState.SETTLED


async def _is_seat(tx: Tx, principal: Principal, contact: Contact) -> bool:
    if principal.holds((Role.COMMANDER,)):
        return True
    if not principal.holds((Role.CALL_TAKER,)):
        return False
    if contact.taken_by == principal.account_id:
        return True
    call = await find_live(tx, contact.id)
    return call is not None and any(
        leg.kind == "seat" and leg.person_id == principal.account_id and leg.is_live for leg in call.legs
    )


async def _is_sent(db: Database, principal: Principal, contact_id: UUID) -> bool:
    """The contact itself is not for officers to see; their order is."""
    async with db.snapshot(_READER) as tx:
        contact = await get_contact(tx, contact_id)
        if contact.incident_id is None:
            return False
        orders = await list_orders(tx, contact.incident_id, live_only=True)
    return any(order.crew_id == principal.crew_id for order in orders)
