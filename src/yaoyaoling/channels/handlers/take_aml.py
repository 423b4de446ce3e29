"""A handset told where it is: kept a short while for its call, once, however often it is told."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.channels.contract import Aml, AmlMethod
from yaoyaoling.channels.settings import SETTINGS
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.numbers import number_digest

log = logger("channels")
PHONE_PLACE_TIMER = "channels.phone_place_due"
_MOST_A_MINUTE = 30
"""A handset tells its place every few seconds at most."""


class PhonePlace(Value):
    """Where the handset of a number is. point: WGS-84; radius_m: of the area it is in, with so much confidence.

    measured_at: never later than it came: a handset's clock may be wrong. confidence: percent.
    """

    id: UUID
    number: str
    point: Point
    radius_m: float | None
    confidence: float | None
    method: AmlMethod
    measured_at: datetime


async def take_aml(tx: Tx, adapter: str, number: str, digest: bytes, aml: Aml) -> PhonePlace | None:
    """Keep it; None when it says no place, was told before, is too old, or its number tells too much at once."""
    if aml.point is None:
        log.info("aml_without_place", adapter=adapter)
        return None
    await lock_number(tx, digest)
    measured_at = min(aml.measured_at or tx.now, tx.now)
    if tx.now - measured_at > timedelta(seconds=SETTINGS.aml_old_s):
        log.warning("aml_too_old", adapter=adapter, age_s=round((tx.now - measured_at).total_seconds()))
        return None
    sql = "select count(*) from channels.phone_place where digest = $1 and at > $2"
    if await tx.fetchval(sql, digest, tx.now - timedelta(minutes=1)) >= _MOST_A_MINUTE:
        log.warning("aml_flood", adapter=adapter)
        return None
    place = PhonePlace(
        id=new_id(), number=number, point=aml.point, radius_m=aml.radius_m, confidence=aml.confidence,
        method=aml.method, measured_at=measured_at,
    )  # fmt: skip
    new = await tx.execute(
        "insert into channels.phone_place (id, digest, adapter, lon, lat, radius_m, confidence, method, measured_at,"
        " at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
        place.id,
        digest,
        adapter,
        aml.point.lon,
        aml.point.lat,
        aml.radius_m,
        aml.confidence,
        aml.method,
        measured_at,
        tx.now,
    )
    if not new:
        return None
    due = tx.now + timedelta(seconds=SETTINGS.aml_keep_s)
    await tx.set_timer(PHONE_PLACE_TIMER, digest.hex(), due, {"digest": digest.hex()}, about=new_id())
    return place


async def lock_number(tx: Tx, digest: bytes) -> None:
    """A call and its handset's place come at once: whichever is second sees the first."""
    await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 1103))", digest.hex())


async def list_phone_places(tx: Tx, number: str | None) -> list[PhonePlace]:
    """What the number's handset told within the last minutes (setting), in the order in which it was measured."""
    digest = number_digest(tx, number)
    if digest is None or number is None:
        return []
    await lock_number(tx, digest)
    rows = await tx.fetch(
        "select id, lon, lat, radius_m, confidence, method, measured_at from channels.phone_place"
        " where digest = $1 and at > $2 order by measured_at, id",
        digest,
        tx.now - timedelta(seconds=SETTINGS.aml_keep_s),
    )
    names = ("id", "radius_m", "confidence", "method", "measured_at")
    return [
        PhonePlace(number=number, point=Point(lon=row["lon"], lat=row["lat"]), **{name: row[name] for name in names})
        for row in rows
    ]


async def forget_phone_places(tx: Tx, payload: dict[str, Any]) -> None:
    """Timer: no call followed in time, or the call has what it needs."""
    await tx.execute("delete from channels.phone_place where digest = $1", bytes.fromhex(payload["digest"]))
