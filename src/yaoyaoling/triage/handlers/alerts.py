"""A sensitive word: told to the levels that must know within the command, once a contact and rule; and seen by them."""

from uuid import UUID

from yaoyaoling.agencies.public import get_hall_code, get_organisation, hall_scope, territory_scope
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage import store
from yaoyaoling.triage.commands import RaiseAlerts, SeeAlert
from yaoyaoling.triage.events import AlertRaised, AlertSeen


class AlertsReply(Value):
    """Alerts that were new."""

    raised: tuple[UUID, ...]


class AlertReply(Value):
    """An alert after a command."""

    alert_id: UUID
    seen_by_name: str | None


async def must_see(tx: Tx, contact_id: UUID) -> None:
    """Whoever does not see the contact is told that it is not there; the program sees all. Raises: NotFound."""
    if not tx.principal.is_system and not await tx.fetchval("select platform.may_see($1)", contact_id):
        raise NotFound


async def raise_alerts(tx: Tx, command: RaiseAlerts) -> AlertsReply:
    """Raise those that were not raised for this contact before. Raises: NotFound."""
    await must_see(tx, command.contact_id)
    await tx.execute("select pg_advisory_xact_lock(hashtext($1))", f"triage.alert:{command.contact_id}")
    rows = await tx.fetch("select rule_id from triage.alert where contact_id = $1", command.contact_id)
    known = {row["rule_id"] for row in rows}
    raised: list[UUID] = []
    for one in command.alerts:
        if one.rule_id in known:
            continue
        known.add(one.rule_id)
        alert_id = new_id()
        for scope in await _scopes(tx, one.levels, command.station_path):
            await audience.grant(tx, alert_id, scope, "sensitive_word", initial=True)
        await tx.execute(
            "insert into triage.alert (id, contact_id, rule_id, kind, word, levels, source, raised_at, version)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
            alert_id,
            command.contact_id,
            one.rule_id,
            one.kind,
            one.word,
            list(one.levels),
            command.source,
            tx.now,
        )
        event = AlertRaised(
            alert_id=alert_id,
            contact_id=command.contact_id,
            rule_id=one.rule_id,
            kind=one.kind,
            word=one.word,
            levels=one.levels,
            source=command.source,
        )
        tx.record(event, stream=f"alert:{alert_id}", seq=1, about=alert_id)
        raised.append(alert_id)
    return AlertsReply(raised=tuple(raised))


_DEPTH = {"province": 1, "city": 2, "county": 3, "station": 4}
"""How many codes of an organisation's path a level has."""


async def _scopes(tx: Tx, levels: tuple[str, ...], station_path: str | None) -> list[str]:
    """The hall always; of the territory the lowest level that is named, which those above it see as well.

    As long as nobody knows where it is, that is the province.
    """
    hall = await get_organisation(tx, await get_hall_code(tx))
    depth = max((_DEPTH.get(level, 0) for level in levels), default=0)
    if depth == 0:
        return [hall_scope(hall.code)]
    path = hall.path.split("/")[:1] if station_path is None else station_path.split("/")[:depth]
    return [hall_scope(hall.code), territory_scope("/".join(path))]


async def see_alert(tx: Tx, command: SeeAlert) -> AlertReply:
    """Note who saw it first; once is enough. Raises: NotFound."""
    alert = await store.get_alert(tx, command.alert_id)
    if alert.seen_by_name is not None:
        return AlertReply(alert_id=alert.id, seen_by_name=alert.seen_by_name)
    name = tx.principal.name
    await tx.execute(
        "update triage.alert set seen_by_name = $2, seen_at = $3, version = version + 1 where id = $1",
        alert.id,
        name,
        tx.now,
    )
    event = AlertSeen(alert_id=alert.id, by_name=name)
    tx.record(event, stream=f"alert:{alert.id}", seq=alert.version + 1, about=alert.id)
    return AlertReply(alert_id=alert.id, seen_by_name=name)
