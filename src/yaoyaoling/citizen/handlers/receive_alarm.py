"""An alarm device's alarm becomes a contact in the queue, or joins the open one of the same device."""

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.channels.public import (
    TOGETHER,
    URGENT_DEVICES,
    Alarm,
    AlarmUnreadable,
    NoteStatus,
    TakeAlarm,
    alarm_words,
    note_status,
    place_alarm,
    read_alarm,
    take_alarm,
)
from yaoyaoling.intake.public import Contact, ReceiveContact, add_words, find_open_contacts, receive_contact
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.places.public import find_territory
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system

log = logger("citizen")
_SELF = system("channels")
DOOR_M = 10.0
"""How exactly a device's place is known: somebody wrote it down."""


async def receive_alarm(tx: Tx, command: TakeAlarm) -> None:
    """Take it once. A restore is said to whoever works on the alarm, and ends nothing."""
    alarm = await take_alarm(tx, command)
    if alarm is None:
        return
    said = command.said
    words = alarm_words(alarm.kind, alarm.name, said, tx.now)
    contact = await _open_contact(tx, alarm)
    if contact is not None:
        if not alarm.is_again:
            await add_words(tx, contact.id, words)
        await place_alarm(tx, alarm.id, alarm.device_id, said, contact.id)
        return
    if said.kind == "restore":
        await place_alarm(tx, alarm.id, alarm.device_id, said, None)
        return
    report = ReceiveContact(
        contact_id=new_id(),
        channel="device",
        hall_code=await get_hall_code(tx),
        caller_number=alarm.owner_phone,
        caller_name=alarm.owner_name,
        text=words,
        place_text=alarm.place_text,
        point=alarm.point,
        uncertainty_m=DOOR_M,
        is_outside_city=await find_territory(tx, alarm.point) is None,
        is_urgent=alarm.kind in URGENT_DEVICES,
    )
    made = await receive_contact(tx, report)
    await place_alarm(tx, alarm.id, alarm.device_id, said, made.id)


async def _open_contact(tx: Tx, alarm: Alarm) -> Contact | None:
    if alarm.earlier is None:
        return None
    known = await find_open_contacts(tx, None, (alarm.earlier,), tx.now - TOGETHER)
    return known[0] if known else None


async def store_said(db: Database, device: str, leaf: str, payload: bytes, was_retained: bool) -> None:
    """What the broker hands over; what nobody can read is let go, for it would come again for ever."""
    if leaf == "status":
        word = payload[:20].decode("ascii", "replace").strip().lower()
        if word in ("online", "offline"):
            await execute(db, _SELF, note_status, NoteStatus(device=device, is_online=word == "online"))
        return
    try:
        said = read_alarm(payload)
    except AlarmUnreadable as unreadable:
        log.warning("alarm_unreadable", device=device[:64], octets=len(payload), error=str(unreadable))
        return
    await execute(db, _SELF, receive_alarm, TakeAlarm(device=device, said=said, was_retained=was_retained))
