"""A station confirms an incident or disputes it; the level above both settles that. Meanwhile it stays theirs."""

from typing import Any
from uuid import UUID

from pydantic import Field

from yaoyaoling.agencies.public import OrganisationNode, find_organisation, territory_scope
from yaoyaoling.incidents.public import (
    FINAL,
    HandOverIncident,
    Incident,
    IncidentEnded,
    Owner,
    get_incident,
    hand_over_incident,
)
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role
from yaoyaoling.triage.jurisdiction import store
from yaoyaoling.triage.jurisdiction.events import JurisdictionMoved
from yaoyaoling.triage.jurisdiction.grounds import desk_over
from yaoyaoling.triage.states import JurisdictionSignal, JurisdictionState, advance_jurisdiction


class NotTheOwner(Refused):
    """Only the station whose incident it is speaks about it so."""

    code = "jurisdiction_not_owner"
    status = 403
    zh = "该警情现由{name}负责，只有该所可以确认或提出管辖争议。"
    en = "The incident is {name}'s: only that station confirms or disputes it."


class NotAboveBoth(Refused):
    """A station's own county does not settle what concerns another county's station."""

    code = "jurisdiction_not_above"
    status = 403
    zh = "争议各方不都在本级辖区内，请由{name}裁定。"
    en = "Not all of these stations lie in your area. {name} settles it."


class NoSuchStation(Refused):
    """Nobody there can take it over."""

    code = "jurisdiction_no_station"
    status = 422
    zh = "请选择一个在用的派出所（提出争议时不能是本所）。"
    en = "Choose a station that is in use; in a dispute, another one than your own."


class DisputeJurisdiction(Command):
    """It is not ours. claimed_code: whose it is instead, where that is known."""

    incident_id: UUID
    claimed_code: str | None = Field(default=None, pattern=r"^\d{12}$")
    said: str = Field(min_length=2, max_length=300)


class ConfirmJurisdiction(Command):
    """It is ours; a dispute of our own is taken back by this."""

    incident_id: UUID


class RuleJurisdiction(Command):
    """It is that station's."""

    incident_id: UUID
    station_code: str = Field(pattern=r"^\d{12}$")
    said: str = Field(min_length=2, max_length=300)


async def _both(tx: Tx, incident_id: UUID) -> tuple[Incident, store.Jurisdiction]:
    """The incident and whose it is, locked in this order as everywhere. Raises: NotFound, IncidentEnded."""
    incident = await get_incident(tx, incident_id, lock=True)
    held = await store.find_jurisdiction(tx, incident_id)
    if held is None:
        raise NotFound
    if incident.state in FINAL:
        raise IncidentEnded
    return incident, held


async def _station(tx: Tx, code: str) -> OrganisationNode:
    found = await find_organisation(tx, code)
    if found is None or found.kind != "station" or found.retired_at is not None:
        raise NoSuchStation
    return found


async def _require_owner(tx: Tx, incident: Incident) -> None:
    tx.principal.require(Role.STATION_DESK)
    if tx.principal.org_code != incident.station_code:
        owner = await find_organisation(tx, incident.station_code)
        raise NotTheOwner(name=incident.station_code if owner is None else owner.name_zh)


async def dispute_jurisdiction(tx: Tx, command: DisputeJurisdiction) -> JurisdictionState:
    """Raise it to the level above; the other station sees the incident from now on, the owner goes on working on it.

    Raises: NotFound, IncidentEnded, NotTheOwner, NoSuchStation, IllegalJurisdictionSignal.
    """
    incident, held = await _both(tx, command.incident_id)
    await _require_owner(tx, incident)
    parties = {incident.station_code, *held.others}
    if command.claimed_code is not None:
        claimed = await _station(tx, command.claimed_code)
        if claimed.code == incident.station_code:
            raise NoSuchStation
        parties = {incident.station_code, claimed.code}
        scope = territory_scope(claimed.path)
        await audience.grant(tx, incident.id, scope, "jurisdiction", incident=incident.id)
    return await _move(
        tx,
        held,
        JurisdictionSignal.DISPUTE,
        claimed_code=command.claimed_code,
        desk_code=await desk_over(tx, sorted(parties)),
        said=command.said,
    )


async def confirm_jurisdiction(tx: Tx, command: ConfirmJurisdiction) -> JurisdictionState:
    """Ours. Raises: NotFound, IncidentEnded, NotTheOwner, IllegalJurisdictionSignal."""
    incident, held = await _both(tx, command.incident_id)
    await _require_owner(tx, incident)
    return await _move(tx, held, JurisdictionSignal.CONFIRM)


async def rule_jurisdiction(tx: Tx, command: RuleJurisdiction) -> JurisdictionState:
    """Settle it, by a level that stands above all parties; another owner takes over at once.

    Raises: NotFound, IncidentEnded, NotAllowed, NotAboveBoth, NoSuchStation, IllegalJurisdictionSignal.
    """
    tx.principal.require(Role.COMMANDER, Role.COUNTY_DESK)
    incident, held = await _both(tx, command.incident_id)
    advance_jurisdiction(held.state, JurisdictionSignal.RULE)
    station = await _station(tx, command.station_code)
    asked = await find_organisation(tx, held.desk_code)
    over = await desk_over(tx, sorted({incident.station_code, station.code}))
    above = await find_organisation(tx, over)
    for desk in (asked, above):
        if desk is None or not _covers(tx, desk.path):
            raise NotAboveBoth(name=held.desk_code if desk is None else desk.name_zh)
    state = await _move(tx, held, JurisdictionSignal.RULE, station_code=station.code, said=command.said)
    if station.code != incident.station_code:
        owner = Owner(
            county_code=station.path.split("/")[-2],
            station_code=station.code,
            station_path=station.path,
            grid_code=None,
        )
        await hand_over_incident(tx, HandOverIncident(incident_id=incident.id, owner=owner, reason="jurisdiction"))
    return state


def _covers(tx: Tx, path: str) -> bool:
    wanted = territory_scope(path)
    return any(scope.startswith("t/") and audience.covers(scope, wanted) for scope in tx.principal.scopes)


async def _move(
    tx: Tx, held: store.Jurisdiction, signal: JurisdictionSignal, *, said: str | None = None, **changed: str | None
) -> JurisdictionState:
    state = advance_jurisdiction(held.state, signal)
    stands: dict[str, Any] = {
        "station_code": held.station_code,
        "claimed_code": held.claimed_code,
        "desk_code": held.desk_code,
    }
    stands |= {**changed, "said": said, "by_name": tx.principal.name}
    version = await store.save_jurisdiction(tx, held, state=state.value, since=tx.now, **stands)
    event = JurisdictionMoved(
        jurisdiction_id=held.id, incident_id=held.incident_id, signal=signal, state=state, **stands
    )
    tx.record(event, stream=held.stream, seq=version, about=held.incident_id, incident=held.incident_id)
    return state
