"""End a contact: open an incident, settle it, tie it to another, and be free for the next."""

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.evidence.public import tie_to_incident
from yaoyaoling.incidents.public import IncidentAmended, OpenIncident, get_incident, open_incident
from yaoyaoling.intake import store
from yaoyaoling.intake.answers import write_answers
from yaoyaoling.intake.clocks import clocks_of_hall
from yaoyaoling.intake.commands import LinkContact, OpenFromContact, SettleContact
from yaoyaoling.intake.handlers.moves import move_contact, move_seat
from yaoyaoling.intake.handlers.redial import part_redials, tie_redials
from yaoyaoling.intake.handlers.seats import SeatReply, own_seat
from yaoyaoling.intake.handlers.take import ContactReply, reply_of
from yaoyaoling.intake.repeats import trace
from yaoyaoling.intake.states import ContactSignal, ContactState, SeatSignal, SeatState
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import Conflict, Refused
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.telephony.public import TieCall, hang_up, tie_call


class NotInHand(Refused):
    """Only whoever took a contact works on it."""

    code = "not_in_hand"
    status = 409
    zh = "该报警不在您手中（{name}）。"
    en = "This contact is not in your hands ({name})."


class Undecided(Refused):
    """A contact in hand is neither an incident nor settled."""

    code = "contact_undecided"
    status = 409
    zh = "当前报警尚未立警或办结，不能接下一个。"
    en = "The contact in hand is neither an incident nor settled yet."


class HasIncident(Refused):
    """A caller who came back belongs to an incident already."""

    code = "contact_has_incident"
    status = 409
    zh = "该来电已属于警情 {number}，请并入，或先处理该警情。"
    en = "This contact belongs to incident {number} already; tie it to that one."


class OnlyATest(Refused):
    """A car tried whether its calls come through."""

    code = "test_call"
    status = 409
    zh = "这是车辆的测试呼叫，不立警、不派警。若车上人员确认有险情，请勾选“确有险情”后再立警。"
    en = "This is a car's test call: it opens no incident. If somebody in the car needs help, say so and open it."


class FinishSeat(Command):
    """Be free for the next contact."""


async def _in_hand(tx: Tx, command: OpenFromContact | SettleContact | LinkContact) -> store.Contact:
    contact = await store.get_contact(tx, command.contact_id, lock=True)
    if contact.state is ContactState.TAKEN and contact.taken_by != tx.principal.account_id:
        raise NotInHand(name=contact.taken_by_name or "")
    return contact


async def open_from_contact(tx: Tx, command: OpenFromContact) -> ContactReply:
    """Open an incident from the contact.

    Raises: NotFound, NotInHand, HasIncident, OnlyATest, Conflict, UnknownClass, UnknownAnswer.

    A contact that turns out to be a complaint about police leaves the hall's sight with it.
    """
    contact = await _in_hand(tx, command)
    if command.expected_version not in (None, contact.version):
        raise Conflict
    if contact.incident_id is not None and contact.state is ContactState.TAKEN:
        raise HasIncident(number=contact.incident_number or "")
    if contact.is_test and not command.is_no_test:
        raise OnlyATest
    hall_code = await get_hall_code(tx)
    reported = None
    if contact.lon is not None and contact.lat is not None:
        reported = Point(lon=contact.lon, lat=contact.lat)
    opened = await open_incident(
        tx,
        OpenIncident(
            contact_id=contact.id,
            subject=contact.id,
            channel=contact.channel,
            class_code=command.class_code,
            level=command.level,
            narrative=command.narrative or contact.text or "",
            reporter_name=command.reporter_name or contact.caller_name,
            reporter_phone=command.reporter_phone or contact.caller_number,
            place_text=command.place_text,
            point=command.point,
            reported_point=reported,
            owner=command.owner,
            hall_code=hall_code,
            is_unsafe_to_contact=command.is_unsafe_to_contact,
        ),
    )
    contact = await move_contact(
        tx,
        contact,
        ContactSignal.OPEN_INCIDENT,
        incident_id=opened.incident_id,
        incident_number=opened.number,
    )
    await _follow_incident(tx, contact, hall_code)
    if command.answers:
        await write_answers(tx, opened.incident_id, contact.id, command.answers)
    numbers = (command.reporter_phone,)
    words = command.narrative
    await trace(tx, contact.id, numbers=numbers, name=command.reporter_name, point=command.point, words=words)
    await tie_redials(tx, contact)
    return reply_of(contact)


async def _follow_incident(tx: Tx, contact: store.Contact, hall_code: str) -> None:
    """Who sees the incident sees the contact it came from; a complaint about police is taken out of the hall."""
    assert contact.incident_id is not None
    incident = await get_incident(tx, contact.incident_id)
    await tie_to_incident(tx, contact.id, incident.id)
    await tie_call(tx, TieCall(call_id=contact.id, incident_id=incident.id))
    if incident.is_inspection_only:
        await audience.grant(tx, contact.id, f"i/{incident.station_path}", "inspection_only")
        if tx.principal.account_id is not None:
            await audience.grant(tx, contact.id, f"u/{tx.principal.account_id}", "took_the_call")
        if contact.entered_by not in (None, tx.principal.account_id):
            # Who wrote it down need not learn what becomes of a complaint about colleagues.
            await audience.revoke(tx, contact.id, f"u/{contact.entered_by}", "inspection_only")
        await audience.revoke(tx, contact.id, f"h/{hall_code}", "inspection_only")
    else:
        await audience.grant(tx, contact.id, f"t/{incident.station_path}", "territory")


async def on_incident_amended(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: when an incident turns out to be a complaint about police, its contacts go with it."""
    event = recorded.event
    assert isinstance(event, IncidentAmended)
    incident = await get_incident(tx, event.incident_id)
    await trace(tx, incident.contact_id, point=incident.point, words=incident.narrative)
    if incident.is_inspection_only:
        await part_redials(tx, incident.id)
    for contact_id, taken_by in await store.list_contacts_of(tx, event.incident_id):
        if not incident.is_inspection_only:
            await audience.grant(tx, contact_id, f"t/{incident.station_path}", "territory")
            continue
        kept = {f"i/{incident.station_path}", f"u/{taken_by}", f"k/{contact_id}"}
        for scope in sorted(kept):
            await audience.grant(tx, contact_id, scope, "inspection_only")
        for scope in await audience.list_scopes(tx, contact_id):
            if scope not in kept:
                await audience.revoke(tx, contact_id, scope, "inspection_only")


async def settle_contact(tx: Tx, command: SettleContact) -> ContactReply:
    """End the contact without an incident; its call goes on unless told otherwise. Raises: NotFound, NotInHand."""
    contact = await _in_hand(tx, command)
    contact = await move_contact(
        tx, contact, ContactSignal.SETTLE, note=command.note or None, disposition=command.disposition
    )
    await _free(tx)
    if command.hang_up:
        await hang_up(tx, contact.id)
    return reply_of(contact)


async def link_contact(tx: Tx, command: LinkContact) -> ContactReply:
    """Tie the contact to an open incident; to the primary of one that was merged. Raises: NotFound, NotInHand."""
    contact = await _in_hand(tx, command)
    incident = await get_incident(tx, command.incident_id, lock=True)
    if incident.merged_into is not None:
        incident = await get_incident(tx, incident.merged_into)
    contact = await move_contact(
        tx,
        contact,
        ContactSignal.LINK,
        incident_id=incident.id,
        incident_number=incident.number,
        said=command.said.strip() or None,
        before_incident_id=contact.incident_id,
        before_incident_number=contact.incident_number,
    )
    await _follow_incident(tx, contact, await get_hall_code(tx))
    await trace(tx, contact.id, words=command.said)
    await tie_redials(tx, contact)
    await _free(tx)
    return reply_of(contact)


async def finish_seat(tx: Tx, _: FinishSeat) -> SeatReply:
    """Be free for the next contact. Raises: IllegalSeatSignal; NotInHand while one is still undecided."""
    seat = await own_seat(tx)
    if seat.contact_id is not None:
        contact = await store.get_contact(tx, seat.contact_id)
        if contact.state is ContactState.TAKEN:
            raise Undecided
    seat = await _free(tx)
    return SeatReply(seat_id=seat.id, state=seat.state, contact_id=seat.contact_id)


async def _free(tx: Tx) -> store.Seat:
    seat = await own_seat(tx)
    if seat.state is not SeatState.BUSY:
        return seat
    if await store.list_held(tx, seat.account_id):
        return await move_seat(tx, seat, SeatSignal.HOLD)
    wraps_up = (await clocks_of_hall(tx)).wrap_up_s > 0
    return await move_seat(tx, seat, SeatSignal.WRAP_UP if wraps_up else SeatSignal.DONE)
