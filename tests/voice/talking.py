"""The way to a conversation, for stories that begin in the middle of one."""

from dataclasses import dataclass
from uuid import UUID

from playwright.async_api import Browser

from tests.voice.hall import CITIZEN_HZ, SEAT_HZ, VoiceHall, comes_to_hear
from tests.voice.phone import Phone
from tests.voice.sip import Caller
from tests.world import HERE
from yaoyaoling.dispatch.commands import SendCrew
from yaoyaoling.dispatch.handlers.send import send_crew
from yaoyaoling.intake.commands import OpenFromContact
from yaoyaoling.intake.handlers.finish import open_from_contact
from yaoyaoling.platform.execute import execute


@dataclass
class Conversation:
    """A citizen and a seat who hear each other."""

    caller: Caller
    seat: Phone
    call_id: UUID
    seat_leg: UUID


async def begin(
    voice: VoiceHall, browser: Browser, who: str = "taker1", seat: Phone | None = None, host: str = "127.0.0.1"
) -> Conversation:
    """Somebody rings, somebody answers. host: where the caller is, by IPv4 or IPv6."""
    await voice.ask(who, "POST", "/api/intake/seat", {"to": "ready"})
    phone = seat or await voice.phone(browser, who, SEAT_HZ)
    caller = voice.caller(CITIZEN_HZ, host=host)
    caller.invite()
    await caller.until(183)
    call_id = await voice.call_of(caller)
    await take(voice, who, call_id)
    await caller.until(200)
    caller.ack()
    seat_leg = await voice.until_leg(call_id, "seat", "joined")
    await comes_to_hear(caller, {SEAT_HZ})
    await comes_to_hear(phone, {CITIZEN_HZ})
    return Conversation(caller, phone, call_id, seat_leg)


async def take(voice: VoiceHall, who: str, call_id: UUID) -> None:
    """Somebody answers it at the desk."""
    await voice.ask(who, "POST", f"/api/intake/contacts/{call_id}/take", {})


async def send(voice: VoiceHall, who: str, call_id: UUID, crew: str) -> UUID:
    """Open an incident of the call and send a crew, whose officer is rung into it; gives the order."""
    world, db = voice.live.world, voice.live.hall.db
    principal = world.people[who]
    opening = OpenFromContact(
        contact_id=call_id, class_code="0202", place_text="解放路12号", point=HERE, owner=world.owner()
    )
    opened = await execute(db, principal, open_from_contact, opening)
    sending = SendCrew(incident_id=opened.incident_id, ranking=world.ranking(crew))
    await execute(db, principal, send_crew, sending)
    order_id: UUID = await voice.value(
        "select id from dispatch.crew_order where crew_id = $1 order by ordered_at desc limit 1", world.crews[crew]
    )
    return order_id


async def hand_over(voice: VoiceHall, who: str, call_id: UUID, partner: str = "12345") -> UUID:
    """Ring a partner into the call; gives the leg."""
    body = {"kind": "partner", "partner_id": partner, "attended": "warm"}
    reply = await voice.ask(who, "POST", f"/api/telephony/calls/{call_id}/legs", body)
    return UUID(reply["leg_id"])


async def finish(voice: VoiceHall, who: str, talk: Conversation) -> None:
    """The citizen hangs up, the seat wraps up."""
    talk.caller.bye()
    await voice.until_call(talk.call_id, "ended")
    await voice.ask(who, "POST", f"/api/intake/contacts/{talk.call_id}/settle", {"disposition": "answered"})
