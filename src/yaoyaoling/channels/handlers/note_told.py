"""What is told of a person and is no message: a wish, or where the phone is."""

from datetime import timedelta
from typing import Any

from yaoyaoling.channels.contract import TextChannel, Whereabouts, Wish
from yaoyaoling.channels.handlers.note_nonce import note_nonce
from yaoyaoling.channels.handlers.opt_out import opt_in, opt_out
from yaoyaoling.channels.refusals import AlreadyTakenRequest
from yaoyaoling.channels.store import person_digest
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx

WHEREABOUTS_TIMER = "channels.whereabouts_due"
_FRESH = timedelta(minutes=10)
"""Where a phone was longer ago says nothing about a message that comes now."""


class NoteTold(Command):
    """What an adapter hands in."""

    adapter: str
    channel: TextChannel
    told: Wish | Whereabouts


class Place(Value):
    """Where a phone was a moment ago; WGS-84."""

    point: Point
    uncertainty_m: float | None = None


async def note_told(tx: Tx, command: NoteTold) -> None:
    """Note it. Raises: AlreadyTakenRequest."""
    one = command.told
    await note_nonce(tx, command.adapter, one.nonce)
    try:
        # Its own name of it: told again under another nonce, late and out of order, it must not undo what followed.
        await note_nonce(tx, command.adapter, f"told:{one.key}")
    except AlreadyTakenRequest:
        return
    digest = person_digest(tx, command.channel, one.sender)
    if isinstance(one, Wish):
        await (opt_out if one.wish == "stop" else opt_in)(tx, digest, command.channel)
        return
    await tx.execute(
        "insert into channels.whereabouts (digest, lon, lat, uncertainty_m, at) values ($1, $2, $3, $4, $5)"
        " on conflict (digest) do update set lon = $2, lat = $3, uncertainty_m = $4, at = $5",
        digest,
        one.point.lon,
        one.point.lat,
        one.uncertainty_m,
        tx.now,
    )
    payload = {"digest": digest.hex()}
    await tx.set_timer(WHEREABOUTS_TIMER, digest.hex(), tx.now + _FRESH, payload, about=new_id())


async def forget_whereabouts(tx: Tx, payload: dict[str, Any]) -> None:
    """Timer: no message followed in time."""
    await tx.execute("delete from channels.whereabouts where digest = $1", bytes.fromhex(payload["digest"]))


async def find_whereabouts(tx: Tx, digest: bytes) -> Place | None:
    """Where the person's phone was within the last minutes."""
    row = await tx.fetchrow(
        "select lon, lat, uncertainty_m from channels.whereabouts where digest = $1 and at > $2",
        digest,
        tx.now - _FRESH,
    )
    return (
        None if row is None else Place(point=Point(lon=row["lon"], lat=row["lat"]), uncertainty_m=row["uncertainty_m"])
    )
