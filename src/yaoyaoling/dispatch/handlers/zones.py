"""Cooperation zones (跨界协作区): counties whose crews count as own along their common line."""

from typing import Any
from uuid import UUID

from yaoyaoling.agencies.public import get_hall_code, get_organisation
from yaoyaoling.dispatch.commands import AgreeZone, EndZone
from yaoyaoling.dispatch.events import ZoneAgreed, ZoneEnded
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx

ZONE_TIMER = "dispatch.zone_due"
TIME_OVER = "until_over"


class NotCounties(Refused):
    """A zone joins different counties."""

    code = "zone_of_counties"
    status = 422
    zh = "协作区须由两个以上不同的区县组成（{code}）。"
    en = "A cooperation zone joins two or more different counties ({code})."


class ZoneHasEnded(Refused):
    """Somebody ended it before."""

    code = "zone_has_ended"
    status = 409
    zh = "该协作区已终止。"
    en = "This cooperation zone has ended already."


class ZoneOver(Refused):
    """It would have ended already."""

    code = "zone_over"
    status = 422
    zh = "协作区的结束时间已过。"
    en = "The zone would be over already."


class ZoneReply(Value):
    """A zone by id."""

    zone_id: UUID


async def agree_zone(tx: Tx, command: AgreeZone) -> ZoneReply:
    """Begin a zone; its counties and the hall see it. Raises: NotFound (an organisation), NotCounties, ZoneOver."""
    if command.until is not None and command.until <= tx.now:
        raise ZoneOver
    if len(set(command.counties)) < len(command.counties):
        raise NotCounties(code=max(command.counties, key=command.counties.count))
    counties = [await get_organisation(tx, code) for code in command.counties]
    for county in counties:
        if county.kind != "county":
            raise NotCounties(code=county.code)
    zone_id = new_id()
    await tx.execute(
        "insert into dispatch.zone (id, name_zh, counties, agreed_by_name, agreed_at, reason, until, version)"
        " values ($1, $2, $3, $4, $5, $6, $7, 1)",
        zone_id,
        command.name_zh,
        list(command.counties),
        tx.principal.name,
        tx.now,
        command.reason,
        command.until,
    )
    for scope in (f"h/{await get_hall_code(tx)}", *(f"t/{county.path}" for county in counties)):
        await audience.grant(tx, zone_id, scope, "cooperation_zone", initial=True)
    event = ZoneAgreed(zone_id=zone_id, agreed_by_name=tx.principal.name, **command.model_dump())
    tx.record(event, stream=f"zone:{zone_id}", seq=1, about=zone_id)
    if command.until is not None:
        await tx.set_timer(ZONE_TIMER, str(zone_id), command.until, {"zone_id": zone_id}, about=zone_id)
    return ZoneReply(zone_id=zone_id)


async def end_zone(tx: Tx, command: EndZone) -> ZoneReply:
    """End a zone; crews that are on their way stay so. Raises: NotFound, ZoneHasEnded."""
    row = await tx.fetchrow("select version, ended_at from dispatch.zone where id = $1 for update", command.zone_id)
    if row is None:
        raise NotFound
    if row["ended_at"] is not None:
        raise ZoneHasEnded
    version = row["version"] + 1
    await tx.cancel_timer(ZONE_TIMER, str(command.zone_id))
    await tx.execute(
        "update dispatch.zone set ended_at = $2, version = $3 where id = $1", command.zone_id, tx.now, version
    )
    event = ZoneEnded(zone_id=command.zone_id, reason=command.reason)
    tx.record(event, stream=f"zone:{command.zone_id}", seq=version, about=command.zone_id)
    return ZoneReply(zone_id=command.zone_id)


async def on_zone_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Its time is over; one that was ended meanwhile is left alone."""
    zone_id = UUID(payload["zone_id"])
    if await tx.fetchval("select ended_at is null from dispatch.zone where id = $1", zone_id):
        await end_zone(tx, EndZone(zone_id=zone_id, reason=TIME_OVER))
