"""Whose the shown incidents are, in the feeds."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from yaoyaoling.incidents.public import list_shown
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role
from yaoyaoling.triage.jurisdiction import store
from yaoyaoling.triage.jurisdiction.events import (
    JurisdictionDecided,
    JurisdictionLed,
    JurisdictionMoved,
    JurisdictionNearest,
)

JURISDICTION = Kind(
    "jurisdiction",
    frozenset({Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.REVIEWER, Role.INSPECTOR}),
)
_NAMES = (
    "basis", "station_code", "claimed_code", "desk_code", "goes_first", "goes_first_s", "leads_zh", "leads_en", "said",
    "by_name",
)  # fmt: skip


def fields_of(held: store.Jurisdiction) -> dict[str, Any]:
    """Whose an incident is, as feeds and pages show it."""
    fields: dict[str, Any] = {name: getattr(held, name) for name in _NAMES}
    fields |= {"incident_id": str(held.incident_id), "state": held.state.value, "others": list(held.others)}
    fields |= {"reasons": [one.model_dump() for one in held.reasons], "since": time_text(held.since)}
    return fields


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    held = await store.list_jurisdictions(tx, await list_shown(tx, about))
    return [Change("jurisdiction", str(one.id), one.version, one.incident_id, fields_of(one)) for one in held]


def _changes(recorded: Recorded) -> Iterable[Change]:
    seq, at = recorded.stream_seq, time_text(recorded.at)
    match recorded.event:
        case JurisdictionDecided() as event:
            fields = event.model_dump(mode="json", exclude={"jurisdiction_id", "forgets_nearest"})
            fields |= {"since": at, "claimed_code": None, "said": None, "by_name": None}
            if seq == 1 or event.forgets_nearest:
                fields |= {"goes_first": None, "goes_first_s": None}
            yield Change("jurisdiction", str(event.jurisdiction_id), seq, event.incident_id, fields)
        case JurisdictionLed() as event:
            fields = event.model_dump(mode="json", exclude={"jurisdiction_id"})
            yield Change("jurisdiction", str(event.jurisdiction_id), seq, event.incident_id, fields)
        case JurisdictionNearest() as event:
            fields = {"goes_first": event.goes_first, "goes_first_s": event.eta_s}
            yield Change("jurisdiction", str(event.jurisdiction_id), seq, event.incident_id, fields)
        case JurisdictionMoved() as event:
            fields = event.model_dump(mode="json", exclude={"jurisdiction_id", "signal"})
            yield Change("jurisdiction", str(event.jurisdiction_id), seq, event.incident_id, {**fields, "since": at})
        case _:
            pass


FEED = RoomFeed((JURISDICTION,), _snapshot, _changes)
