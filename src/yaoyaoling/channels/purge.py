"""What this room forgets of an erased subject."""

from uuid import UUID

from yaoyaoling.channels.events import AlarmDeviceErased, CrashErased, MessageErased, TextErased
from yaoyaoling.platform.db.tx import Tx


async def purge(tx: Tx, subject: UUID) -> None:
    """Numbers and words both ways; what was not sent yet is not sent. Times and states stay."""
    rows = await tx.fetch(
        "update channels.message set receiver = null, words = null, digest = '', version = version + 1"
        " where contact_id = $1 returning id, version",
        subject,
    )
    for row in rows:
        event = MessageErased(message_id=row["id"], contact_id=subject)
        tx.record(event, stream=f"text_message:{row['id']}", seq=row["version"], about=subject)
    await tx.execute(
        "delete from channels.whereabouts where digest in (select digest from channels.text where contact_id = $1)",
        subject,
    )
    rows = await tx.fetch(
        "update channels.text set sender = null, words = null, digest = '', key = null, mail_id = null, subject = null,"
        " refers_to = '{}', version = version + 1"
        " where contact_id = $1 returning id, version",
        subject,
    )
    cars = await tx.fetch(
        "update channels.crash set vin = null, vin_digest = '', version = version + 1 where contact_id = $1"
        " returning id, version",
        subject,
    )
    for row in cars:
        car = CrashErased(crash_id=row["id"], contact_id=subject)
        tx.record(car, stream=f"crash:{row['id']}", seq=row["version"], about=subject)
    devices = await tx.fetch(
        "update channels.alarm_device set owner_name = null, owner_phone = null, version = version + 1 where id = $1"
        " returning version",
        subject,
    )
    for row in devices:
        owner = AlarmDeviceErased(device_id=subject)
        tx.record(owner, stream=f"alarm_device:{subject}", seq=row["version"], about=subject)
    await tx.execute("delete from channels.media_due where text_id = any($1::uuid[])", [row["id"] for row in rows])
    for row in rows:
        gone = TextErased(text_id=row["id"], contact_id=subject)
        tx.record(gone, stream=f"text:{row['id']}", seq=row["version"], about=subject)
