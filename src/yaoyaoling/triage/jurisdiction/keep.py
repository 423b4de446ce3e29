"""Reactions inside: whose an incident is is decided as it is opened, and anew when its place or class changes."""

from typing import Any
from uuid import UUID

from yaoyaoling.agencies.public import tuned
from yaoyaoling.incidents.public import (
    BACK_TO_WORK,
    FINAL,
    Incident,
    IncidentAdvanced,
    IncidentAmended,
    IncidentOpened,
    get_incident,
)
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.triage.jurisdiction import store
from yaoyaoling.triage.jurisdiction.decide import Asked, Kind, Whose, decide, lead_of
from yaoyaoling.triage.jurisdiction.events import (
    JurisdictionDecided,
    JurisdictionLed,
    JurisdictionMoved,
    JurisdictionNearest,
)
from yaoyaoling.triage.jurisdiction.grounds import desk_over, first_of, grounds_of
from yaoyaoling.triage.settings import TriageSettings
from yaoyaoling.triage.states import JURISDICTION_OPEN, JurisdictionSignal, JurisdictionState, advance_jurisdiction

SETTINGS = TriageSettings()
TUNABLE = ("border_m",)


async def on_incident_opened(tx: Tx, recorded: Recorded) -> None:
    """Decide and keep it, with the reasons. What inspection alone handles is no station's."""
    event = recorded.event
    assert isinstance(event, IncidentOpened)
    if not event.is_inspection_only:
        await _decide(tx, await get_incident(tx, event.incident_id))


async def on_incident_amended(tx: Tx, recorded: Recorded) -> None:
    """Another place asks the question anew; another class may only change who leads."""
    event = recorded.event
    assert isinstance(event, IncidentAmended)
    held = await store.find_jurisdiction(tx, event.incident_id)
    if event.is_inspection_only:
        await _lapse(tx, held)
        return
    incident = await get_incident(tx, event.incident_id)
    if held is None:
        await _decide(tx, incident)
    elif (incident.lon, incident.lat, incident.station_code) != (held.lon, held.lat, held.station_code):
        await _decide_anew(tx, held, incident)
    elif incident.class_code != held.class_code:
        await _lead_anew(tx, held, incident)


async def on_incident_advanced(tx: Tx, recorded: Recorded) -> None:
    """What has ended needs no answer; what goes back to work asks again what nobody had answered."""
    event = recorded.event
    assert isinstance(event, IncidentAdvanced)
    if event.state not in FINAL and event.signal not in BACK_TO_WORK:
        return
    held = await store.find_jurisdiction(tx, event.incident_id)
    if held is None:
        return
    if event.state in FINAL:
        await _lapse(tx, held)
    elif held.state is JurisdictionState.LAPSED:
        await _decide_anew(tx, held, await get_incident(tx, event.incident_id))


async def note_nearest(tx: Tx, incident_id: UUID, station_code: str, eta_s: float | None) -> None:
    """A crew of that station was ordered: the first of another station than the owner's goes first for being near."""
    held = await store.find_jurisdiction(tx, incident_id)
    if held is None or held.goes_first is not None or station_code == held.station_code:
        return
    version = await store.save_jurisdiction(tx, held, goes_first=station_code, goes_first_s=eta_s)
    event = JurisdictionNearest(
        jurisdiction_id=held.id,
        incident_id=incident_id,
        basis="nearest",
        station_code=held.station_code,
        goes_first=station_code,
        eta_s=eta_s,
    )
    tx.record(event, stream=held.stream, seq=version, about=incident_id, incident=incident_id)


async def _whose(tx: Tx, incident: Incident) -> tuple[Whose, str]:
    """The decision, and the level above all stations it names."""
    border_m = (await tuned(tx, SETTINGS, incident.station_code)).border_m
    found = await grounds_of(tx, incident.point, border_m)
    grounds = first_of(found, incident.station_code, incident.county_code)
    whose = decide(Asked(class_code=incident.class_code, grounds=grounds))
    return whose, await desk_over(tx, (incident.station_code, *whose.others))


def _fields(incident: Incident, whose: Whose, desk_code: str) -> dict[str, Any]:
    return {
        "basis": whose.kind, "station_code": incident.station_code, "others": whose.others, "desk_code": desk_code,
        "lon": incident.lon, "lat": incident.lat, "class_code": incident.class_code, "leads_zh": whose.leads_zh,
        "leads_en": whose.leads_en, "reasons": whose.reasons,
    }  # fmt: skip


async def _decide(tx: Tx, incident: Incident) -> None:
    whose, desk_code = await _whose(tx, incident)
    held = store.Jurisdiction(
        id=new_id(),
        incident_id=incident.id,
        state=JurisdictionState.UNCLEAR if whose.others else JurisdictionState.CLEAR,
        claimed_code=None,
        goes_first=None,
        goes_first_s=None,
        said=None,
        by_name=None,
        since=tx.now,
        version=1,
        **_fields(incident, whose, desk_code),
    )
    await store.insert_jurisdiction(tx, held)
    _record(tx, held, 1)


async def _decide_anew(tx: Tx, held: store.Jurisdiction, incident: Incident) -> None:
    whose, desk_code = await _whose(tx, incident)
    signal = JurisdictionSignal.PLACE_UNCLEAR if whose.others else JurisdictionSignal.PLACE_CLEAR
    changed: dict[str, Any] = {"state": advance_jurisdiction(held.state, signal).value, "since": tx.now}
    changed |= {"claimed_code": None, "said": None, "by_name": None}
    forgets = held.goes_first == incident.station_code
    if forgets:
        changed |= {"goes_first": None, "goes_first_s": None}
    fields = _fields(incident, whose, desk_code)
    version = await store.save_jurisdiction(tx, held, **changed, **(fields | {"others": list(whose.others)}))
    _record(tx, await store.read_jurisdiction(tx, incident.id), version, forgets_nearest=forgets)


async def _lead_anew(tx: Tx, held: store.Jurisdiction, incident: Incident) -> None:
    """Owner and state stay: a ruling is not undone by a corrected class."""
    before, after = lead_of(held.class_code), lead_of(incident.class_code)
    if before == after:
        await store.keep_class(tx, held, incident.class_code)
        return
    reasons = tuple(one for one in held.reasons if before is None or one != before.reason)
    basis: Kind = held.basis if held.basis == "unclear" else "functional" if after else "territorial"
    event = JurisdictionLed(
        jurisdiction_id=held.id,
        incident_id=incident.id,
        basis=basis,
        leads_zh=after.zh if after else None,
        leads_en=after.en if after else None,
        reasons=reasons if after is None else (*reasons, after.reason),
    )
    changed = {name: getattr(event, name) for name in ("basis", "leads_zh", "leads_en", "reasons")}
    version = await store.save_jurisdiction(tx, held, class_code=incident.class_code, **changed)
    tx.record(event, stream=held.stream, seq=version, about=incident.id, incident=incident.id)


async def _lapse(tx: Tx, held: store.Jurisdiction | None) -> None:
    if held is None or held.state not in JURISDICTION_OPEN:
        return
    state = advance_jurisdiction(held.state, JurisdictionSignal.LAPSE)
    version = await store.save_jurisdiction(tx, held, state=state.value, since=tx.now, said=None, by_name=None)
    event = JurisdictionMoved(
        jurisdiction_id=held.id,
        incident_id=held.incident_id,
        signal=JurisdictionSignal.LAPSE,
        state=state,
        station_code=held.station_code,
        claimed_code=held.claimed_code,
        desk_code=held.desk_code,
        said=None,
        by_name=None,
    )
    tx.record(event, stream=held.stream, seq=version, about=held.incident_id, incident=held.incident_id)


def _record(tx: Tx, held: store.Jurisdiction, version: int, *, forgets_nearest: bool = False) -> None:
    names = JurisdictionDecided.model_fields.keys() - {"jurisdiction_id", "forgets_nearest"}
    fields = {name: getattr(held, name) for name in names}
    event = JurisdictionDecided(jurisdiction_id=held.id, forgets_nearest=forgets_nearest, **fields)
    tx.record(event, stream=held.stream, seq=version, about=held.incident_id, incident=held.incident_id)
