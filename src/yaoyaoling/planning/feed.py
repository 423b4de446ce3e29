"""Relocations in the feeds: those that wait for an answer and those that run; and how every kept plan stands."""

from collections.abc import Iterable
from uuid import UUID

from yaoyaoling.planning.events import PlanAdvanced, PlanAsked, PlanStepped, RelocationAdvanced, RelocationProposed
from yaoyaoling.planning.states import FINAL, PlanState, RelocationSignal, RelocationState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

RELOCATION = Kind("relocation", frozenset({Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.OFFICER}))
PLAN = Kind("plan", frozenset({Role.COMMANDER, Role.COUNTY_DESK}))
"""What came out of a plan is large and asked for by whoever looks at it; here stands how it goes."""
_NO_STEP: dict[str, object] = {"step": "", "share": 0.0, "step_until": 0.0, "step_most_s": 0.0, "step_at": None}
_FIELDS = (
    "call_sign", "grid_code", "place_text", "lon", "lat", "drive_s", "cover_before", "cover_meanwhile", "cover_after",
)  # fmt: skip


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"select id, crew_id, state, proposed_at, decided_by_name, version, {', '.join(_FIELDS)}"
        " from planning.relocation where ended_at is null and ($1::uuid is null or id = $1)",
        about,
    )
    changes = []
    for row in rows:
        fields = {name: row[name] for name in (*_FIELDS, "state", "decided_by_name")}
        fields |= {"crew_id": str(row["crew_id"]), "proposed_at": time_text(row["proposed_at"])}
        changes.append(Change("relocation", str(row["id"]), row["version"], row["id"], fields))
    return changes + await _plans(tx, about)


async def _plans(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"select id, state, version, {', '.join(_NO_STEP)} from planning.plan where $1::uuid is null or id = $1", about
    )
    changes = []
    for row in rows:
        fields = {name: row[name] for name in ("state", *_NO_STEP)}
        fields["step_at"] = None if row["step_at"] is None else time_text(row["step_at"])
        changes.append(Change("plan", str(row["id"]), row["version"], row["id"], fields))
    return changes


def _changes(recorded: Recorded) -> Iterable[Change]:
    match recorded.event:
        case RelocationProposed() as event:
            fields = event.model_dump(mode="json", include={*_FIELDS, "crew_id"})
            fields |= {"state": RelocationState.PROPOSED.value, "decided_by_name": None}
            fields["proposed_at"] = time_text(recorded.at)
            yield Change("relocation", str(event.relocation_id), recorded.stream_seq, event.relocation_id, fields)
        case RelocationAdvanced() as event:
            moved: dict[str, str] | None = {"state": event.state.value}
            if event.signal is RelocationSignal.ACCEPT:
                moved = {"state": event.state.value, "decided_by_name": event.by_name}
            if event.state in FINAL:
                moved = None
            yield Change("relocation", str(event.relocation_id), recorded.stream_seq, event.relocation_id, moved)
        case PlanAsked() as event:
            fields = {"state": PlanState.QUEUED.value} | _NO_STEP
            yield Change("plan", str(event.plan_id), recorded.stream_seq, event.plan_id, fields)
        case PlanStepped() as event:
            fields = {
                "step": event.step, "share": event.share, "step_until": event.until, "step_most_s": event.most_s,
                "step_at": time_text(recorded.at),
            }  # fmt: skip
            yield Change("plan", str(event.plan_id), recorded.stream_seq, event.plan_id, fields)
        case PlanAdvanced() as event:
            stands = None if event.state is PlanState.REMOVED else {"state": event.state.value} | _NO_STEP
            yield Change("plan", str(event.plan_id), recorded.stream_seq, event.plan_id, stands)
        case _:
            pass


FEED = RoomFeed((RELOCATION, PLAN), _snapshot, _changes)
