"""What a citizen sent, taken in: pieces put together, told twice taken once, very many put together."""

from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from yaoyaoling.channels.aml.text import AmlUnreadable, is_aml, read_aml
from yaoyaoling.channels.contract import Arrived, PartOf, TextChannel, Thread
from yaoyaoling.channels.events import TextReceived
from yaoyaoling.channels.handlers.fetched import keep_due
from yaoyaoling.channels.handlers.note_nonce import note_nonce
from yaoyaoling.channels.handlers.note_told import find_whereabouts
from yaoyaoling.channels.handlers.opt_out import opt_in, opt_out
from yaoyaoling.channels.handlers.take_aml import PhonePlace, take_aml
from yaoyaoling.channels.policy import wish_of
from yaoyaoling.channels.queries import find_contact_named
from yaoyaoling.channels.settings import SETTINGS
from yaoyaoling.channels.smpp.coding import read_text
from yaoyaoling.channels.store import person_digest, text_digest
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.logs import logger

log = logger("channels")
PARTS_TIMER = "channels.parts_due"
HELD_TIMER = "channels.held_due"
_HELD_S = 30.0
_MOST = 3500
"""So many characters of held messages are put together at once; what is beyond stays for the next turn."""
_GAP = "…〔缺〕…"


class TakeText(Command):
    """What an adapter hands in."""

    adapter: str
    channel: TextChannel
    arrived: Arrived


class Taken(Value):
    """A whole message, to be put with a contact. texts: its rows. wish: it says nothing but that. was_written_to: we
    had written to this person. named_contact: it refers to a message there, by a name only its people know."""

    texts: tuple[UUID, ...]
    adapter: str
    channel: TextChannel
    sender: str
    digest: bytes
    words: str
    point: Point | None = None
    uncertainty_m: float | None = None
    wish: Literal["stop", "start"] | None = None
    was_written_to: bool = False
    is_proven: bool = True
    is_answerable: bool = True
    named_contact: UUID | None = None


async def take_text(tx: Tx, command: TakeText) -> Taken | PhonePlace | None:
    """Store it; gives the message to be placed now, None when it was told before, is not whole, or is held.

    What a handset tells by itself while it calls is no message: it gives where the handset is.

    Raises: AlreadyTakenRequest.
    """
    one = command.arrived
    await note_nonce(tx, command.adapter, one.nonce)
    digest = text_digest(tx, command.channel, one.sender, is_proven=one.is_proven)
    if one.aml is not None:
        return await take_aml(tx, command.adapter, one.sender, digest, one.aml)
    if one.part is None:
        return await _take_whole(tx, command.adapter, command.channel, one, digest)
    await _keep_part(tx, command, one.part, digest)
    found = await _parts(tx, command.adapter, digest, one.part.reference, one.part.total)
    if len(found) < one.part.total:
        due = tx.now + timedelta(seconds=SETTINGS.parts_s)
        key = f"{command.adapter}:{digest.hex()}:{one.part.reference}:{one.part.total}"
        payload = {"adapter": command.adapter, "channel": command.channel, "digest": digest.hex()}
        payload |= {"reference": str(one.part.reference), "total": str(one.part.total)}
        await tx.set_timer(PARTS_TIMER, key, due, payload, about=new_id())
        return None
    await tx.cancel_timer(PARTS_TIMER, f"{command.adapter}:{digest.hex()}:{one.part.reference}:{one.part.total}")
    return await _take_parts(tx, command.adapter, command.channel, digest, one.part.reference, one.part.total)


async def take_overdue_parts(tx: Tx, payload: dict[str, Any]) -> Taken | PhonePlace | None:
    """Timer: the other pieces have not come; what there is goes on, with gaps that can be seen."""
    channel: TextChannel = payload["channel"]
    digest, reference, total = bytes.fromhex(payload["digest"]), int(payload["reference"]), int(payload["total"])
    return await _take_parts(tx, payload["adapter"], channel, digest, reference, total)


async def take_held(tx: Tx, payload: dict[str, Any]) -> Taken | None:
    """Timer: what one sender sent beyond the limit, as one message."""
    rows = await tx.fetch(
        "select id, sender, words, adapter, channel, is_proven, is_answerable from channels.text"
        " where digest = $1 and contact_id is null and adapter = $2 order by at, id for update",
        bytes.fromhex(payload["digest"]),
        payload["adapter"],
    )
    if not rows:
        return None
    said: dict[str, int] = {}
    texts: list[UUID] = []
    for row in rows:
        words = row["words"] or ""
        if texts and sum(map(len, said)) + len(words) > _MOST:
            due = tx.now + timedelta(seconds=_HELD_S)
            await tx.set_timer(HELD_TIMER, _held_key(payload), due, payload, about=rows[0]["id"])
            break
        said[words] = said.get(words, 0) + 1
        texts.append(row["id"])
    lines = [words if times == 1 else f"{words} （×{times}）" for words, times in said.items()]
    return Taken(
        texts=tuple(texts),
        adapter=rows[0]["adapter"],
        channel=rows[0]["channel"],
        sender=rows[0]["sender"] or "",
        digest=bytes.fromhex(payload["digest"]),
        words="\n".join(lines),
        is_proven=rows[0]["is_proven"],
        is_answerable=any(row["is_answerable"] for row in rows),
    )


async def place_text(tx: Tx, taken: Taken, contact_id: UUID, *, is_new: bool) -> None:
    """It is with that contact from now on."""
    first, *others = taken.texts
    sql = "update channels.text set contact_id = $2 where id = any($1::uuid[])"
    await tx.execute(sql, list(taken.texts), contact_id)
    parts = await tx.fetchval("select parts from channels.text where id = $1", first)
    event = TextReceived(
        text_id=first,
        contact_id=contact_id,
        channel=taken.channel,
        adapter=taken.adapter,
        is_new=is_new,
        parts=parts,
        held=len(others),
        sender=taken.sender,
        words=taken.words,
        is_proven=taken.is_proven,
    )
    tx.record(event, stream=f"text:{first}", seq=1, about=contact_id, subject=contact_id)


async def _keep_part(tx: Tx, command: TakeText, part: PartOf, digest: bytes) -> None:
    await tx.execute(
        "insert into channels.text_part (adapter, digest, reference, total, number, sender, raw, coding, at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        command.adapter,
        digest,
        part.reference,
        part.total,
        part.number,
        command.arrived.sender,
        command.arrived.raw,
        command.arrived.coding,
        tx.now,
    )


async def _parts(tx: Tx, adapter: str, digest: bytes, reference: int, total: int) -> list[Any]:
    return await tx.fetch(
        "select number, sender, raw, coding from channels.text_part where adapter = $1 and digest = $2"
        " and reference = $3 and total = $4 and number <= $4 order by number for update",
        adapter,
        digest,
        reference,
        total,
    )


async def _take_parts(
    tx: Tx, adapter: str, channel: TextChannel, digest: bytes, reference: int, total: int
) -> Taken | PhonePlace | None:
    rows = await _parts(tx, adapter, digest, reference, total)
    await tx.execute(
        "delete from channels.text_part where adapter = $1 and digest = $2 and reference = $3 and total = $4",
        adapter,
        digest,
        reference,
        total,
    )
    if not rows:
        return None
    words, run = "", b""
    after = 0
    for row in rows:
        if row["number"] != after + 1:
            words += read_text(run, rows[0]["coding"]) + _GAP
            run = b""
        run, after = run + row["raw"], row["number"]
    words += read_text(run, rows[0]["coding"]) + (_GAP if after != total else "")
    whole = Arrived(sender=rows[0]["sender"], words=words)
    return await _take_whole(tx, adapter, channel, whole, digest, parts=len(rows))


async def _take_whole(
    tx: Tx, adapter: str, channel: TextChannel, one: Arrived, digest: bytes, *, parts: int = 1
) -> Taken | PhonePlace | None:
    words = one.words.replace("\x00", "").strip()
    if channel == "sms" and is_aml(words):
        try:
            return await take_aml(tx, adapter, one.sender, digest, read_aml(words))
        except AmlUnreadable as unreadable:
            # Nobody typed it, so there is nobody's report to lose; a position that may be wrong leads astray.
            log.warning("aml_unreadable", adapter=adapter, fault=unreadable.fault)
            return None
    # One sender's messages one after another: two at once must not become two contacts.
    await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 1102))", digest.hex())
    sql = "select count(*) from channels.text where digest = $1 and at > $2"
    recent = await tx.fetchval(sql, digest, tx.now - timedelta(minutes=1))
    text_id = new_id()
    if not await _insert(tx, text_id, adapter, channel, one, digest, words, parts):
        return None
    await keep_due(tx, text_id, adapter, one.media)
    if recent >= SETTINGS.texts_per_minute and not (one.pictures or one.point or one.media):
        payload = {"digest": digest.hex(), "adapter": adapter}
        if await tx.find_timer(HELD_TIMER, _held_key(payload)) is None:
            due = tx.now + timedelta(seconds=_HELD_S)
            await tx.set_timer(HELD_TIMER, _held_key(payload), due, payload, about=text_id)
        return None
    seen = None if one.point is not None else await find_whereabouts(tx, digest)
    wish = wish_of(words)
    if wish is not None:
        # By the address alone: whoever is not proved may at most spare somebody what is not about an open report.
        await (opt_out if wish == "stop" else opt_in)(tx, person_digest(tx, channel, one.sender), channel)
    refers_to = () if one.thread is None else one.thread.refers_to
    return Taken(
        texts=(text_id,),
        adapter=adapter,
        channel=channel,
        sender=one.sender,
        digest=digest,
        words=words,
        point=one.point if seen is None else seen.point,
        uncertainty_m=one.uncertainty_m if seen is None else seen.uncertainty_m,
        wish=wish,
        was_written_to=wish is not None and await _was_written_to(tx, person_digest(tx, channel, one.sender)),
        is_proven=one.is_proven,
        is_answerable=one.is_answerable,
        named_contact=await find_contact_named(tx, adapter, refers_to),
    )


async def _insert(
    tx: Tx, text_id: UUID, adapter: str, channel: TextChannel, one: Arrived, digest: bytes, words: str, parts: int
) -> bool:
    """Write it down; gives whether it is new."""
    thread = one.thread or Thread()
    columns: dict[str, Any] = {
        "id": text_id,
        "channel": channel,
        "adapter": adapter,
        "sender": one.sender,
        "digest": digest,
        "words": words,
        "key": one.key,
        "parts": parts,
        "at": tx.now,
        "version": 1,
        "mail_id": thread.mail_id,
        "refers_to": list(thread.refers_to),
        "subject": thread.subject or None,
        "is_proven": one.is_proven,
        "is_answerable": one.is_answerable,
    }
    places = ", ".join(f"${place}" for place in range(1, len(columns) + 1))
    sql = f"insert into channels.text ({', '.join(columns)}) values ({places}) on conflict do nothing"
    return bool(await tx.execute(sql, *columns.values()))


def _held_key(payload: dict[str, Any]) -> str:
    return f"{payload['adapter']}:{payload['digest']}"


async def _was_written_to(tx: Tx, digest: bytes) -> bool:
    sql = "select exists (select from channels.message where digest = $1 and queued_at > $2)"
    return bool(await tx.fetchval(sql, digest, tx.now - timedelta(days=30)))
