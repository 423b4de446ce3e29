"""Feedback, panic calls and requests for help in the feeds."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.field.events import (
    FeedbackErased,
    FeedbackJudged,
    FeedbackMended,
    FeedbackSubmitted,
    HelpAdvanced,
    HelpAsked,
    PanicAdvanced,
    PanicRaised,
)
from yaoyaoling.field.states import PanicSignal
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

SHOWN = timedelta(hours=36)
FEEDBACK = Kind(
    "feedback",
    frozenset(
        {
            Role.CALL_TAKER,
            Role.COMMANDER,
            Role.COUNTY_DESK,
            Role.STATION_DESK,
            Role.OFFICER,
            Role.REVIEWER,
            Role.INSPECTOR,
        }
    ),
)
_DESKS = frozenset({Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.OFFICER})
PANIC = Kind("panic", _DESKS)
HELP = Kind("help_request", _DESKS | {Role.REVIEWER, Role.INSPECTOR})
_PANIC = (
    "call_sign", "officer_name", "org_code", "state", "is_officer_down", "lon", "lat", "accuracy_m",
    "acknowledged_by", "ended_by", "note",
)  # fmt: skip
_HELP = ("call_sign", "state", "answer", "answered_by", "note")
_FIELDS = ("call_sign", "round", "state", "outcome", "text", "submitted_by_name", "remarks")


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"select id, order_id, incident_id, media, submitted_at, version, {', '.join(_FIELDS)} from field.feedback"
        " where submitted_at > $2 and ($1::uuid is null or incident_id = $1)",
        about,
        tx.now - SHOWN,
    )
    changes = []
    for row in rows:
        fields: dict[str, Any] = {name: row[name] for name in _FIELDS}
        fields |= {"order_id": str(row["order_id"]), "incident_id": str(row["incident_id"])}
        fields |= {"media": [str(one) for one in row["media"]], "submitted_at": time_text(row["submitted_at"])}
        changes.append(Change("feedback", str(row["id"]), row["version"], row["incident_id"], fields))
    return [*changes, *await _panics(tx, about), *await _requests(tx, about)]


def _time(at: datetime | None) -> str | None:
    return None if at is None else time_text(at)


async def _panics(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"select id, crew_id, account_id, incident_id, pressed_at, raised_at, ended_at, version, {', '.join(_PANIC)}"
        " from field.panic where (ended_at is null or raised_at > $2) and ($1::uuid is null or id = $1)",
        about,
        tx.now - SHOWN,
    )
    changes = []
    for row in rows:
        fields: dict[str, Any] = {name: row[name] for name in _PANIC}
        fields |= {name: str(row[name]) for name in ("crew_id", "account_id")}
        fields["incident_id"] = None if row["incident_id"] is None else str(row["incident_id"])
        fields |= {name: _time(row[name]) for name in ("pressed_at", "raised_at", "ended_at")}
        changes.append(Change("panic", str(row["id"]), row["version"], row["id"], fields))
    return changes


async def _requests(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"select id, incident_id, order_id, crew_id, reasons, asked_at, ended_at, version, {', '.join(_HELP)}"
        " from field.help_request where (ended_at is null or asked_at > $2) and ($1::uuid is null or incident_id = $1)",
        about,
        tx.now - SHOWN,
    )
    changes = []
    for row in rows:
        fields: dict[str, Any] = {name: row[name] for name in _HELP}
        fields |= {name: str(row[name]) for name in ("incident_id", "order_id", "crew_id")}
        fields |= {"reasons": list(row["reasons"]), "asked_at": _time(row["asked_at"])}
        fields["ended_at"] = _time(row["ended_at"])
        changes.append(Change("help_request", str(row["id"]), row["version"], row["incident_id"], fields))
    return changes


def _changes(recorded: Recorded) -> Iterable[Change]:
    match recorded.event:
        case FeedbackSubmitted() as event:
            names = {*_FIELDS, "order_id", "incident_id", "media"} - {"remarks"}
            fields = event.model_dump(mode="json", include=names)
            fields |= {"submitted_at": time_text(recorded.at), "remarks": None}
            yield Change("feedback", str(event.feedback_id), recorded.stream_seq, event.incident_id, fields)
        case FeedbackJudged() as event:
            fields = {"state": event.state.value, "remarks": event.remarks}
            yield Change("feedback", str(event.feedback_id), recorded.stream_seq, event.incident_id, fields)
        case FeedbackMended() as event:
            state = {"state": event.state.value}
            yield Change("feedback", str(event.feedback_id), recorded.stream_seq, event.incident_id, state)
        case FeedbackErased() as event:
            yield Change("feedback", str(event.feedback_id), recorded.stream_seq, event.incident_id, {"text": None})
        case PanicRaised() as event:
            fields = event.model_dump(mode="json", exclude={"panic_id", "pressed_at"})
            fields |= {"pressed_at": time_text(event.pressed_at), "raised_at": time_text(recorded.at)}
            fields |= dict.fromkeys(("acknowledged_by", "ended_by", "note", "ended_at"))
            yield Change("panic", str(event.panic_id), recorded.stream_seq, event.panic_id, fields)
        case PanicAdvanced() as event:
            yield Change("panic", str(event.panic_id), recorded.stream_seq, event.panic_id, _panic(event, recorded))
        case HelpAsked() as event:
            fields = event.model_dump(mode="json", exclude={"help_id"}) | {"asked_at": time_text(recorded.at)}
            fields |= dict.fromkeys(("answer", "answered_by", "note", "ended_at"))
            yield Change("help_request", str(event.help_id), recorded.stream_seq, event.incident_id, fields)
        case HelpAdvanced() as event:
            fields = {"state": event.state.value, "answer": event.answer, "answered_by": event.by_name}
            fields |= {"note": event.note, "ended_at": time_text(recorded.at)}
            yield Change("help_request", str(event.help_id), recorded.stream_seq, event.incident_id, fields)
        case _:
            pass


def _panic(event: PanicAdvanced, recorded: Recorded) -> dict[str, Any]:
    fields = event.model_dump(mode="json", include={"state", "is_officer_down", "lon", "lat", "accuracy_m"})
    if event.signal is PanicSignal.ACKNOWLEDGE:
        fields["acknowledged_by"] = event.by_name
    if event.signal is PanicSignal.END:
        fields |= {"ended_by": event.by_name, "ended_at": time_text(recorded.at), "note": event.note}
    return fields


FEED = RoomFeed((FEEDBACK, PANIC, HELP), _snapshot, _changes)
